//! The window, driven by accessible label: what if, tune for me, watch it learn, and the distance to the best possible.

use std::time::{Duration, Instant};

use eframe::egui::{self, Key, Modifiers, Role};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT, Queryable};
use motscope::app::Window;
use motscope::app::model::settings::cache_settings::CacheSettings;

use crate::window::{self, PATIENCE, click, position, press, settle, some_boxes};

/// Some boxes with the tuning panel, after so many moves.
fn tuning(moves: usize) -> Harness<'static, Window> {
    let mut harness = window::start(some_boxes(), [1280.0, 1000.0]);
    for step in 0..moves {
        let modifiers = if step % 3 == 2 { Modifiers::COMMAND } else { Modifiers::NONE };
        harness.key_press_modifiers(modifiers, Key::ArrowRight);
        harness.step();
    }
    click(&mut harness, "Tuning");
    harness
}

/// Steps until a label contains this, and answers all of it.
fn wait_for(harness: &mut Harness<'_, Window>, text: &str) -> String {
    let deadline = Instant::now() + PATIENCE;
    loop {
        if let Some(found) = label_with(harness, text) {
            return found;
        }
        assert!(Instant::now() < deadline, "nothing says “{text}”");
        harness.step();
        std::thread::yield_now();
    }
}

fn label_with(harness: &Harness<'_, Window>, text: &str) -> Option<String> {
    let node = harness.query_all_by_label_contains(text).next()?;
    node.accesskit_node().label().or_else(|| node.accesskit_node().value())
}

fn engine(harness: &Harness<'_, Window>) -> CacheSettings {
    harness.state().view().state.settings.cache.clone()
}

fn set(harness: &mut Harness<'_, Window>, slider: &str, value: f64) {
    harness.get_by_role_and_label(Role::Slider, slider).set_value_accesskit(value);
    settle(harness);
}

/// Steps until nothing asks for a repaint any more.
fn rest(harness: &mut Harness<'_, Window>) {
    let deadline = Instant::now() + PATIENCE;
    let delay = |harness: &Harness<'_, Window>| harness.output().viewport_output[&egui::ViewportId::ROOT].repaint_delay;
    let mut calm = 0;
    while calm < 10 {
        harness.step();
        calm = if delay(harness) == Duration::MAX { calm + 1 } else { 0 };
        assert!(Instant::now() < deadline, "it does not come to rest");
        std::thread::yield_now();
    }
}

#[test]
fn before_there_are_moves_the_table_says_what_to_do() {
    let harness = tuning(3);
    harness.get_by_label_contains("Step, jump or play first. After 20 moves (4 moves so far)");
    assert!(harness.get_by_label("Tune for me…").accesskit_node().is_disabled());
}

#[test]
fn a_slider_is_compared_with_what_there_was_before_it_was_moved() {
    let mut harness = tuning(60);
    set(&mut harness, "latency", 60.0);
    wait_for(&mut harness, "clairvoyant: hit rate 9");
    rest(&mut harness);
    // The pointer let go, and it was long ago.
    (0..70).for_each(|_| harness.step());
    // And what the file itself takes.
    assert!(label_with(&harness, "what if: last 61 moves, loads of 60.").is_some());
    let before = wait_for(&mut harness, "settings now: hit rate ");
    set(&mut harness, "degree", 1.0);
    set(&mut harness, "frames", 5.0);
    let change = wait_for(&mut harness, "change: hit rate ▼");
    assert!(change.contains("stall ▼ +"), "{change}");
    rest(&mut harness);
    let had = label_with(&harness, "what you had: ").unwrap();
    assert_eq!(had.split_once(": ").unwrap().1, before.split_once(": ").unwrap().1);
    for other in ["no prefetch: hit rate 0", "distance decay: hit rate ", "clairvoyant: hit rate 9"] {
        assert!(label_with(&harness, other).is_some(), "{other}");
    }
}

#[test]
fn the_table_follows_the_moves_and_rests_with_them() {
    let mut harness = tuning(30);
    wait_for(&mut harness, "what if: last 31 moves");
    rest(&mut harness);
    harness.key_press(Key::Home);
    harness.step();
    wait_for(&mut harness, "what if: last 32 moves");
    rest(&mut harness);
}

/// How often each move was made, as the predictor has learned it.
fn learned(harness: &Harness<'_, Window>) -> serde_json::Value {
    let habits = serde_json::to_value(harness.state().view().state.habits.habits()).unwrap();
    habits["counts"]["any"]["counts"].clone()
}

#[test]
fn what_was_learned_is_forgotten_when_asked_for_and_not_with_a_slider() {
    let mut harness = tuning(20);
    let before = learned(&harness);
    assert_eq!(before.as_array().unwrap().len(), 2, "steps, and jumps: {before}");
    set(&mut harness, "depth", 5.0);
    assert_eq!(learned(&harness), before);
    click(&mut harness, "Forget what was learned");
    assert_eq!(learned(&harness), serde_json::json!([]));
    // The cache goes on, and so does the learning.
    let here = position(&harness);
    (0..3).for_each(|_| press(&mut harness, Modifiers::NONE, Key::ArrowRight));
    assert_eq!(harness.state().view().state.displayed.as_ref().unwrap().number(), here + 3);
    assert_eq!(learned(&harness).as_array().unwrap().len(), 1, "steps");
    let document = harness.state().view().document.unwrap();
    assert!(document.cache.peek(here + 4).is_some(), "the next frame is prefetched");
    assert_eq!(engine(&harness).predictor.adaptive.depth, 5);
}

#[test]
fn what_a_search_found_is_applied_like_a_slider() {
    let mut harness = tuning(60);
    set(&mut harness, "latency", 60.0);
    click(&mut harness, "Tune for me…");
    wait_for(&mut harness, ", no prefetch");
    click(&mut harness, "Cancel");
    harness.get_by_label_contains(" tried over the last 61 moves, then cancelled");
    rest(&mut harness);
    harness.get_by_label_contains("Stall against loads: ");
    assert_eq!(harness.query_all_by_label_contains(", recommended").count(), 1);
    assert!(harness.get_by_label("Undo").accesskit_node().is_disabled());
    harness.query_all_by_label_contains(", no prefetch").next().unwrap().click();
    settle(&mut harness);
    let before = engine(&harness);
    harness.get_by_label_contains("no prefetch (now ");
    click(&mut harness, "Apply");
    let after = engine(&harness);
    assert_eq!(after.predictor.kind, motscope::predict::PredictorKind::None);
    assert_eq!((after.latency_ms, after.workers), (before.latency_ms, before.workers));
    wait_for(&mut harness, "settings now: hit rate 0.0 %");
    // What is applied is what there is now, until it is undone.
    let is_now = |harness: &Harness<'_, Window>| harness.query_by_label_contains("no prefetch, now").is_some();
    assert!(is_now(&harness) && harness.get_by_label("Apply").accesskit_node().is_disabled());
    click(&mut harness, "Undo");
    assert_eq!(engine(&harness), before);
    assert!(!is_now(&harness) && harness.get_by_label("Undo").accesskit_node().is_disabled());
    harness.key_press(Key::Escape);
    settle(&mut harness);
    assert!(harness.query_by_label("Search again").is_none());
    rest(&mut harness);
}

#[test]
fn two_caches_are_watched_side_by_side_and_rest_when_paused_or_closed() {
    let mut harness = window::start(some_boxes(), [1280.0, 800.0]);
    click(&mut harness, "Help");
    click(&mut harness, "Watch it learn");
    // Without a wait, so that nothing depends on how fast this machine steps.
    wait_for(&mut harness, "predictor off: ");
    set(&mut harness, "load time", 0.0);
    wait_for(&mut harness, "move 9 of 400: ");
    for label in ["predictor off: frame ", "Stall of each move chart: predictor on ", "In the cache: "] {
        wait_for(&mut harness, label);
    }
    let own = harness.state().view().trace().unwrap();
    assert_eq!(own.moves.len(), 1, "the window's own play head stays where it is");
    click(&mut harness, "Pause demo");
    rest(&mut harness);
    click(&mut harness, "Restart");
    wait_for(&mut harness, "move 2 of 400: ");
    harness.key_press(Key::Escape);
    settle(&mut harness);
    assert!(harness.query_by_label("Restart").is_none());
    rest(&mut harness);
}

#[test]
fn the_last_minute_is_compared_with_a_clairvoyant() {
    let mut harness = tuning(40);
    harness.get_by_role_and_label(Role::Button, "Cache").click();
    wait_for(&mut harness, "Stall chart: minute ");
    let is_known = |harness: &Harness<'_, Window>| {
        let told = label_with(harness, "stall ÷ clairvoyant: ").unwrap();
        let chart = label_with(harness, "Stall chart: minute ").unwrap();
        assert_eq!(told.ends_with('–'), chart.ends_with("bound –"), "{told}, {chart}");
        !told.ends_with('–')
    };
    let wait_until_known = |harness: &mut Harness<'_, Window>| {
        let deadline = Instant::now() + PATIENCE;
        while !is_known(harness) {
            assert!(Instant::now() < deadline, "nothing is known");
            harness.step();
            std::thread::yield_now();
        }
    };
    wait_until_known(&mut harness);
    rest(&mut harness);
    click(&mut harness, "Clear");
    harness.get_by_label("stall ÷ clairvoyant: –");
    harness.key_press(Key::ArrowRight);
    harness.step();
    wait_for(&mut harness, "Stall chart: minute ");
    wait_until_known(&mut harness);
}
