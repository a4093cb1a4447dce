//! What the adaptive predictor reaches on navigation: of made-up persons, and that of `traces` of the shared test data.

use std::sync::atomic::AtomicBool;
use std::time::Duration;

use motscope::predict::PredictorKind;
use motscope::sim::{Algorithm, Formula, Machine, Outcome, Reference, ReplayResult, Setup, User};

use crate::sessions::{Session, generated_sessions, hands, machine, shared_sessions};
use crate::shared;

/// The traces of whoever can be foreseen: all but `random`, and `mix`, which changes its habit again and again.
fn foreseeable(mut sessions: Vec<Session>) -> Vec<Session> {
    sessions.retain(|session| !["random", "mix"].contains(&session.trace.name.as_str()));
    assert!(!sessions.is_empty());
    sessions
}

/// The trace with this name.
fn named(sessions: Vec<Session>, name: &str) -> Session {
    sessions.into_iter().find(|session| session.trace.name == name).unwrap()
}

fn shared_traces() -> Vec<Session> {
    shared_sessions(&shared::folder(""))
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

/// What a mean move may cost at most.
struct Bar {
    machine: Machine,
    frugal: bool,
    /// Milliseconds of waiting.
    stall: f64,
    loads: f64,
}

fn assert_waiting_is_short_for_few_loads(sessions: &[Session], bars: &[Bar]) {
    for Bar { machine, frugal, stall, loads } in bars {
        let outcomes: Vec<Outcome> = sessions.iter().map(|session| replay(session, machine, *frugal)).collect();
        let mean = |of: fn(&Outcome) -> f64| outcomes.iter().map(of).sum::<f64>() / outcomes.len() as f64;
        let (waited, loaded) = (mean(Outcome::stall_mean_ms), mean(Outcome::loads_per_move));
        assert!(waited <= *stall && loaded <= *loads, "frugal {frugal}: {waited} ms, {loaded} loads, {machine:?}");
    }
}

/// Whether nearly every move finds its frame, and each frame is loaded once; `least` is the share of hits by name.
fn assert_nearly_every_move_finds_its_frame(sessions: &[Session], least: impl Fn(&str) -> f64) {
    for session in sessions {
        let (outcome, name) = (replay(session, &machine(), false), &session.trace.name);
        assert!(outcome.hit_rate() >= least(name), "{name}: {}", outcome.hit_rate());
        assert_eq!((outcome.loads.duplicates, outcome.loads.of_resident), (0, 0), "{name}");
    }
}

/// `most` is how many milliseconds a mean move may wait.
fn assert_load_times_that_vary_are_not_felt(sessions: &[Session], most: f64) {
    for session in sessions.iter().filter(|session| session.trace.name != "drag") {
        for seed in 1..=3 {
            let name = &session.trace.name;
            let outcome = replay(session, &Machine { sigma: 0.6, seed, ..machine() }, false);
            assert!(outcome.percentile(99) <= Duration::from_millis(60), "{name}, seed {seed}");
            assert!(outcome.stall_mean_ms() < most, "{name}, seed {seed}: {} ms", outcome.stall_mean_ms());
        }
    }
}

/// `random` cannot be foreseen: hardly anything is loaded in vain then.
fn assert_who_cannot_be_foreseen_costs_little(random: &Session) {
    let outcome = replay(random, &machine(), false);
    let wasted = outcome.loads_per_move() - 1.0;
    assert!(outcome.stall_mean_ms() <= 60.0 && wasted <= 0.5, "{} ms, {wasted}", outcome.stall_mean_ms());
}

fn assert_with_one_worker_nobody_waits_longer_than_with_the_python_library(sessions: &[Session]) {
    let machine = Machine { workers: 1, ..machine() };
    for session in sessions {
        let (stall, name) = (replay(session, &machine, false).stall_mean_ms(), &session.trace.name);
        for formula in [Formula::DistanceDecay, Formula::DynamicDistanceDecay, Formula::DynamicData] {
            let library = Reference::PythonLibrary(formula);
            let theirs = reached(Algorithm::Reference(library), session, &machine, false).stall_mean_ms().unwrap();
            assert!(stall <= 1.01 * theirs, "{name}: {stall} ms, {library} {theirs} ms");
        }
    }
}

/// Bars for the usual machine, for a frugal predictor, and for machines that differ in one thing.
fn bars(usual: [f64; 2], frugal: [f64; 2], live: f64, fast: f64, one_worker: f64) -> [Bar; 5] {
    let bar = |machine, frugal, [stall, loads]: [f64; 2]| Bar { machine, frugal, stall, loads };
    let any = f64::INFINITY;
    [
        bar(machine(), false, usual),
        bar(machine(), true, frugal),
        bar(Machine { user: User::Live, ..machine() }, false, [live, any]),
        bar(Machine { load: Duration::from_millis(10), ..machine() }, false, [fast, any]),
        bar(Machine { workers: 1, ..machine() }, false, [one_worker, any]),
    ]
}

#[test]
fn waiting_is_short_for_few_loads() {
    let bars = bars([1.0, 3.6], [1.3, 2.3], 0.8, 0.05, 8.5);
    assert_waiting_is_short_for_few_loads(&foreseeable(generated_sessions()), &bars);
}

#[test]
#[ignore = "needs MOTSCOPE_SHARED"]
fn waiting_is_short_for_few_loads_on_traces() {
    let bars = bars([1.3, 3.2], [1.5, 2.0], 0.9, 0.05, 6.0);
    assert_waiting_is_short_for_few_loads(&foreseeable(shared_traces()), &bars);
}

#[test]
#[ignore = "needs MOTSCOPE_SHARED"]
fn hands_that_really_drag_wait_little_for_the_loads_they_cost() {
    let hands = hands(&shared::folder(""));
    let bar = |frugal, stall, loads| Bar { machine: machine(), frugal, stall, loads };
    assert_waiting_is_short_for_few_loads(&hands, &[bar(false, 23.1, 4.0), bar(true, 26.9, 3.0)]);
}

/// A load that is hardly worth it is not made: the formulas and the read-ahead of players load far more for less.
#[test]
#[ignore = "needs MOTSCOPE_SHARED"]
fn hands_that_really_drag_are_foreseen_better_than_by_any_formula() {
    for session in hands(&shared::folder("")) {
        let ours = replay(&session, &machine(), false);
        let formulas = [PredictorKind::DistanceDecay, PredictorKind::DynamicDistanceDecay, PredictorKind::DynamicData];
        let others = formulas.map(Algorithm::Predictor).into_iter();
        for other in others.chain([Algorithm::Reference(Reference::ReadAhead)]) {
            let theirs = reached(other, &session, &machine(), false).outcome().unwrap().clone();
            assert!(ours.stall < theirs.stall, "{}: {other}", session.trace.name);
            assert!(ours.accuracy() > 2.0 * theirs.accuracy(), "{}: {other}", session.trace.name);
        }
    }
}

#[test]
fn nearly_every_move_finds_its_frame() {
    let least = |name: &str| if name == "drag" { 0.8 } else { 0.985 };
    assert_nearly_every_move_finds_its_frame(&foreseeable(generated_sessions()), least);
}

#[test]
#[ignore = "needs MOTSCOPE_SHARED"]
fn nearly_every_move_finds_its_frame_on_traces() {
    let least = |name: &str| if name == "drag" { 0.8 } else { 0.99 };
    assert_nearly_every_move_finds_its_frame(&foreseeable(shared_traces()), least);
}

#[test]
fn load_times_that_vary_are_not_felt() {
    assert_load_times_that_vary_are_not_felt(&foreseeable(generated_sessions()), 0.8);
}

#[test]
#[ignore = "needs MOTSCOPE_SHARED"]
fn load_times_that_vary_are_not_felt_on_traces() {
    assert_load_times_that_vary_are_not_felt(&foreseeable(shared_traces()), 0.5);
}

#[test]
fn who_cannot_be_foreseen_costs_little() {
    assert_who_cannot_be_foreseen_costs_little(&named(generated_sessions(), "random"));
}

#[test]
#[ignore = "needs MOTSCOPE_SHARED"]
fn who_cannot_be_foreseen_costs_little_on_traces() {
    assert_who_cannot_be_foreseen_costs_little(&named(shared_traces(), "random"));
}

#[test]
fn with_one_worker_nobody_waits_longer_than_with_the_python_library() {
    assert_with_one_worker_nobody_waits_longer_than_with_the_python_library(&generated_sessions());
}

#[test]
#[ignore = "needs MOTSCOPE_SHARED"]
fn with_one_worker_nobody_waits_longer_than_with_the_python_library_on_traces() {
    assert_with_one_worker_nobody_waits_longer_than_with_the_python_library(&shared_traces());
}
