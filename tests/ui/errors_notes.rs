//! What the canvas says and marks where the user has gone to, and that it covers none of it.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use eframe::egui::{self, Key, Modifiers, Rect};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable;
use motscope::app::{Start, Window};

use crate::errors::selected;
use crate::errors_panel::wait_for;
use crate::window::{self, position, press, settle, until};

/// Ground truth of three persons in a scene of 1000 × 600: one in the middle, one in the upper left and one in the lower right corner.
/// Tracker `one` switches the first in frame 5, `two` misses the second in frames 7 to 9 and the third in frame 7.
fn files(folder: &Path) -> Start {
    let (mut truth, mut one, mut two) = (String::new(), String::new(), String::new());
    for frame in 1..=12 {
        for (id, left, top) in [(1, 475, 260), (2, 0, 0), (3, 950, 520)] {
            writeln!(truth, "{frame},{id},{left},{top},50,80,1,1,1").unwrap();
            let other = if id == 1 && frame >= 5 { 9 } else { id + 5 };
            writeln!(one, "{frame},{other},{left},{top},50,80,1,-1,-1,-1").unwrap();
            let is_missed = id == 2 && (7..=9).contains(&frame) || id == 3 && frame == 7;
            if !is_missed {
                writeln!(two, "{frame},{},{left},{top},50,80,1,-1,-1,-1", id + 5).unwrap();
            }
        }
    }
    fs::create_dir_all(folder.join("gt")).unwrap();
    fs::write(folder.join("gt/gt.txt"), truth).unwrap();
    fs::write(folder.join("one.txt"), one).unwrap();
    fs::write(folder.join("two.txt"), two).unwrap();
    let layers = vec![folder.join("one.txt"), folder.join("two.txt")];
    Start { path: Some(folder.join("gt/gt.txt")), layers, frame: Some(1), ..Start::default() }
}

fn open(folder: &Path, size: [f32; 2]) -> Harness<'static, Window> {
    let mut harness = window::start(files(folder), size);
    until(&mut harness, "compared", |window| window.view().state.judging.differences.is_some());
    harness
}

/// Where a box of the scene is on the screen.
fn on_screen(harness: &Harness<'_, Window>, [left, top, width, height]: [f64; 4]) -> Rect {
    let state = harness.state().view().state;
    let canvas = harness.get_by_label("Canvas").rect();
    let transform = state.camera.viewport.transform(state.extent.area, canvas);
    Rect { min: transform.to_screen(left, top), max: transform.to_screen(left + width, top + height) }
}

const SECOND: [f64; 4] = [0.0, 0.0, 50.0, 80.0];
const THIRD: [f64; 4] = [950.0, 520.0, 50.0, 80.0];

#[test]
fn where_one_result_is_right_and_the_other_wrong_is_marked_and_told() {
    let folder = tempfile::tempdir().unwrap();
    let mut harness = open(folder.path(), [1280.0, 800.0]);
    press(&mut harness, Modifiers::NONE, Key::A);
    assert_eq!((position(&harness), selected(&harness)), (7, Some(3)), "the shortest comes first");
    wait_for(&mut harness, "A right, B wrong");
    harness.get_by_label("gt 3: A has id 8, B misses it");
    harness.get_by_label("gt 2: A has id 7, B misses it");
    harness.get_by_label("frame 1 of 3");
    press(&mut harness, Modifiers::NONE, Key::ArrowRight);
    harness.get_by_label("gt 2: A has id 7, B misses it");
    harness.get_by_label("frame 2 of 3");
    assert!(harness.query_by_label_contains("gt 3: A").is_none(), "that is over");
    press(&mut harness, Modifiers::NONE, Key::Home);
    assert!(harness.query_by_label("A right, B wrong").is_none());
    press(&mut harness, Modifiers::SHIFT, Key::A);
    assert_eq!((position(&harness), selected(&harness)), (5, Some(1)));
    harness.get_by_label("B right, A wrong");
    harness.get_by_label("gt 1: B has id 6, A switches from id 6 to 9");
    // An error replaces it.
    press(&mut harness, Modifiers::NONE, Key::E);
    assert!(harness.query_by_label("B right, A wrong").is_none());
}

#[test]
fn the_camera_goes_to_where_results_differ() {
    let folder = tempfile::tempdir().unwrap();
    let mut harness = open(folder.path(), [1280.0, 800.0]);
    // Far into the middle.
    (0..12).for_each(|_| harness.key_press(Key::Plus));
    settle(&mut harness);
    let canvas = harness.get_by_label("Canvas").rect();
    assert!(!canvas.intersects(on_screen(&harness, THIRD)));
    press(&mut harness, Modifiers::NONE, Key::A);
    (0..5).for_each(|_| harness.step());
    assert!(canvas.contains_rect(on_screen(&harness, THIRD)));
}

#[test]
fn note_minimap_and_card_cover_nothing_of_what_was_gone_to() {
    let folder = tempfile::tempdir().unwrap();
    for size in [[1280.0, 800.0], [900.0, 600.0]] {
        let mut harness = open(folder.path(), size);
        if size[0] < 1000.0 {
            // A narrower canvas has no minimap.
            press(&mut harness, Modifiers::NONE, Key::T);
        }
        // Zoomed in a little, so that there is a minimap.
        (0..2).for_each(|_| harness.key_press(Key::Plus));
        settle(&mut harness);
        harness.get_by_label("Minimap");
        harness.get_by_label_contains("Errors").click();
        settle(&mut harness);
        harness.get_by_label("Results looked at").click();
        (0..3).for_each(|_| harness.step());
        harness.get_all_by_label("two").last().unwrap().click();
        settle(&mut harness);
        for (row, place) in [("gt 2: 3 frames", SECOND), ("gt 3: 1 frame", THIRD)] {
            wait_for(&mut harness, row);
            harness.get_by_label_contains(&format!("stretch · {row}")).click();
            settle(&mut harness);
            (0..8).for_each(|_| harness.step());
            let place = on_screen(&harness, place);
            let note = harness.get_by_label(&format!("missed stretch · {row}")).rect();
            assert!(!note.intersects(place), "{size:?} {row}: note {note:?} over {place:?}");
            let map = harness.get_by_label("Minimap").rect();
            assert!(!map.intersects(place), "{size:?} {row}: minimap {map:?} over {place:?}");
            assert!(!map.intersects(note), "{size:?} {row}: minimap {map:?} over note {note:?}");
        }
        // Beside the box of person 3, its card turns away from it.
        let place = on_screen(&harness, THIRD);
        harness.hover_at(place.left_top() + egui::vec2(1.0, 1.0));
        (0..8).for_each(|_| harness.step());
        let card = harness.get_by_label("missed: nothing overlaps it").rect();
        assert!(!card.intersects(place), "{card:?} {place:?}");
    }
}
