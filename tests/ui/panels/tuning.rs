//! The panel with the settings of cache and predictor.

use std::time::Duration;

use eframe::egui::Role;
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable;
use motscope::app::model::settings::cache_settings::CacheSettings;

use super::{Bench, PATIENCE, Which, open};

fn set_slider(harness: &mut Harness<'_, Bench>, name: &str, value: f64) {
    harness.get_by_role_and_label(Role::Slider, name).set_value_accesskit(value);
    harness.run();
}

#[test]
fn a_slider_acts_at_once_on_the_running_cache() {
    let mut bench = Bench::new();
    bench.visit([500]);
    let mut harness = open(Which::Tuning, [360.0, 1200.0], bench);
    harness.run();
    set_slider(&mut harness, "frames", 7.0);
    let stats = harness.state().cache.stats();
    assert_eq!(stats.capacity_entries, 7);
    assert!(stats.resident <= 7);

    set_slider(&mut harness, "frames", 200.0);
    let before = harness.state().cache.stats().resident;
    set_slider(&mut harness, "max span", 120.0);
    let cache = &harness.state().cache;
    assert!(cache.wait_idle(PATIENCE));
    assert!(cache.stats().resident > before + 50, "{before} and {:?}", cache.stats());

    set_slider(&mut harness, "latency", 3.0);
    assert_eq!(harness.state().latency.of(1), Duration::from_millis(3));

    set_slider(&mut harness, "jump boost", 0.0);
    let bench = harness.state_mut();
    assert!(bench.cache.wait_idle(PATIENCE));
    bench.drain();
    assert!(bench.snapshot.candidates.iter().all(|candidate| candidate.main_term != Some("jump")));
}

#[test]
fn choosing_a_predictor_shows_its_parameters() {
    let mut harness = open(Which::Tuning, [360.0, 1200.0], Bench::new());
    harness.run();
    assert!(harness.query_by_role_and_label(Role::Slider, "decay").is_none());
    harness.get_by_role_and_label(Role::ComboBox, "Predictor").click();
    harness.run();
    harness.get_by_label("distance decay").click();
    harness.run();
    set_slider(&mut harness, "decay", 2.5);
    assert_eq!(harness.state().settings.cache.predictor.distance_decay.decay, 2.5);
    harness.get_by_label("Reset decay").click();
    harness.run();
    assert_eq!(harness.state().settings.cache.predictor.distance_decay.decay, 1.5);
    harness.get_by_label("Reset all").click();
    harness.run();
    assert_eq!(harness.state().settings.cache, CacheSettings::default());
}

#[test]
fn jumps_that_cannot_be_read_are_told_and_not_applied() {
    let mut harness = open(Which::Tuning, [360.0, 1200.0], Bench::new());
    harness.run();
    let jumps =
        |harness: &Harness<'_, Bench>| harness.state().settings.cache.predictor.dynamic_data.possible_jumps.clone();
    let field = |harness: &Harness<'_, Bench>, text: &str| {
        let field = harness.get_by_role_and_label(Role::TextInput, "jumps");
        field.set_text_value_accesskit(text);
    };
    field(&harness, "25 -25");
    harness.run();
    assert_eq!(jumps(&harness), [-25, 25]);
    field(&harness, "25, five");
    harness.run();
    assert_eq!(jumps(&harness), [-25, 25]);
    harness.get_by_label_contains("“five” is not a whole number");
    harness.get_by_label("Undo").click();
    harness.run();
    assert!(harness.query_by_label("Undo").is_none());
    harness.get_by_label("Reset jumps").click();
    harness.run();
    assert_eq!(jumps(&harness), [-15, -5, -1, 1, 5, 15]);
}

#[test]
fn a_preset_sets_latency_and_workers() {
    let mut harness = open(Which::Tuning, [360.0, 1200.0], Bench::new());
    harness.run();
    harness.get_by_label("object store").click();
    harness.run();
    let bench = harness.state();
    assert!(bench.settings.cache.latency_ms > 0.0 && bench.settings.cache.workers > Some(2));
    assert!(bench.latency.of(1) > Duration::ZERO);
}
