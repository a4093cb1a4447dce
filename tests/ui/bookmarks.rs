//! The window, driven by accessible label: the panel of bookmarks, and what the scrubber shows of them and of the selected track.

use eframe::egui::{Key, Modifiers, pos2};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable;
use motscope::app::Window;

use crate::small::{open, small_file};
use crate::window::{click, position, press, settle};

/// Rests with the pointer on a frame of the scrubber, of ten.
fn point_at(harness: &mut Harness<'_, Window>, frame: u64) {
    let scrubber = harness.get_by_label("Scrubber").rect();
    harness.hover_at(pos2(scrubber.left() + (frame as f32 - 0.5) / 10.0 * scrubber.width(), scrubber.center().y));
    // Nothing is told before the pointer rests.
    (0..60).for_each(|_| harness.step());
}

#[test]
fn bookmarks_are_listed_named_gone_to_and_removed() {
    let folder = tempfile::tempdir().unwrap();
    let mut harness = open(small_file(folder.path()));
    click(&mut harness, "Bookmarks");
    harness.get_by_label_contains("There are no bookmarks.");
    press(&mut harness, Modifiers::SHIFT, Key::ArrowRight);
    press(&mut harness, Modifiers::NONE, Key::B);
    press(&mut harness, Modifiers::NONE, Key::End);
    press(&mut harness, Modifiers::NONE, Key::B);
    harness.get_by_label("Name of bookmark 6").focus();
    harness.step();
    harness.get_by_label("Name of bookmark 6").type_text("they meet here");
    settle(&mut harness);
    assert_eq!(harness.state().view().state.bookmarks.name(6), Some("they meet here"));
    press(&mut harness, Modifiers::NONE, Key::Escape);
    click(&mut harness, "Go to bookmark 6");
    assert_eq!(position(&harness), 6);
    point_at(&mut harness, 6);
    harness.get_by_label("bookmark “they meet here”, frame 6");
    click(&mut harness, "Remove bookmark 10");
    assert!(harness.query_by_label("Go to bookmark 10").is_none());
    assert_eq!(harness.state().view().state.bookmarks.frames().len(), 1);
    click(&mut harness, "Remove bookmark 6");
    harness.get_by_label_contains("There are no bookmarks.");
    assert_eq!(harness.state().view().state.bookmarks.name(6), None);
}

#[test]
fn the_scrubber_tells_the_life_of_the_selected_track() {
    let folder = tempfile::tempdir().unwrap();
    let mut harness = open(small_file(folder.path()));
    click(&mut harness, "Track 12");
    point_at(&mut harness, 5);
    harness.get_by_label("track 12: frames 4 to 6");
    point_at(&mut harness, 9);
    assert!(harness.query_by_label_contains("track 12: frames").is_none());
}
