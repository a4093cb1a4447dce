//! `motscope eval`: compares results with the ground truth.

mod args;
mod csv_text;
mod html;
mod json;
mod outcome;
mod sequences;
mod table;
mod trackers;

use std::fs::File;
use std::io::{self, Write as _};
use std::path::Path;
use std::process::ExitCode;
use std::thread;

use super::bar::{cancelled_by_signal, show_while};
use super::cores::on_all_cores;
use super::stdout::print;
use crate::metrics::{Benchmark, Evaluation, Options, evaluate};
use crate::mot::{MotFile, Progress};
use crate::shown::ShowPath as _;
use crate::stderr;
use crate::unfinished::Unfinished;
use outcome::{Outcome, TrackerOutcome};
use sequences::{Sequence, sequences};
use trackers::{Tracker, trackers};

pub(super) use args::EvalArgs;

pub(super) fn run(args: &EvalArgs) -> ExitCode {
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
        write(path, |file| csv_text::events(outcome, file))?;
    }
    if let Some(path) = &args.html {
        write(path, |mut file| file.write_all(html::page(outcome).as_bytes()))?;
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
    let sequences = sequences(&args.truth)?;
    let mut found = Vec::new();
    for path in &args.results {
        found.extend(trackers(path, &sequences, args.yes)?);
    }
    name_apart(&mut found);
    let truths = on_all_cores(&sequences, |sequence| trackers::open(&sequence.truth, args.yes));
    let truths = truths.into_iter().collect::<Result<Vec<_>, _>>()?;
    let benchmark = args.benchmark.or_else(|| truths.first().map(Benchmark::guess)).unwrap_or_default();
    let jobs: Vec<(&Tracker, &Sequence, &MotFile)> = found
        .iter()
        .flat_map(|tracker| sequences.iter().zip(&truths).map(move |(sequence, truth)| (tracker, sequence, truth)))
        .collect();
    let threads = thread::available_parallelism().map_or(1, usize::from).div_ceil(jobs.len().max(1));
    let work = |&(tracker, sequence, truth): &(&Tracker, &Sequence, &MotFile)| {
        let result = tracker.open(sequence, sequences.len() == 1, args.yes)?;
        let first = benchmark.first_frame();
        let options = Options {
            benchmark,
            sequence: sequence.frames.map(|frames| first..=frames - 1 + first),
            is_strict: args.strict,
            has_events: args.events.is_some() || args.html.is_some(),
            threads,
            ..Options::default()
        };
        let evaluation = evaluate(truth, result.as_ref(), &options, progress).map_err(|error| error.to_string())?;
        let missing = result.is_none().then(|| {
            format!("{} has no result for {}: all of its ground truth counts as missed", tracker.name, sequence.name)
        });
        Ok((evaluation, missing))
    };
    let done = on_all_cores(&jobs, work).into_iter().collect::<Result<Vec<_>, String>>()?;
    Ok(collected(benchmark, &found, sequences, done))
}

/// Sorts evaluations by tracker, and gathers what was odd, each remark once.
fn collected(
    benchmark: Benchmark,
    found: &[Tracker],
    sequences: Vec<Sequence>,
    done: Vec<(Evaluation, Option<String>)>,
) -> Outcome {
    let mut remarks: Vec<String> = Vec::new();
    let mut done = done.into_iter();
    let mut trackers = Vec::new();
    for tracker in found {
        let mut classes = Vec::new();
        for (evaluation, missing) in done.by_ref().take(sequences.len()) {
            for remark in missing.into_iter().chain(evaluation.remarks.iter().map(ToString::to_string)) {
                if !remarks.contains(&remark) {
                    remarks.push(remark);
                }
            }
            classes.push(evaluation.classes);
        }
        trackers.push(TrackerOutcome { name: tracker.name.clone(), sequences: classes });
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
