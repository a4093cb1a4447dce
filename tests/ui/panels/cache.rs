//! The panel of charts and counters.

use egui_kittest::kittest::{NodeT, Queryable};

use super::{Bench, SIZE, Text, Which, open};

#[test]
fn the_cache_panel_tells_what_the_cache_counted() {
    let mut bench = Bench::new();
    bench.visit(100..160);
    let stats = bench.cache.stats();
    assert!(stats.hits > 0 && stats.evictions > 0, "{stats:?}");
    let mut harness = open(Which::Cache, SIZE, bench);
    harness.run();
    harness.get_by_label(&format!("hits: {}", stats.hits));
    harness.get_by_label(&format!("misses: {}", stats.misses));
    harness.get_by_label(&format!("resident: {} / 100", stats.resident));
    harness.get_by_label_contains("Hit rate chart: last 50 ");
    harness.get_by_label_contains("Load time chart: p50 ");
    harness.get_by_label_contains("Stall chart: minute ");
}

#[test]
fn pointing_at_a_chart_reads_all_its_lines() {
    let mut bench = Bench::new();
    (0..5).for_each(|frame| bench.visit([frame]));
    let mut harness = open(Which::Cache, SIZE, bench);
    harness.run();
    let chart = harness.get_by_label_contains("Queue chart: queued ").rect();
    harness.hover_at(chart.right_center());
    harness.run();
    let readout = harness.get_by_label_contains("s before the last event").accesskit_node().label_or_value();
    assert!(readout.contains("0 queued\n0 in flight"), "{readout}");
}

#[test]
fn pausing_holds_the_figures_and_resuming_loses_nothing() {
    let mut bench = Bench::new();
    bench.visit([1, 2, 3]);
    let before = bench.cache.stats();
    let mut harness = open(Which::Cache, SIZE, bench);
    harness.run();
    harness.get_by_label("Pause").click();
    harness.run();
    harness.state_mut().visit([4, 5, 6]);
    harness.run();
    harness.get_by_label(&format!("hits: {}", before.hits));
    harness.get_by_label("Pause").click();
    harness.run();
    let after = harness.state().cache.stats();
    assert!(after.hits > before.hits);
    harness.get_by_label(&format!("hits: {}", after.hits));
}

#[test]
fn clearing_counts_anew() {
    let mut bench = Bench::new();
    bench.visit([1, 2, 3]);
    let mut harness = open(Which::Cache, SIZE, bench);
    harness.run();
    harness.get_by_label("Clear").click();
    harness.run();
    harness.get_by_label("hits: 0");
    harness.get_by_label_contains("No events yet.");
    harness.state_mut().visit([4]);
    harness.run();
    harness.get_by_label("hits: 1");
    harness.get_by_label("Hit rate chart: last 50 100.0 %, all 100.0 %");
}

#[test]
fn exporting_writes_every_sample() {
    let mut bench = Bench::new();
    (0..5).for_each(|frame| bench.visit([frame]));
    let mut harness = open(Which::Cache, SIZE, bench);
    harness.run();
    harness.get_by_label("Export CSV…").click();
    harness.run();
    let bench = harness.state();
    let text = bench.exported.clone().unwrap();
    assert_eq!(text.lines().count(), bench.telemetry.samples().len() + 1);
    assert!(text.starts_with("time_s,hits,"));
}
