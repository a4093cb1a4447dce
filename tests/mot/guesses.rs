//! What is concluded from rows without a header, and what is told of it.

use std::collections::BTreeSet;

use motscope::mot::{Detection, MotFile, OpenOptions, ProblemKind, Progress};
use proptest::prelude::*;

use crate::mot_compare::compare_parts;

fn open(text: &str) -> MotFile {
    let file = MotFile::from_bytes_with("test.txt", text.as_bytes().to_vec(), &OpenOptions::default());
    let file = file.unwrap_or_else(|error| panic!("{error}: {text}"));
    compare_parts(&file);
    file
}

fn all(file: &MotFile) -> Vec<(u64, Detection)> {
    let frames = file.frames().into_iter().map(u64::from);
    frames.flat_map(|number| file.frame(number).detections.into_iter().map(move |row| (number, row))).collect()
}

fn class(row: &Detection) -> Option<&str> {
    row.columns.class_name().map(|name| &**name)
}

/// All rows as frame, id (−1 for none), left and class.
fn told(file: &MotFile) -> Vec<(u64, i64, f64, Option<String>)> {
    let id = |row: &Detection| row.id.map_or(-1, |id| id.0 as i64);
    all(file).iter().map(|(frame, row)| (*frame, id(row), row.left, class(row).map(str::to_owned))).collect()
}

#[test]
fn text_in_a_column_of_its_own_is_the_class_wherever_it_stands() {
    for (rest, confidence) in [
        ("NAME", None),
        ("NAME,0.5", Some(0.5)),
        ("NAME,-1,-1,-1", None),
        ("0.5,-1,NAME", Some(0.5)),
        ("0.5,-1,-1,-1,NAME", Some(0.5)),
        ("0.5,-1,-1,-1,-1,7,NAME", Some(0.5)),
    ] {
        let line = |frame: u32, name: &str| format!("{frame},2,10,20,30,40,{}\n", rest.replace("NAME", name));
        let file = open(&(line(1, "person") + &line(2, "car") + &line(3, "")));
        let rows = all(&file);
        let classes: Vec<_> = rows.iter().map(|(_, row)| class(row)).collect();
        assert_eq!(classes, [Some("person"), Some("car"), None], "{rest}");
        assert_eq!((rows[0].1.left, rows[0].1.height, rows[0].1.confidence), (10.0, 40.0, confidence), "{rest}");
    }
}

#[test]
fn text_that_is_not_used_is_told() {
    let file = open("1,2,10,20,30,40,0.9,-1,a/b.jpg\n2,2,10,20,30,40,0.8,-1,a/c.jpg\n");
    let columns = file.columns().unwrap();
    assert!(columns.describe().contains("column 9 has text that is not used"), "{}", columns.describe());
    let file = open("1,2,10,20,30,40,person,-1,x.jpg\n2,2,10,20,30,40,car,-1,y.jpg\n");
    let told = file.columns().unwrap().describe();
    assert!(told.contains("class = column 7") && told.contains("column 9 has text that is not used"), "{told}");
}

#[test]
fn darklabel_writes_boxes_with_or_without_ids_and_labels_in_any_order() {
    let (hen, cow) = (Some("hen".to_owned()), Some("cow".to_owned()));
    let with = |ids: [i64; 2], labels: [Option<String>; 2]| {
        let [first, second] = labels;
        vec![(0, ids[0], 1.0, first.clone()), (0, ids[1], 3.0, second), (2, ids[0], 1.0, first)]
    };
    for (text, expected) in [
        ("0,2,5,1,2,30,40,hen,6,3,4,50,60,cow\n1,0\n2,1,5,1,2,30,40,hen\n", with([5, 6], [hen.clone(), cow.clone()])),
        ("0,2,hen,5,1,2,30,40,cow,6,3,4,50,60\n1,0\n2,1,hen,5,1,2,30,40\n", with([5, 6], [hen.clone(), cow.clone()])),
        ("0,2,5,hen,1,2,30,40,6,cow,3,4,50,60\n1,0\n2,1,5,hen,1,2,30,40\n", with([5, 6], [hen.clone(), cow.clone()])),
        ("0,2,5,1,2,30,40,6,3,4,50,60\n1,0\n2,1,5,1,2,30,40\n", with([5, 6], [None, None])),
        ("0,2,1,2,30,40,hen,3,4,50,60,cow\n1,0\n2,1,1,2,30,40,hen\n", with([-1, -1], [hen.clone(), cow.clone()])),
        ("0,2,hen,1,2,30,40,cow,3,4,50,60\n1,0\n2,1,hen,1,2,30,40\n", with([-1, -1], [hen.clone(), cow.clone()])),
        ("0,2,1,2,30,40,3,4,50,60\n1,0\n2,1,1,2,30,40\n", with([-1, -1], [None, None])),
        ("a_0.png,2,5,1,2,30,40,6,3,4,50,60\na_1.png,0\na_2.png,1,5,1,2,30,40\n", with([5, 6], [None, None])),
        ("0,hen,5,1,2,30,40\n0,cow,6,3,4,50,60\n2,hen,5,1,2,30,40\n", with([5, 6], [hen.clone(), cow.clone()])),
        ("a_0.png,hen,5,1,2,30,40\na_0.png,cow,6,3,4,50,60\na_2.png,hen,5,1,2,30,40\n", with([5, 6], [hen, cow])),
    ] {
        assert_eq!(told(&open(text)), expected, "{text}");
    }
    // Labels that are numbers have fewer values than heights.
    let row = |frame: u32, id: u32| format!("{frame},1,3,{id},10,20,{},{}\n", 30 + frame, 40 + frame * 3);
    let rows: String = (0..9).map(|frame| row(frame, frame % 4)).collect();
    let file = open(&(rows + "9,0\n"));
    let first = &all(&file)[0].1;
    assert_eq!((first.left, first.width, first.columns.get(8)), (10.0, 30.0, Some(3.0)));
}

#[test]
fn viame_has_boxes_without_a_class_and_notes_that_are_none() {
    let row = |frame: u32, more: &str| format!("7,a.png,{frame},1,2,31,42,0.5,-1{more}\n");
    let notes = ["", ",(atr) x 1", ",(trk-atr) sex male", ",(kp) head 3 4", ",(poly) 1 2 3 4 5 6"];
    let mut text = row(0, ",scallop,0.9,crab,0.1,(kp) head 3 4") + &row(1, ",crab,0.5");
    (2..).zip(notes).for_each(|(frame, note)| text += &row(frame, note));
    let file = open(&text);
    let classes: Vec<_> = told(&file).into_iter().map(|(.., class)| class).collect();
    assert_eq!(classes[..2], [Some("scallop".to_owned()), Some("crab".to_owned())]);
    assert!(classes[2..].iter().all(Option::is_none), "{classes:?}");
    assert_eq!(classes.len(), 7);
}

/// Corners of objects that move, one a line.
fn corners(count: u32) -> Vec<[i64; 4]> {
    let at = |at: u32| {
        let (left, top) = (i64::from(at * 7919 % 1500), i64::from(at * 6151 % 800));
        [left, top, left + 40, top + 80]
    };
    (0..count).map(at).collect()
}

fn text(boxes: &[[i64; 4]]) -> String {
    let line = |(at, [a, b, c, d]): (usize, &[i64; 4])| format!("{},{},{a},{b},{c},{d},0.9\n", at + 1, at % 9);
    boxes.iter().enumerate().map(line).collect()
}

#[test]
fn corners_without_a_header_are_a_guess_that_few_clipped_rows_do_not_change() {
    for clipped in [0, 1, 3] {
        let mut boxes = corners(60);
        boxes.iter_mut().skip(7).step_by(9).take(clipped).for_each(|sides| sides[2] = sides[0]);
        let file = open(&text(&boxes));
        let guess = file.columns().and_then(|columns| columns.guess().map(str::to_owned)).unwrap_or_default();
        let share = if clipped == 0 { "all".to_owned() } else { (60 - clipped).to_string() };
        assert!(guess.contains(&format!("in {share} of the first 60 rows")), "{clipped}: {guess}");
        assert_eq!((all(&file)[0].1.width, all(&file)[0].1.height), (40.0, 80.0), "{clipped}");
    }
}

#[test]
fn a_later_row_that_contradicts_the_guess_is_told_with_its_line() {
    let mut boxes = corners(900);
    boxes[800][2] = boxes[800][0] - 9;
    let file = open(&text(&boxes));
    assert!(file.columns().is_some_and(|columns| columns.has_corners()));
    let summary = file.summarize(&Progress::new()).unwrap();
    let degenerate: Vec<_> =
        summary.problems_of(ProblemKind::Degenerate).map(|row| (row.line, &*row.message)).collect();
    assert_eq!(degenerate, [(801, "width is -9")]);
}

#[test]
fn negative_ids_other_than_minus_one_are_counted_with_the_first_line() {
    for (text, rows, first) in [
        ("1,-1,1,2,3,4\n2,-1.0,1,2,3,4\n", 0, None),
        ("1,-1,1,2,3,4\n2,-5,1,2,3,4\n3,-7,1,2,3,4,person\n", 2, Some(2)),
        ("frame,id,x1,y1,x2,y2\n1,-1,1,2,30,40\n2,-5,1,2,30,40\n", 1, Some(3)),
        ("0 -2 Car 0 0 -1.57 10 20 30 40\n", 1, Some(1)),
        ("0,2,-3,1,2,30,40,hen,6,3,4,50,60,hen\n1,0\n2,1,5,1,2,30,40,hen\n", 1, Some(1)),
    ] {
        let summary = open(text).summarize(&Progress::new()).unwrap();
        assert_eq!((summary.negative_ids.rows, summary.negative_ids.first), (rows, first), "{text}");
    }
    // Many parts are read on several threads.
    let text = "1,-1,1,2,3,4\n".repeat(400_000) + &"2,-9,1,2,3,4\n".repeat(3);
    let summary = MotFile::from_bytes("a.txt", text.into_bytes()).unwrap().summarize(&Progress::new()).unwrap();
    assert_eq!((summary.negative_ids.rows, summary.negative_ids.first), (3, Some(400_001)));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1000, failure_persistence: None, ..ProptestConfig::default() })]

    /// Few tracks, few frames and equal boxes look like much else.
    #[test]
    fn rows_of_motchallenge_are_never_taken_for_something_else(
        tracks in prop::collection::vec((1_u64..6, 1_u64..40, 0_u64..20, 0_i32..60, 1_i32..60), 1..8),
        by_track in any::<bool>(), is_at_once in any::<bool>(),
    ) {
        let mut rows: Vec<(u64, u64, i32, i32)> = Vec::new();
        for &(id, first, more, left, width) in &tracks {
            rows.extend((first..=first + more).map(|frame| (frame, id, left, width)));
        }
        rows.sort_by_key(|row| if by_track { (row.1, row.0) } else { (row.0, row.1) });
        rows.dedup_by_key(|row| (row.0, row.1));
        let end = if is_at_once { "1,-1,-1,-1" } else { "0.97,-1,-1,-1" };
        let line = |&(frame, id, left, width): &(u64, u64, i32, i32)| format!("{frame},{id},{left},0,{width},10,{end}");
        let text = rows.iter().map(line).collect::<Vec<_>>().join("\n");
        let file = MotFile::from_bytes("a.txt", text.clone().into_bytes()).unwrap();
        let summary = file.summarize(&Progress::new()).unwrap();
        let ids: BTreeSet<u64> = rows.iter().map(|row| row.1).collect();
        let found: BTreeSet<u64> = summary.tracks.iter().map(|track| track.id.0).collect();
        prop_assert_eq!((summary.rows, found), (rows.len() as u64, ids), "{}", text);
    }
}
