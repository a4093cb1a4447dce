//! `motscope info`: what is in a file, or in the folder of a sequence.

mod sequence;

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use clap::Args;
use serde_json::{Value, json};

use self::sequence::Shown;
use super::{complain, print, tell};
use crate::mot::{Format, Kind, Member, MotFile, OpenError, OpenOptions, OpenReason, ProblemKind, Progress, Summary};
use crate::sequence::{Parts, PathContent, find};

/// Problems of each kind that are told one by one.
const SHOWN: usize = 20;

const EXAMPLES: &str = "\
Examples:
  motscope info gt.txt
  motscope info MOT17/train/MOT17-02-FRCNN
  motscope info 0001.txt --format kitti
  motscope info results.zip --member MOT17-02-FRCNN.txt
  motscope info results.txt --json | jq .rejected";

/// Tell what is in a MOT file or a sequence folder: frames, tracks, classes, pictures, and every kind of line that is wrong.
#[derive(Args, Debug)]
#[command(after_help = EXAMPLES)]
pub(super) struct InfoArgs {
    /// The file, the folder of a sequence, or that of a data set.
    path: PathBuf,
    /// The folder of pictures, if not the one found.
    #[arg(long, value_name = "DIR")]
    images: Option<PathBuf>,
    /// What its lines are, if not what the first one looks like: mot, kitti or obb.
    #[arg(long, value_name = "NAME")]
    format: Option<Format>,
    /// Which file of a zip archive, if it has several.
    #[arg(long, value_name = "NAME")]
    member: Option<String>,
    /// One JSON object on one line instead of text.
    #[arg(long)]
    json: bool,
}

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

/// What there is to print of a file, and how it went.
fn of_file(args: &InfoArgs, parts: &Parts) -> (String, ExitCode) {
    let (file, summary) = match read_file(&args.path, args) {
        Ok((file, summary)) => (Arc::new(file), summary),
        Err(unread) => {
            complain(&unread.message);
            unread.members.iter().for_each(|member| tell(format_args!("  {}", member.name)));
            return (
                if args.json { unread.as_json(args).to_string() + "\n" } else { String::new() },
                ExitCode::FAILURE,
            );
        }
    };
    let shown = match Shown::new(parts, vec![Arc::clone(&file)]) {
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

/// Why there is nothing to tell of a file.
struct Unread {
    message: String,
    /// What its lines are, where that is the reason.
    format: Option<Format>,
    /// The file in an archive that is the matter.
    member: Option<String>,
    /// What to choose from, where that is the reason.
    members: Vec<Member>,
}

impl Unread {
    fn cancelled() -> Self {
        Self { message: "cancelled".to_owned(), format: None, member: None, members: Vec::new() }
    }

    fn as_json(&self, args: &InfoArgs) -> Value {
        let members: Vec<Value> =
            self.members.iter().map(|member| json!({ "name": member.name, "bytes": member.bytes })).collect();
        json!({
            "path": args.path.to_string_lossy(),
            "member": self.member.as_ref().or(args.member.as_ref()),
            "kind": self.format.map(Format::name),
            "error": self.message,
            "members": members,
        })
    }
}

impl From<OpenError> for Unread {
    fn from(error: OpenError) -> Self {
        let message = error.to_string();
        let format = matches!(error.reason, OpenReason::Masks).then_some(Format::Mots);
        let (how, members) = match error.reason {
            OpenReason::ChooseMember(members) => (" with --member NAME", members),
            OpenReason::NoMember { members, .. } => ("", members),
            _ => ("", Vec::new()),
        };
        Self { message: message + how, format, member: error.member, members }
    }
}

fn read_file(path: &Path, args: &InfoArgs) -> Result<(MotFile, Summary), Unread> {
    let progress = Progress::new();
    let options = OpenOptions { format: args.format, member: args.member.clone() };
    let file = MotFile::open_with_options(path, &options, &progress)?;
    let summary = file.summarize(&progress).ok_or_else(Unread::cancelled)?;
    Ok((file, summary))
}

fn as_json(file: &MotFile, summary: &Summary) -> Value {
    let layout = file.layout();
    let first: Vec<Value> = summary
        .problems_of(ProblemKind::Rejected)
        .take(SHOWN)
        .map(|problem| json!({ "line": problem.line, "reason": problem.message }))
        .collect();
    let problems: Vec<Value> = ProblemKind::ALL
        .into_iter()
        .flat_map(|kind| summary.problems_of(kind).take(SHOWN))
        .map(|problem| {
            let (kind, frame) = (problem.kind.name(), problem.frame);
            json!({ "kind": kind, "line": problem.line, "frame": frame, "message": problem.message })
        })
        .collect();
    let classes: Vec<Value> = summary
        .classes
        .iter()
        .map(|count| json!({ "name": layout.class_label(&count.class), "rows": count.rows }))
        .collect();
    json!({
        "path": file.path().to_string_lossy(),
        "member": file.member(),
        "kind": file.format().name(),
        "bytes": file.bytes(),
        "rows": summary.rows,
        "frames": { "count": summary.frames.count, "first": summary.frames.first, "last": summary.frames.last },
        "tracks": summary.tracks.len(),
        "classes": classes,
        "rows_without_id": summary.rows_without_id,
        "rejected": { "count": summary.rejected, "first": first },
        "index": { "seconds": file.index_time().as_secs_f64(), "bytes": file.index().bytes() },
        "header": summary.header,
        "comments": summary.comments,
        "blank": summary.blank,
        "zero_based": summary.zero_based,
        "duplicates": summary.duplicates,
        "degenerate": summary.degenerate,
        "pending_last_line": summary.pending_last_line,
        "problems": problems,
        "separator": file.separator().map(crate::mot::Separator::name),
        "columns": layout.columns,
        "ground_truth": layout.kind == Kind::GroundTruth,
    })
}

fn as_text(file: &MotFile, summary: &Summary, pictures: Option<&str>) -> String {
    let layout = file.layout();
    let mut text = String::new();
    let mut line = |name: &str, value: &dyn std::fmt::Display| {
        let _ = writeln!(text, "{name:<12} {value}");
    };
    line("file", &file.path().display());
    if let Some(member) = file.member() {
        line("member", &member);
    }
    if let Some(pictures) = pictures {
        line("pictures", &pictures);
    }
    let kind = if layout.kind == Kind::GroundTruth { "ground truth" } else { "results" };
    let separator = file.separator().map_or("no", crate::mot::Separator::name);
    line("format", &format!("{} {kind}, {} columns, {separator} separator", file.format().name(), layout.columns));
    line("bytes", &file.bytes());
    line("rows", &summary.rows);
    let frames = match (summary.frames.first, summary.frames.last) {
        (Some(first), Some(last)) => format!("{} with rows, from {first} to {last}", summary.frames.count),
        _ => "0".to_owned(),
    };
    line("frames", &frames);
    line("tracks", &summary.tracks.len());
    for count in &summary.classes {
        // A class name is whatever the file has there.
        line("class", &format!("{} ({} rows)", layout.class_label(&count.class).escape_debug(), count.rows));
    }
    if let Some((least, greatest)) = summary.confidence {
        let name = if file.format() == Format::Mot { "column 7" } else { "confidence" };
        line(name, &format!("{least} to {greatest}"));
    }
    if let Some(extent) = summary.extent {
        line("extent", &format!("{}, {} to {}, {}", extent.left, extent.top, extent.right, extent.bottom));
    }
    for (name, count) in
        [("without id", summary.rows_without_id), ("comments", summary.comments), ("blank lines", summary.blank)]
    {
        if count > 0 {
            line(name, &count);
        }
    }
    for (name, is_so) in
        [("the first line is a header", summary.header), ("frames are counted from 0", summary.zero_based)]
    {
        if is_so {
            line("note", &name);
        }
    }
    let milliseconds = file.index_time().as_secs_f64() * 1e3;
    line("index", &format!("{milliseconds:.1} ms, {} bytes", file.index().bytes()));
    for kind in ProblemKind::ALL {
        let count = summary.count(kind);
        // That no line was rejected is worth a line.
        if count > 0 || kind == ProblemKind::Rejected {
            line(kind.name(), &count);
        }
        for problem in summary.problems_of(kind).take(SHOWN) {
            line("", &format!("line {}: {}", problem.line, problem.message));
        }
        if count > SHOWN as u64 {
            line("", &format!("… and {} more", count - SHOWN as u64));
        }
    }
    text
}
