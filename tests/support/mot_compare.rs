//! Holds an opened file against the naive reader.

use std::collections::{BTreeMap, BTreeSet};

use motscope::mot::{self, Class, Extent};

use super::mot_naive::{Form, Naive, NaiveRow, guess};
use motscope::DataProvider as _;
use motscope::mot::{Detection, Format, Frames, MotFile, OpenReason, ProblemKind, Progress, Summary};

/// Opens `bytes` and compares all there is; panics with the difference. What is read by a map of its columns, or refused as
/// something else than rows, is not known to the naive reader: it is compared in the format that the naive reader guesses.
pub fn compare(bytes: &[u8]) -> (MotFile, Naive) {
    let file = match MotFile::from_bytes("test.txt", bytes.to_vec()) {
        // The naive reader knows neither tables nor documents.
        Ok(file) if file.columns().is_none() && file.source().is_none() => file,
        Ok(file) => {
            compare_parts(&file);
            return compare_as(guess(bytes), bytes);
        }
        Err(error) => {
            assert!(matches!(error.reason, OpenReason::Other(..)), "this is text with boxes: {error}");
            return compare_as(guess(bytes), bytes);
        }
    };
    let mut naive = Naive::read(bytes);
    if naive.header && naive.form == Form::Obb && file.format() == Format::Mot {
        // The names in a header say what the columns mean, whatever the rows look like. The naive reader knows no names.
        naive = Naive::read_as(Form::Mot, bytes);
    }
    compare_all(&file, &naive);
    (file, naive)
}

/// Compares the frames of a file with its summary; panics with the difference.
pub fn compare_parts(file: &MotFile) {
    let summary = file.summarize(&Progress::new()).expect("nobody cancels");
    let frames: Vec<_> = file.frames().into_iter().map(|number| file.frame(number.into())).collect();
    let rows = || frames.iter().flat_map(|frame| &frame.detections);
    assert_eq!(rows().count() as u64, summary.rows, "rows");
    assert_eq!(rows().filter(|row| row.id.is_none()).count() as u64, summary.rows_without_id, "rows without id");
    let ids: BTreeSet<u64> = rows().filter_map(|row| Some(row.id?.0)).collect();
    assert!(summary.tracks.iter().map(|track| track.id.0).eq(ids), "ids");
    let with_rows = frames.iter().filter(|frame| !frame.detections.is_empty()).count() as u64;
    assert_eq!(with_rows, summary.frames.count, "frames");
    assert!(
        frames.iter().map(|frame| u64::from(frame.rejected)).sum::<u64>() <= summary.rejected + 1,
        "rejected lines"
    );
}

/// Opens `bytes` in a format that is named instead of guessed, and compares all there is; panics with the difference.
#[allow(dead_code)]
pub fn compare_as(form: Form, bytes: &[u8]) -> (MotFile, Naive) {
    let file = MotFile::from_bytes_as("test.txt", bytes.to_vec(), Some(format(form))).expect("this is text");
    // The naive reader does not know which tabs have an empty field between them.
    if form == Form::Mot && may_tabs_matter(bytes) {
        compare_parts(&file);
        return (file, Naive::read_as(form, bytes));
    }
    let naive = Naive::read_as(form, bytes);
    compare_all(&file, &naive);
    (file, naive)
}

/// Whether a line has other fields if one tab is between two of them than if any blanks are.
fn may_tabs_matter(bytes: &[u8]) -> bool {
    let matter =
        |line: &[u8]| line.starts_with(b"\t") || line.contains(&b' ') || line.windows(2).any(|two| two == b"\t\t");
    bytes.split(|byte| matches!(byte, b'\n' | b'\r')).any(|line| line.contains(&b'\t') && matter(line))
}

fn compare_all(file: &MotFile, naive: &Naive) {
    assert_eq!(file.format(), format(naive.form));
    compare_frames(file, naive);
    compare_summary(file, naive);
    let summary = file.summarize(&Progress::new()).expect("nobody cancels");
    compare_ranges(&summary, naive);
    compare_classes(file, &summary, naive);
}

fn format(form: Form) -> Format {
    match form {
        Form::Mot => Format::Mot,
        Form::Kitti => Format::Kitti,
        Form::Obb => Format::Obb,
        Form::Mots => Format::Mots,
    }
}

fn compare_frames(file: &MotFile, naive: &Naive) {
    let frames = naive.frames();
    for (&number, rows) in &frames {
        assert!(file.keys().contains(number), "frame {number} is missing");
        let frame = file.frame(number);
        assert_eq!(frame.detections.len(), rows.len(), "rows of frame {number}");
        for (detection, row) in frame.detections.iter().zip(rows) {
            assert_eq!(&as_naive(detection, row.line, number), *row);
        }
    }
    for number in file.frames().into_iter().map(u64::from) {
        let frame = file.frame(number);
        assert_eq!(frame.detections.len(), frames.get(&number).map_or(0, Vec::len), "frame {number}");
        let rejected = naive.rejected.iter().filter(|(_, _, frame)| *frame == Some(number)).count();
        assert_eq!(frame.rejected as usize, rejected, "rejected lines of frame {number}");
    }
    let of_lines = naive.rejected.iter().filter_map(|(_, _, frame)| *frame);
    let numbers: BTreeSet<u64> = of_lines.chain(frames.keys().copied()).collect();
    assert!(file.frames().into_iter().map(u64::from).eq(numbers), "frames that lines begin with");
    assert_eq!(file.keys().first(), frames.keys().next().copied());
    assert_eq!(file.keys().last(), frames.keys().last().copied());
}

fn compare_summary(file: &MotFile, naive: &Naive) {
    let summary = file.summarize(&Progress::new()).expect("nobody cancels");
    let frames = naive.frames();
    let count = frames.len() as u64;
    let expected = Frames { count, first: frames.keys().next().copied(), last: frames.keys().last().copied() };
    assert_eq!(summary.frames, expected);
    assert_eq!(summary.rows, naive.rows.len() as u64);
    assert_eq!(summary.rows_without_id, naive.rows.iter().filter(|row| row.id.is_none()).count() as u64);
    assert!(summary.tracks.iter().map(|track| track.id.0).eq(naive.ids()));
    for track in &summary.tracks {
        let rows = || naive.rows.iter().filter(|row| row.id == Some(track.id.0));
        assert_eq!(Some(u64::from(track.first)), rows().map(|row| row.frame).min());
        assert_eq!(Some(u64::from(track.last)), rows().map(|row| row.frame).max());
        assert_eq!(track.boxes as usize, rows().count());
    }
    assert_eq!(summary.duplicates, naive.duplicates().len() as u64);
    assert_eq!(summary.degenerate, naive.rows.iter().filter(|row| row.is_degenerate()).count() as u64);
    assert_eq!(summary.zero_based, frames.contains_key(&0));
    assert_eq!((summary.header, summary.comments, summary.blank), (naive.header, naive.comments, naive.blank));
    assert_eq!(summary.pending_last_line, naive.pending.is_some());
    assert_eq!(summary.rejected, naive.rejected.len() as u64);
    compare_problems(&summary, naive);
}

fn compare_problems(summary: &Summary, naive: &Naive) {
    assert!(summary.problems.is_sorted_by_key(|problem| problem.line));
    let told = |kind| summary.problems_of(kind).map(|problem| (problem.line, problem.frame)).collect::<Vec<_>>();
    let kept = |all: Vec<(u64, Option<u64>)>| all.into_iter().take(Summary::MAX_PROBLEMS).collect::<Vec<_>>();
    for (rejected, (line, reason, frame)) in summary.problems_of(ProblemKind::Rejected).zip(&naive.rejected) {
        assert_eq!((rejected.line, rejected.frame), (*line, *frame));
        assert_eq!(rejected.reason.map(|reason| reason.to_string()).as_deref(), Some(*reason));
        assert!(rejected.message.starts_with(reason));
    }
    let rejected = naive.rejected.iter().map(|&(line, _, frame)| (line, frame)).collect();
    assert_eq!(told(ProblemKind::Rejected), kept(rejected));
    let degenerate = naive.rows.iter().filter(|row| row.is_degenerate()).map(|row| (row.line, Some(row.frame)));
    assert_eq!(told(ProblemKind::Degenerate), kept(degenerate.collect()));
    let duplicates = naive.duplicates();
    assert_eq!(
        told(ProblemKind::Duplicate),
        kept(duplicates.iter().map(|&(_, row)| (row.line, Some(row.frame))).collect())
    );
    for (problem, (first, row)) in summary.problems_of(ProblemKind::Duplicate).zip(&duplicates) {
        let id = row.id.unwrap_or_default();
        assert_eq!(problem.message, format!("id {id} again in frame {}, first in line {first}", row.frame));
    }
    let pending: Vec<u64> = summary.problems_of(ProblemKind::Pending).map(|problem| problem.line).collect();
    assert_eq!(pending, naive.pending.into_iter().collect::<Vec<_>>());
}

/// Confidences and boxes, from the least to the greatest.
fn compare_ranges(summary: &mot::Summary, naive: &Naive) {
    let range = |values: Vec<f64>| {
        let least = values.iter().copied().reduce(f64::min)?;
        values.into_iter().reduce(f64::max).map(|greatest| (least, greatest))
    };
    assert_eq!(summary.confidence, range(naive.rows.iter().filter_map(|row| row.confidence).collect()));
    let boxes: Vec<[f64; 4]> =
        naive.rows.iter().map(|row| row.sides).filter(|sides| sides[2] > 0.0 && sides[3] > 0.0).collect();
    let along =
        |start: usize| range(boxes.iter().flat_map(|sides| [sides[start], sides[start] + sides[start + 2]]).collect());
    let extent = along(0).zip(along(1)).map(|((left, right), (top, bottom))| Extent { left, top, right, bottom });
    assert_eq!(summary.extent, extent);
}

/// How many rows have each class, in the column that the layout says. (Which one that is, other tests say.)
fn compare_classes(file: &MotFile, summary: &mot::Summary, naive: &Naive) {
    let mut counts = BTreeMap::new();
    for row in naive.rows.iter().filter(|_| file.layout().class_column.is_some()) {
        let column = file.layout().class_column.and_then(|column| column.checked_sub(8)).unwrap_or(u32::MAX);
        let number = row.columns.get(column as usize).copied().flatten();
        let number = number.filter(|number| number.fract() == 0.0 && number.abs() <= 1e15);
        let class = match (&row.name, number) {
            (Some(name), _) => Class::Name(name.as_str().into()),
            (None, Some(number)) => Class::Number(number as i64),
            (None, None) => continue,
        };
        *counts.entry(class).or_insert(0) += 1;
    }
    let told: Vec<(Class, u64)> = summary.classes.iter().map(|count| (count.class.clone(), count.rows)).collect();
    assert_eq!(told, counts.into_iter().collect::<Vec<_>>());
}

fn as_naive(detection: &Detection, line: u64, frame: u64) -> NaiveRow {
    NaiveRow {
        line,
        frame,
        id: detection.id.map(|id| id.0),
        sides: [detection.left, detection.top, detection.width, detection.height],
        corners: detection.corners(),
        count: detection.columns.count() as usize,
        confidence: detection.confidence,
        name: detection.columns.class_name().map(ToString::to_string),
        columns: (8..=detection.columns.count()).map(|column| detection.columns.get(column)).collect(),
    }
}
