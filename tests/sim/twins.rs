//! The reference algorithms against naive twins, on navigation that was made up.

use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::Duration;

use motscope::sim::{self, Formula, Person, Reached, Reference, Trace, User, run_reference};
use motscope::{Capacity, KeySet};

use crate::naive::{self, Machine, Move, Outcome};
use crate::references::{Clairvoyant, Library, Lru, Window};
use crate::{bound, sessions};

/// Rows of each navigation, and the frames that it moves in: few, so that places are visited again.
const ROWS: usize = 120;
const FRAMES: u64 = 300;

/// Slow and fast loads, little and much room, one loader and several.
const MACHINES: [Machine; 4] = [
    Machine { load: 60, capacity: 16, workers: 4, keys: FRAMES as i64 },
    Machine { load: 60, capacity: 7, workers: 1, keys: FRAMES as i64 },
    Machine { load: 10, capacity: 40, workers: 2, keys: FRAMES as i64 },
    Machine { load: 200, capacity: 3, workers: 3, keys: FRAMES as i64 },
];

/// What `reference` reaches on a navigation in whole milliseconds.
fn reached(reference: Reference, machine: Machine, moves: &[Move]) -> Reached {
    let millis = Duration::from_millis;
    let moves = moves.iter().map(|&(at, key)| sim::Move { at: millis(at), key: key as u64 }).collect();
    let trace = Trace { name: String::new(), keys: None, moves };
    let machine = sim::Machine {
        load: millis(machine.load),
        capacity: Capacity::entries(machine.capacity),
        workers: machine.workers,
        user: User::Block,
        keys: Arc::new(KeySet::first_n(FRAMES)),
        ..sessions::machine()
    };
    run_reference(reference, &machine, &trace, &sim::DEFAULT_JUMPS, &AtomicBool::new(false)).unwrap()
}

/// Every person on every machine.
fn all(mut check: impl FnMut(&str, Machine, &[Move])) {
    for person in Person::ALL {
        let (trace, _) = person.navigation(5, ROWS, FRAMES);
        let moves: Vec<Move> = trace.moves.iter().map(|step| (step.at.as_millis() as u64, step.key as i64)).collect();
        MACHINES.into_iter().for_each(|machine| check(&format!("{person}, {machine:?}"), machine, &moves));
    }
}

/// Every row of every replay.
fn check(reference: Reference, mut naive: impl FnMut(Machine, &[Move]) -> Outcome) {
    all(|what, machine, moves| {
        let reached = reached(reference, machine, moves);
        let outcome = reached.outcome().unwrap();
        let stalls = outcome.rows.iter().map(|row| row.stall.as_millis() as u64).collect();
        let reached = Outcome { stalls, hits: outcome.hits, loads: outcome.loads.begun };
        assert_eq!(reached, naive(machine, moves), "{reference}: {what}");
    });
}

#[test]
fn without_prefetch_each_row_waits_as_the_naive_twin_does() {
    check(Reference::NoPrefetchLru, |machine, moves| naive::replay(Lru::default(), machine, moves));
}

#[test]
fn read_ahead_and_spiral_wait_at_each_row_as_the_naive_twins_do() {
    check(Reference::ReadAhead, |machine, moves| naive::replay(Window::new(false), machine, moves));
    check(Reference::Spiral, |machine, moves| naive::replay(Window::new(true), machine, moves));
}

#[test]
fn the_python_library_waits_at_each_row_as_the_naive_twin_does() {
    for formula in [Formula::DistanceDecay, Formula::DynamicDistanceDecay, Formula::DynamicData] {
        // It has one background loader, whatever the machine has.
        let naive =
            |machine, moves: &[Move]| naive::replay(Library::new(formula), Machine { workers: 1, ..machine }, moves);
        check(Reference::PythonLibrary(formula), naive);
    }
}

#[test]
fn the_clairvoyant_waits_at_each_row_as_the_naive_twin_does() {
    check(Reference::Clairvoyant, |machine, moves| {
        // With few loaders it leaves some of what is due soon to the demand lane, as much as is best.
        let tenths: &[u64] = if machine.workers < 3 { &[0, 3, 6, 9, 10] } else { &[0] };
        let replays = tenths
            .iter()
            .map(|tenths| naive::replay(Clairvoyant { leave: machine.load * tenths / 10 }, machine, moves));
        replays.min_by_key(|outcome| outcome.stalls.iter().sum::<u64>()).unwrap()
    });
}

#[test]
fn the_lower_bound_is_that_of_the_two_plain_arguments() {
    all(|what, machine, moves| {
        let reached = reached(Reference::LowerBound, machine, moves).stall_mean_ms().unwrap() * ROWS as f64;
        let expected = bound::lower_bound(machine, moves) as f64;
        // The twin counts whole milliseconds.
        assert!((expected..expected + 1.0).contains(&(reached + 1e-6)), "{what}: {reached}, not {expected}");
    });
}
