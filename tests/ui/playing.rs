//! The window, driven by accessible label: how it plays is told as it is.

use eframe::egui::{Key, Modifiers};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT, Queryable};
use motscope::app::{Start, Window};

use crate::window::{click, press, some_boxes, start, until};

/// What the transport tells of playback.
fn told(harness: &Harness<'_, Window>) -> String {
    let mut labels = harness.query_all_by_label_contains("×").filter_map(|node| {
        let node = node.accesskit_node();
        node.label().or_else(|| node.value())
    });
    labels.find(|label| label.starts_with(['▶', '◀'])).unwrap_or_default()
}

/// Presses a key while it plays.
fn key(harness: &mut Harness<'_, Window>, key: Key) {
    harness.key_press(key);
    (0..3).for_each(|_| harness.step());
}

#[test]
fn direction_and_speed_are_shown_as_they_are() {
    let mut harness = start(Start { frame: Some(300), ..some_boxes() }, [1280.0, 800.0]);
    assert_eq!(told(&harness), "");
    for (pressed, expected) in
        [(Key::J, "◀ 1×"), (Key::J, "◀ 2×"), (Key::L, "▶ 1×"), (Key::L, "▶ 2×"), (Key::L, "▶ 4×"), (Key::J, "◀ 1×")]
    {
        key(&mut harness, pressed);
        assert!(told(&harness).starts_with(expected), "{} instead of {expected}", told(&harness));
    }
    key(&mut harness, Key::J);
    assert_eq!(harness.get_by_label("Speed").value().as_deref(), Some("2×"));
    key(&mut harness, Key::K);
    assert_eq!((told(&harness), harness.get_by_label("Speed").value().as_deref()), (String::new(), Some("1×")));
}

#[test]
fn the_pace_that_is_reached_is_told_beside_the_one_that_is_wanted() {
    let mut harness = start(some_boxes(), [1280.0, 800.0]);
    press(&mut harness, Modifiers::NONE, Key::Space);
    until(&mut harness, "told its pace", |window| window.view().state.pace.reached(window.view().now).is_some());
    let text = told(&harness);
    assert!(text.starts_with("▶ 1× · ") && text.ends_with(" of 30 fps"), "{text}");
    key(&mut harness, Key::K);
}

#[test]
fn frames_that_are_dropped_to_keep_real_time_are_counted() {
    let mut harness = start(some_boxes(), [1280.0, 800.0]);
    click(&mut harness, "Playback");
    // Four frames are due in each pass.
    click(&mut harness, "8×");
    click(&mut harness, "Keep real time");
    press(&mut harness, Modifiers::NONE, Key::Escape);
    harness.key_press(Key::Space);
    until(&mut harness, "dropping frames", |window| window.view().document.unwrap().playback().skipped() > 0);
    assert!(told(&harness).starts_with("▶ 8×") && told(&harness).ends_with(" dropped"), "{}", told(&harness));
}
