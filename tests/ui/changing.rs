//! The window on a file that other programs write, shorten, remove and replace.

use std::fmt::Write as _;
use std::fs::{self, OpenOptions};
use std::io::Write as _;
use std::path::{Path, PathBuf};

use eframe::egui::{Key, Modifiers};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable;
use motscope::app::{Start, Window};
use motscope::mot::TrackId;

use crate::window::{press, settle, start, until};

/// Frames with a row each of two tracks.
fn rows(frames: std::ops::Range<u64>) -> String {
    let mut text = String::new();
    for frame in frames {
        for id in 1..3 {
            let _ = writeln!(text, "{frame},{id},{},20,30,40,0.9,-1,-1,-1", 10 * id);
        }
    }
    text
}

/// The window on a file of ten frames.
fn open(folder: &Path) -> (Harness<'static, Window>, PathBuf) {
    let path = folder.join("results.txt");
    fs::write(&path, rows(1..11)).unwrap();
    let harness = start(
        Start { path: Some(path.clone()), frame: Some(4), track: Some(TrackId(2)), ..Start::default() },
        [1280.0, 800.0],
    );
    (harness, path)
}

/// The frame under the play head, the last one there is, and the selected track.
fn place(window: &Window) -> (u64, u64, Option<u64>) {
    let view = window.view();
    let document = view.document.unwrap();
    (document.position(), document.keys.last().unwrap(), view.state.selected.map(|id| id.0))
}

fn append(path: &Path, text: &str) {
    OpenOptions::new().append(true).open(path).unwrap().write_all(text.as_bytes()).unwrap();
}

fn is_told(harness: &mut Harness<'_, Window>, reason: &str) {
    until(harness, reason, |window| {
        let document = window.view().document.unwrap();
        document.trouble.as_ref().is_some_and(|trouble| trouble.contains(reason))
    });
    harness.get_by_label_contains(reason);
    harness.get_by_label("Frames in memory can still be viewed.");
}

#[test]
fn what_is_written_to_an_open_file_appears_and_the_end_is_followed_from_the_end_only() {
    let folder = tempfile::tempdir().unwrap();
    let (mut harness, path) = open(folder.path());
    append(&path, &rows(11..16));
    until(&mut harness, "grown", |window| place(window) == (4, 15, Some(2)));
    press(&mut harness, Modifiers::NONE, Key::End);
    append(&path, &rows(16..21));
    until(&mut harness, "at the new end", |window| place(window) == (20, 20, Some(2)));
    // The row is shown, and counted, too.
    until(&mut harness, "summed up anew", |window| {
        let document = window.view().document.unwrap();
        document.summary.as_ref().is_some_and(|summary| summary.rows == 40)
            && window
                .view()
                .state
                .displayed
                .as_ref()
                .is_some_and(|shown| shown.number() == 20 && shown.boxes().detections.len() == 2)
    });
}

#[test]
fn a_play_head_at_the_start_stays_there_when_earlier_frames_are_indexed_later() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("shuffled.txt");
    // More than is indexed before the window opens, and its first frame behind that.
    let text = rows(100..150_000) + &rows(1..3);
    assert!(text.len() > 9 << 20);
    fs::write(&path, text).unwrap();
    let mut harness = start(Start { path: Some(path), ..Start::default() }, [1280.0, 800.0]);
    until(&mut harness, "indexed", |window| window.view().document.unwrap().file.is_complete());
    settle(&mut harness);
    assert_eq!(place(harness.state()), (1, 149_999, None));
    let number = harness.state().view().state.displayed.as_ref().unwrap().number();
    assert_eq!(number, 1);
}

#[test]
fn a_jump_beyond_what_is_indexed_arrives() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("long.txt");
    fs::write(&path, rows(1..150_000)).unwrap();
    let start_at = Start { path: Some(path), frame: Some(149_000), ..Start::default() };
    let mut harness = start(start_at, [1280.0, 800.0]);
    until(&mut harness, "there", |window| place(window) == (149_000, 149_999, None));
}

#[test]
fn a_frame_that_gets_more_rows_is_drawn_anew() {
    let folder = tempfile::tempdir().unwrap();
    let (mut harness, path) = open(folder.path());
    press(&mut harness, Modifiers::NONE, Key::End);
    append(&path, "10,3,50,20,30,40,0.9,-1,-1,-1\n");
    until(&mut harness, "drawn anew", |window| {
        window
            .view()
            .state
            .displayed
            .as_ref()
            .is_some_and(|shown| shown.number() == 10 && shown.boxes().detections.len() == 3)
    });
}

#[test]
fn a_shortened_file_is_told_what_is_in_memory_stays_and_reload_opens_what_is_left() {
    let folder = tempfile::tempdir().unwrap();
    let (mut harness, path) = open(folder.path());
    let left = rows(1..6);
    OpenOptions::new().write(true).open(&path).unwrap().set_len(left.len() as u64).unwrap();
    is_told(&mut harness, "The file was shortened");
    press(&mut harness, Modifiers::NONE, Key::ArrowRight);
    assert_eq!(place(harness.state()), (5, 10, Some(2)));
    harness.get_by_label("Reload").click();
    until(&mut harness, "opened again", |window| place(window) == (5, 5, Some(2)));
    assert!(harness.query_by_label("Reload").is_none());
}

#[test]
fn a_removed_file_is_told_and_one_put_in_its_place_is_opened_at_the_same_frame_and_track() {
    let folder = tempfile::tempdir().unwrap();
    let (mut harness, path) = open(folder.path());
    fs::remove_file(&path).unwrap();
    is_told(&mut harness, "the file is gone");
    let other = folder.path().join("other.txt");
    fs::write(&other, rows(1..31)).unwrap();
    fs::rename(&other, &path).unwrap();
    until(&mut harness, "opened again", |window| place(window) == (4, 30, Some(2)));
    settle(&mut harness);
    assert!(harness.query_by_label("Reload").is_none());
    assert_eq!(place(harness.state()), (4, 30, Some(2)));
}
