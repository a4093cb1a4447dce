//! Evaluates trackers on the sequences of a data set.

use std::thread;

use rustc_hash::{FxHashMap, FxHashSet};

use super::error::DataSetError;
use super::event_room::{EventRoom, Held};
use super::opening::open;
use super::outcome::{Evaluated, Outcome, TrackerOutcome};
use super::question::Question;
use super::sequence::Sequence;
use super::sequences::sequences;
use super::tracker::{Tracker, trackers};
use super::watch::Watch;
use crate::metrics::{Benchmark, EvaluateError, Evaluator, FrameRecords, Options, Tracks};
use crate::mot::{MotFile, Progress};
use crate::parallel::on_all_cores;
use crate::shown::ShowPath as _;

/// What came out for a tracker on a sequence, and what was odd.
type Answer = (Evaluated, Vec<String>);

/// Evaluates all trackers on all sequences.
///
/// # Errors
/// The first thing that failed: something is not there, does not open, or cannot be compared. Or it was cancelled.
pub fn evaluate(question: &Question, watch: &Watch) -> Result<Outcome, DataSetError> {
    let (sequences, mut told) = sequences(&question.truth, &question.truth_options)?;
    let mut found = Vec::new();
    for path in &question.results {
        found.extend(trackers(path, &sequences, &question.result_options)?);
    }
    name_apart(&mut found);
    let truths = on_all_cores(&sequences, |sequence| {
        go_on(&watch.frames)?;
        open(&sequence.truth, sequence.member.clone(), &question.truth_options)
    });
    let truths = truths.into_iter().collect::<Result<Vec<_>, _>>()?;
    let benchmark = question.benchmark.or_else(|| truths.first().map(Benchmark::guess)).unwrap_or_default();
    told.extend(check_frames(question, benchmark, &sequences, &truths)?);
    let jobs: Vec<(usize, (&Sequence, &MotFile))> = sequences.iter().zip(&truths).enumerate().collect();
    let work = Work {
        question,
        benchmark,
        trackers: &found,
        is_only: jobs.len() == 1,
        events: EventRoom::new(question.most_events),
        threads: thread::available_parallelism().map_or(1, usize::from).div_ceil(jobs.len().max(1)),
        watch,
    };
    watch.expect((jobs.len() * found.len()) as u64);
    let done = on_all_cores(&jobs, |&(at, (sequence, truth))| work.on_sequence(at, sequence, truth));
    let done = done.into_iter().collect::<Result<Vec<_>, _>>()?;
    let events = work.events.into_held();
    Ok(collected(benchmark, &found, sequences, told, done, events))
}

/// What is done for each sequence.
struct Work<'a> {
    question: &'a Question,
    benchmark: Benchmark,
    trackers: &'a [Tracker],
    /// Whether there is one sequence only.
    is_only: bool,
    events: EventRoom,
    threads: usize,
    watch: &'a Watch,
}

impl Work<'_> {
    /// Evaluates all trackers on a sequence, so that its ground truth is read once.
    fn on_sequence(&self, at: usize, sequence: &Sequence, truth: &MotFile) -> Result<Vec<Answer>, DataSetError> {
        let first = self.benchmark.first_frame();
        let options = Options {
            benchmark: self.benchmark,
            sequence: sequence.frames.map(|frames| first..=frames - 1 + first),
            range: self.question.frames.clone(),
            threshold: self.question.threshold,
            is_strict: self.question.is_strict,
            has_events: self.question.has_events,
            threads: self.threads,
            ..Options::default()
        };
        let mut evaluator = Evaluator::new(truth, &options, &self.watch.frames);
        let of_tracker = |(number, tracker): (usize, &Tracker)| {
            let mut answer = self.of_tracker(tracker, sequence, truth, &mut evaluator)?;
            for (class, evaluation) in answer.0.classes.iter_mut().enumerate() {
                self.events.add((number, at, class), std::mem::take(&mut evaluation.events));
                // They have a state for each box of all sequences, and nobody asks for them.
                (evaluation.records, evaluation.tracks) = (FrameRecords::default(), Tracks::default());
            }
            Ok(answer)
        };
        self.trackers.iter().enumerate().map(of_tracker).collect()
    }

    /// Evaluates a tracker on a sequence.
    fn of_tracker(
        &self,
        tracker: &Tracker,
        sequence: &Sequence,
        truth: &MotFile,
        evaluator: &mut Evaluator<'_>,
    ) -> Result<Answer, DataSetError> {
        go_on(&self.watch.frames)?;
        let result = tracker.open(sequence, self.is_only, &self.question.result_options)?;
        let refusable = refusable(tracker, sequence, self.is_only, result.as_ref());
        if let Some(remark) = refusable.first().filter(|_| self.question.is_strict) {
            return Err(DataSetError::Unfit(remark.clone()));
        }
        let evaluation = evaluator.evaluate(result.as_ref())?;
        self.watch.advance();
        let empty = result.as_ref().filter(|result| result.frames().is_empty());
        let empty = empty.map(|result| format!("{}: it has no rows", result.path().shown()));
        let remarks = evaluation.remarks.iter().map(ToString::to_string);
        let remarks = doubts(truth).chain(refusable).chain(empty).chain(remarks).collect();
        let evaluated = Evaluated {
            classes: evaluation.classes,
            result: result.as_ref().map(|result| result.path().to_owned()),
            member: result.as_ref().and_then(|result| result.member().map(str::to_owned)),
        };
        Ok((evaluated, remarks))
    }
}

/// What is odd about the results of a sequence as a whole. It is refused if the question is strict.
fn refusable(tracker: &Tracker, sequence: &Sequence, is_only: bool, result: Option<&MotFile>) -> Vec<String> {
    let Some(result) = result else {
        let (tracker, sequence) = (&tracker.name, &sequence.name);
        return vec![format!("{tracker} has no result for {sequence}: all of its ground truth counts as missed")];
    };
    let misnamed = tracker.misnamed(sequence, is_only).map(|file| {
        let (file, name) = (file.shown(), &sequence.name);
        format!("{file}: it has the name of another sequence than the ground truth, {name}, and is compared with it")
    });
    doubts(result).chain(misnamed).collect()
}

/// Whether to go on, before a file is opened.
fn go_on(progress: &Progress) -> Result<(), DataSetError> {
    if progress.is_cancelled() { Err(EvaluateError::Cancelled.into()) } else { Ok(()) }
}

/// Whether a frame of any sequence was asked for. Says so if it has no ground truth.
fn check_frames(
    question: &Question,
    benchmark: Benchmark,
    sequences: &[Sequence],
    truths: &[MotFile],
) -> Result<Option<String>, DataSetError> {
    let Some(range) = &question.frames else { return Ok(None) };
    let with_rows: Vec<Vec<u32>> = truths.iter().map(MotFile::frames).collect();
    if with_rows.iter().flatten().any(|frame| range.contains(frame)) {
        return Ok(None);
    }
    let usual = benchmark.first_frame();
    let stated = sequences.iter().filter_map(|sequence| Some(sequence.frames? - 1 + usual));
    let last = with_rows.iter().filter_map(|frames| frames.last().copied()).chain(stated).max();
    let first = with_rows.iter().filter_map(|frames| frames.first().copied()).chain([usual]).min();
    let Some((first, last)) = first.zip(last) else { return Ok(None) };
    if *range.start() > last || *range.end() < first {
        return Err(DataSetError::NoFrame { first, last });
    }
    let (from, to) = ((*range.start()).max(first), (*range.end()).min(last));
    Ok(Some(format!("the ground truth has no row in frames {from} to {to}")))
}

/// What is not certain about the columns of a file.
fn doubts(file: &MotFile) -> impl Iterator<Item = String> {
    let path = file.path().shown();
    let guess = file.columns().and_then(|columns| Some(format!("{path}: this is a guess: {}", columns.guess()?)));
    guess.into_iter().chain(file.doubt().map(|doubt| format!("{path}: {doubt}")))
}

/// Sorts evaluations by tracker, and adds to `remarks` what was odd, each remark once. `done` has those of all trackers for
/// each sequence.
fn collected(
    benchmark: Benchmark,
    found: &[Tracker],
    sequences: Vec<Sequence>,
    mut remarks: Vec<String>,
    done: Vec<Vec<Answer>>,
    mut events: Held,
) -> Outcome {
    let mut known: FxHashSet<String> = remarks.iter().cloned().collect();
    let mut done: Vec<_> = done.into_iter().map(Vec::into_iter).collect();
    let mut trackers = Vec::new();
    for (number, tracker) in found.iter().enumerate() {
        let mut of_sequences = Vec::new();
        for (at, (mut evaluated, told)) in done.iter_mut().filter_map(Iterator::next).enumerate() {
            for remark in told {
                if known.insert(remark.clone()) {
                    remarks.push(remark);
                }
            }
            for (class, evaluation) in evaluated.classes.iter_mut().enumerate() {
                evaluation.events = events.take((number, at, class));
            }
            of_sequences.push(evaluated);
        }
        trackers.push(TrackerOutcome { tracker: tracker.clone(), sequences: of_sequences });
    }
    Outcome { benchmark, sequences, trackers, remarks, is_cut: events.is_cut }
}

/// Numbers trackers of one name.
fn name_apart(trackers: &mut [Tracker]) {
    let mut counts: FxHashMap<String, u64> = FxHashMap::default();
    for tracker in trackers {
        let count = counts.entry(tracker.name.clone()).or_default();
        *count += 1;
        if *count > 1 {
            tracker.name = format!("{} ({count})", tracker.name);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;

    use super::*;
    use crate::mot::OpenOptions;

    /// A data set of two sequences, and the results of a tracker.
    fn question(root: &Path) -> Question {
        for name in ["A", "B"] {
            let folder = root.join("set").join(name).join("gt");
            fs::create_dir_all(&folder).unwrap();
            fs::create_dir_all(root.join("mine")).unwrap();
            fs::write(folder.join("gt.txt"), "1,1,0,0,10,10,1,1,1\n2,1,0,0,10,10,1,1,1\n").unwrap();
            fs::write(root.join("mine").join(format!("{name}.txt")), "1,7,0,0,10,10,0.9\n").unwrap();
        }
        Question {
            truth: root.join("set"),
            results: vec![root.join("mine")],
            benchmark: Some(Benchmark::Mot17),
            frames: None,
            threshold: 0.5,
            is_strict: false,
            has_events: true,
            most_events: usize::MAX,
            truth_options: OpenOptions::default(),
            result_options: OpenOptions::default(),
        }
    }

    #[test]
    fn the_first_events_are_kept_and_it_is_told_that_there_are_more() {
        let root = tempfile::tempdir().unwrap();
        let question = question(root.path());
        let counts = |most_events| {
            let outcome = evaluate(&Question { most_events, ..question.clone() }, &Watch::default()).unwrap();
            let counts = outcome.trackers[0].sequences.iter().flat_map(|evaluated| &evaluated.classes);
            (counts.map(|class| class.events.len()).collect::<Vec<_>>(), outcome.is_cut)
        };
        let (all, is_cut) = counts(usize::MAX);
        assert!(all.iter().all(|count| *count > 0) && !is_cut, "{all:?}");
        assert_eq!(counts(all[0]), (vec![all[0], 0], true));
    }

    #[test]
    fn every_result_is_counted_and_what_is_cancelled_has_no_outcome() {
        let root = tempfile::tempdir().unwrap();
        let question = question(root.path());
        let watch = Watch::default();
        let outcome = evaluate(&question, &watch).unwrap();
        assert_eq!((outcome.sequences.len(), outcome.trackers.len(), watch.results()), (2, 1, (2, 2)));
        let cancelled = Watch::default();
        cancelled.frames.cancel();
        let ended = evaluate(&question, &cancelled);
        assert!(matches!(ended, Err(DataSetError::Evaluate(EvaluateError::Cancelled))), "{ended:?}");
    }
}
