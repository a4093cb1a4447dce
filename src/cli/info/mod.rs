//! `motscope info`: prints what is in a file, in a sequence folder or in a data set.

mod args;
mod file;
mod sequence;

use std::process::ExitCode;
use std::sync::Arc;

use super::stdout::print;
use crate::sequence::{Parts, PathContent, find};
use crate::stderr;
use file::{as_json, as_text, read_file};
use sequence::SequenceReport;

pub(super) use args::InfoArgs;

pub(super) fn run(args: &InfoArgs) -> ExitCode {
    let found = find(&args.path, args.images.as_deref());
    let (text, code) = match found {
        Ok(PathContent::Sequence(parts)) if parts.layers.iter().any(|layer| layer.path == args.path) => {
            of_file(args, &parts)
        }
        Ok(PathContent::Sequence(parts)) => sequence::of_sequence(args, &parts),
        Ok(PathContent::DataSet(entries)) => (sequence::of_data_set(args, &entries), ExitCode::SUCCESS),
        Err(error) => sequence::failed(args, &error),
    };
    match print(&text) {
        ExitCode::SUCCESS => code,
        failure => failure,
    }
}

/// The text to print about a file, and the exit code.
fn of_file(args: &InfoArgs, parts: &Parts) -> (String, ExitCode) {
    let (file, summary) = match read_file(&args.path, args) {
        Ok((file, summary)) => (Arc::new(file), summary),
        Err(unread) => {
            stderr::message(&unread.message);
            unread.members.iter().for_each(|member| stderr::line(format_args!("  {}", member.name)));
            return (
                if args.json { unread.as_json(args).to_string() + "\n" } else { String::new() },
                ExitCode::FAILURE,
            );
        }
    };
    let shown = match SequenceReport::new(parts, vec![Arc::clone(&file)]) {
        Ok(shown) => shown,
        Err(error) => return sequence::failed(args, &error),
    };
    if !args.json {
        return (as_text(&file, &summary, shown.pictures_as_text().as_deref()), ExitCode::SUCCESS);
    }
    let mut json = as_json(&file, &summary);
    json["pictures"] = shown.pictures_as_json();
    (json.to_string() + "\n", ExitCode::SUCCESS)
}
