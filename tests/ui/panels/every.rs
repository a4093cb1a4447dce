//! What holds for every panel.

use std::time::Duration;

use eframe::egui;
use egui_kittest::kittest::{NodeT, Queryable};

use super::{Bench, SIZE, Which, open};

#[test]
fn before_the_first_event_the_panels_say_what_to_do() {
    let mut bench = Bench::new();
    bench.cache.snapshot_into(&mut bench.snapshot);
    let mut harness = open(Which::Cache, SIZE, bench);
    harness.run();
    harness.get_by_label_contains("No events yet.");
    assert!(harness.get_by_label("Pause").accesskit_node().is_disabled());
    let mut harness = open(Which::Events, SIZE, Bench::new());
    harness.run();
    harness.get_by_label_contains("No events yet.");
}

#[test]
fn the_panels_fit_narrow_and_low_windows_with_long_figures() {
    for which in [Which::Cache, Which::Tuning, Which::Events, Which::Problems] {
        for size in [[320.0, 400.0], [420.0, 1200.0]] {
            let mut bench = Bench::new();
            bench.settings.cache.capacity_mb = Some(65_536);
            bench.visit((1..2000).step_by(37));
            bench.snapshot.stats.hits = u64::MAX / 2;
            bench.snapshot.stats.bytes = 987_654_321_000;
            bench.snapshot.stats.capacity_bytes = 998_654_321_000;
            bench.snapshot.stats.resident = 10_000;
            bench.snapshot.stats.capacity_entries = 10_000;
            bench.snapshot.stats.load_p99 = Duration::from_millis(123_456);
            let mut harness = open(which, size, bench);
            harness.run();
            assert!(harness.state().overflow <= 0.5, "{which:?} at {size:?} by {}", harness.state().overflow);
        }
    }
}

#[test]
fn panels_at_rest_ask_for_no_repaint() {
    for which in [Which::Cache, Which::Tuning, Which::Events, Which::Problems] {
        let mut bench = Bench::new();
        bench.visit(100..120);
        let mut harness = open(which, SIZE, bench);
        harness.run();
        harness.step();
        let output = &harness.output().viewport_output[&egui::ViewportId::ROOT];
        assert_eq!(output.repaint_delay, Duration::MAX, "{which:?}");
    }
}
