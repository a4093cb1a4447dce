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

#[test]
fn what_the_program_runs_on_is_told_and_copied() {
    let mut harness = start(some_boxes());
    click(&mut harness, "Help");
    click(&mut harness, "About");
    harness.get_by_label_contains(concat!("motscope ", env!("CARGO_PKG_VERSION")));
    harness.get_by_label_contains("Graphics: ");
    harness.get_by_label("Copy").click();
    harness.step();
    let copied = harness.output().platform_output.commands.iter().any(|command| {
        matches!(command, eframe::egui::OutputCommand::CopyText(text) if text.contains("Graphics: ") && text.contains("Scale: "))
    });
    assert!(copied);
    press(&mut harness, Modifiers::NONE, Key::Escape);
    assert!(harness.query_by_label_contains("Graphics: ").is_none());
}
