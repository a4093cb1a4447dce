//! Tracks in the list and on the canvas: selected, filtered, brought into view.

use std::time::Instant;

use eframe::egui::{Key, Modifiers};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable;
use motscope::app::{Start, Window};
use motscope::mot::TrackId;

use crate::small::{canvas, open, small_file, start, type_into};
use crate::window::{PATIENCE, click, position, press, settle};

#[test]
fn a_track_is_selected_in_the_list_and_its_ends_are_gone_to() {
    let folder = tempfile::tempdir().unwrap();
    let mut harness = open(small_file(folder.path()));
    click(&mut harness, "Track 12");
    assert_eq!((position(&harness), harness.state().view().state.selected), (4, Some(TrackId(12))));
    press(&mut harness, Modifiers::NONE, Key::CloseBracket);
    assert_eq!(position(&harness), 6);
    press(&mut harness, Modifiers::NONE, Key::OpenBracket);
    assert_eq!(position(&harness), 4);
    press(&mut harness, Modifiers::NONE, Key::Escape);
    assert_eq!(harness.state().view().state.selected, None);
    type_into(&mut harness, "Search id", "12");
    assert!(harness.query_by_label("Track 7").is_none() && harness.query_by_label("Track 12").is_some());
}

#[test]
fn a_filter_acts_on_canvas_and_list_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let mut harness = open(small_file(folder.path()));
    assert_eq!(canvas(&harness), "frame 1, 2 boxes");
    harness.get_by_label("Least confidence").set_value_accesskit(0.7);
    settle(&mut harness);
    assert_eq!(canvas(&harness), "frame 1, 1 box, 1 filtered");
    assert!(harness.query_by_label("Track 12").is_none() && harness.query_by_label("Track 7").is_some());
    click(&mut harness, "Reset filters");
    assert_eq!(canvas(&harness), "frame 1, 2 boxes");
}

/// Sets a field of numbers, as a screen reader does.
fn set(harness: &mut Harness<'_, Window>, label: &str, value: f64) {
    harness.get_by_label(label).set_value_accesskit(value);
    settle(harness);
}

#[test]
fn tracks_and_boxes_are_filtered_by_length_size_and_visibility_and_it_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("gt.txt");
    let row =
        |frame: u32, id: u32, height: u32, seen: f64| format!("{frame},{id},{},10,20,{height},1,1,{seen}\n", 50 * id);
    let long: String = (1..=10).map(|frame| row(frame, 1, 40, 0.9) + &row(frame, 2, 80, 0.2)).collect();
    std::fs::write(&path, long + &row(1, 3, 60, 0.5)).unwrap();
    let mut harness = open(path);
    let is_listed = |harness: &Harness<'_, Window>, id: u32| harness.query_by_label(&format!("Track {id}")).is_some();
    assert_eq!(canvas(&harness), "frame 1, 3 boxes");
    click(&mut harness, "Length, size");
    set(&mut harness, "Least length", 2.0);
    assert_eq!(canvas(&harness), "frame 1, 2 boxes, 1 filtered");
    assert!(is_listed(&harness, 1) && !is_listed(&harness, 3));
    harness.get_by_label("1 track filtered");
    set(&mut harness, "Least length", 1.0);
    set(&mut harness, "Greatest length", 5.0);
    assert_eq!(canvas(&harness), "frame 1, 1 box, 2 filtered");
    click(&mut harness, "Reset filters");
    assert_eq!(canvas(&harness), "frame 1, 3 boxes");
    set(&mut harness, "Least height", 50.0);
    set(&mut harness, "Greatest height", 70.0);
    assert_eq!(canvas(&harness), "frame 1, 1 box, 2 filtered");
    assert!(is_listed(&harness, 1), "a track has boxes of any size");
    click(&mut harness, "Reset filters");
    set(&mut harness, "Least area", 1000.0);
    assert_eq!(canvas(&harness), "frame 1, 2 boxes, 1 filtered");
    set(&mut harness, "Greatest visibility", 0.4);
    assert_eq!(canvas(&harness), "frame 1, 1 box, 2 filtered");
    // It stays with the file.
    press(&mut harness, Modifiers::COMMAND, Key::R);
    assert_eq!(canvas(&harness), "frame 1, 1 box, 2 filtered");
    click(&mut harness, "Reset filters");
    assert_eq!(canvas(&harness), "frame 1, 3 boxes");
    assert!(harness.query_by_label("Reset filters").is_none());
}

#[test]
fn only_tracks_in_the_frame_on_screen_are_listed_if_wanted() {
    let folder = tempfile::tempdir().unwrap();
    let mut harness = open(small_file(folder.path()));
    click(&mut harness, "Tracks in this frame");
    assert!(harness.query_by_label("Track 12").is_none() && harness.query_by_label("Track 7").is_some());
    harness.get_by_label("1 track filtered");
    press(&mut harness, Modifiers::SHIFT, Key::ArrowRight);
    assert_eq!(position(&harness), 6);
    assert!(harness.query_by_label("Track 12").is_some());
    assert_eq!(canvas(&harness), "frame 6, 3 boxes", "no box is hidden");
    set(&mut harness, "Least confidence", 0.7);
    assert!(harness.query_by_label("Track 12").is_none());
    click(&mut harness, "Reset filters");
    press(&mut harness, Modifiers::NONE, Key::Home);
    assert!(harness.query_by_label("Track 12").is_some(), "all are listed again");
}

#[test]
fn a_box_is_selected_by_clicking_it() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("one.txt");
    std::fs::write(&path, "1,5,0,0,100,100,1\n2,5,0,0,100,100,1\n").unwrap();
    let mut harness = open(&path);
    click(&mut harness, "Canvas");
    assert_eq!(harness.state().view().state.selected, Some(TrackId(5)));
}

#[test]
fn confidences_between_the_steps_of_the_slider_are_not_filtered_from_the_start() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("fine.txt");
    std::fs::write(&path, "1,1,10,10,20,40,0.509123\n1,2,50,10,20,40,0.987654\n2,1,10,10,20,40,0.7\n").unwrap();
    let harness = open(path);
    assert_eq!(canvas(&harness), "frame 1, 2 boxes");
    assert!(!harness.state().view().filter(0).is_active());
}

#[test]
fn a_track_far_down_a_long_list_is_brought_into_view() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("many.txt");
    let rows: Vec<String> = (1..=30_000).map(|id| format!("{},{id},0,0,9,9,1\n", id / 100 + 1)).collect();
    std::fs::write(&path, rows.concat()).unwrap();
    let mut harness = start(Start { path: Some(path), track: Some(TrackId(29_990)), ..Start::default() });
    let deadline = Instant::now() + PATIENCE;
    while harness.query_by_label("Track 29990").is_none() {
        assert!(Instant::now() < deadline, "the track is not listed");
        harness.step();
        std::thread::yield_now();
    }
    assert!(harness.query_all_by_label_contains("Track ").count() < 100, "only those in view are laid out");
    type_into(&mut harness, "Search id", "1234");
    while harness.query_by_label("Track 29990").is_some() || harness.query_by_label("Track 1234").is_none() {
        assert!(Instant::now() < deadline, "the search found nothing");
        harness.step();
        std::thread::yield_now();
    }
}
