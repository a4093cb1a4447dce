//! What the adaptive predictor reaches on recorded navigation, `traces` of the shared test data.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod support;

use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::Duration;

use motscope::predict::{PredictorConfig, PredictorKind};
use motscope::sim::{
    DEFAULT_JUMPS, Engine, Formula, Machine, Outcome, PersonHints, Reference, Trace, Tuning, User, run, run_reference,
};
use motscope::{Capacity, KeySet};

const KEYS: u64 = 10_000;
/// Without `random`, which nobody can foresee.
const NAMES: [&str; 7] = ["hold", "jumps", "play", "review", "drag", "pingpong", "errors"];

fn machine() -> Machine {
    Machine {
        load: Duration::from_millis(60),
        sigma: 0.0,
        seed: 1,
        capacity: Capacity::entries(64),
        frame_bytes: 1,
        workers: 4,
        user: User::Block,
        keys: Arc::new(KeySet::first_n(KEYS)),
    }
}

fn replay(name: &str, machine: &Machine, frugal: bool) -> Outcome {
    let folder = support::shared().join("traces");
    let hints = PersonHints::read_all(&std::fs::read(folder.join("hints.json")).unwrap()).unwrap();
    let bytes = std::fs::read(folder.join(format!("{name}.csv"))).unwrap();
    let trace = Trace::parse(name, &bytes, Some(0..=KEYS - 1)).unwrap();
    let mut config = PredictorConfig { kind: PredictorKind::Adaptive, ..PredictorConfig::default() };
    config.adaptive.frugal = frugal;
    let mut engine = Engine::new(machine, Tuning::default(), config.build(), &hints[name].hints(&DEFAULT_JUMPS));
    run(machine, &trace, &mut engine, &AtomicBool::new(false)).unwrap()
}

/// Mean stall in milliseconds, and loads per move.
fn mean(machine: &Machine, frugal: bool) -> (f64, f64) {
    let outcomes = NAMES.map(|name| replay(name, machine, frugal));
    let mean = |of: fn(&Outcome) -> f64| outcomes.iter().map(of).sum::<f64>() / outcomes.len() as f64;
    (mean(Outcome::stall_mean_ms), mean(Outcome::loads_per_move))
}

#[test]
#[ignore = "needs MOTSCOPE_SHARED"]
fn waiting_is_short_for_few_loads() {
    let (stall, loads) = mean(&machine(), false);
    assert!(stall <= 1.3 && loads <= 3.2, "{stall} ms, {loads}");
    let (stall, loads) = mean(&machine(), true);
    assert!(stall <= 1.5 && loads <= 2.0, "frugal: {stall} ms, {loads}");
    let (stall, _) = mean(&Machine { user: User::Live, ..machine() }, false);
    assert!(stall <= 0.9, "live: {stall} ms");
    let (stall, _) = mean(&Machine { load: Duration::from_millis(10), ..machine() }, false);
    assert!(stall <= 0.05, "fast loads: {stall} ms");
    let (stall, _) = mean(&Machine { workers: 1, ..machine() }, false);
    assert!(stall <= 6.0, "one worker: {stall} ms");
}

#[test]
#[ignore = "needs MOTSCOPE_SHARED"]
fn nearly_every_move_finds_its_frame() {
    for name in NAMES {
        let outcome = replay(name, &machine(), false);
        let least = if name == "drag" { 0.8 } else { 0.99 };
        assert!(outcome.hit_rate() >= least, "{name}: {}", outcome.hit_rate());
        assert_eq!((outcome.loads.duplicates, outcome.loads.of_resident), (0, 0), "{name}");
    }
}

#[test]
#[ignore = "needs MOTSCOPE_SHARED"]
fn load_times_that_vary_are_not_felt() {
    for seed in 1..=3 {
        for name in NAMES.into_iter().filter(|&name| name != "drag") {
            let outcome = replay(name, &Machine { sigma: 0.6, seed, ..machine() }, false);
            assert!(outcome.percentile(99) <= Duration::from_millis(60), "{name}, seed {seed}");
            assert!(outcome.stall_mean_ms() < 0.5, "{name}, seed {seed}: {} ms", outcome.stall_mean_ms());
        }
    }
}

#[test]
#[ignore = "needs MOTSCOPE_SHARED"]
fn who_cannot_be_foreseen_costs_little() {
    let outcome = replay("random", &machine(), false);
    let wasted = outcome.loads_per_move() - 1.0;
    assert!(outcome.stall_mean_ms() <= 60.0 && wasted <= 0.5, "{} ms, {wasted}", outcome.stall_mean_ms());
}

#[test]
#[ignore = "needs MOTSCOPE_SHARED"]
fn with_one_worker_nobody_waits_longer_than_with_the_python_library() {
    let machine = Machine { workers: 1, ..machine() };
    for name in NAMES.into_iter().chain(["random"]) {
        let stall = replay(name, &machine, false).stall_mean_ms();
        let bytes = std::fs::read(support::shared().join("traces").join(format!("{name}.csv"))).unwrap();
        let trace = Trace::parse(name, &bytes, Some(0..=KEYS - 1)).unwrap();
        for formula in [Formula::DistanceDecay, Formula::DynamicDistanceDecay, Formula::DynamicData] {
            let library = Reference::PythonLibrary(formula);
            let reached = run_reference(library, &machine, &trace, &DEFAULT_JUMPS, &AtomicBool::new(false)).unwrap();
            let theirs = reached.stall_mean_ms().unwrap();
            assert!(stall <= 1.01 * theirs, "{name}: {stall} ms, {library} {theirs} ms");
        }
    }
}
