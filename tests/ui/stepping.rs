//! Stepping, jumping, playing and scrubbing, driven by accessible label.

use eframe::egui::{self, Key, Modifiers};
use egui_kittest::kittest::Queryable;

use crate::small::{canvas, start, type_into};
use crate::window::{PATIENCE, click, position, press, settle, some_boxes};

#[test]
fn keys_step_and_jump() {
    let mut harness = start(some_boxes());
    let none = Modifiers::NONE;
    for (modifiers, key, frame) in [
        (none, Key::ArrowRight, 2),
        (Modifiers::SHIFT, Key::ArrowRight, 7),
        (Modifiers::COMMAND, Key::ArrowRight, 22),
        (none, Key::ArrowLeft, 21),
        (Modifiers::SHIFT, Key::ArrowLeft, 16),
        (Modifiers::COMMAND, Key::ArrowLeft, 1),
        (none, Key::ArrowLeft, 1),
        (none, Key::End, 600),
        (none, Key::ArrowRight, 600),
        (none, Key::Home, 1),
    ] {
        press(&mut harness, modifiers, key);
        assert_eq!(position(&harness), frame, "{key:?}");
        assert!(canvas(&harness).starts_with(&format!("frame {frame}, ")));
    }
}

#[test]
fn a_held_key_is_served_at_every_repeat() {
    let mut harness = start(some_boxes());
    for _ in 0..40 {
        let event = egui::Event::Key {
            key: Key::ArrowRight,
            physical_key: None,
            pressed: true,
            repeat: true,
            modifiers: Modifiers::NONE,
        };
        harness.event(event);
        harness.step();
    }
    assert_eq!(position(&harness), 41);
    settle(&mut harness);
    assert!(canvas(&harness).starts_with("frame 41, "));
}

#[test]
fn buttons_step_and_jump() {
    let mut harness = start(some_boxes());
    for (label, frame) in [
        ("Forward 15", 16),
        ("Forward 5", 21),
        ("Forward 1", 22),
        ("Back 1", 21),
        ("Back 5", 16),
        ("Back 15", 1),
        ("Last frame", 600),
        ("First frame", 1),
    ] {
        click(&mut harness, label);
        assert_eq!(position(&harness), frame, "{label}");
    }
}

#[test]
fn a_frame_is_gone_to_by_number() {
    let mut harness = start(some_boxes());
    press(&mut harness, Modifiers::NONE, Key::G);
    assert!(harness.get_by_label("Frame").is_focused());
    harness.get_by_label("Frame").type_text("321");
    harness.step();
    press(&mut harness, Modifiers::NONE, Key::Enter);
    assert!(canvas(&harness).starts_with("frame 321, "), "{}", canvas(&harness));
}

#[test]
fn play_moves_on_at_its_rate_and_pause_stops() {
    let mut harness = start(some_boxes());
    click(&mut harness, "Play");
    let first = position(&harness);
    // Thirty passes are half a second on the harness's clock: fifteen frames at 30 a second, all of them resident.
    for _ in 0..30 {
        let document = harness.state().state().document.as_ref().unwrap();
        assert!(document.cache.wait_idle(PATIENCE));
        harness.step();
    }
    let moved = position(&harness) - first;
    assert!((13..=16).contains(&moved), "{moved}");
    click(&mut harness, "Pause playback");
    let stopped = position(&harness);
    (0..10).for_each(|_| harness.step());
    assert_eq!(position(&harness), stopped);
    press(&mut harness, Modifiers::NONE, Key::J);
    (0..10).for_each(|_| harness.step());
    press(&mut harness, Modifiers::NONE, Key::K);
    assert!(position(&harness) < stopped);
}

#[test]
fn the_buttons_follow_the_jump_sizes_that_are_set() {
    let mut harness = start(some_boxes());
    click(&mut harness, "Tuning");
    type_into(&mut harness, "jumps", ", 50");
    press(&mut harness, Modifiers::NONE, Key::Enter);
    click(&mut harness, "Forward 50");
    assert_eq!(position(&harness), 51);
}

#[test]
fn letters_typed_into_a_field_are_no_shortcuts() {
    let mut harness = start(some_boxes());
    type_into(&mut harness, "Search id", "l5?");
    let state = harness.state().state();
    assert_eq!(state.tracks.search, "l5?");
    assert!(!state.document.as_ref().unwrap().playback().is_playing() && !state.overlays.help);
    assert_eq!(position(&harness), 1);
}

#[test]
fn dragging_the_scrubber_seeks_and_the_last_place_is_shown() {
    let mut harness = start(some_boxes());
    let rect = harness.get_by_label("Scrubber").rect();
    let place = |share: f32| egui::pos2(rect.left() + share * rect.width(), rect.center().y);
    harness.drag_at(place(0.2));
    for step in 0..10 {
        harness.hover_at(place(0.2 + step as f32 * 0.03));
        harness.step();
    }
    // Moved on and let go between two passes, as happens when a pass takes long.
    harness.hover_at(place(0.6));
    harness.drop_at(place(0.77));
    settle(&mut harness);
    let frame = position(&harness);
    assert!((460..=465).contains(&frame), "{frame}");
    assert!(canvas(&harness).starts_with(&format!("frame {frame}, ")));
}
