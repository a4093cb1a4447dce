//! Files that are read in parts, that grow, and that change under us.

use std::collections::BTreeMap;
use std::fs::{self, OpenOptions};
use std::io::Write as _;
use std::path::Path;

use proptest::prelude::*;

use super::all_rows::AllRows;
use super::form::Stated;
use super::mot_file::MotFile;
use super::names::Names;
use super::open::OpenInput;
use crate::mot::change::Change;
use crate::mot::detection::{Columns, Detection, Frame};
use crate::mot::line_reader::spans::RowSink;
use crate::mot::progress::Progress;
use crate::provider::{DataProvider as _, KeySet};

/// Everything that a file can be asked for, as text.
fn contents(file: &MotFile) -> String {
    let frames: Vec<Frame> = file.frames().into_iter().map(|number| file.frame(number.into())).collect();
    let (keys, layout) = (file.keys(), file.layout());
    format!("{keys:?} {layout:?} {:?} {} {frames:?}", file.separator(), file.has_pending_last_line())
}

/// Compares frames as text, because absent numbers are NaN and never equal.
fn is_same(one: &Frame, other: &Frame) -> bool {
    format!("{one:?}") == format!("{other:?}")
}

fn begin(path: &Path, chunk: usize) -> MotFile {
    let (bytes, stamp) = crate::mot::file_bytes::FileBytes::map(&fs::File::open(path).unwrap()).unwrap();
    let stated = Stated::default();
    let opening = OpenInput {
        path,
        bytes,
        stamp: Some(stamp),
        stated,
        names: Names::default(),
        converted: None,
        copied: None,
        chunk,
    };
    MotFile::begin_with(opening, &Progress::new()).unwrap()
}

fn append(path: &Path, text: &str) {
    OpenOptions::new().append(true).open(path).unwrap().write_all(text.as_bytes()).unwrap();
}

fn lines() -> impl Strategy<Value = String> {
    let row =
        (0_u32..12, 0..4, prop::sample::select(vec![",9", ",9,9", ""]), prop::sample::select(vec!["\n", "\r\n", ""]));
    let row = row.prop_map(|(frame, id, more, end)| format!("{frame},{id},1,2,3,4{more}{end}"));
    prop_oneof![8 => row, 1 => "[#x\n,;]{1,3}", 1 => Just("\n".to_owned())]
}

/// All rows and unreadable lines, by frame.
#[derive(Default)]
struct ByFrame(BTreeMap<u32, Frame>);

impl ByFrame {
    fn frame(&mut self, number: u32) -> &mut Frame {
        self.0.entry(number).or_insert(Frame { number: number.into(), detections: Vec::new(), rejected: 0 })
    }
}

/// A row without the columns behind the class.
fn to_class(row: &Detection) -> Detection {
    let mut columns = Columns::near(8, [row.columns.get(8).unwrap_or(f64::NAN), f64::NAN, f64::NAN]);
    if let Some(name) = row.columns.class_name() {
        columns.share_name(name);
    }
    Detection { columns, ..row.clone() }
}

impl RowSink for ByFrame {
    fn row(&mut self, frame: u32, row: &Detection) {
        self.frame(frame).detections.push(to_class(row));
    }

    fn unreadable(&mut self, frame: u32) {
        self.frame(frame).rejected += 1;
    }

    fn go_on(&mut self) -> bool {
        true
    }
}

#[test]
fn a_first_line_of_signs_alone_is_a_damaged_line_and_no_header() {
    let text = format!(",,#\n{}", "5,7,1.25,2,3,4,0.5\n2,8,1,2.5,3,4\n".repeat(4));
    let file = MotFile::from_bytes("a.txt", text.into_bytes()).unwrap();
    assert_eq!(file.frames(), [2, 5]);
}

proptest! {
    #[test]
    fn all_rows_at_once_are_those_of_each_frame(
        lines in prop::collection::vec(lines(), 0..20), long in 0..3_usize, has_bad in any::<bool>(),
    ) {
        let mut text = lines.concat();
        if has_bad {
            text += "3,x,1,2,3,4\n";
        }
        // Several blocks of lines.
        text += &"5,7,1.25,2,3,4,0.5\n2,8,1,2.123456789012345,3,4\n".repeat(long * 1000);
        let file = MotFile::from_bytes("a.txt", text.into_bytes()).unwrap();
        let mut found = ByFrame::default();
        match file.all_rows(&mut found) {
            AllRows::Read => {
                let frames = file.frames().into_iter().map(|number| file.frame(number.into()));
                let rows = |frame: &Frame| frame.detections.iter().map(to_class).collect();
                let frames = frames.map(|frame| Frame { detections: rows(&frame), ..frame });
                let has_lines = |frame: &Frame| !frame.detections.is_empty() || frame.rejected > 0;
                let expected: Vec<Frame> = frames.filter(has_lines).collect();
                prop_assert_eq!(format!("{:?}", found.0.into_values().collect::<Vec<_>>()), format!("{expected:?}"));
            }
            end => prop_assert_eq!(end, AllRows::Not),
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn a_file_opened_in_parts_is_the_file_opened_at_once(lines in prop::collection::vec(lines(), 0..30), chunk in 1_usize..80) {
        let text = lines.concat();
        let whole = MotFile::from_bytes("gt.txt", text.clone().into_bytes()).unwrap();
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("gt.txt");
        fs::write(&path, &text).unwrap();
        let file = begin(&path, chunk);
        // What is shown early agrees with the lines that are indexed so far, if these lines alone look as the whole file does.
        let early = MotFile::from_bytes("gt.txt", file.indexed().body_bytes().to_vec()).unwrap();
        let looks_alike = early.format() == file.format() && early.columns() == file.columns();
        if looks_alike && (file.is_complete() || file.indexed().body_bytes().ends_with(b"\n")) {
            prop_assert_eq!(format!("{:?}", early.frames()), format!("{:?}", file.frames()));
        }
        let mut told = None;
        file.index_rest(&Progress::new(), &mut |growth| told = Some(growth)).unwrap();
        prop_assert_eq!(contents(&file), contents(&whole));
        prop_assert!(told.is_none_or(|growth| growth.is_complete && growth.keys == whole.keys()));
    }

    #[test]
    fn a_file_indexed_for_its_summary_has_the_frames_and_the_summary_of_one_indexed_for_all(
        lines in prop::collection::vec(lines(), 0..40), chunk in 1_usize..80, gap in 1_u32..9,
    ) {
        // Some files have many duplicates in frames far apart.
        let far = |number: u32| format!("{},1,1,2,3,4\n", number * gap);
        let text = lines.concat() + "\n" + &(0..2400).rev().map(|number| far(number / 2)).collect::<String>();
        let whole = MotFile::from_bytes("gt.txt", text.clone().into_bytes()).unwrap();
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("gt.txt");
        fs::write(&path, &text).unwrap();
        let file = begin(&path, 200 * chunk);
        file.index_for_summary(&Progress::new()).unwrap();
        prop_assert_eq!(file.keys(), whole.keys());
        prop_assert_eq!(format!("{:?}", file.frame(3)), format!("{:?}", whole.frame(3)));
        let summary = |file: &MotFile| format!("{:?}", file.summarize(&Progress::new()).unwrap());
        prop_assert_eq!(summary(&file), summary(&whole));
    }

    #[test]
    fn a_file_that_grew_is_the_file_written_at_once(
        parts in prop::collection::vec(prop::collection::vec(lines(), 0..8), 1..5), chunk in 1_usize..80, cut in 0_usize..6,
    ) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("gt.txt");
        fs::write(&path, "").unwrap();
        let file = begin(&path, chunk);
        file.index_rest(&Progress::new(), &mut |_| ()).unwrap();
        for part in parts {
            let before: Vec<(u32, Frame)> = file.frames().into_iter().map(|at| (at, file.frame(at.into()))).collect();
            // A line may be written in two pieces.
            let text = part.concat();
            let cut = cut.min(text.len());
            let mut changed = KeySet::default();
            for piece in [&text[..cut], &text[cut..]] {
                append(&path, piece);
                let change = file
                    .grow(&Progress::new(), &mut |growth| {
                        let keys = changed.runs().chain(growth.changed.runs()).collect::<Vec<_>>();
                        changed = KeySet::from_runs(keys);
                    })
                    .unwrap();
                if change == Change::Replaced {
                    // The first lines were too short to guess the format right.
                    return Ok(());
                }
            }
            let whole = MotFile::open(&path).unwrap();
            prop_assert_eq!(contents(&file), contents(&whole));
            for (number, frame) in before {
                prop_assert!(changed.contains(number.into()) || is_same(&file.frame(number.into()), &frame), "{}", number);
            }
        }
    }
}

#[test]
fn a_rewritten_file_is_told_from_one_that_has_grown() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("gt.txt");
    fs::write(&path, "1,1,0,0,9,9\n2,1,0,0,9,9\n").unwrap();
    let file = MotFile::open(&path).unwrap();
    let grow = || file.grow(&Progress::new(), &mut |_| ()).unwrap();
    assert_eq!(grow(), Change::None);
    append(&path, "3,1,0,0,9,9\n");
    assert_eq!((grow(), file.keys().len()), (Change::Grown, 3));
    fs::write(&path, "1,1,0,0,8,9\n2,1,0,0,9,9\n3,1,0,0,9,9\n4,1,0,0,9,9\n").unwrap();
    assert_eq!((grow(), file.keys().len()), (Change::Replaced, 3));
    fs::write(&path, "1,1,0,0,9,9\n2,1,0,0,9,9\n").unwrap();
    assert_eq!(grow(), Change::Shortened(24), "this is the beginning of what was read");
    fs::write(&path, "1,1,0,0,9,8\n2,1,0,0,9,9\n").unwrap();
    assert_eq!(grow(), Change::Replaced, "it is shorter, but with other rows");
    fs::write(&path, "").unwrap();
    assert_eq!(grow(), Change::Shortened(0));
    fs::remove_file(&path).unwrap();
    assert!(matches!(grow(), Change::Unreadable(_)));
}

#[test]
fn a_file_that_changes_before_it_was_read_to_its_end_is_to_be_opened_again() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("gt.txt");
    fs::write(&path, "1,1,0,0,9,9\n2,1,0,0,9,9\n").unwrap();
    let file = begin(&path, 1);
    assert!(!file.is_complete());
    append(&path, "3,1,0,0,9,9\n");
    assert_eq!(file.grow(&Progress::new(), &mut |_| ()).unwrap(), Change::Replaced);
}

#[test]
fn a_load_from_a_file_that_was_shortened_or_rewritten_fails_with_a_message() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("gt.txt");
    let rows = |first: u32, count: u32| -> String {
        let rows = (first..first + count).map(|frame| format!("{frame},1,0,0,9,9,1,-1,-1,-1"));
        rows.collect::<Vec<_>>().join("\n") + "\n"
    };
    // Some pages, so that both a missing page and a page cut in the middle are met.
    let text = rows(1, 1000);
    fs::write(&path, &text).unwrap();
    let file = MotFile::open(&path).unwrap();
    OpenOptions::new().write(true).open(&path).unwrap().set_len(100).unwrap();
    assert_eq!(file.load(1).unwrap().detections.len(), 1);
    for cut in [5, 6, 200] {
        let message = file.load(cut).unwrap_err().to_string();
        assert!(message.contains("gt.txt: frame ") && message.contains("shortened"), "{message}");
    }
    // A page that is missing was met only in a file longer than a page.
    assert!(file.load(990).is_err());
    fs::write(&path, rows(5001, 1000)).unwrap();
    let file = MotFile::open(&path).unwrap();
    fs::write(&path, rows(7001, 1000)).unwrap();
    assert!(file.load(5001).is_err());
    assert_eq!(file.stats().errors, 1);
}
