//! The summary depends neither on the parts a file is read in, nor on the number of threads, nor on how the file grew.

use super::*;
use crate::mot::detection::TrackId;
use crate::mot::format::Format;
use crate::mot::layout::Class;
use proptest::prelude::*;

fn line() -> impl Strategy<Value = String> {
    let row = (0..6_u32, -1..4_i32, -1..3_i32, 0..4_u32, "(,0\\.[0-9](,-?[0-9a](,1)?)?)?", "\n|\n|\n|\r\n| \n")
        .prop_map(|(frame, id, width, height, rest, end)| format!("{frame},{id},10.5,20,{width},{height}{rest}{end}"));
    let other = prop::sample::select(vec![
        "# comment\n",
        "\n",
        "  \r\n",
        "frame,id,left\n",
        "1;2;3;4;5;6\n",
        "3 3 3 3 3 3 0.5 7\n",
        "1, 2, 3, 4, 5, 6, 0.1, car\n",
        "1,2,x,4,5,6\n",
        "4294967296,2,3,4,5,6\n",
        "2000000000,18446744073709551615,3,4,5,6\n",
        "1,2,3\n",
    ]);
    prop_oneof![5 => row, 1 => other.prop_map(str::to_owned)]
}

fn text() -> impl Strategy<Value = String> {
    let end = prop::sample::select(vec!["", "", "1,2,3,4,5,6", "1,2,3,4,5,6,0.5", "1,2,3", "# end", " "]);
    (prop::collection::vec(line(), 0..60), end).prop_map(|(lines, end)| lines.concat() + end)
}

fn open(text: &str) -> MotFile {
    MotFile::from_bytes_as("a.txt", text.as_bytes().to_vec(), Some(Format::Mot)).unwrap()
}

/// Removes the class of each track in which no class has more than half of the rows: that class depends on the parts.
fn without_disputed_classes(file: &MotFile, mut summary: Summary) -> Summary {
    let layout = file.layout();
    let mut votes: Vec<(TrackId, Class)> = Vec::new();
    for number in file.frames() {
        let rows = file.frame(u64::from(number)).detections;
        votes.extend(rows.iter().filter_map(|row| Some((row.id?, layout.class_of(row)?))));
    }
    let classes = summary.classes.clone();
    for track in &mut summary.tracks {
        let of_track: Vec<&Class> = votes.iter().filter(|vote| vote.0 == track.id).map(|vote| &vote.1).collect();
        let has_most = |class: &&Class| 2 * of_track.iter().filter(|other| *other == class).count() > of_track.len();
        let winner = of_track.iter().copied().find(has_most);
        assert_eq!(track.class().is_some(), !of_track.is_empty());
        if let Some(winner) = winner {
            assert_eq!(&classes[track.class().unwrap() as usize].class, winner);
        } else {
            track.forget_class();
        }
    }
    summary
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn parts_of_any_size_on_any_number_of_threads_make_the_same_summary(
        text in text(), step in 1..300_usize, threads in 1..4_usize,
    ) {
        let file = open(&text);
        let at_once = file.summarize(&Progress::new()).unwrap();
        let mut pass = SummaryPass::new(&file.indexed());
        pass.extend_in(&file.indexed(), step, threads, &Progress::new()).unwrap();
        let parts = pass.finish(&file.indexed(), threads, &Progress::new()).unwrap();
        prop_assert_eq!(without_disputed_classes(&file, parts), without_disputed_classes(&file, at_once));
    }

    #[test]
    fn a_file_that_grows_has_at_each_size_the_summary_of_that_size(
        text in text(), cuts in prop::collection::vec(0..2000_usize, 1..5), step in 1..300_usize,
    ) {
        let mut sizes: Vec<usize> = cuts.into_iter().map(|cut| cut.min(text.len())).chain([text.len()]).collect();
        sizes.sort_unstable();
        let mut pass = SummaryPass::new(&open(&text[..sizes[0]]).indexed());
        for size in sizes {
            let file = open(&text[..size]);
            pass.extend_in(&file.indexed(), step, 2, &Progress::new()).unwrap();
            let grown = pass.summary(&file.indexed(), 2, &Progress::new()).unwrap();
            let at_once = file.summarize(&Progress::new()).unwrap();
            prop_assert_eq!(without_disputed_classes(&file, grown), without_disputed_classes(&file, at_once));
        }
    }
}

#[test]
fn the_first_duplicates_are_told_however_many_there_are_and_in_whatever_order() {
    // 3,000 duplicates, the later frames first, in parts of a few lines.
    let rows: Vec<String> = (0..6000).map(|row| format!("{},{},1,1,1,1\n", (6000 - row) % 30, row % 100)).collect();
    let file = open(&rows.concat());
    let mut pass = SummaryPass::new(&file.indexed());
    pass.extend_in(&file.indexed(), 1000, 2, &Progress::new()).unwrap();
    let summary = pass.finish(&file.indexed(), 2, &Progress::new()).unwrap();
    let mut seen = std::collections::HashMap::new();
    let mut expected = Vec::new();
    for (row, line) in (0..6000).zip(1_u64..) {
        let first = *seen.entry(((6000 - row) % 30, row % 100)).or_insert(line);
        if first != line {
            expected.push((line, first));
        }
    }
    assert_eq!(summary.duplicates, expected.len() as u64);
    assert_eq!(summary.problems.len(), Summary::MAX_PROBLEMS);
    for (problem, (line, first)) in summary.problems.iter().zip(expected) {
        assert_eq!((problem.kind, problem.line), (ProblemKind::Duplicate, line));
        assert!(problem.message.ends_with(&format!("first in line {first}")), "{}", problem.message);
    }
}

#[test]
fn a_cancelled_pass_goes_on_where_it_was() {
    let rows: Vec<String> = (0..100).map(|row| format!("{row},1,1,1,1,1\n")).collect();
    let file = open(&rows.concat());
    let mut pass = SummaryPass::new(&file.indexed());
    let progress = Progress::new();
    progress.cancel();
    assert_eq!(pass.extend_in(&file.indexed(), 100, 2, &progress), Err(SummaryError::Cancelled));
    assert_eq!(pass.extend_in(&file.indexed(), 100, 2, &Progress::new()), Ok(()));
    assert_eq!(pass.summary(&file.indexed(), 2, &Progress::new()), file.summarize(&Progress::new()));
}

#[test]
fn a_shorter_file_is_read_anew() {
    let file = open("1,1,1,1,1,1\n2,1,1,1,1,1\n");
    let mut pass = SummaryPass::new(&file.indexed());
    pass.extend(&file.indexed(), 1, &Progress::new()).unwrap();
    let shorter = open("7,1,1,1,1,1\n");
    pass.extend(&shorter.indexed(), 1, &Progress::new()).unwrap();
    assert_eq!(pass.summary(&shorter.indexed(), 1, &Progress::new()), shorter.summarize(&Progress::new()));
}

#[test]
fn a_header_takes_no_room_among_the_problems_that_are_kept() {
    let file = open(&format!("frame,id\n{}", "x\n".repeat(Summary::MAX_PROBLEMS + 5)));
    let summary = file.summarize(&Progress::new()).unwrap();
    assert!(summary.header);
    assert_eq!(summary.rejected, Summary::MAX_PROBLEMS as u64 + 5);
    assert_eq!(summary.problems.len(), Summary::MAX_PROBLEMS);
}

/// A file of this many rows, each in a frame of its own.
fn rows(count: usize) -> String {
    let rows: Vec<String> = (1..=count).map(|frame| format!("{frame},7,10,20,30,40,0.9,-1,-1,-1\n")).collect();
    rows.concat()
}

/// Shortens a file on disk to this many bytes.
fn cut(path: &std::path::Path, length: usize) {
    std::fs::OpenOptions::new().write(true).open(path).unwrap().set_len(length as u64).unwrap();
}

#[test]
fn a_file_that_shrank_meanwhile_has_no_totals() {
    let (folder, text) = (tempfile::tempdir().unwrap(), rows(4000));
    let path = folder.path().join("a.txt");
    // Half of it, most of a page, and a few bytes that no page fault tells of.
    for left in [text.len() / 2, text.len() - 4000, text.len() - 20] {
        std::fs::write(&path, &text).unwrap();
        let file = MotFile::open(&path).unwrap();
        assert_eq!(file.summarize(&Progress::new()).unwrap().rows, 4000);
        cut(&path, left);
        for threads in [1, 2] {
            assert_eq!(file.summarize_on(threads, &Progress::new()), Err(SummaryError::Changed), "{left} bytes left");
        }
    }
}

#[test]
fn a_file_that_is_cut_between_two_parts_of_the_pass_has_no_totals() {
    let (folder, text) = (tempfile::tempdir().unwrap(), rows(8000));
    let path = folder.path().join("a.txt");
    for threads in [1, 2] {
        std::fs::write(&path, &text[..text.len() / 2]).unwrap();
        let file = MotFile::open(&path).unwrap();
        let mut pass = SummaryPass::new(&file.indexed());
        pass.extend_in(&file.indexed(), 5000, threads, &Progress::new()).unwrap();
        // The first half is summed up. The second one is cut before it is.
        std::fs::write(&path, &text).unwrap();
        file.grow(&Progress::new(), &mut |_| ()).unwrap();
        cut(&path, text.len() / 4);
        let ended = pass.extend_in(&file.indexed(), 5000, threads, &Progress::new());
        assert_eq!(ended, Err(SummaryError::Changed));
    }
}

#[test]
fn a_file_that_is_written_on_or_gone_meanwhile_has_the_totals_of_what_was_opened() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.txt");
    std::fs::write(&path, rows(100)).unwrap();
    let file = MotFile::open(&path).unwrap();
    std::fs::write(&path, rows(200)).unwrap();
    assert_eq!(file.summarize(&Progress::new()).unwrap().rows, 100);
    std::fs::remove_file(&path).unwrap();
    assert_eq!(file.summarize(&Progress::new()).unwrap().rows, 100);
}
