use std::sync::Arc;

use proptest::prelude::*;

use super::*;
use crate::cache::{Capacity, Verdict};
use crate::provider::KeySet;
use crate::sim::Move;

fn machine(workers: usize, frames: usize) -> Machine {
    Machine {
        load: Duration::from_millis(10),
        sigma: 0.0,
        seed: 0,
        capacity: Capacity::entries(frames),
        frame_bytes: 1,
        workers,
        user: User::Block,
        keys: Arc::new(KeySet::first_n(100)),
        video: None,
    }
}

fn trace(moves: &[(u64, u64)]) -> Trace {
    let moves = moves.iter().map(|&(at, key)| Move { at: Duration::from_millis(at), key }).collect();
    Trace { name: String::new(), keys: None, moves }
}

fn go(reference: Reference, machine: &Machine, trace: &Trace) -> ReplayResult {
    run_reference(reference, machine, trace, &DEFAULT_JUMPS, &AtomicBool::new(false)).unwrap()
}

fn outcome(reference: Reference, machine: &Machine, moves: &[(u64, u64)]) -> Outcome {
    go(reference, machine, &trace(moves)).outcome().unwrap().clone()
}

fn stalls(outcome: &Outcome) -> Vec<u128> {
    outcome.rows.iter().map(|row| row.stall.as_millis()).collect()
}

#[test]
fn without_prefetch_the_frame_used_longest_ago_leaves() {
    let moves = [(0, 1), (0, 2), (0, 1), (0, 3), (0, 1), (0, 2)];
    let outcome = outcome(Reference::NoPrefetchLru, &machine(4, 2), &moves);
    assert_eq!(stalls(&outcome), [10, 10, 0, 10, 0, 10]);
    assert_eq!((outcome.loads.begun, outcome.loads.prefetched, outcome.coverage()), (4, 0, 0.0));
}

#[test]
fn read_ahead_follows_the_direction_of_the_last_move_and_keeps_what_is_behind_while_there_is_room() {
    // Of 8 frames five are fetched ahead. All of 50 … 55 come, then a step back fetches 48 … 44.
    let moves = [(0, 50), (100, 51), (200, 50), (300, 49), (400, 48), (500, 47), (500, 55)];
    let outcome = outcome(Reference::ReadAhead, &machine(1, 8), &moves);
    assert_eq!(stalls(&outcome)[..3], [10, 0, 0]);
    assert_eq!(stalls(&outcome)[3..6], [0, 0, 0]);
    assert_eq!(outcome.rows[6].verdict, Verdict::Miss);
}

#[test]
fn the_spiral_goes_out_both_ways_and_the_farthest_leaves() {
    // Of 8 frames ±1 … ±3 are fetched, in this order, by one loader.
    let moves = [(0, 50), (15, 49), (15, 53), (200, 47), (400, 44), (400, 56)];
    let outcome = outcome(Reference::Spiral, &machine(1, 8), &moves);
    assert_eq!(stalls(&outcome), [10, 0, 10, 10, 0, 10]);
    assert_eq!(outcome.loads.of_resident + outcome.loads.duplicates, 0);
}

#[test]
fn the_python_library_loads_what_is_there_and_what_is_on_its_way() {
    let moves: Vec<(u64, u64)> = (0..60).map(|step| (step * 33, step)).collect();
    let outcome = outcome(Reference::PythonLibrary(Formula::DistanceDecay), &machine(4, 20), &moves);
    assert!(outcome.loads.duplicates > 0 && outcome.loads.of_resident > 0, "{:?}", outcome.loads);
}

#[test]
fn the_clairvoyant_fetches_in_order_of_use_and_never_evicts_what_it_needs_sooner() {
    // While the person waits for 9, the loaders fetch 5 and 7; 9 is then used furthest ahead and leaves for 3.
    let moves = [(0, 9), (5, 5), (5, 7), (15, 3), (15, 5), (15, 7), (40, 9)];
    let outcome = outcome(Reference::Clairvoyant, &machine(3, 3), &moves);
    assert_eq!(stalls(&outcome), [10, 0, 0, 0, 0, 0, 0]);
    assert_eq!((outcome.loads.begun, outcome.loads.used), (5, 4));
}

#[test]
fn with_one_loader_the_clairvoyant_leaves_what_is_due_at_once_to_the_demand_lane() {
    // 1 waits for the lane. Fetching 2 makes 3 and 4 come at 20 and 30; leaving 2 to the lane, 3 is there with it.
    let moves = [(0, 1), (0, 2), (0, 3), (10, 4)];
    let outcome = outcome(Reference::Clairvoyant, &machine(1, 8), &moves);
    assert_eq!(outcome.stall.as_millis(), 20);
}

#[test]
fn no_schedule_beats_the_lower_bound() {
    // Five frames on two loaders are three rounds.
    let five = [(0, 1), (0, 2), (0, 3), (0, 4), (0, 5)];
    let reached = go(Reference::LowerBound, &machine(1, 8), &trace(&five));
    assert_eq!(reached.stall_mean_ms(), Some(30.0 / 5.0));
    // Again and again through four frames with room for one: twelve requests need ten loads that nobody could have
    // begun before; two lanes share them.
    let round: Vec<(u64, u64)> = (0..12).map(|row| (0, row % 4)).collect();
    let reached = go(Reference::LowerBound, &machine(1, 1), &trace(&round));
    assert!(reached.stall_mean_ms() >= Some(20.0 / 12.0), "{:?}", reached.stall_mean_ms());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn the_lower_bound_is_below_all_and_two_runs_are_identical(
        steps in prop::collection::vec((0_u64..40, 0_u64..14), 1..60),
        workers in 1_usize..5, frames in 1_usize..12, spread in any::<bool>(), seed in any::<u64>(),
    ) {
        let mut at = 0;
        let moves: Vec<(u64, u64)> = steps.iter().map(|&(gap, key)| { at += gap; (at, key) }).collect();
        let trace = trace(&moves);
        let machine = Machine { sigma: if spread { 0.6 } else { 0.0 }, seed, ..machine(workers, frames) };
        let bound = go(Reference::LowerBound, &machine, &trace).stall_mean_ms().unwrap();
        for reference in Reference::ALL {
            let reached = go(reference, &machine, &trace);
            let stall = reached.stall_mean_ms().unwrap();
            prop_assert!(bound <= stall + 1e-9, "{reference}: {bound} > {stall}");
            prop_assert_eq!(&reached, &go(reference, &machine, &trace));
            let live = Machine { user: User::Live, ..machine.clone() };
            if let Some(outcome) = go(reference, &live, &trace).outcome() {
                prop_assert_eq!(outcome.rows.len(), moves.len());
                prop_assert!(outcome.loads.used <= outcome.loads.prefetched && outcome.loads.begun >= outcome.loads.prefetched);
            }
        }
    }

    #[test]
    fn with_three_loaders_foresight_is_never_worse_than_none(
        steps in prop::collection::vec((0_u64..40, 0_u64..14), 1..60), workers in 3_usize..6, frames in 1_usize..12,
    ) {
        let mut at = 0;
        let moves: Vec<(u64, u64)> = steps.iter().map(|&(gap, key)| { at += gap; (at, key) }).collect();
        let (machine, trace) = (machine(workers, frames), trace(&moves));
        let with = go(Reference::Clairvoyant, &machine, &trace).stall_mean_ms().unwrap();
        let without = go(Reference::NoPrefetchLru, &machine, &trace).stall_mean_ms().unwrap();
        prop_assert!(with <= without + 1e-9, "{with} > {without}");
    }
}
