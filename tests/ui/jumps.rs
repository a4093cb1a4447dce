//! The window, driven by accessible label: a click in the list of tracks, and the way back from jumps.

use std::path::{Path, PathBuf};

use eframe::egui::{Key, Modifiers, pos2};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable;
use motscope::app::Window;
use motscope::mot::TrackId;

use crate::small::{open, open_menu, small_file};
use crate::window::{click, position, press, settle, some_boxes, start};

/// Ten frames: track 7 in all but 5, track 12 in 4 to 6.
fn with_a_gap(folder: &Path) -> PathBuf {
    let mut rows = Vec::new();
    for frame in 1..=10 {
        if frame != 5 {
            rows.push(format!("{frame},7,{},100,50,80,0.9", 100 + frame));
        }
        if (4..=6).contains(&frame) {
            rows.push(format!("{frame},12,500,100,50,80,0.5"));
        }
    }
    let path = folder.join("gap.txt");
    std::fs::write(&path, rows.join("\n")).unwrap();
    path
}

fn selected(harness: &Harness<'_, Window>) -> Option<TrackId> {
    harness.state().view().state.selected
}

#[test]
fn a_click_in_the_list_of_tracks_selects_and_moves_only_where_the_track_has_no_box() {
    let folder = tempfile::tempdir().unwrap();
    let mut harness = open(with_a_gap(folder.path()));
    press(&mut harness, Modifiers::SHIFT, Key::ArrowRight);
    assert_eq!(position(&harness), 6);
    click(&mut harness, "Track 7");
    assert_eq!((selected(&harness), position(&harness)), (Some(TrackId(7)), 6));
    click(&mut harness, "Track 12");
    assert_eq!((selected(&harness), position(&harness)), (Some(TrackId(12)), 6));
    harness.get_by_label("Canvas").click();
    press(&mut harness, Modifiers::NONE, Key::End);
    click(&mut harness, "Track 12");
    assert_eq!(position(&harness), 4, "it has no box in frame 10");
    harness.get_by_label("Canvas").click();
    press(&mut harness, Modifiers::NONE, Key::ArrowRight);
    click(&mut harness, "Track 7");
    assert_eq!(position(&harness), 1, "it has no box in frame 5, though it has some before and after");
}

#[test]
fn a_double_click_in_the_list_of_tracks_goes_to_the_start_of_the_track() {
    let folder = tempfile::tempdir().unwrap();
    let mut harness = open(small_file(folder.path()));
    press(&mut harness, Modifiers::SHIFT, Key::ArrowRight);
    let at = harness.get_by_label("Track 12").rect().center();
    for _ in 0..2 {
        harness.drag_at(at);
        harness.drop_at(at);
        harness.step();
    }
    settle(&mut harness);
    assert_eq!((selected(&harness), position(&harness)), (Some(TrackId(12)), 4));
}

#[test]
fn alt_and_arrows_go_back_and_forth_among_jumps() {
    let mut harness = start(some_boxes(), [1280.0, 800.0]);
    press(&mut harness, Modifiers::NONE, Key::ArrowRight);
    press(&mut harness, Modifiers::NONE, Key::End);
    press(&mut harness, Modifiers::NONE, Key::ArrowLeft);
    press(&mut harness, Modifiers::COMMAND, Key::ArrowLeft);
    press(&mut harness, Modifiers::NONE, Key::Home);
    for (key, frame) in [
        (Key::ArrowLeft, 584),
        (Key::ArrowLeft, 2),
        (Key::ArrowLeft, 2),
        (Key::ArrowRight, 584),
        (Key::ArrowRight, 1),
        (Key::ArrowRight, 1),
    ] {
        press(&mut harness, Modifiers::ALT, key);
        assert_eq!(position(&harness), frame, "{key:?}");
    }
    press(&mut harness, Modifiers::ALT, Key::ArrowLeft);
    // A new jump ends the way forward.
    press(&mut harness, Modifiers::NONE, Key::Home);
    press(&mut harness, Modifiers::ALT, Key::ArrowRight);
    assert_eq!(position(&harness), 1);
    open_menu(&mut harness, "Playback");
    click(&mut harness, "Back to before the jump Alt+←");
    assert_eq!(position(&harness), 584);
}

#[test]
fn a_whole_drag_of_the_scrubber_is_one_jump() {
    let mut harness = start(some_boxes(), [1280.0, 800.0]);
    press(&mut harness, Modifiers::NONE, Key::ArrowRight);
    let rect = harness.get_by_label("Scrubber").rect();
    let place = |share: f32| pos2(rect.left() + share * rect.width(), rect.center().y);
    for from in [0.2, 0.6] {
        harness.drag_at(place(from));
        for step in 0..10 {
            harness.hover_at(place(from + step as f32 * 0.01));
            harness.step();
        }
        harness.drop_at(place(from + 0.1));
        settle(&mut harness);
    }
    let end = position(&harness);
    press(&mut harness, Modifiers::ALT, Key::ArrowLeft);
    let middle = position(&harness);
    assert!((170..=190).contains(&middle) && end > 400, "{middle} {end}");
    press(&mut harness, Modifiers::ALT, Key::ArrowLeft);
    assert_eq!(position(&harness), 2);
    press(&mut harness, Modifiers::ALT, Key::ArrowRight);
    press(&mut harness, Modifiers::ALT, Key::ArrowRight);
    assert_eq!(position(&harness), end);
}

#[test]
fn jumps_are_forgotten_with_the_sequence() {
    let folder = tempfile::tempdir().unwrap();
    let mut harness = open(small_file(folder.path()));
    press(&mut harness, Modifiers::NONE, Key::End);
    open_menu(&mut harness, "File");
    click(&mut harness, "Open the demo");
    press(&mut harness, Modifiers::NONE, Key::ArrowRight);
    press(&mut harness, Modifiers::ALT, Key::ArrowLeft);
    assert_eq!(position(&harness), 2);
}
