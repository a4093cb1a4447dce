//! The user's guide in the program.

use eframe::egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable;

use crate::small::start;
use crate::window::{click, press, some_boxes};

#[test]
fn the_guide_is_read_page_by_page_and_escape_closes_it() {
    let mut harness = start(some_boxes());
    click(&mut harness, "Help");
    click(&mut harness, "Guide");
    harness.get_by_label_contains("shows the system's file dialog");
    click(&mut harness, "Cache and tuning");
    assert!(harness.query_by_label_contains("shows the system's file dialog").is_none());
    press(&mut harness, Modifiers::NONE, Key::Escape);
    assert!(harness.query_by_label("Cache and tuning").is_none());
    // The page that was read last is shown again.
    click(&mut harness, "Help");
    click(&mut harness, "Guide");
    assert!(harness.query_by_label_contains("shows the system's file dialog").is_none());
}
