//! `motscope eval`: compares results with the ground truth.

mod args;
mod csv_text;
mod html;
mod json;
mod opening;
mod outcome;
mod outputs;
mod seqmap;
mod sequence;
mod sequences;
mod table;
mod trackers;
mod zipped;

use std::fs::File;
use std::io::{self, Write as _};
use std::path::Path;
use std::process::ExitCode;
use std::thread;

use super::bar::{cancelled_by_signal, show_while};
use super::cores::on_all_cores;
use super::stdout::print;
use crate::metrics::{Benchmark, Evaluator, Options};
use crate::mot::{MotFile, Progress};
use crate::shown::ShowPath as _;
use crate::stderr;
use crate::unfinished::Unfinished;
use outcome::{Evaluated, Outcome, TrackerOutcome};
use sequence::Sequence;
use sequences::sequences;
use trackers::{Tracker, trackers};

pub(super) use args::EvalArgs;

pub(super) fn run(args: &EvalArgs) -> ExitCode {
    if let Err(error) = outputs::check(args) {
        stderr::message(error);
        return ExitCode::FAILURE;
    }
    let progress = cancelled_by_signal();
    let outcome = show_while(&progress, "frames", || evaluated(args, &progress));
    match outcome.and_then(|outcome| told(args, &outcome)) {
        Ok(text) => print(&text),
        Err(error) => {
            stderr::message(error);
            ExitCode::FAILURE
        }
    }
}

/// The text to print. Remarks are told, and events are written.
fn told(args: &EvalArgs, outcome: &Outcome) -> Result<String, String> {
    outcome.remarks.iter().for_each(stderr::message);
    if let Some(path) = &args.events {
        write(path, |file| csv_text::events(outcome, path, file).map_err(io::Error::other))?;
    }
    if let Some(path) = &args.html {
        write(path, |mut file| file.write_all(html::page(outcome, args.yes).as_bytes()))?;
    }
    if args.json {
        return Ok(json::json(outcome).to_string() + "\n");
    }
    if args.csv {
        let mut text = Vec::new();
        csv_text::metrics(outcome, &mut text).map_err(|error| error.to_string())?;
        return Ok(String::from_utf8_lossy(&text).into_owned());
    }
    Ok(table::text(outcome))
}

/// Writes a file, or says why it cannot be written.
fn write(path: &Path, text: impl FnOnce(File) -> io::Result<()>) -> Result<(), String> {
    let written = Unfinished::file(path, true).and_then(|(unfinished, file)| {
        text(file)?;
        unfinished.finish()
    });
    written.map_err(|error| format!("{}: {error}", path.shown()))
}

/// Evaluates all trackers on all sequences. Otherwise says what failed first.
fn evaluated(args: &EvalArgs, progress: &Progress) -> Result<Outcome, String> {
    let (sequences, told) = sequences(&args.truth, args.yes)?;
    let mut found = Vec::new();
    for path in &args.results {
        found.extend(trackers(path, &sequences, args.yes)?);
    }
    name_apart(&mut found);
    let truths = on_all_cores(&sequences, |sequence| opening::open(&sequence.truth, sequence.member.clone(), args.yes));
    let truths = truths.into_iter().collect::<Result<Vec<_>, _>>()?;
    check_frames(args, &truths)?;
    let benchmark = args.benchmark.or_else(|| truths.first().map(Benchmark::guess)).unwrap_or_default();
    let jobs: Vec<(&Sequence, &MotFile)> = sequences.iter().zip(&truths).collect();
    let threads = thread::available_parallelism().map_or(1, usize::from).div_ceil(jobs.len().max(1));
    // All trackers of a sequence are one job, so that its ground truth is read once.
    let work = |&(sequence, truth): &(&Sequence, &MotFile)| {
        let first = benchmark.first_frame();
        let options = Options {
            benchmark,
            sequence: sequence.frames.map(|frames| first..=frames - 1 + first),
            range: args.frames.as_u32(),
            threshold: args.threshold,
            is_strict: args.strict,
            has_events: args.events.is_some() || args.html.is_some(),
            threads,
            ..Options::default()
        };
        let mut evaluator = Evaluator::new(truth, &options, progress);
        let of_tracker = |tracker: &Tracker| {
            let result = tracker.open(sequence, sequences.len() == 1, args.yes)?;
            let evaluation = evaluator.evaluate(result.as_ref()).map_err(|error| error.to_string())?;
            let missing = result.is_none().then(|| {
                format!(
                    "{} has no result for {}: all of its ground truth counts as missed",
                    tracker.name, sequence.name
                )
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
        };
        found.iter().map(of_tracker).collect::<Result<Vec<_>, String>>()
    };
    let done = on_all_cores(&jobs, work).into_iter().collect::<Result<Vec<_>, String>>()?;
    Ok(collected(benchmark, &found, sequences, told, done))
}

/// Says so if no frame of any sequence was asked for.
fn check_frames(args: &EvalArgs, truths: &[MotFile]) -> Result<(), String> {
    let Some(range) = args.frames.as_u32() else { return Ok(()) };
    let frames: Vec<u32> = truths.iter().flat_map(MotFile::frames).collect();
    match (frames.iter().min(), frames.iter().max()) {
        (Some(first), Some(last)) if !frames.iter().any(|frame| range.contains(frame)) => {
            Err(format!("no frame is in the range of --frames; the frames are {first} to {last}"))
        }
        _ => Ok(()),
    }
}

/// What is not certain about the columns of a file.
fn doubt(file: &MotFile) -> Option<String> {
    file.doubt().map(|doubt| format!("{}: {doubt}", file.path().shown()))
}

/// Sorts evaluations by tracker, and adds to `remarks` what was odd, each remark once. `done` has those of all trackers for each sequence.
fn collected(
    benchmark: Benchmark,
    found: &[Tracker],
    sequences: Vec<Sequence>,
    mut remarks: Vec<String>,
    done: Vec<Vec<(Evaluated, Vec<String>)>>,
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
