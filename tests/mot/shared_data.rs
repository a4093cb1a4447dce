//! Real MOT files and the dialects of others, held against a naive reader and against expected outcomes.

use std::fs;
use std::path::{Path, PathBuf};

use motscope::mot::{ClassNames, Detection, FileKind, Format, MotFile, OpenReason, ProblemKind, Progress, Separator};
use serde_json::Value;

use crate::mot_compare::compare;
use crate::shared;

/// The text files below a folder that hold rows.
fn text_files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            text_files(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "txt")
            && !path.components().any(|part| part.as_os_str() == "seqmaps")
        {
            found.push(path);
        }
    }
}

fn compare_all(folder: &str) {
    let mut files = Vec::new();
    text_files(&shared::folder(folder), &mut files);
    assert!(!files.is_empty(), "{folder} has no text files");
    for path in files {
        println!("{}", path.display());
        let (_, naive) = compare(&fs::read(&path).unwrap());
        assert!(!naive.rows.is_empty() && naive.rejected.is_empty());
    }
}

#[test]
#[ignore = "needs MOTSCOPE_SHARED"]
fn mot17_files_read_as_the_naive_reader_says() {
    compare_all("data/MOT17");
}

#[test]
#[ignore = "needs MOTSCOPE_SHARED"]
fn mot15_files_read_as_the_naive_reader_says() {
    compare_all("data/MOT15");
}

#[test]
#[ignore = "needs MOTSCOPE_SHARED"]
fn mot17_ground_truth_is_told_from_results() {
    let mut files = Vec::new();
    text_files(&shared::folder("data/MOT17"), &mut files);
    for path in files {
        let file = MotFile::open(&path).unwrap();
        let is_truth = path.file_name().is_some_and(|name| name == "gt.txt");
        let layout = file.layout();
        assert_eq!(layout.kind == FileKind::GroundTruth, is_truth, "{}", path.display());
        assert_eq!((layout.class_names == ClassNames::Mot17, layout.has_visibility), (is_truth, is_truth));
        let frames = file.frames().into_iter().map(|number| file.frame(u64::from(number)));
        for detection in frames.flat_map(|frame| frame.detections) {
            // In the real files, pedestrians have flag 1 and all others 0.
            assert_eq!(layout.is_judged(&detection), !is_truth || detection.columns.get(8) == Some(1.0));
        }
    }
}

fn detections(file: &MotFile) -> Vec<(u64, Detection)> {
    let numbers = file.frames().into_iter().map(u64::from);
    numbers.flat_map(|number| file.frame(number).detections.into_iter().map(move |row| (number, row))).collect()
}

#[test]
#[ignore = "needs MOTSCOPE_SHARED"]
fn dialects_read_as_expected() {
    let folder = shared::folder("data/dialects");
    let expected: Value = serde_json::from_slice(&fs::read(folder.join("expected.json")).unwrap()).unwrap();
    let mut wrong = Vec::new();
    for (name, expected) in expected["files"].as_object().unwrap() {
        let is_masks = expected["kind"].as_str() == Some("mots");
        match MotFile::open(folder.join(name)) {
            // Of masks, the boxes around them are read now.
            Ok(file) if is_masks && file.source().is_some() => continue,
            Ok(_) => {}
            Err(error) => {
                let is_document = matches!(error.reason, OpenReason::Document(_));
                if expected["file_error"].is_null() || is_document != is_masks {
                    wrong.push(format!("{name}: {error}"));
                }
                continue;
            }
        }
        if !expected["file_error"].is_null() {
            wrong.push(format!("{name}: no message, but {}", expected["file_error"]));
            continue;
        }
        let bytes = fs::read(folder.join(name)).unwrap();
        let (file, _) = compare(&bytes);
        wrong
            .extend(differences(&file, &bytes, expected).into_iter().map(|difference| format!("{name}: {difference}")));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn differences(file: &MotFile, bytes: &[u8], expected: &Value) -> Vec<String> {
    let summary = file.summarize(&Progress::new()).unwrap();
    let mut wrong = Vec::new();
    let mut number = |key: &str, actual: u64| {
        let wanted = expected[key].as_u64().unwrap_or(0);
        if wanted != actual {
            wrong.push(format!("{key} is {actual}, not {wanted}"));
        }
    };
    number("valid_rows", summary.rows);
    number("rejected_count", summary.rejected);
    number("comments", summary.comments);
    number("blank", summary.blank);
    number("frames", summary.frames.count);
    number("min_frame", summary.frames.first.unwrap_or(0));
    number("max_frame", summary.frames.last.unwrap_or(0));
    number("ids", summary.tracks.len() as u64);
    number("rows_without_id", summary.rows_without_id);
    number("duplicate_rows", summary.duplicates);
    number("degenerate_boxes", summary.degenerate);
    number("bytes", file.bytes());
    if expected["kind"].as_str() != Some(file.format().name()) {
        wrong.push(format!("kind is {}", file.format()));
    }
    for (key, actual) in [
        ("header", summary.header),
        ("zero_based", summary.zero_based),
        ("pending_last_line", summary.pending_last_line),
    ] {
        if expected[key].as_bool().unwrap_or(false) != actual {
            wrong.push(format!("{key} is {actual}"));
        }
    }
    let rejected: Vec<(u64, String)> = summary
        .problems_of(ProblemKind::Rejected)
        .map(|problem| (problem.line, problem.reason.unwrap().to_string()))
        .collect();
    let wanted: Vec<(u64, String)> = expected["rejected"]
        .as_array()
        .into_iter()
        .flatten()
        .map(|rejected| (rejected["line"].as_u64().unwrap(), rejected["reason"].as_str().unwrap().to_owned()))
        .collect();
    if rejected != wanted {
        wrong.push(format!("rejected are {rejected:?}, not {wanted:?}"));
    }
    wrong.extend(row_differences(file, bytes, expected));
    wrong
}

/// The columns that `expected.json` tells of a format: 8 and up, those behind the confidence of oriented boxes, none of
/// KITTI.
fn columns(format: Format, row: &Detection) -> Vec<Option<f64>> {
    let first = match format {
        Format::Obb => 12,
        Format::Kitti => row.columns.count() + 1,
        _ => 8,
    };
    (first..=row.columns.count()).map(|column| row.columns.get(column)).collect()
}

fn row_differences(file: &MotFile, bytes: &[u8], expected: &Value) -> Vec<String> {
    let rows = detections(file);
    let mut wrong = Vec::new();
    let mut sum = |key: &str, actual: f64| {
        let wanted = expected["sums"][key].as_f64().unwrap_or(0.0);
        if (wanted - actual).abs() > 1e-6 {
            wrong.push(format!("the sum of {key} is {actual}, not {wanted}"));
        }
    };
    sum("x", rows.iter().map(|(_, row)| row.left).sum());
    sum("y", rows.iter().map(|(_, row)| row.top).sum());
    sum("w", rows.iter().map(|(_, row)| row.width).sum());
    sum("h", rows.iter().map(|(_, row)| row.height).sum());
    sum("conf", rows.iter().filter_map(|(_, row)| row.confidence).sum());
    let known = rows.iter().filter(|(_, row)| row.confidence.is_some()).count() as u64;
    if expected["conf_known"].as_u64().unwrap_or(0) != known {
        wrong.push(format!("{known} confidences are known"));
    }
    for sample in expected["samples"].as_array().into_iter().flatten() {
        let line = sample["line"].as_u64().unwrap();
        let found = rows.iter().find(|(_, row)| line_number(bytes, row.offset) == line);
        let Some((frame, row)) = found else {
            wrong.push(format!("line {line} is no row"));
            continue;
        };
        let id = row.id.map_or("-1".to_owned(), |id| id.to_string());
        let columns = columns(file.format(), row);
        let class = sample["cls"].as_str();
        let corners: Option<Vec<f64>> =
            sample["corners"].as_array().map(|all| all.iter().filter_map(Value::as_f64).collect());
        let wanted: Vec<Option<f64>> = sample["cols"].as_array().unwrap().iter().map(Value::as_f64).collect();
        // serde_json reads some numbers one unit in the last place off.
        let near = |key: &str, actual: Option<f64>| match (sample[key].as_f64(), actual) {
            (Some(wanted), Some(actual)) => (wanted - actual).abs() < 1e-9,
            (wanted, actual) => wanted == actual,
        };
        let is_same = sample["frame"].as_u64() == Some(*frame)
            && sample["id_str"].as_str() == Some(&id)
            && near("x", Some(row.left))
            && near("y", Some(row.top))
            && near("w", Some(row.width))
            && near("h", Some(row.height))
            && near("conf", row.confidence)
            && columns == wanted
            && class.is_none_or(|class| row.columns.class_name().is_some_and(|name| &**name == class))
            && corners == row.corners().map(|all| all.iter().flat_map(|&(x, y)| [x, y]).collect());
        if !is_same {
            wrong.push(format!("line {line} is frame {frame} {row:?}, not {sample}"));
        }
    }
    wrong
}

fn line_number(bytes: &[u8], offset: u64) -> u64 {
    bytes[..offset as usize].split(|&byte| byte == b'\n').count() as u64
}

#[test]
#[ignore = "needs MOTSCOPE_SHARED"]
fn dialects_separators_are_told() {
    let folder = shared::folder("data/dialects");
    for entry in fs::read_dir(&folder).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|extension| extension == "txt") {
            let first = fs::read_to_string(&path).unwrap_or_default();
            let has_commas = first.contains(',');
            // What does not open is the other test's business.
            if let Some(separator) = MotFile::open(&path).ok().and_then(|file| file.separator()) {
                assert_eq!(separator == Separator::Comma, has_commas, "{}", path.display());
            }
        }
    }
}
