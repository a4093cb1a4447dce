//! Errors in the window: lanes under the scrubber, keys from error to error, the note, boxes by verdict, and what the cache is told.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use eframe::egui::{self, Key, Modifiers};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable};
use motscope::app::{Start, Window};

use crate::window::{self, click, position, press, settle, until};

/// Forty frames of two persons. Person 1 has id 7, and id 8 from frame 20 on. Person 2 is missed in frames 10 to 14. Id 9 is on nothing
/// in frames 30 to 31.
pub fn files(folder: &Path) -> Start {
    let (mut truth, mut result) = (String::new(), String::new());
    for frame in 1..=40 {
        writeln!(truth, "{frame},1,100,100,50,80,1,1,1\n{frame},2,300,100,50,80,1,1,1").unwrap();
        writeln!(result, "{frame},{},100,100,50,80,1,-1,-1,-1", if frame < 20 { 7 } else { 8 }).unwrap();
        if !(10..=14).contains(&frame) {
            writeln!(result, "{frame},2,300,100,50,80,1,-1,-1,-1").unwrap();
        }
        if (30..=31).contains(&frame) {
            writeln!(result, "{frame},9,500,300,50,80,1,-1,-1,-1").unwrap();
        }
    }
    fs::create_dir_all(folder.join("gt")).unwrap();
    fs::write(folder.join("gt/gt.txt"), truth).unwrap();
    fs::write(folder.join("run.txt"), result).unwrap();
    Start { path: Some(folder.join("gt/gt.txt")), layers: vec![folder.join("run.txt")], ..Start::default() }
}

/// Opens the files, and waits until they are compared and the lanes are drawn.
pub fn open(start: Start, size: [f32; 2]) -> Harness<'static, Window> {
    let mut harness = window::start(start, size);
    until(&mut harness, "compared", |window| window.view().state.judging.judgement().is_some());
    until_lanes_say(&mut harness, "Error lanes", "1 switch");
    harness
}

fn lanes(harness: &Harness<'_, Window>, name: &str) -> Option<String> {
    harness.query_by_label(name).and_then(|lanes| lanes.accesskit_node().value())
}

fn until_lanes_say(harness: &mut Harness<'_, Window>, name: &str, what: &str) {
    let deadline = std::time::Instant::now() + window::PATIENCE;
    while lanes(harness, name).is_none_or(|told| !told.contains(what)) {
        assert!(std::time::Instant::now() < deadline, "{:?}", lanes(harness, name));
        harness.step();
        std::thread::yield_now();
    }
}

pub fn landmarks(harness: &Harness<'_, Window>) -> Vec<u64> {
    harness.state().view().state.hints.told.landmarks.to_vec()
}

pub fn selected(harness: &Harness<'_, Window>) -> Option<u64> {
    harness.state().view().state.selected.map(|id| id.0)
}

#[test]
fn the_key_goes_from_error_to_error_and_the_note_says_what_happened() {
    let folder = tempfile::tempdir().unwrap();
    let mut harness = open(files(folder.path()), [1280.0, 800.0]);
    let mut seen = Vec::new();
    for _ in 0..6 {
        press(&mut harness, Modifiers::NONE, Key::E);
        seen.push((position(&harness), selected(&harness)));
    }
    // Person 2 is missed and found again, person 1 has another id, and something is on nothing. Then there are no more.
    assert_eq!(seen, [(10, Some(2)), (15, Some(2)), (20, Some(1)), (30, None), (30, None), (30, None)]);
    harness.get_by_label("ghost stretch · id 9: 2 frames");
    harness.get_by_label("4 of 4");
    press(&mut harness, Modifiers::SHIFT, Key::E);
    assert_eq!((position(&harness), selected(&harness)), (20, Some(1)));
    harness.get_by_label("switch · gt 1: 7 → 8");
    harness.get_by_label("3 of 4");
    press(&mut harness, Modifiers::NONE, Key::ArrowLeft);
    harness.get_by_label("3 of 4 · 1 frame before it");
    click(&mut harness, "Previous error");
    assert_eq!(position(&harness), 15);
    click(&mut harness, "Next error");
    assert_eq!(position(&harness), 20);
}

#[test]
fn errors_are_landmarks_while_the_user_goes_from_one_to_the_next() {
    let folder = tempfile::tempdir().unwrap();
    let mut harness = open(files(folder.path()), [1280.0, 800.0]);
    press(&mut harness, Modifiers::NONE, Key::B);
    assert_eq!(landmarks(&harness), [1]);
    press(&mut harness, Modifiers::NONE, Key::E);
    assert_eq!(landmarks(&harness), [10, 15, 20, 30]);
    press(&mut harness, Modifiers::NONE, Key::N);
    assert!(landmarks(&harness).contains(&1) && !landmarks(&harness).contains(&15), "{:?}", landmarks(&harness));
}

#[test]
fn the_camera_goes_to_an_error_and_stays_where_it_is_if_that_is_switched_off() {
    let folder = tempfile::tempdir().unwrap();
    let mut harness = open(files(folder.path()), [1280.0, 800.0]);
    let viewport = |harness: &Harness<'_, Window>| harness.state().view().state.camera.viewport;
    let fit = viewport(&harness);
    press(&mut harness, Modifiers::NONE, Key::E);
    assert_eq!(viewport(&harness), fit, "it is seen well enough");
    // Far into the left upper corner.
    let canvas = harness.get_by_label("Canvas").rect();
    harness.hover_at(canvas.left_top() + egui::vec2(30.0, 30.0));
    (0..20).for_each(|_| harness.key_press(Key::Plus));
    settle(&mut harness);
    let near = viewport(&harness);
    press(&mut harness, Modifiers::NONE, Key::E);
    (0..3).for_each(|_| harness.step());
    assert_ne!(viewport(&harness), near);
}

#[test]
fn lanes_count_errors_and_a_click_there_goes_where_a_click_on_the_strip_does() {
    let folder = tempfile::tempdir().unwrap();
    for size in [[900.0, 600.0], [1280.0, 800.0]] {
        let mut harness = open(files(folder.path()), size);
        let told = lanes(&harness, "Error lanes").unwrap();
        assert_eq!(told, "5 missed boxes (FN), 2 false boxes (FP), 1 switch, 1 fragmentation");
        let (strip, below) = (harness.get_by_label("Scrubber").rect(), harness.get_by_label("Error lanes").rect());
        assert_eq!(strip.x_range(), below.x_range());
        assert!(below.top() >= strip.bottom() && below.height() <= 30.0, "{below:?}");
        // Frame 20 of 40.
        harness.hover_at(egui::pos2(egui::lerp(strip.x_range(), 19.5 / 40.0), below.center().y));
        (0..60).for_each(|_| harness.step());
        harness.get_by_label("1 switch");
        harness.get_by_label("0 missed boxes (FN)");
        for share in [0.1, 0.5, 0.9] {
            let x = egui::lerp(strip.x_range(), share);
            let mut at = |y: f32| {
                harness.drag_at(egui::pos2(x, y));
                harness.step();
                harness.drop_at(egui::pos2(x, y));
                settle(&mut harness);
                position(&harness)
            };
            assert_eq!(at(below.center().y), at(strip.center().y), "{share}");
        }
    }
}

#[test]
fn lanes_of_a_file_by_itself_tell_boxes_and_tracks_and_can_be_switched_off() {
    let folder = tempfile::tempdir().unwrap();
    let start = Start { layers: Vec::new(), ..files(folder.path()) };
    let mut harness = window::start(start, [1280.0, 800.0]);
    until_lanes_say(&mut harness, "Lanes of boxes and tracks", "2 tracks");
    let strip = harness.get_by_label("Scrubber").rect();
    let below = harness.get_by_label("Lanes of boxes and tracks").rect();
    harness.hover_at(egui::pos2(strip.left() + 3.0, below.center().y));
    (0..60).for_each(|_| harness.step());
    harness.get_by_label("2 boxes");
    harness.get_by_label("2 tracks begin");
    let canvas = harness.get_by_label("Canvas").rect().height();
    click(&mut harness, "View");
    click(&mut harness, "Lanes under the scrubber");
    assert!(harness.query_by_label("Lanes of boxes and tracks").is_none());
    assert!(harness.get_by_label("Canvas").rect().height() > canvas);
}

#[test]
fn the_card_of_a_box_says_what_it_is_matched_with() {
    let folder = tempfile::tempdir().unwrap();
    let mut harness = open(Start { frame: Some(12), ..files(folder.path()) }, [1280.0, 800.0]);
    let place = |harness: &Harness<'_, Window>, x: f64, y: f64| {
        let state = harness.state().view().state;
        let canvas = harness.get_by_label("Canvas").rect();
        state.camera.viewport.transform(state.extent.area, canvas).to_screen(x, y)
    };
    for (x, told) in [(125.0, "matched with id 7, IoU 1.00"), (325.0, "missed: nothing overlaps it")] {
        let at = place(&harness, x, 140.0);
        harness.hover_at(at);
        (0..3).for_each(|_| harness.step());
        harness.get_by_label(told);
    }
}
