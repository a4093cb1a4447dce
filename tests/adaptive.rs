//! What the adaptive predictor reaches on recorded navigation, `traces` of the shared test data.
#![allow(clippy::unwrap_used, clippy::expect_used)]

#[path = "support/sessions.rs"]
mod sessions;
mod support;

use std::sync::atomic::AtomicBool;
use std::time::Duration;

use motscope::predict::PredictorKind;
use motscope::sim::{Algorithm, Formula, Machine, Outcome, Reference, ReplayResult, Setup, User};
use sessions::{Session, machine, shared_sessions};

/// Without `random`, which nobody can foresee.
const NAMES: [&str; 7] = ["hold", "jumps", "play", "review", "drag", "pingpong", "errors"];

/// The traces with these names.
fn sessions(names: &[&str]) -> Vec<Session> {
    let mut sessions = shared_sessions(&support::shared());
    sessions.retain(|session| names.contains(&session.trace.name.as_str()));
    assert_eq!(sessions.len(), names.len());
    sessions
}

fn reached(algorithm: Algorithm, session: &Session, machine: &Machine, frugal: bool) -> ReplayResult {
    let mut setup = Setup { machine: machine.clone(), ..session.setup.clone() };
    setup.predictors.adaptive.frugal = frugal;
    algorithm.replay(&setup, &session.trace, &AtomicBool::new(false)).unwrap()
}

fn replay(session: &Session, machine: &Machine, frugal: bool) -> Outcome {
    let reached = reached(Algorithm::Predictor(PredictorKind::Adaptive), session, machine, frugal);
    reached.outcome().unwrap().clone()
}

/// Mean stall in milliseconds, and loads per move.
fn mean(machine: &Machine, frugal: bool) -> (f64, f64) {
    let outcomes: Vec<Outcome> = sessions(&NAMES).iter().map(|session| replay(session, machine, frugal)).collect();
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
    for session in sessions(&NAMES) {
        let (outcome, name) = (replay(&session, &machine(), false), &session.trace.name);
        let least = if name == "drag" { 0.8 } else { 0.99 };
        assert!(outcome.hit_rate() >= least, "{name}: {}", outcome.hit_rate());
        assert_eq!((outcome.loads.duplicates, outcome.loads.of_resident), (0, 0), "{name}");
    }
}

#[test]
#[ignore = "needs MOTSCOPE_SHARED"]
fn load_times_that_vary_are_not_felt() {
    for session in sessions(&NAMES).iter().filter(|session| session.trace.name != "drag") {
        for seed in 1..=3 {
            let name = &session.trace.name;
            let outcome = replay(session, &Machine { sigma: 0.6, seed, ..machine() }, false);
            assert!(outcome.percentile(99) <= Duration::from_millis(60), "{name}, seed {seed}");
            assert!(outcome.stall_mean_ms() < 0.5, "{name}, seed {seed}: {} ms", outcome.stall_mean_ms());
        }
    }
}

#[test]
#[ignore = "needs MOTSCOPE_SHARED"]
fn who_cannot_be_foreseen_costs_little() {
    let outcome = replay(&sessions(&["random"])[0], &machine(), false);
    let wasted = outcome.loads_per_move() - 1.0;
    assert!(outcome.stall_mean_ms() <= 60.0 && wasted <= 0.5, "{} ms, {wasted}", outcome.stall_mean_ms());
}

#[test]
#[ignore = "needs MOTSCOPE_SHARED"]
fn with_one_worker_nobody_waits_longer_than_with_the_python_library() {
    let machine = Machine { workers: 1, ..machine() };
    for session in sessions(&[&NAMES[..], &["random"]].concat()) {
        let (stall, name) = (replay(&session, &machine, false).stall_mean_ms(), &session.trace.name);
        for formula in [Formula::DistanceDecay, Formula::DynamicDistanceDecay, Formula::DynamicData] {
            let library = Reference::PythonLibrary(formula);
            let theirs = reached(Algorithm::Reference(library), &session, &machine, false).stall_mean_ms().unwrap();
            assert!(stall <= 1.01 * theirs, "{name}: {stall} ms, {library} {theirs} ms");
        }
    }
}
