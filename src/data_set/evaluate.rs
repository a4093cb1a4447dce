//! Evaluates trackers on the sequences of a data set.

use std::thread;

use super::error::DataSetError;
use super::opening::open;
use super::outcome::{Evaluated, Outcome, TrackerOutcome};
use super::question::Question;
use super::sequence::Sequence;
use super::sequences::sequences;
use super::tracker::{Tracker, trackers};
use crate::metrics::{Benchmark, EvaluateError, Evaluator, Options};
use crate::mot::{MotFile, Progress};
use crate::parallel::on_all_cores;
use crate::shown::ShowPath as _;

/// What came out for a tracker on a sequence, and what was odd.
type Answer = (Evaluated, Vec<String>);

/// Evaluates all trackers on all sequences. The progress counts frames.
///
/// # Errors
/// The first thing that failed: something is not there, does not open, or cannot be compared. Or the progress was cancelled.
pub fn evaluate(question: &Question, progress: &Progress) -> Result<Outcome, DataSetError> {
    let (sequences, told) = sequences(&question.truth, &question.truth_options)?;
    let mut found = Vec::new();
    for path in &question.results {
        found.extend(trackers(path, &sequences, &question.result_options)?);
    }
    name_apart(&mut found);
    let truths = on_all_cores(&sequences, |sequence| {
        go_on(progress)?;
        open(&sequence.truth, sequence.member.clone(), &question.truth_options)
    });
    let truths = truths.into_iter().collect::<Result<Vec<_>, _>>()?;
    check_frames(question, &truths)?;
    let benchmark = question.benchmark.or_else(|| truths.first().map(Benchmark::guess)).unwrap_or_default();
    let jobs: Vec<(&Sequence, &MotFile)> = sequences.iter().zip(&truths).collect();
    let work = Work {
        question,
        benchmark,
        trackers: &found,
        is_only: jobs.len() == 1,
        threads: thread::available_parallelism().map_or(1, usize::from).div_ceil(jobs.len().max(1)),
        progress,
    };
    let done = on_all_cores(&jobs, |&(sequence, truth)| work.on_sequence(sequence, truth));
    let done = done.into_iter().collect::<Result<Vec<_>, _>>()?;
    Ok(collected(benchmark, &found, sequences, told, done))
}

/// What is done for each sequence.
struct Work<'a> {
    question: &'a Question,
    benchmark: Benchmark,
    trackers: &'a [Tracker],
    /// Whether there is one sequence only.
    is_only: bool,
    threads: usize,
    progress: &'a Progress,
}

impl Work<'_> {
    /// Evaluates all trackers on a sequence, so that its ground truth is read once.
    fn on_sequence(&self, sequence: &Sequence, truth: &MotFile) -> Result<Vec<Answer>, DataSetError> {
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
        let mut evaluator = Evaluator::new(truth, &options, self.progress);
        self.trackers.iter().map(|tracker| self.of_tracker(tracker, sequence, truth, &mut evaluator)).collect()
    }

    /// Evaluates a tracker on a sequence.
    fn of_tracker(
        &self,
        tracker: &Tracker,
        sequence: &Sequence,
        truth: &MotFile,
        evaluator: &mut Evaluator<'_>,
    ) -> Result<Answer, DataSetError> {
        go_on(self.progress)?;
        let result = tracker.open(sequence, self.is_only, &self.question.result_options)?;
        let evaluation = evaluator.evaluate(result.as_ref())?;
        let missing = result.is_none().then(|| {
            format!("{} has no result for {}: all of its ground truth counts as missed", tracker.name, sequence.name)
        });
        let doubts = [Some(truth), result.as_ref()].into_iter().flatten().filter_map(doubt);
        let remarks = evaluation.remarks.iter().map(ToString::to_string);
        let remarks = missing.into_iter().chain(doubts).chain(remarks).collect();
        let evaluated = Evaluated {
            classes: evaluation.classes,
            result: result.as_ref().map(|result| result.path().to_owned()),
            member: result.as_ref().and_then(|result| result.member().map(str::to_owned)),
        };
        Ok((evaluated, remarks))
    }
}

/// Whether to go on, before a file is opened.
fn go_on(progress: &Progress) -> Result<(), DataSetError> {
    if progress.is_cancelled() { Err(EvaluateError::Cancelled.into()) } else { Ok(()) }
}

/// Says so if no frame of any sequence was asked for.
fn check_frames(question: &Question, truths: &[MotFile]) -> Result<(), DataSetError> {
    let Some(range) = &question.frames else { return Ok(()) };
    let frames: Vec<u32> = truths.iter().flat_map(MotFile::frames).collect();
    match (frames.iter().min(), frames.iter().max()) {
        (Some(&first), Some(&last)) if !frames.iter().any(|frame| range.contains(frame)) => {
            Err(DataSetError::NoFrame { first, last })
        }
        _ => Ok(()),
    }
}

/// What is not certain about the columns of a file.
fn doubt(file: &MotFile) -> Option<String> {
    file.doubt().map(|doubt| format!("{}: {doubt}", file.path().shown()))
}

/// Sorts evaluations by tracker, and adds to `remarks` what was odd, each remark once. `done` has those of all trackers for
/// each sequence.
fn collected(
    benchmark: Benchmark,
    found: &[Tracker],
    sequences: Vec<Sequence>,
    mut remarks: Vec<String>,
    done: Vec<Vec<Answer>>,
) -> Outcome {
    let mut done: Vec<_> = done.into_iter().map(Vec::into_iter).collect();
    let mut trackers = Vec::new();
    for tracker in found {
        let mut of_sequences = Vec::new();
        for (evaluated, told) in done.iter_mut().filter_map(Iterator::next) {
            for remark in told {
                if !remarks.contains(&remark) {
                    remarks.push(remark);
                }
            }
            of_sequences.push(evaluated);
        }
        trackers.push(TrackerOutcome { tracker: tracker.clone(), sequences: of_sequences });
    }
    Outcome { benchmark, sequences, trackers, remarks }
}

/// Numbers trackers of one name.
fn name_apart(trackers: &mut [Tracker]) {
    let names: Vec<String> = trackers.iter().map(|tracker| tracker.name.clone()).collect();
    for (at, tracker) in trackers.iter_mut().enumerate() {
        let before = names[..at].iter().filter(|name| **name == names[at]).count();
        if before > 0 {
            tracker.name = format!("{} ({})", names[at], before + 1);
        }
    }
}
