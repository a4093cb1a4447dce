//! Shows scores and events of several sequences, and goes to them, in whichever sequence they are.

mod evaluate;

use std::sync::Arc;

use eframe::egui;

use super::controller::Controller;
use crate::app::model::judging::{Listed, is_of, place_in, source};
use crate::app::model::opening::source::Source;
use crate::app::model::settings::Tab;
use crate::app::model::state::Failure;
use crate::app::session::judging::let_go;
use crate::metrics::Event;
use crate::metrics::event_list::Run;

impl Controller {
    /// Shows what was read from the file of `source`. If nothing is open, goes to its first event.
    pub(super) fn show_listed_file(&mut self, source: &Source, listed: Listed, ctx: &egui::Context) {
        let Source::File(path, _) = source else { return };
        self.state.settings.remember(path);
        self.show_listed(Listed { path: path.clone(), is_file: true, ..listed }, ctx);
    }

    /// Shows scores and events of several sequences. If nothing is open, goes to the first event.
    fn show_listed(&mut self, listed: Listed, ctx: &egui::Context) {
        self.close_event_list();
        let listed = Arc::new(listed);
        let first = listed.first().filter(|_| self.session.document.is_none());
        self.state.listed = Some(listed);
        (self.state.settings.tab, self.state.settings.show_panels) = (Tab::Errors, true);
        if let Some(first) = first {
            self.go_to_listed(first, ctx);
        }
    }

    /// Closes the list of events.
    pub(super) fn close_event_list(&mut self) {
        if let Some(listed) = self.state.listed.take() {
            let_go(listed);
        }
        self.state.listed_event = None;
    }

    /// Goes to an event of the list. Opens its sequence if that is not open.
    pub(super) fn go_to_listed(&mut self, place: usize, ctx: &egui::Context) {
        let Some(listed) = self.state.listed.clone() else { return };
        let Some((run, event)) = listed.event(place) else { return };
        self.state.listed_event = Some(place);
        if self.go_to_event_of(run, event) {
            return;
        }
        match source(run) {
            Ok(source) => {
                self.open(source, Some(event.first.into()), ctx);
                self.judging.awaited = Some((run.clone(), event.clone()));
            }
            Err(reason) => self.state.failure = Some(Failure::new("Unknown files", reason)),
        }
    }

    /// Goes to the event that the user chose in a list, once its sequence is open and compared.
    pub(super) fn go_to_awaited(&mut self) {
        if let Some((run, event)) = self.judging.awaited.take()
            && !self.go_to_event_of(&run, &event)
        {
            self.judging.awaited = Some((run, event));
        }
    }

    /// Goes to an event if its sequence is open and compared. If there is no such event any more, goes to its frame.
    fn go_to_event_of(&mut self, run: &Run, event: &Event) -> bool {
        let judging = &mut self.state.judging;
        let Some(at) = judging.judgements.iter().position(|judgement| is_of(judgement, run)) else { return false };
        if judging.looked_at != at {
            (judging.looked_at, judging.event, judging.at_difference) = (at, None, None);
        }
        match place_in(&judging.judgements[at], event) {
            Some(place) => self.go_to_event(place),
            None => self.seek(event.first.into()),
        }
        true
    }
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::{Path, PathBuf};
    use std::thread;
    use std::time::{Duration, Instant};

    use super::*;
    use crate::app::command::Command;
    use crate::app::model::bookmarks::Bookmarks;
    use crate::app::model::settings::Settings;
    use crate::metrics::event_list::EventWriter;
    use crate::metrics::{Options, evaluate};
    use crate::mot::{MotFile, Progress};

    /// Writes the ground truth and the results of a sequence, and returns both files.
    fn sequence(folder: &Path, name: &str, ids: &[u64]) -> (PathBuf, PathBuf) {
        let rows = |ids: &mut dyn Iterator<Item = u64>| {
            let row = |(id, frame): (u64, u32)| format!("{frame},{id},0,0,10,10,1,1,1\n");
            ids.zip(1..).map(row).collect::<Vec<_>>().concat()
        };
        let (truth, result) = (folder.join(name).join("gt/gt.txt"), folder.join(format!("{name}.txt")));
        fs::create_dir_all(truth.parent().unwrap()).unwrap();
        fs::write(&truth, rows(&mut ids.iter().map(|_| 1))).unwrap();
        fs::write(&result, rows(&mut ids.iter().copied())).unwrap();
        (truth, result)
    }

    /// Writes the events of these sequences into a list.
    fn list(folder: &Path, files: &[(PathBuf, PathBuf)]) -> PathBuf {
        let path = folder.join("errors.csv");
        let mut writer = EventWriter::new(fs::File::create(&path).unwrap(), Some(folder)).unwrap();
        for (truth, result) in files {
            let (one, other) = (MotFile::open(truth).unwrap(), MotFile::open(result).unwrap());
            let options = Options { has_events: true, ..Options::default() };
            let evaluation = evaluate(&one, Some(&other), &options, &Progress::new()).unwrap();
            let run = Run { truth: Some(truth.clone()), result: Some(result.clone()), ..Run::default() };
            for event in evaluation.classes.iter().flat_map(|class| &class.events) {
                writer.write(&run, event).unwrap();
            }
        }
        writer.finish().unwrap();
        path
    }

    fn until(controller: &mut Controller, ctx: &egui::Context, is_so: impl Fn(&Controller) -> bool) {
        let (begin, deadline) = (Instant::now(), Instant::now() + Duration::from_mins(1));
        while !is_so(controller) {
            let judging = &controller.state.judging;
            assert!(Instant::now() < deadline, "{:?} {judging:?}", controller.view().position());
            controller.update(begin.elapsed(), ctx);
            thread::yield_now();
        }
    }

    #[test]
    fn a_list_of_events_opens_with_its_first_event_and_each_event_opens_its_sequence() {
        let (folder, ctx) = (tempfile::tempdir().unwrap(), egui::Context::default());
        let one = sequence(folder.path(), "one", &[5, 5, 6, 6]);
        let other = sequence(folder.path(), "other", &[5, 6, 6, 7]);
        let path = list(folder.path(), &[one.clone(), other.clone()]);
        let source = Source::path(path.clone());
        let mut controller = Controller::new(Settings::default(), Bookmarks::default(), source, (None, None), &ctx);
        let is_at = |controller: &Controller, truth: &Path, frame: u64| {
            let judging = &controller.state.judging;
            let judgement = judging.judgement().filter(|judgement| judgement.paths.0 == truth);
            let event = judgement.and_then(|judgement| judgement.events.get(judging.event?));
            event.is_some_and(|event| u64::from(event.first) == frame) && controller.view().position() == Some(frame)
        };
        until(&mut controller, &ctx, |controller| is_at(controller, &one.0, 3));
        let listed = controller.state.listed.clone().unwrap();
        assert_eq!((&listed.path, listed.list.events.len()), (&path, 3));
        assert_eq!(controller.state.settings.recent.iter().filter(|recent| **recent == path).count(), 1);
        for (place, truth, frame) in [(2, &other.0, 4), (1, &other.0, 2), (0, &one.0, 3)] {
            controller.apply(Command::GoToListed(place), &ctx);
            until(&mut controller, &ctx, |controller| is_at(controller, truth, frame));
            assert_eq!(controller.state.listed_event, Some(place));
        }
        controller.apply(Command::CloseEventList, &ctx);
        assert!(controller.state.listed.is_none() && controller.session.document.is_some());
    }

    #[test]
    fn an_event_without_files_is_told_and_so_is_a_line_that_is_no_event() {
        let (folder, ctx) = (tempfile::tempdir().unwrap(), egui::Context::default());
        let path = folder.path().join("own.csv");
        fs::write(&path, "kind,first_frame\nswitch,3\n").unwrap();
        let source = Source::path(path.clone());
        let mut controller = Controller::new(Settings::default(), Bookmarks::default(), source, (None, None), &ctx);
        until(&mut controller, &ctx, |controller| controller.state.listed.is_some());
        assert!(controller.state.failure.is_none());
        controller.apply(Command::GoToListed(0), &ctx);
        assert!(controller.state.failure.as_ref().is_some_and(|failure| failure.title == "Unknown files"));
        fs::write(&path, "kind,first_frame\nswitch,3\nnonsense,4\n").unwrap();
        controller.apply(Command::Open(Source::path(path)), &ctx);
        until(&mut controller, &ctx, |controller| controller.session.opening.is_none());
        let failure = controller.state.failure.clone().unwrap();
        assert!(failure.reason.contains("own.csv: line 3: \"nonsense\" is no kind of event"), "{failure:?}");
    }
}
