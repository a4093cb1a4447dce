//! The reader compared with a naive one, on arbitrary text.

use motscope::DataProvider as _;
use motscope::mot::{MotFile, OpenReason, Progress, SummaryError, TrackId};
use proptest::prelude::*;

use crate::mot_compare::compare;

/// Fields as files have them, and malformed ones.
fn field() -> impl Strategy<Value = String> {
    prop_oneof![
        8 => (0..5_u32).prop_map(|number| number.to_string()),
        2 => (-20.0..20.0_f64).prop_map(|number| number.to_string()),
        1 => prop::sample::select(vec![
            "", "-1", "1.0", "1e2", "2e0", "+4", "007", ".5", "3.", "nan", "-Infinity", "1e10", "abc", "\"2\"", "'2'", "\"",
            "18446744073709551615", "18446744073709551616", "-9223372036854775809", "9007199254740993", "9007199254740993.0",
            "2147483647", "2147483648", "0x1", "1_0", "#", "\u{e9}", "-0", "-0.0",
        ]).prop_map(str::to_owned),
    ]
}

fn line() -> impl Strategy<Value = String> {
    let separator = prop::sample::select(vec![",", ",", ",", ", ", ";", " ", "\t", " ,", "  "]);
    let ending = prop::sample::select(vec!["\n", "\n", "\n", "\r\n", ",\n", " \r\r\n", "\n\n", ""]);
    let row = (prop::collection::vec(field(), 6..11), separator, ending)
        .prop_map(|(fields, separator, ending)| fields.join(separator) + ending);
    let other = prop::sample::select(vec![
        "# comment\n",
        "  \n",
        "frame,id,x\n",
        "7\n",
        "3,\n",
        "3;\n",
        "12 monkeys\n",
        "\r\n",
        "1,1,1,1;1,1\n",
    ]);
    prop_oneof![9 => row, 1 => other.prop_map(str::to_owned)]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_file_of_likely_lines_reads_as_the_naive_reader_says(
        mark in prop::sample::select(vec!["", "\u{feff}"]), lines in prop::collection::vec(line(), 0..40),
    ) {
        compare((mark.to_owned() + &lines.concat()).as_bytes());
    }

    #[test]
    fn arbitrary_bytes_read_as_the_naive_reader_says(bytes in prop::collection::vec(
        prop_oneof![3 => prop::sample::select(b"0123456789,.;- \t\r\n\n\n\"#e".to_vec()), 1 => 1..=255_u8], 0..400,
    )) {
        if MotFile::from_bytes("x", bytes.clone()).is_ok() {
            compare(&bytes);
        }
    }

    #[test]
    fn a_file_cut_anywhere_reads_as_the_naive_reader_says(cut in 0..600_usize) {
        let whole: String = (1..12).map(|frame| format!("{frame},3,1290.50,454.93,72.00,205.11,0.99,-1,-1,-1\n")).collect();
        compare(&whole.as_bytes()[..cut.min(whole.len())]);
    }
}

fn file(text: &str) -> MotFile {
    MotFile::from_bytes("test.txt", text.as_bytes().to_vec()).unwrap()
}

#[test]
fn blocks_of_the_index_do_not_matter() {
    // Rows of several lengths, so that lines, semicolons and long gaps meet every kind of block border.
    for (seed, separator) in [(3, ','), (5, ';'), (7, ' ')] {
        let mut text = String::new();
        for row in 0..3000_u32 {
            let usual = if row % 500 == seed { ';' } else { separator };
            let fields = [row / 7, row % 5, row * seed % 9999, 4, 50, 60].map(|number| number.to_string());
            text += &fields.join(&usual.to_string());
            text += if row % 11 == 0 { "\n\n# a comment, which is no row\n" } else { "\n" };
            if row % 1000 == 0 {
                text += &" ".repeat(70_000);
                text += "\n";
            }
        }
        compare(text.as_bytes());
    }
}

#[test]
fn the_largest_frame_number_takes_no_memory() {
    let file = file("2147483647,1,1,1,1,1\n3,18446744073709551615,1,1,1,1\n");
    assert_eq!(file.keys().len(), 2);
    assert_eq!(file.keys().runs().collect::<Vec<_>>(), [3..=3, 2_147_483_647..=2_147_483_647]);
    assert!(file.index().bytes() < 1000);
    assert_eq!(file.frame(3).detections[0].id, Some(TrackId(u64::MAX)));
}

#[test]
fn gaps_of_up_to_a_thousand_frames_are_empty_frames_and_longer_ones_breaks() {
    let file = file("1,1,1,1,1,1\n1002,1,1,1,1,1\n2004,1,1,1,1,1\n");
    assert_eq!(file.keys().runs().collect::<Vec<_>>(), [1..=1002, 2004..=2004]);
    assert!(file.load(500).unwrap().detections.is_empty());
    assert!(file.load(1500).is_err());
}

#[test]
fn numbers_before_and_after_the_rows_do_not_stretch_the_sequence() {
    let file = file("1 little\n5,1,1,1,1,1\n6,1,x,1,1,1\n9,1,1,1,1,1\n1000 thanks\n");
    assert_eq!(file.keys().runs().collect::<Vec<_>>(), [5..=9]);
    assert_eq!(file.frame(6).rejected, 1);
}

#[test]
fn a_line_longer_than_any_span_is_still_one_row() {
    let long = format!("1,1,1,1,1,1{}\n", ",5".repeat(9 << 20));
    let text = format!("1,0,1,1,1,1\n{long}1,2,1,1,1,1\n2,3,1,1,1,1\n");
    let file = file(&text);
    let ids: Vec<u64> = file.frame(1).detections.iter().filter_map(|row| row.id).map(|id| id.0).collect();
    assert_eq!(ids, [0, 1, 2]);
    let columns = &file.frame(1).detections[1].columns;
    assert_eq!((columns.count(), columns.get(32), columns.get(33)), (6 + (9 << 20), Some(5.0), None));
    assert!(file.weight(&file.frame(1)) < 2000);
}

#[test]
fn a_run_longer_than_any_span_is_split_between_lines() {
    let row = format!("7,1,1,1,1,1,{}\n", "0".repeat(100_000));
    let file = file(&row.repeat(400));
    assert_eq!(file.frame(7).detections.len(), 400);
    assert!(file.index().runs() > 1);
}

#[test]
fn index_memory_keeps_to_its_bounds() {
    let by_frame: String = (0..5000).map(|row| format!("{},{},1,1,1,1\n", row / 2, row % 2)).collect();
    assert!(file(&by_frame).index().bytes() <= 24 * 2500);
    let by_track: String = (0..5000).map(|row| format!("{},{},1,1,1,1\n", row % 2500, row / 2500)).collect();
    assert!(file(&by_track).index().bytes() <= 12 * 5000 + 200);
}

#[test]
fn empty_files_open_with_no_frames() {
    for text in ["", "\u{feff}", "\n\n", "# nothing\n", "frame,id,x,y,w,h\n", "nonsense\nmore nonsense\n"] {
        let (file, _) = compare(text.as_bytes());
        assert!(file.keys().is_empty());
    }
}

#[test]
fn what_is_no_text_is_one_message() {
    for (bytes, message) in [
        (b"\x89PNG\r\n\x1A\n".as_slice(), "this is a PNG picture"),
        (b"\x1F\x8B\x08", "this is a gzip archive"),
        (b"PK\x03\x04", "this is a zip archive"),
        (b"\xFF\xFE1\0", "this is UTF-16 text"),
        (b"1,1,1,1,1,1\n\0", "this is a binary file"),
    ] {
        let error = MotFile::from_bytes("a.txt", bytes.to_vec()).unwrap_err().to_string();
        assert!(error.starts_with("a.txt: ") && error.contains(message), "{error}");
    }
}

#[test]
fn a_file_that_does_not_open_says_why() {
    let directory = tempfile::tempdir().unwrap();
    let error = MotFile::open(directory.path()).unwrap_err();
    assert!(matches!(error.reason, OpenReason::Directory), "{error}");
    let missing = directory.path().join("missing.txt");
    let error = MotFile::open(&missing).unwrap_err();
    assert_eq!(error.to_string(), format!("{}: no such file", missing.display()));
}

#[test]
fn a_cancelled_pass_ends_without_a_result() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("a.txt");
    std::fs::write(&path, "1,1,1,1,1,1\n2,1,1,1,1,1\n").unwrap();
    let progress = Progress::new();
    progress.cancel();
    assert!(matches!(MotFile::open_with(&path, &progress).unwrap_err().reason, OpenReason::Cancelled));
    assert_eq!(MotFile::open(&path).unwrap().summarize(&progress), Err(SummaryError::Cancelled));
}

#[test]
fn problems_beyond_the_first_thousand_are_counted() {
    let text = "1,1,1,1,1,1\n".to_owned() + &"1,x,1,1,1,1\n".repeat(1500);
    let summary = file(&text).summarize(&Progress::new()).unwrap();
    assert_eq!((summary.rejected, summary.problems.len()), (1500, 1000));
    assert_eq!((summary.problems[999].line, summary.problems[999].offset), (1001, 12_000));
}
