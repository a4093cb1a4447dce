//! The list of events.

use eframe::egui;
use egui_kittest::kittest::Queryable;
use motscope::app::command::Command;

use super::{Bench, Which, open};

#[test]
fn events_are_listed_filtered_copied_and_lead_to_their_frame() {
    let mut bench = Bench::new();
    bench.visit([12, 5000]);
    let _ = bench.cache.get(13);
    bench.drain();
    let mut harness = open(Which::Events, [360.0, 4000.0], bench);
    harness.run();
    harness.get_by_label_contains("frame 12, miss").click();
    harness.run();
    assert_eq!(harness.state_mut().asked.take(), Some(Command::Seek(12)));

    harness.get_by_label("Kinds of events").click();
    harness.run();
    harness.get_by_label("None").click();
    harness.run();
    harness.get_by_label("load error").click();
    harness.run();
    harness.key_press(egui::Key::Escape);
    harness.run();
    assert!(harness.query_by_label_contains("frame 12, miss").is_none());
    harness.get_by_label("Copy").click();
    harness.run();
    let text = harness.state_mut().copied.take().unwrap();
    assert_eq!(text.lines().count(), 2, "{text}");
    assert!(text.contains("\t13\tload error\t"), "{text}");
}

#[test]
fn a_paused_list_of_events_holds_still() {
    let mut bench = Bench::new();
    bench.visit([100]);
    let mut harness = open(Which::Events, [360.0, 4000.0], bench);
    harness.run();
    harness.get_by_label("Pause").click();
    harness.run();
    harness.state_mut().visit([7000]);
    harness.run();
    assert!(harness.query_by_label_contains("frame 7000, miss").is_none());
    harness.get_by_label("Pause").click();
    harness.run();
    harness.get_by_label_contains("frame 7000, miss");
}
