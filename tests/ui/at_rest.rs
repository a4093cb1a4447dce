//! The window as a whole: it stays inside its size, keeps its layout, and asks for no repaint at rest.

use std::time::Duration;

use eframe::egui::{self, Key, Modifiers};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable;
use motscope::app::Window;

use crate::small::start;
use crate::window::{self, click, press, settle, some_boxes};

#[test]
fn a_slider_changes_the_running_cache_at_once() {
    let mut harness = start(some_boxes());
    click(&mut harness, "Tuning");
    let stats = |harness: &Harness<'_, Window>| harness.state().view().document.unwrap().cache.stats();
    assert_eq!(stats(&harness).capacity_entries, 100);
    assert!(stats(&harness).resident > 2);
    harness.get_by_role_and_label(egui::Role::Slider, "frames").set_value_accesskit(2.0);
    settle(&mut harness);
    assert_eq!(stats(&harness).capacity_entries, 2);
    assert!(stats(&harness).resident <= 2);
}

#[test]
fn an_idle_window_asks_for_no_repaint() {
    let mut harness = start(some_boxes());
    harness.remove_cursor();
    press(&mut harness, Modifiers::NONE, Key::ArrowRight);
    // Panics if the window keeps asking for repaints.
    harness.run();
    let viewport = harness.output().viewport_output.values().next().unwrap();
    assert_eq!(viewport.repaint_delay, Duration::MAX);
}

#[test]
fn help_lists_the_shortcuts() {
    let mut harness = start(some_boxes());
    harness.event(egui::Event::Text("?".to_owned()));
    settle(&mut harness);
    harness.get_by_label("first frame of the selected track");
    press(&mut harness, Modifiers::NONE, Key::Escape);
    assert!(harness.query_by_label("Shortcuts").is_none());
}

#[test]
fn every_part_stays_inside_a_small_window() {
    for size in [[640.0, 400.0], [900.0, 600.0], [1280.0, 800.0], [3840.0, 2160.0]] {
        let harness = window::start(some_boxes(), size);
        let window = egui::Rect::from_min_size(egui::Pos2::ZERO, size.into()).expand(0.5);
        for label in ["First frame", "Last frame", "Play", "Frame", "Scrubber", "Canvas", "resident", "not loaded"] {
            let rect = harness.get_by_label(label).rect();
            assert!(window.contains_rect(rect), "{label} at {rect} in {size:?}");
        }
        let canvas = harness.get_by_label("Canvas").rect();
        assert!(canvas.width() >= 300.0 && canvas.height() >= 180.0, "{canvas} in {size:?}");
        assert_eq!(harness.query_by_label("Search id").is_some(), size[0] >= 800.0);
    }
}

#[test]
fn panels_keep_their_width_when_nothing_changes() {
    let mut harness = start(some_boxes());
    let width = |harness: &Harness<'_, Window>| harness.get_by_label("Canvas").rect().width();
    // Sections that open at first may take some passes to unfold.
    (0..30).for_each(|_| harness.step());
    let before = width(&harness);
    (0..30).for_each(|_| harness.step());
    assert_eq!(width(&harness), before);
}
