//! The window, driven by accessible label: what ends with the program, and what comes back after a restart.

use std::time::Instant;

use egui_kittest::Harness;
use egui_kittest::kittest::Queryable;
use motscope::app::{Start, Window};

use crate::storage::Stored;
use crate::window::{self, click, settle, some_boxes};

/// Ends the program, and starts it again.
fn restart(mut harness: Harness<'_, Window>, start: Start) -> Harness<'static, Window> {
    let mut stored = Stored::default();
    eframe::App::save(harness.state_mut(), &mut stored);
    drop(harness);
    begin(&stored, start)
}

/// Starts the program with what it has stored.
fn begin(stored: &Stored, start: Start) -> Harness<'static, Window> {
    let mut harness = Harness::builder().with_size([1280.0, 800.0]).with_step_dt(1.0 / 60.0).build_eframe(|creation| {
        let mut creation = eframe::CreationContext::_new_kittest(creation.egui_ctx.clone());
        creation.storage = Some(stored);
        Window::new(&creation, start, Instant::now())
    });
    settle(&mut harness);
    harness
}

#[test]
fn simulated_latency_is_marked_is_ended_by_a_click_and_ends_with_the_program() {
    let mut harness = window::start(some_boxes(), [1280.0, 1000.0]);
    assert!(harness.query_by_label_contains("simulated").is_none());
    click(&mut harness, "Tuning");
    harness.get_by_role_and_label(eframe::egui::Role::Slider, "latency").set_value_accesskit(60.0);
    settle(&mut harness);
    let latency = |harness: &Harness<'_, Window>| harness.state().view().state.settings.cache.latency_ms;
    assert_eq!(latency(&harness), 60.0);
    click(&mut harness, "+60 ms simulated");
    assert_eq!(latency(&harness), 0.0);
    assert!(harness.query_by_label_contains("ms simulated").is_none());
    click(&mut harness, "object store");
    harness.get_by_label("+80 ms ± 50 % simulated");
    let harness = restart(harness, some_boxes());
    assert_eq!(latency(&harness), 0.0);
    assert!(harness.query_by_label_contains("ms simulated").is_none());
}

#[test]
fn a_chip_is_inside_the_smallest_window() {
    let mut harness = window::start(some_boxes(), [1280.0, 1000.0]);
    click(&mut harness, "Tuning");
    click(&mut harness, "object store");
    let mut stored = Stored::default();
    eframe::App::save(harness.state_mut(), &mut stored);
    for size in [[640.0, 400.0], [900.0, 600.0]] {
        harness.set_size(size.into());
        (0..5).for_each(|_| harness.step());
        let rect = harness.get_by_label("+80 ms ± 50 % simulated").rect();
        let others = ["First frame", "Last frame", "Frame"].map(|label| harness.get_by_label(label).rect());
        assert!(rect.right() <= size[0] && others.iter().all(|other| !other.intersects(rect)), "{rect} in {size:?}");
    }
}
