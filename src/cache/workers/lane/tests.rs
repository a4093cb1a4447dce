use super::*;
use crate::cache::event::Emitter;
use crate::cache::eviction::{Eviction, Policy};
use crate::cache::store::{Capacity, Lane, Store};

const LOAD: Duration = Duration::from_millis(10);
const PATIENCE: Duration = Duration::from_millis(100);

/// A lane with one free thread, and tickets for its loads.
struct Bench {
    lane: DemandLane,
    store: Store<u64>,
}

impl Bench {
    fn new() -> Self {
        let policy = Policy::BuiltIn(Eviction::Oldest);
        let store = Store::new(Capacity::entries(9), policy, 9, 9, Emitter::new(Vec::new()));
        Self { lane: DemandLane { threads: 1, ..DemandLane::default() }, store }
    }

    /// A request misses at this time, and a free thread looks what to do.
    fn request(&mut self, key: u64, now: Duration) -> Turn {
        self.lane.pending = Some((key, key));
        let turn = self.lane.turn(now, LOAD, false);
        if let Turn::Load(key, number) = turn {
            self.lane.running.push((self.store.begin(key, Lane::Demand, number, now), now));
        }
        turn
    }
}

#[test]
fn a_burst_of_requests_runs_few_loads_and_the_newest_waits() {
    let mut bench = Bench::new();
    assert_eq!(bench.request(1, Duration::ZERO), Turn::Load(1, 1));
    assert_eq!(bench.request(2, Duration::ZERO), Turn::Load(2, 2));
    for key in 3..500 {
        let now = Duration::from_millis(key / 10);
        assert_eq!(bench.request(key, now), Turn::WaitFor(PATIENCE.saturating_sub(now)));
    }
    bench.lane.running.remove(0);
    assert_eq!(bench.lane.turn(Duration::from_millis(50), LOAD, false), Turn::Load(499, 499));
    assert_eq!(bench.lane.turn(Duration::from_millis(50), LOAD, false), Turn::Wait);
}

#[test]
fn stuck_loads_do_not_count() {
    let mut bench = Bench::new();
    for key in 0..10 {
        let now = PATIENCE * key as u32;
        assert_eq!(bench.request(key, now), Turn::Load(key, key), "the loads before are stuck");
    }
    assert_eq!(bench.lane.running.len(), 10);
}

#[test]
fn loads_that_are_slow_as_always_are_not_stuck() {
    let mut lane = Bench::new().lane;
    let slow = Duration::from_millis(300);
    let mut store = Bench::new().store;
    for key in 0..2 {
        lane.running.push((store.begin(key, Lane::Demand, 0, Duration::ZERO), Duration::ZERO));
    }
    lane.pending = Some((9, 9));
    assert_eq!(lane.turn(slow * 3, slow, false), Turn::WaitFor(slow));
    assert_eq!(lane.turn(slow * 4, slow, false), Turn::Load(9, 9));
}

#[test]
fn one_thread_is_always_free_up_to_a_limit() {
    let mut lane = DemandLane::default();
    assert!(lane.grow());
    lane.idle = 1;
    assert!(!lane.grow());
    lane.idle = 0;
    assert_eq!((0..100).filter(|_| lane.grow()).count(), MAX_THREADS - 1);
}

#[test]
fn a_request_comes_before_stale_values_and_stuck_refreshes_leave_threads_to_requests() {
    let mut bench = Bench::new();
    let stale = |bench: &mut Bench, now| bench.lane.turn(now, LOAD, true);
    bench.lane.pending = Some((1, 1));
    assert_eq!(stale(&mut bench, Duration::ZERO), Turn::Load(1, 1));
    for round in 0..MAX_REFRESHES as u32 / REFRESH_WIDTH as u32 {
        let now = PATIENCE * round;
        for key in 0..REFRESH_WIDTH as u64 {
            assert_eq!(stale(&mut bench, now), Turn::Refresh, "the loads before are stuck");
            bench.lane.refreshing.push((bench.store.begin(key, Lane::Demand, 0, now), now));
        }
        let waits = if bench.lane.refreshing.len() < MAX_REFRESHES { Turn::WaitFor(PATIENCE) } else { Turn::Wait };
        assert_eq!(stale(&mut bench, now), waits);
    }
    assert_eq!(bench.request(9, PATIENCE * 9), Turn::Load(9, 9));
}
