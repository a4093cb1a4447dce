//! `motscope info` of one file.

use std::fmt::Write as _;
use std::path::Path;

use serde_json::{Value, json};

use super::args::InfoArgs;
use super::warnings::{nothing_read, warnings};
use crate::cli::unpack::unpack_hint;
use crate::cli::words::{counted, shown};
use crate::mot::{
    ClassListError, ClassSource, FileKind, Format, Member, MotFile, OpenError, OpenOptions, OpenReason, Problem,
    ProblemKind, Progress, Separator, Summary, SummaryError,
};
use crate::sequence::open_text_for_summary;
use crate::shown::ShowPath as _;

/// How many problems of each kind are printed one by one.
const SHOWN: usize = 20;

/// Why a file cannot be read.
#[derive(Debug)]
pub(in crate::cli) struct UnreadFile {
    pub(in crate::cli) message: String,
    /// The name of the file inside an archive that the message is about.
    member: Option<String>,
    /// The files inside the archive, if one of them has to be chosen.
    pub(in crate::cli) members: Vec<Member>,
}

impl UnreadFile {
    /// The file opened, but has no summary.
    fn without_summary(file: &MotFile, error: SummaryError) -> Self {
        let message = format!("{}: {error}", file.path().shown());
        Self { message, member: file.member().map(str::to_owned), members: Vec::new() }
    }

    /// The class names that were asked for are not there.
    fn without_classes(error: &ClassListError) -> Self {
        Self { message: error.to_string(), member: None, members: Vec::new() }
    }

    /// The error as JSON.
    pub(super) fn as_json(&self, args: &InfoArgs) -> Value {
        let members: Vec<Value> =
            self.members.iter().map(|member| json!({ "name": member.name, "bytes": member.bytes })).collect();
        json!({
            "path": args.path.to_string_lossy(),
            "member": self.member.as_ref().or(args.reading.member.as_ref()),
            "kind": null,
            "error": self.message,
            "members": members,
        })
    }
}

impl From<OpenError> for UnreadFile {
    fn from(error: OpenError) -> Self {
        let message = error.to_string();
        let hint = unpack_hint(&error);
        let (how, members) = match error.reason {
            OpenReason::ChooseMember(members) => (" with --member NAME", members),
            OpenReason::NoMember { members, .. } => ("", members),
            _ => (hint, Vec::new()),
        };
        Self { message: message + how, member: error.member, members }
    }
}

/// Opens a file and summarises it.
pub(super) fn read_file(path: &Path, args: &InfoArgs) -> Result<(MotFile, Summary), UnreadFile> {
    summarized(open(path, args)?)
}

/// Opens a file as the arguments say.
pub(super) fn open(path: &Path, args: &InfoArgs) -> Result<MotFile, UnreadFile> {
    let classes = args.classes.as_ref().map(ClassSource::read).transpose();
    let classes = classes.map_err(|error| UnreadFile::without_classes(&error))?;
    Ok(open_text_for_summary(path, &OpenOptions { classes, ..args.options() }, &Progress::new())?)
}

/// The file with its summary.
pub(super) fn summarized(file: MotFile) -> Result<(MotFile, Summary), UnreadFile> {
    match file.summarize(&Progress::new()) {
        Ok(summary) => Ok((file, summary)),
        Err(error) => Err(UnreadFile::without_summary(&file, error)),
    }
}

/// Whether the file has the format in which it is read: it has rows, or the format was stated.
fn is_recognised(file: &MotFile, summary: &Summary) -> bool {
    nothing_read(file, summary).is_none() || file.guessed_format() != file.format()
}

/// The name of the confidence, and its range.
fn confidence(file: &MotFile, summary: &Summary) -> Option<(&'static str, String)> {
    let (least, greatest) = summary.confidence?;
    let is_rows = file.format() == Format::Mot && file.source().is_none();
    let name = if is_rows { "column 7" } else { "confidence" };
    Some((name, format!("{least} to {greatest}")))
}

/// What is in which column, if the file is not read by the order of its format.
fn reading(file: &MotFile) -> Option<String> {
    file.columns().map(|columns| columns.describe())
}

/// The first box of the first frame that has rows.
fn first_box(file: &MotFile, summary: &Summary) -> Value {
    let Some(number) = summary.frames.first else { return Value::Null };
    let frame = file.frame(number);
    let Some(first) = frame.detections.first() else { return Value::Null };
    // No identity is −1, as in MOT text.
    let id = first.id.map_or_else(|| json!(-1), |id| json!(id.0));
    json!({
        "frame": number,
        "id": id,
        "left": first.left,
        "top": first.top,
        "width": first.width,
        "height": first.height,
    })
}

/// A problem with its line. In a document without lines, its message begins with its place.
fn problem_as_text(problem: &Problem) -> String {
    match problem.line_number() {
        // A message about a line of a document may begin with it.
        Some(line) if !problem.message.starts_with(&format!("line {line}:")) => {
            format!("line {line}: {}", problem.message)
        }
        _ => problem.message.clone(),
    }
}

/// All facts about a file as JSON.
pub(super) fn as_json(file: &MotFile, summary: &Summary) -> Value {
    let layout = file.layout();
    let first: Vec<Value> = summary
        .problems_of(ProblemKind::Rejected)
        .take(SHOWN)
        .map(|problem| json!({ "line": problem.line_number(), "reason": problem.message }))
        .collect();
    let problems: Vec<Value> = ProblemKind::ALL
        .into_iter()
        .flat_map(|kind| summary.problems_of(kind).take(SHOWN))
        .map(|problem| {
            let (kind, line, frame) = (problem.kind.name(), problem.line_number(), problem.frame);
            let mut told = json!({ "kind": kind, "line": line, "frame": frame, "message": problem.message });
            if let Some(place) = &problem.place {
                told["place"] = place.as_str().into();
            }
            told
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
        "remark": file.remark(),
        "kind": match file.source() {
            Some(source) => Some(source.name),
            None => is_recognised(file, summary).then(|| file.format().name()),
        },
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
        "separator": file.separator().map(Separator::name),
        "points": layout.are_points,
        "masks": layout.has_masks,
        "columns": layout.columns,
        "ground_truth": layout.kind == FileKind::GroundTruth,
        "reading": reading(file),
        "confidence": confidence(file, summary).map(|(name, range)| format!("{name}: {range}")),
        "first_box": first_box(file, summary),
        "warnings": warnings(file, summary),
    })
}

/// All facts about a file as lines of text. `around` are lines about its sequence, each with a name.
pub(super) fn as_text(file: &MotFile, summary: &Summary, around: &[(&str, String)]) -> String {
    let layout = file.layout();
    let mut text = String::new();
    let mut line = |name: &str, value: &dyn std::fmt::Display| {
        let _ = writeln!(text, "{name:<12} {value}");
    };
    line("file", &file.path().shown());
    if let Some(member) = file.member() {
        line("member", &member);
    }
    if let Some(remark) = file.remark() {
        line("remark", &remark);
    }
    for (name, value) in around {
        line(name, value);
    }
    let kind = if layout.kind == FileKind::GroundTruth { "ground truth" } else { "results" };
    let separator = file.separator().map_or("no", Separator::name);
    match file.source() {
        Some(source) => line("format", &format!("{}: {}, {kind}", source.name, source.title)),
        None if !is_recognised(file, summary) => line("format", &"none: no line is a row"),
        None => {
            let name = file.format().name();
            let points = if layout.are_points { " of points" } else { "" };
            line("format", &format!("{name}{points} {kind}, {} columns, {separator} separator", layout.columns));
        }
    }
    if let Some(reading) = reading(file) {
        line("reading", &reading);
    }
    for warning in warnings(file, summary) {
        line("warning", &warning);
    }
    if file.source().is_none() {
        line("bytes", &file.bytes());
    }
    line("rows", &summary.rows);
    let frames = match (summary.frames.first, summary.frames.last) {
        (Some(first), Some(last)) => format!("{} with rows, from {first} to {last}", summary.frames.count),
        _ => "0".to_owned(),
    };
    line("frames", &frames);
    line("tracks", &summary.tracks.len());
    for count in &summary.classes {
        // A class name comes from the file, so control characters in it are escaped.
        let rows = counted(count.rows, "row");
        line("class", &format!("{} ({rows})", shown(&layout.class_label(&count.class))));
    }
    if let Some((name, range)) = confidence(file, summary) {
        line(name, &range);
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
        // The number of rejected lines is always printed, even if it is 0.
        if count > 0 || kind == ProblemKind::Rejected {
            line(kind.name(), &count);
        }
        for problem in summary.problems_of(kind).take(SHOWN) {
            line("", &problem_as_text(problem));
        }
        if count > SHOWN as u64 {
            line("", &format!("… and {} more", count - SHOWN as u64));
        }
    }
    text
}
