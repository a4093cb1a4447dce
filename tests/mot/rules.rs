//! What a line means, rule by rule, in files that each show one.

use motscope::DataProvider as _;
use motscope::mot::{Frames, MotFile, ProblemKind, Progress, Separator, Summary, TrackId};

use crate::mot_compare::compare;

/// Opens a text, holds it against the naive reader, and tells what is in it.
fn read(text: &str) -> (MotFile, Summary) {
    let (file, _) = compare(text.as_bytes());
    let summary = file.summarize(&Progress::new()).unwrap();
    (file, summary)
}

/// Left side and confidence of the rows of a frame.
fn rows(file: &MotFile, frame: u64) -> Vec<(f64, Option<f64>)> {
    file.frame(frame).detections.iter().map(|row| (row.left, row.confidence)).collect()
}

/// Line and message of all problems of a kind.
fn told(summary: &Summary, kind: ProblemKind) -> Vec<(u64, &str)> {
    summary.problems_of(kind).map(|problem| (problem.line, &*problem.message)).collect()
}

#[test]
fn line_numbers_count_every_line_and_padding_is_trimmed() {
    let (file, summary) = read("\u{feff}\n# one\r\n \t 1,1,5,1,1,1\t \r\r\n\r\r\n#\n1,x,1,1,1,1\n");
    assert_eq!(rows(&file, 1), [(5.0, None)]);
    assert_eq!((summary.blank, summary.comments, summary.header), (2, 2, false));
    assert_eq!(told(&summary, ProblemKind::Rejected), [(6, "bad id: id is \"x\"")]);
}

#[test]
fn the_first_line_that_begins_with_no_number_is_a_header_and_the_second_is_rejected() {
    let (_, summary) = read("\n# rows\nframe,id,x,y,w,h\nframe,id,x,y,w,h\n1,1,1,1,1,1\n");
    assert!(summary.header);
    assert_eq!((summary.rows, told(&summary, ProblemKind::Rejected)[0].0), (1, 4));
    let (_, summary) = read("1,1,1,1,1,1\nframe,id,x,y,w,h\n");
    assert!(!summary.header);
    assert_eq!(summary.rejected, 1);
    // A row that is wrong is no header as long as it begins with a number.
    let (_, summary) = read("1,frame,x\nframe,id,x,y,w,h\n");
    assert_eq!((summary.header, summary.rejected), (false, 2));
}

#[test]
fn each_line_has_its_own_separator() {
    let (file, summary) = read("1,1,10,1,1,1\n1;2;20,5;1;1;1\n1;3;30;1;1;1\n1 4\t40  1 1 1\n1,5,50,1,1,1, 0 1\n");
    assert_eq!(rows(&file, 1), [(10.0, None), (30.0, None), (40.0, None), (50.0, None)]);
    assert_eq!(told(&summary, ProblemKind::Rejected), [(2, "bad box: left is \"20,5\"")]);
    assert_eq!(file.separator(), Some(Separator::Comma));
}

#[test]
fn a_pair_of_quotes_is_removed_and_trailing_empty_fields_are_dropped() {
    let (file, summary) =
        read("\"1\",'1', \" 10 \",1,1,1,\"0.5\",'person',,,\n1,2,20,1,1,1,\"\n1,3,\"\"30\"\",1,1,1\n1,4,5,6,7,,,\n");
    let row = &file.frame(1).detections[0];
    assert_eq!((row.id, row.left, row.confidence, row.columns.count()), (Some(TrackId(1)), 10.0, Some(0.5), 8));
    assert_eq!(row.columns.class_name().map(|name| &**name), Some("person"));
    assert_eq!(rows(&file, 1), [(10.0, Some(0.5)), (20.0, None)]);
    let rejected =
        [(3, "bad box: left is \"\\\"30\\\"\""), (4, "too few columns: 5 of 6, as the fields behind it are empty")];
    assert_eq!(told(&summary, ProblemKind::Rejected), rejected);
}

#[test]
fn numbers_have_a_sign_a_dot_and_an_exponent_and_nothing_else() {
    let (file, summary) =
        read("1,1,1.000e+00,.5,3.,+4\n1,1,007,1E1,-1e-1,1\n1,1,0x10,1,1,1\n1,1,1_000,1,1,1\n1,1,1e,1,1,1\n");
    let sides: Vec<[f64; 4]> =
        file.frame(1).detections.iter().map(|row| [row.left, row.top, row.width, row.height]).collect();
    assert_eq!(sides, [[1.0, 0.5, 3.0, 4.0], [7.0, 10.0, -0.1, 1.0]]);
    assert_eq!(summary.rejected, 3);
}

#[test]
fn columns_from_seven_on_never_reject() {
    let rest = ["nan", "inf", "-Infinity", "high", "1e400", "", "0.5"];
    let text: String = rest.map(|field| format!("1,1,1,1,1,1,{field},{field},{field},{field}\n")).concat();
    let (file, summary) = read(&text);
    assert_eq!((summary.rows, summary.rejected), (7, 0));
    let confidences: Vec<Option<f64>> = rows(&file, 1).into_iter().map(|row| row.1).collect();
    assert_eq!(confidences, [None, None, None, None, None, None, Some(0.5)]);
    let names: Vec<bool> = file.frame(1).detections.iter().map(|row| row.columns.class_name().is_some()).collect();
    assert_eq!(names, [false, false, false, true, false, false, false]);
}

#[test]
fn a_frame_is_a_whole_number_however_it_is_spelt() {
    let (file, summary) = read("1e2,1,1,1,1,1\n1.0e+02,2,1,1,1,1\n100.0,3,1,1,1,1\n+100,4,1,1,1,1\n0100,5,1,1,1,1\n");
    assert_eq!(file.frame(100).detections.len(), 5);
    assert!(!summary.zero_based);
    let (_, summary) = read("2147483647,1,1,1,1,1\n2147483648,1,1,1,1,1\n1.5,1,1,1,1,1\n-1,1,1,1,1,1\n");
    assert_eq!((summary.rows, summary.rejected), (1, 3));
    let (_, summary) = read("7,1,1,1,1,1\n-0,1,1,1,1,1\n");
    assert!(summary.zero_based);
    assert_eq!(summary.frames, Frames { count: 2, first: Some(0), last: Some(7) });
}

#[test]
fn ids_are_exact_and_negative_ones_are_no_identity() {
    let ids = ["18446744073709551615", "9007199254740993", "3.0", "1e2", "0", "-1", "-7.0", "-9223372036854775808"];
    let text: String = ids.map(|id| format!("1,{id},1,1,1,1\n")).concat();
    let (_, summary) = read(&text);
    let found: Vec<u64> = summary.tracks.iter().map(|track| track.id.0).collect();
    assert_eq!(found, [0, 3, 100, 9_007_199_254_740_993, u64::MAX]);
    assert_eq!((summary.rows_without_id, summary.duplicates), (3, 0));
    let (_, summary) =
        read("1,18446744073709551616,1,1,1,1\n1,-9223372036854775809,1,1,1,1\n1,1e17,1,1,1,1\n1,1.5,1,1,1,1\n");
    assert_eq!(summary.rejected, 4);
}

#[test]
fn boxes_within_a_thousand_million_are_kept_and_flagged_where_they_have_no_area() {
    let (_, summary) =
        read("1,1,-1000000000,1e9,5,5\n1,2,1,1,1e9,1000000001\n1,3,1,1,0,5\n1,4,1,1,5,-3.5\n1,5,1,1,inf,1\n");
    assert_eq!((summary.rows, summary.rejected, summary.degenerate), (3, 2, 2));
    assert_eq!(told(&summary, ProblemKind::Degenerate), [(3, "width is 0"), (4, "height is -3.5")]);
    let rejected = [(2, "box out of range: height is \"1000000001\""), (5, "non-finite box: width is \"inf\"")];
    assert_eq!(told(&summary, ProblemKind::Rejected), rejected);
}

#[test]
fn each_row_after_the_first_of_a_frame_and_id_is_a_duplicate_in_any_order() {
    // Track by track, then back to an earlier frame, then once more; rows without identity never are.
    let (file, summary) = read(
        "1,7,1,1,1,1\n2,7,2,1,1,1\n1,8,3,1,1,1\n2,7,4,1,1,1\n1,7,5,1,1,1\n3,7,6,1,1,1\n1,7,7,1,1,1\n1,-1,8,1,1,1\n1,-1,9,1,1,1\n",
    );
    assert_eq!((summary.rows, summary.duplicates, summary.rows_without_id), (9, 3, 2));
    let duplicates = [
        (4, "id 7 again in frame 2, first in line 2"),
        (5, "id 7 again in frame 1, first in line 1"),
        (7, "id 7 again in frame 1, first in line 1"),
    ];
    assert_eq!(told(&summary, ProblemKind::Duplicate), duplicates);
    let lefts: Vec<f64> = rows(&file, 1).into_iter().map(|row| row.0).collect();
    assert_eq!(lefts, [1.0, 3.0, 5.0, 7.0, 8.0, 9.0]);
}

#[test]
fn a_last_line_without_end_is_a_row_if_it_has_the_columns_of_the_last_valid_row() {
    for (text, rows, pending) in [
        // None before it: if it parses.
        ("1,1,1,1,1,1", 1, false),
        ("1,1,1,1,1,1,0.", 1, false),
        ("1,1,1,1", 0, true),
        ("frame,id\n1,1,1,1,1", 0, true),
        ("frame,id\n1,1,1,1,1,1", 1, false),
        // The last valid row is what counts, not the last line, not the first row.
        ("1,1,1,1,1,1,1\n2,1,1,1,1,1,1", 2, false),
        ("1,1,1,1,1,1,1\n2,1,1,1,1,1", 1, true),
        ("1,1,1,1,1,1,1\n2,1,1,1,1,1\n3,1,1,1,1,1", 3, false),
        ("1,1,1,1,1,1,1\n2,x,1,1,1,1\n\n# end\n3,1,1,1,1,1,1", 2, false),
        ("1,1,1,1,1,1,1\n2,x,1,1,1,1\n3,1,1,1,1,1", 1, true),
        ("1,1,1,1,1,1,1\n2,1,1,1,1,1,1,", 2, false),
        ("1,1,1,1,1,1,1\n2,1,x,1,1,1,1", 1, true),
        ("1,1,1,1,1,1,1\nx", 1, true),
        // What holds nothing that could be missing is not pending.
        ("1,1,1,1,1,1\n# end", 1, false),
        ("1,1,1,1,1,1\n  ", 1, false),
        ("frame,id,x", 0, false),
    ] {
        let (_, summary) = read(text);
        assert_eq!((summary.rows, summary.pending_last_line), (rows, pending), "{text:?}");
        assert_eq!(summary.rejected, u64::from(text.contains("2,x")), "{text:?}");
        let pending: Vec<u64> = summary.problems_of(ProblemKind::Pending).map(|problem| problem.line).collect();
        let last = text.lines().count() as u64;
        assert_eq!(pending, if summary.pending_last_line { vec![last] } else { vec![] }, "{text:?}");
    }
}

#[test]
fn the_frame_of_a_pending_line_is_told_once_it_is_written_to_its_end() {
    for (text, frame) in [("1,1,1,1,1,1\n12,", Some(12)), ("1,1,1,1,1,1\n12,3", Some(12)), ("1,1,1,1,1,1\n12", None)] {
        let (file, summary) = read(text);
        let pending: Vec<Option<u64>> =
            summary.problems_of(ProblemKind::Pending).map(|problem| problem.frame).collect();
        assert_eq!(pending, [frame], "{text:?}");
        assert!(!file.keys().contains(12));
    }
}
