//! A list of events that was opened.

use std::path::{Path, PathBuf};

use super::{EventPlaces, EventQuery, Judgement};
use crate::app::model::opening::source::{OpenHow, Source};
use crate::data_set::{COMBINED, ScoreTable};
use crate::metrics::event_list::{EventList, EventWriter, Run};
use crate::metrics::{Benchmark, Event, EventKind};
use crate::mot::OpenOptions;

/// Scores and events of several sequences: those of a file that was opened, or those of a data set that was evaluated.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Listed {
    /// The file, or the ground truth of the data set.
    pub path: PathBuf,
    /// Whether they are from a file.
    pub is_file: bool,
    /// The rules that said which rows are judged, if they are known.
    pub benchmark: Option<Benchmark>,
    /// The scores.
    pub table: Option<ScoreTable>,
    /// The events.
    pub list: EventList,
    /// What was odd, and what was done.
    pub remarks: Vec<String>,
}

impl Listed {
    /// The event at this place, and what was evaluated.
    pub fn event(&self, place: usize) -> Option<(&Run, &Event)> {
        let run = *self.list.run_of.get(place)?;
        Some((self.list.runs.get(run as usize)?, self.list.events.get(place)?))
    }

    /// The trackers and sequences that it has, each once, in the order of the file, with the runs of each.
    pub fn subjects(&self) -> Vec<(String, Vec<u32>)> {
        let mut subjects: Vec<(String, Vec<u32>)> = Vec::new();
        for (run, place) in self.list.runs.iter().zip(0..) {
            let name = subject(run);
            match subjects.iter_mut().find(|(known, _)| *known == name) {
                Some((_, runs)) => runs.push(place),
                None => subjects.push((name, vec![place])),
            }
        }
        subjects
    }

    /// The events of these kinds that are found, in an order. `runs` are those of which events are listed; all if it is empty.
    /// `None` if `is_overtaken` says that they are no longer wanted.
    pub fn chosen(&self, query: &EventQuery, runs: &[u32], is_overtaken: &dyn Fn() -> bool) -> Option<EventPlaces> {
        let (words, search) = self.words_of_subjects(&query.search);
        let query = EventQuery { search, ..query.clone() };
        let mut list = query.list(&self.list.events, is_overtaken)?;
        let has_words = |run: &Run| {
            let subject = subject(run).to_lowercase();
            words.iter().all(|word| subject.contains(word))
        };
        let is_listed = |(at, run): (u32, &Run)| (runs.is_empty() || runs.contains(&at)) && has_words(run);
        let listed: Vec<bool> = (0..).zip(&self.list.runs).map(is_listed).collect();
        if listed.contains(&false) {
            let is_of_listed = |run: &u32| listed.get(*run as usize) == Some(&true);
            list.places.retain(|place| self.list.run_of.get(*place as usize).is_some_and(is_of_listed));
        }
        Some(list)
    }

    /// The words of a search that are parts of names of sequences or trackers, and the rest of the search.
    fn words_of_subjects(&self, search: &str) -> (Vec<String>, String) {
        let subjects: Vec<String> = self.list.runs.iter().map(|run| subject(run).to_lowercase()).collect();
        let is_name = |word: &&str| {
            let word = word.to_lowercase();
            let is_number = word.bytes().all(|byte| byte.is_ascii_digit());
            let is_known = ["gt", "truth", "id", "result", "frame"].contains(&word.as_str())
                || EventKind::ALL.iter().any(|kind| kind.name().contains(&word));
            !is_number && !is_known && subjects.iter().any(|subject| subject.contains(&word))
        };
        let (names, rest): (Vec<&str>, Vec<&str>) = search.split_whitespace().partition(is_name);
        (names.into_iter().map(str::to_lowercase).collect(), rest.join(" "))
    }

    /// What the row of the table at this place is of. `None` if it is of all sequences together.
    pub fn row(&self, place: usize) -> Option<&Run> {
        let run = &self.table.as_ref()?.rows.get(place)?.run;
        (run.sequence != COMBINED || run.truth.is_some()).then_some(run)
    }

    /// What it is called: the name of the file, or that of the data set.
    pub fn name(&self) -> String {
        self.path.file_name().unwrap_or(self.path.as_os_str()).to_string_lossy().into_owned()
    }

    /// The scores as CSV, as `motscope eval --csv` prints them.
    pub fn scores_csv(&self) -> String {
        let mut text = Vec::new();
        // Writing into memory does not fail.
        let _ = self.table.as_ref().map(|table| table.write(&mut text));
        String::from_utf8_lossy(&text).into_owned()
    }

    /// The events as CSV, as `motscope eval --events` writes them. Files have their whole paths.
    pub fn events_csv(&self) -> String {
        let mut text = Vec::new();
        if let Ok(mut writer) = EventWriter::new(&mut text, None) {
            let events = self.list.run_of.iter().zip(&self.list.events);
            let run = |place: &u32| self.list.runs.get(*place as usize);
            let mut written = events.filter_map(|(place, event)| Some((run(place)?, event)));
            let _ = written.try_for_each(|(run, event)| writer.write(run, event));
            let _ = writer.finish();
        }
        String::from_utf8_lossy(&text).into_owned()
    }

    /// The place of the first event whose files are known.
    pub fn first(&self) -> Option<usize> {
        let has_files: Vec<bool> = self.list.runs.iter().map(|run| source(run).is_ok()).collect();
        self.list.run_of.iter().position(|run| has_files.get(*run as usize) == Some(&true))
    }
}

/// The sequence and the tracker of a run: `MOT17-02 · MPNTrack`.
pub fn subject(run: &Run) -> String {
    let names = [&run.sequence, &run.tracker].into_iter().filter(|name| !name.is_empty());
    names.map(String::as_str).collect::<Vec<_>>().join(" · ")
}

/// How to open the sequence and the results of a run. Without results, the ground truth is opened.
///
/// # Errors
/// If the files are not known: why it cannot be opened.
pub fn source(run: &Run) -> Result<Source, &'static str> {
    let Some(truth) = run.truth.clone() else {
        return Err("The file does not name ground truth and results. What `motscope eval` has written names them.");
    };
    let text = |member: &Option<String>| OpenOptions { member: member.clone(), ..OpenOptions::default() };
    let layers: Vec<PathBuf> = run.result.iter().cloned().collect();
    let how = match &run.member {
        None => OpenHow { text: text(&run.truth_member), layers, ..OpenHow::default() },
        member => OpenHow {
            main: run.result.clone(),
            text: text(member),
            layers: vec![truth.clone()],
            layer_members: run.truth_member.iter().map(|member| (truth.clone(), member.clone())).collect(),
            ..OpenHow::default()
        },
    };
    Ok(Source::File(truth, how))
}

/// Whether a judgement is of the files of a run.
pub fn is_of(judgement: &Judgement, run: &Run) -> bool {
    let is = |path: &Path, named: &Option<PathBuf>| named.as_deref().is_some_and(|named| is_one_file(path, named));
    // The only text of an archive may be named or not.
    let has = |member: &Option<String>, named: &Option<String>| named.is_none() || member == named;
    let (paths, members) = (&judgement.paths, &judgement.members);
    is(&paths.0, &run.truth)
        && is(&paths.1, &run.result)
        && has(&members.0, &run.truth_member)
        && has(&members.1, &run.member)
}

/// The place of an event among those of a judgement.
pub fn place_in(judgement: &Judgement, event: &Event) -> Option<usize> {
    let begin = judgement.events.partition_point(|own| own.first < event.first);
    let is_it = |own: &&Event| {
        own.kind == event.kind
            && (own.last, own.truth, own.other_truth) == (event.last, event.truth, event.other_truth)
            && (own.from, own.to) == (event.from, event.to)
    };
    let same_frame = judgement.events[begin..].iter().take_while(|own| own.first == event.first);
    same_frame.enumerate().find(|(_, own)| is_it(own)).map(|(at, _)| begin + at)
}

/// Whether two paths are of one file, as far as their words tell: `a/../b` is `b`.
fn is_one_file(one: &Path, other: &Path) -> bool {
    let plain = |path: &Path| {
        let mut plain = PathBuf::new();
        for part in path.components() {
            match part {
                std::path::Component::CurDir => {}
                std::path::Component::ParentDir if plain.file_name().is_some() => {
                    plain.pop();
                }
                part => plain.push(part),
            }
        }
        plain
    };
    plain(one) == plain(other)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_of_one_file_are_known_as_such() {
        for (one, other, is_one) in [
            ("/a/b/gt.txt", "/a/b/gt.txt", true),
            ("/a/./c/../b/gt.txt", "/a/b/gt.txt", true),
            ("/a/b/gt.txt", "/a/c/gt.txt", false),
            ("../gt.txt", "gt.txt", false),
        ] {
            assert_eq!(is_one_file(Path::new(one), Path::new(other)), is_one, "{one} {other}");
        }
    }

    #[test]
    fn results_in_an_archive_are_the_main_layer() {
        let path = |name: &str| Some(PathBuf::from(name));
        let mut run = Run { truth: path("/gt/gt.txt"), result: path("/r.txt"), ..Run::default() };
        let Ok(Source::File(opened, how)) = source(&run) else { panic!() };
        assert_eq!((opened, how.layers), (PathBuf::from("/gt/gt.txt"), vec![PathBuf::from("/r.txt")]));
        run.member = Some("02.txt".to_owned());
        let Ok(Source::File(opened, how)) = source(&run) else { panic!() };
        assert_eq!((opened, &how.main, how.text.member.as_deref()), ("/gt/gt.txt".into(), &run.result, Some("02.txt")));
        run.truth_member = Some("02/gt/gt.txt".to_owned());
        let Ok(Source::File(_, how)) = source(&run) else { panic!() };
        assert_eq!((&how.main, how.text.member.as_deref()), (&run.result, Some("02.txt")));
        assert_eq!(
            (&how.layers[..], how.layer_member(Path::new("/gt/gt.txt"))),
            (&["/gt/gt.txt".into()][..], Some("02/gt/gt.txt"))
        );
        (run.result, run.member) = (None, None);
        let Ok(Source::File(_, how)) = source(&run) else { panic!() };
        assert_eq!((how.text.member, how.layers.len()), (run.truth_member.clone(), 0));
        run.truth = None;
        assert!(source(&run).is_err());
    }
}
