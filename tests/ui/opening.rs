//! Opening a file: from the command line, by its path, by dropping it, and what is told when that fails.

use std::path::Path;
use std::sync::Arc;

use eframe::egui::{Key, Modifiers};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable;
use motscope::app::{Start, Window};
use motscope::mot::TrackId;

use crate::small::{canvas, open, small_file, start};
use crate::window::{Dropped, PATIENCE, click, position, press, settle, some_boxes};

fn assert_open(harness: &Harness<'_, Window>, name: &str) {
    let frames = if name == "demo" { "· 600 frames · " } else { "· 10 frames · 2 tracks" };
    harness.get_by_label(name);
    harness.get_by_label_contains(frames);
}

#[test]
fn without_a_file_the_demo_is_opened_at_its_first_frame() {
    let harness = start(Start::default());
    harness.get_by_label("demo");
    harness.get_by_label_contains("· 600 frames · ");
    assert!(canvas(&harness).starts_with("frame 1, "), "{}", canvas(&harness));
}

#[test]
fn a_file_is_opened_at_the_frame_and_with_the_track_asked_for() {
    let folder = tempfile::tempdir().unwrap();
    let path = Some(small_file(folder.path()));
    let harness = start(Start { path: path.clone(), frame: Some(5), ..Start::default() });
    assert_open(&harness, "small.txt");
    assert_eq!(canvas(&harness), "frame 5, 3 boxes");
    let harness = start(Start { path: path.clone(), track: Some(TrackId(12)), ..Start::default() });
    assert_eq!((position(&harness), harness.state().view().state.selected), (4, Some(TrackId(12))));
    let harness = start(Start { path: path.clone(), track: Some(TrackId(12)), frame: Some(6), ..Start::default() });
    assert_eq!((position(&harness), harness.state().view().state.selected), (6, Some(TrackId(12))));
    let harness = start(Start { path, track: Some(TrackId(99)), ..Start::default() });
    harness.get_by_label_contains("small.txt has no track 99");
}

#[test]
fn a_file_that_cannot_be_opened_is_named_with_the_reason_and_the_window_stays_usable() {
    let folder = tempfile::tempdir().unwrap();
    let missing = folder.path().join("missing.txt");
    let mut harness = open(&missing);
    harness.get_by_label("Could not open missing.txt");
    harness.get_by_label_contains(&format!("{}: no such file", missing.display()));
    harness.get_by_label("Nothing is open");
    click(&mut harness, "Open the demo");
    assert_open(&harness, "demo");
    assert!(harness.query_by_label("Could not open missing.txt").is_none());

    let picture = folder.path().join("picture.png");
    std::fs::write(&picture, b"\x89PNG\r\n\x1a\n").unwrap();
    open_by_path(&mut harness, &picture);
    harness.get_by_label_contains("picture.png: the file ends before the picture does");
    assert!(canvas(&harness).starts_with("frame 1, "), "the sequence on screen stays");
    press(&mut harness, Modifiers::NONE, Key::Escape);
    assert!(harness.query_by_label_contains("picture.png: the file ends").is_none());
}

fn open_by_path(harness: &mut Harness<'_, Window>, path: &Path) {
    press(harness, Modifiers::COMMAND, Key::L);
    assert!(harness.get_by_label("Path").is_focused());
    // What was in the field is selected, so that typing replaces it.
    harness.get_by_label("Path").type_text(path.to_str().unwrap());
    harness.step();
    press(harness, Modifiers::NONE, Key::Enter);
}

#[test]
fn a_path_can_be_typed_and_the_field_can_be_left() {
    let folder = tempfile::tempdir().unwrap();
    let mut harness = start(some_boxes());
    open_by_path(&mut harness, &small_file(folder.path()));
    assert_open(&harness, "small.txt");
    assert!(harness.query_by_label("Path").is_none());
    press(&mut harness, Modifiers::COMMAND, Key::L);
    press(&mut harness, Modifiers::NONE, Key::Escape);
    assert!(harness.query_by_label("Path").is_none());
    press(&mut harness, Modifiers::NONE, Key::ArrowRight);
    assert_eq!(position(&harness), 2);
}

/// Steps until there is something with this label.
fn wait_for(harness: &mut Harness<'_, Window>, label: &str) {
    let deadline = std::time::Instant::now() + PATIENCE;
    while harness.query_by_label(label).is_none() {
        assert!(std::time::Instant::now() < deadline, "no {label}");
        harness.step();
        std::thread::yield_now();
    }
}

#[test]
fn a_path_is_completed_by_tab_and_by_a_click_in_the_short_list() {
    let folder = tempfile::tempdir().unwrap();
    let sequence = folder.path().join("sequence");
    std::fs::create_dir(&sequence).unwrap();
    for name in ["boxes_1.txt", "boxes_2.txt", "notes.md"] {
        std::fs::write(sequence.join(name), "1,1,0,0,9,9,1\n").unwrap();
    }
    let mut harness = start(some_boxes());
    press(&mut harness, Modifiers::COMMAND, Key::L);
    let typed = format!("{}/seq", folder.path().display());
    harness.get_by_label("Path").type_text(&typed);
    let whole = format!("{}/", sequence.display());
    wait_for(&mut harness, &whole);
    press(&mut harness, Modifiers::NONE, Key::Tab);
    assert_eq!(harness.get_by_label("Path").value().as_deref(), Some(whole.as_str()));
    harness.get_by_label("Path").type_text("b");
    (0..3).for_each(|_| harness.step());
    let second = format!("{whole}boxes_2.txt");
    wait_for(&mut harness, &second);
    assert!(harness.query_by_label(&format!("{whole}notes.md")).is_none());
    press(&mut harness, Modifiers::NONE, Key::Tab);
    assert_eq!(harness.get_by_label("Path").value(), Some(format!("{whole}boxes_")));
    wait_for(&mut harness, &second);
    click(&mut harness, &second);
    assert_eq!(harness.get_by_label("Path").value(), Some(second));
    press(&mut harness, Modifiers::NONE, Key::Enter);
    harness.get_by_label("boxes_2.txt");
}

#[cfg(unix)]
#[test]
fn variables_and_the_home_folder_are_expanded_in_a_typed_path() {
    // The home folder of whoever runs the tests need not have a file, so a message must name it.
    let home = std::env::home_dir().unwrap();
    for typed in ["~/motscope-no-such-file.txt", "$HOME/motscope-no-such-file.txt", "${HOME}/motscope-no-such-file.txt"]
    {
        let mut harness = start(some_boxes());
        open_by_path(&mut harness, Path::new(typed));
        let told = format!("{}/motscope-no-such-file.txt", home.display());
        assert!(harness.query_all_by_label_contains(&told).next().is_some(), "{typed}");
    }
}

#[test]
fn a_file_dropped_on_the_window_is_opened() {
    let folder = tempfile::tempdir().unwrap();
    let mut harness = start(some_boxes());
    harness.input_mut().dropped_files.push(Arc::new(Dropped(small_file(folder.path()))));
    harness.step();
    harness.input_mut().dropped_files.clear();
    settle(&mut harness);
    assert_open(&harness, "small.txt");
}

#[test]
fn files_without_a_row_say_why() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("empty.txt");
    std::fs::write(&path, "").unwrap();
    let harness = open(&path);
    harness.get_by_label("empty.txt has no frames");
    harness.get_by_label("The file is empty.");
    std::fs::write(&path, "frame\none two three\nfour five six\n").unwrap();
    let harness = open(&path);
    harness.get_by_label_contains("No rows: 2 lines cannot be read. Line 2: ");
}

#[test]
fn lines_that_cannot_be_read_are_told() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("bad.txt");
    std::fs::write(&path, "1,1,0,0,9,9,1\n1,2,x,0,9,9,1\n2,1,0,0,9,9,1\n").unwrap();
    let mut harness = open(&path);
    assert_eq!(canvas(&harness), "frame 1, 1 box, 1 line cannot be read");
    press(&mut harness, Modifiers::NONE, Key::End);
    click(&mut harness, "1 problem");
    harness.get_by_label("1 line");
    harness.get_by_label_contains("line 2, not a row: bad box").click();
    settle(&mut harness);
    assert_eq!((position(&harness), harness.state().view().state.selected), (1, None));
}

#[test]
fn opening_a_file_moves_no_part_of_the_window() {
    let folder = tempfile::tempdir().unwrap();
    let mut harness = open(folder.path().join("missing.txt"));
    let rect = |harness: &Harness<'_, Window>| harness.get_by_label("Canvas").rect().round();
    let before = rect(&harness);
    click(&mut harness, "Open the demo");
    assert_eq!(rect(&harness), before);
}

#[test]
fn the_first_frame_of_what_was_asked_for_is_timed() {
    let harness = start(some_boxes());
    let stats = &harness.state().view().state.stats;
    assert!(stats.first_frame_ms.unwrap() >= stats.first_paint_ms && stats.first_paint_ms > 0.0, "{stats:?}");
    let folder = tempfile::tempdir().unwrap();
    let mut harness = open(folder.path().join("missing.txt"));
    click(&mut harness, "Open the demo");
    assert_eq!(harness.state().view().state.stats.first_frame_ms, None);
}
