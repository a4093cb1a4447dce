//! `motscope eval`: compares results with the ground truth.

mod args;
mod events;
mod html;
mod json;
mod outputs;
mod table;

use std::fs::File;
use std::io::{self, Write as _};
use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;

use super::bar::{cancelled_by_signal, show_while};
use super::stdout::print;
use super::unpack::{unpack_hint, unpack_limit};
use crate::data_set::{DataSetError, Outcome, Question, ScoreTable, Watch, evaluate};
use crate::mot::OpenOptions;
use crate::shown::ShowPath as _;
use crate::stderr;
use crate::unfinished::Unfinished;

pub(super) use args::EvalArgs;

pub(super) fn run(args: &EvalArgs) -> ExitCode {
    if let Err(error) = outputs::check(args) {
        stderr::message(error);
        return ExitCode::FAILURE;
    }
    let progress = cancelled_by_signal();
    let question = question(args);
    let outcome = show_while(&progress, "frames", || evaluate(&question, &Watch::new(Arc::clone(&progress))));
    match outcome.map_err(|error| reason(&error)).and_then(|outcome| told(args, &question, &outcome)) {
        Ok(text) => print(&text),
        Err(error) => {
            stderr::message(error);
            ExitCode::FAILURE
        }
    }
}

/// The text to print. Remarks are told, and events are written.
fn told(args: &EvalArgs, question: &Question, outcome: &Outcome) -> Result<String, String> {
    outcome.remarks.iter().for_each(stderr::message);
    if let Some(path) = &args.events {
        write(path, |file| events::write(outcome, path, file).map_err(io::Error::other))?;
    }
    if let Some(path) = &args.html {
        write(path, |mut file| file.write_all(html::page(outcome, question).as_bytes()))?;
    }
    if args.json {
        return Ok(json::json(outcome).to_string() + "\n");
    }
    if args.csv {
        let mut text = Vec::new();
        ScoreTable::of(outcome).write(&mut text).map_err(|error| error.to_string())?;
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

/// What is asked for.
fn question(args: &EvalArgs) -> Question {
    let options = OpenOptions { unpack: unpack_limit(args.yes), ..OpenOptions::default() };
    Question {
        truth: args.truth.clone(),
        results: args.results.clone(),
        benchmark: args.benchmark,
        frames: args.frames.as_u32(),
        threshold: args.threshold,
        is_strict: args.strict,
        has_events: args.events.is_some() || args.html.is_some(),
        // All of them are written.
        most_events: usize::MAX,
        result_options: OpenOptions { format: args.format, columns: args.columns.clone(), ..options.clone() },
        truth_options: options,
    }
}

/// Why nothing was evaluated, with the way out.
fn reason(error: &DataSetError) -> String {
    match error {
        DataSetError::Open(open) => format!("{open}{}", unpack_hint(open)),
        other => other.to_string(),
    }
}
