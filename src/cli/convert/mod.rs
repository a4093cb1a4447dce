//! `motscope convert`: writes the boxes of anything that opens in another format.

mod args;
mod boxes;
mod change;
mod coco;
mod csv;
mod cvat;
mod lost;
mod mot_text;
mod source;
mod target;

use std::fs::File;
use std::io::{self, BufWriter, Write as _};
use std::process::ExitCode;

use super::bar::{cancelled_by_signal, show_while};
use super::info::{nothing_read, warnings};
use super::words::counted;
use crate::mot::{ClassChoice, ClassSource, Format, Progress};
use crate::shown::ShowPath as _;
use crate::stderr;
use crate::unfinished::Unfinished;
use boxes::Input;
use change::{BoxesError, Change};
use lost::Lost;
use source::Source;
use target::Target;

pub(super) use args::ConvertArgs;

pub(super) fn run(args: &ConvertArgs) -> ExitCode {
    let progress = cancelled_by_signal();
    match convert(args, &progress) {
        Ok(told) => super::stdout::print(&told),
        Err(message) => {
            stderr::message(message);
            ExitCode::FAILURE
        }
    }
}

/// Converts as the arguments say. Returns what to tell on standard output, or why nothing was written.
fn convert(args: &ConvertArgs, progress: &Progress) -> Result<String, String> {
    let target = target::of(args.to, &args.output)?;
    let names = names(args)?;
    let source = show_while(progress, "bytes", || Source::open(args, progress))?;
    let summary = show_while(progress, "bytes", || source.file.summarize(progress))
        .map_err(|error| format!("{}: {error}", source.file.path().shown()))?;
    if let Some(remark) = source.file.remark() {
        stderr::message(format_args!("{}: {remark}", source.file.path().shown()));
    }
    if let Some(columns) = source.file.columns() {
        stderr::message(format_args!("{}: read {}", source.file.path().shown(), columns.describe()));
    }
    for warning in warnings(&source.file, &summary) {
        stderr::message(format_args!("{}: {warning}", source.file.path().shown()));
    }
    if let Some(failure) = nothing_read(&source.file, &summary) {
        return Err(failure);
    }
    let change = Change { offset: args.offset, scale: args.scale, names: names.as_ref() };
    let mut lost = Lost::of(&source.file, &summary, target, &change);
    let failed = |error: io::Error| {
        let hint = if error.kind() == io::ErrorKind::AlreadyExists { "; --force replaces it" } else { "" };
        format!("{}: {error}{hint}", args.output.shown())
    };
    let (unfinished, file) = Unfinished::file(&args.output, args.force).map_err(failed)?;
    let input = Input { source: &source, summary: &summary, change, progress };
    let written = show_while(progress, "frames", || write(target, file, &input, &mut lost));
    match written {
        Ok(()) => {}
        Err(BoxesError::Write(error)) => return Err(failed(error)),
        Err(error) => return Err(format!("{}: {error}", source.file.path().shown())),
    }
    unfinished.finish().map_err(failed)?;
    lost.list().iter().for_each(|what| stderr::message(format_args!("not in the output: {what}")));
    if target == Target::Mot && source.file.format() == Format::Obb {
        stderr::message("the boxes are turned, so the output has their corners; open it with --format obb");
    }
    let (rows, frames) = (counted(lost.written(), "box"), counted(summary.frames.count, "frame"));
    let tracks = counted(summary.tracks.len() as u64, "track");
    Ok(format!("{rows} of {frames} and {tracks} written to {}\n", args.output.shown()))
}

/// The names of class numbers that the arguments ask for.
fn names(args: &ConvertArgs) -> Result<Option<ClassChoice>, String> {
    let Some(mut source) = args.classes.clone() else { return Ok(None) };
    match (&mut source, args.first_class) {
        (_, None) => {}
        (ClassSource::File(_, first), asked) => *first = asked,
        _ => return Err("--first-class needs a file of names in --classes".to_owned()),
    }
    source.read().map(Some).map_err(|error| error.to_string())
}

fn write(target: Target, file: File, input: &Input<'_>, lost: &mut Lost) -> Result<(), BoxesError> {
    let mut out = BufWriter::with_capacity(128 << 10, file);
    match target {
        Target::Mot => mot_text::write(&mut out, input, lost)?,
        Target::Csv => csv::write(&mut out, input, lost)?,
        Target::Coco => coco::write(&mut out, input, lost)?,
        Target::Cvat => cvat::write(&mut out, input, lost)?,
    }
    out.flush()?;
    Ok(())
}
