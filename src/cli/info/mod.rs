//! `motscope info`: prints what is in a file, in a sequence folder or in a data set.

mod args;
mod file;
mod sequence;
mod warnings;
mod workspace;

use std::process::ExitCode;
use std::sync::Arc;

use serde_json::json;

use super::stdout::print;
use super::words::plain;
use crate::mot::{MotFile, Summary};
use crate::sequence::{Parts, PathContent, find};
use crate::stderr;
use crate::workspace::is_workspace;
use file::{as_json, as_text, read_file};
use sequence::SequenceReport;

pub(super) use args::InfoArgs;
pub(super) use file::UnreadFile;
pub(super) use warnings::{nothing_read, warnings};

pub(super) fn run(args: &InfoArgs) -> ExitCode {
    if is_workspace(&args.path) && args.path.is_file() {
        let (text, code) = workspace::of_workspace(args);
        return match print(&text) {
            ExitCode::SUCCESS => code,
            failure => failure,
        };
    }
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
    told(args, parts, read_file(&args.path, args))
}

/// The text to print about a file that was read, or why it was not, and the exit code.
fn told(args: &InfoArgs, parts: &Parts, read: Result<(MotFile, Summary), UnreadFile>) -> (String, ExitCode) {
    let (file, summary) = match read {
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
    let shown = match SequenceReport::new(parts, vec![Arc::clone(&file)], args) {
        Ok(shown) => shown,
        Err(error) => return sequence::failed(args, &error),
    };
    let failure = nothing_read(&file, &summary);
    if let Some(failure) = &failure {
        stderr::message(failure);
    }
    let code = if failure.is_some() { ExitCode::FAILURE } else { ExitCode::SUCCESS };
    if !args.json {
        let mut around: Vec<_> = shown.pictures_as_text().map(|pictures| ("pictures", pictures)).into_iter().collect();
        around.extend(shown.video_as_text().map(|video| ("video", video)));
        around.extend(shown.to_pictures().map(|command| ("as pictures", command)));
        around.extend(shown.remarks().iter().map(|remark| ("remark", plain(remark))));
        around.extend(sequence::others_as_text(parts, &args.path).into_iter().map(|other| ("other text", other)));
        return (as_text(&file, &summary, &around), code);
    }
    let mut json = as_json(&file, &summary);
    json["pictures"] = shown.pictures_as_json();
    json["video"] = shown.video_as_json();
    json["remarks"] = json!(shown.remarks());
    json["others"] = sequence::others_as_json(parts, &args.path);
    if let Some(failure) = failure {
        json["error"] = failure.into();
    }
    (json.to_string() + "\n", code)
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::Parser as _;

    #[derive(clap::Parser)]
    struct Line {
        #[command(flatten)]
        info: InfoArgs,
    }

    #[test]
    fn info_of_a_file_that_shrank_meanwhile_tells_so_and_fails() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.txt");
        std::fs::write(&path, "1,7,10,20,30,40,0.9,-1,-1,-1\n".repeat(2000)).unwrap();
        let opened = file::open(&path, &Line::parse_from(["info", "a.txt", "--json"]).info).unwrap();
        std::fs::OpenOptions::new().write(true).open(&path).unwrap().set_len(4096).unwrap();
        let args = InfoArgs { path: path.clone(), ..Line::parse_from(["info", "a.txt", "--json"]).info };
        let (text, code) = told(&args, &Parts::default(), file::summarized(opened));
        assert_eq!(code, ExitCode::FAILURE);
        let json: serde_json::Value = serde_json::from_str(&text).unwrap();
        let error = json["error"].as_str().unwrap();
        assert!(error.starts_with(&format!("{}: the file was shortened", path.display())), "{error}");
        assert!(json.get("rows").is_none(), "{text}");
    }
}
