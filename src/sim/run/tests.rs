//! Schedules small enough to be worked out by hand.

use super::*;
use crate::cache::Capacity;
use crate::provider::KeySet;
use std::collections::VecDeque;
use std::sync::Arc;

/// Loads a given list of keys and keeps everything.
#[derive(Default)]
struct Script<const TWICE: bool = false> {
    wanted: VecDeque<u64>,
    resident: Vec<u64>,
    in_flight: Vec<u64>,
    log: Vec<String>,
    /// Once the first key was asked for, the second is wanted.
    wanted_after: Option<(u64, u64)>,
    /// When it wants to be woken, and the key that is wanted then.
    wakes: Option<(Duration, u64)>,
}

impl<const TWICE: bool> Simulated for Script<TWICE> {
    const CALLER_LOADS: bool = TWICE;

    fn ask(&mut self, key: u64, now: Duration) -> Availability {
        self.log.push(format!("{} ask {key}", now.as_millis()));
        if let Some((_, then)) = self.wanted_after.take_if(|(after, _)| *after == key) {
            self.wanted.push_back(then);
        }
        match () {
            () if self.resident.contains(&key) => Availability::Ready,
            () if !TWICE && self.in_flight.contains(&key) => Availability::InFlight,
            () => Availability::Absent,
        }
    }

    fn begin_demand(&mut self, key: u64, now: Duration) {
        self.log.push(format!("{} demand {key}", now.as_millis()));
        self.in_flight.push(key);
    }

    fn next_prefetch(&mut self, now: Duration) -> Option<u64> {
        let key = self.wanted.pop_front()?;
        self.log.push(format!("{} prefetch {key}", now.as_millis()));
        self.in_flight.push(key);
        Some(key)
    }

    fn finish(&mut self, key: u64, _: Lane, now: Duration) {
        self.log.push(format!("{} end {key}", now.as_millis()));
        self.in_flight.retain(|&other| other != key);
        self.resident.push(key);
    }

    fn wakes_at(&self) -> Option<Duration> {
        self.wakes.map(|(at, _)| at)
    }

    fn wake(&mut self, now: Duration) {
        self.log.push(format!("{} wake", now.as_millis()));
        self.wanted.extend(self.wakes.take().map(|(_, key)| key));
    }

    fn is_resident(&self, key: u64) -> bool {
        self.resident.contains(&key)
    }
}

/// A script with two demand lanes, whose background loaders serve requests, too.
struct Served(Script);

impl Simulated for Served {
    const DEMAND_LANES: usize = 2;
    const WORKERS_SERVE_REQUESTS: bool = true;

    fn ask(&mut self, key: u64, now: Duration) -> Availability {
        self.0.ask(key, now)
    }

    fn begin_demand(&mut self, key: u64, now: Duration) {
        self.0.begin_demand(key, now);
    }

    fn next_prefetch(&mut self, now: Duration) -> Option<u64> {
        self.0.next_prefetch(now)
    }

    fn finish(&mut self, key: u64, lane: Lane, now: Duration) {
        self.0.finish(key, lane, now);
    }

    fn is_resident(&self, key: u64) -> bool {
        self.0.is_resident(key)
    }
}

fn machine(workers: usize, user: User) -> Machine {
    Machine {
        load: Duration::from_millis(10),
        sigma: 0.0,
        seed: 0,
        capacity: Capacity::entries(64),
        frame_bytes: 1,
        workers,
        user,
        keys: Arc::new(KeySet::first_n(100)),
        video: None,
    }
}

fn trace(moves: &[(u64, u64)]) -> Trace {
    let moves = moves.iter().map(|&(at, key)| Move { at: Duration::from_millis(at), key }).collect();
    Trace { name: String::new(), keys: None, moves }
}

fn script(wanted: &[u64]) -> Script {
    Script { wanted: wanted.iter().copied().collect(), ..Script::default() }
}

fn rows(outcome: &Outcome) -> Vec<(u64, Verdict)> {
    outcome.rows.iter().map(|row| (row.stall.as_millis() as u64, row.verdict)).collect()
}

fn go<S: Simulated>(machine: &Machine, moves: &[(u64, u64)], cache: &mut S) -> Outcome {
    run(machine, &trace(moves), cache, &AtomicBool::new(false)).unwrap()
}

use Verdict::{Hit, Late, Miss};

#[test]
fn a_blocked_person_thinks_from_the_moment_the_frame_was_shown() {
    let mut cache = script(&[2, 3]);
    // 1 is shown at 110, asked for at 100; so 2 is asked for at 114, while its load runs from 100 to 110.
    let outcome = go(&machine(1, User::Block), &[(100, 1), (104, 2), (107, 3), (107, 3)], &mut cache);
    assert_eq!(rows(&outcome), [(10, Miss), (0, Hit), (3, Late), (0, Hit)]);
    assert_eq!(
        cache.log.join(", "),
        "100 ask 1, 100 demand 1, 100 prefetch 2, 110 end 1, 110 end 2, 110 prefetch 3, \
        114 ask 2, 117 ask 3, 120 end 3, 120 ask 3"
    );
    let loads = Loads { begun: 3, prefetched: 2, used: 2, used_in_time: 1, ..Loads::default() };
    assert_eq!(outcome.loads, loads);
    assert_eq!((outcome.hits, outcome.late, outcome.misses), (2, 1, 1));
    assert_eq!((outcome.coverage(), outcome.timeliness(), outcome.accuracy()), (2.0 / 3.0, 0.5, 1.0));
}

#[test]
fn a_cache_that_wants_to_be_woken_between_two_requests_is_and_may_load_then() {
    for (at, log) in [
        (30, "0 ask 1, 0 demand 1, 10 end 1, 30 wake, 30 prefetch 2, 40 end 2, 60 ask 2"),
        (5, "0 ask 1, 0 demand 1, 10 end 1, 10 wake, 10 prefetch 2, 20 end 2, 60 ask 2"),
        (90, "0 ask 1, 0 demand 1, 10 end 1, 60 ask 2, 60 demand 2, 70 end 2"),
    ] {
        let mut cache = Script { wakes: Some((Duration::from_millis(at), 2)), ..script(&[]) };
        go(&machine(1, User::Block), &[(0, 1), (50, 2)], &mut cache);
        assert_eq!(cache.log.join(", "), log);
    }
}

#[test]
fn a_load_that_ends_as_its_frame_is_asked_for_is_ready() {
    let outcome = go(&machine(1, User::Live), &[(0, 1), (10, 2)], &mut script(&[2]));
    assert_eq!(rows(&outcome), [(10, Miss), (0, Hit)]);
}

#[test]
fn a_superseded_request_stalls_until_the_next_one_and_counts_as_a_miss() {
    // 1 holds the lane until 10; 2 waits for it and is replaced by 3, which is loaded from 10 to 20.
    let mut cache = script(&[]);
    let outcome = go(&machine(1, User::Live), &[(0, 1), (4, 2), (7, 3), (40, 1)], &mut cache);
    assert_eq!(rows(&outcome), [(4, Miss), (3, Miss), (13, Miss), (0, Hit)]);
    assert!(!cache.log.iter().any(|line| line.ends_with("demand 2")));
    assert_eq!(outcome.loads.begun, 2);
}

#[test]
fn a_request_in_flight_that_is_superseded_counts_as_a_miss_and_its_load_goes_on() {
    let outcome = go(&machine(1, User::Live), &[(0, 1), (5, 2), (6, 1), (50, 2)], &mut script(&[2]));
    assert_eq!(rows(&outcome), [(5, Miss), (1, Miss), (4, Late), (0, Hit)]);
}

#[test]
fn what_waits_for_the_lane_is_answered_by_a_prefetch_and_not_loaded_again() {
    // The lane is busy with 7 until 10; 8 is asked for at 4, and a loader takes it up then.
    let mut cache = Script { wanted_after: Some((8, 8)), ..script(&[]) };
    let outcome = go(&machine(1, User::Live), &[(0, 7), (4, 8)], &mut cache);
    assert_eq!(rows(&outcome), [(4, Miss), (10, Miss)]);
    assert_eq!((outcome.loads.begun, outcome.loads.duplicates, outcome.loads.used), (2, 0, 1));
    assert!(!cache.log.iter().any(|line| line.ends_with("demand 8")), "{:?}", cache.log);
}

#[test]
fn asking_again_for_what_the_lane_loads_waits_for_that_load() {
    let outcome = go(&machine(1, User::Live), &[(0, 1), (3, 2), (6, 1)], &mut script(&[]));
    assert_eq!(rows(&outcome), [(3, Miss), (3, Miss), (4, Late)]);
    assert_eq!(outcome.loads.begun, 1);
}

#[test]
fn the_first_free_loader_serves_a_request_and_only_the_newest_waits() {
    // 1 and 2 take the lanes and 3 the background loader; 4 and 5 wait, and 5 is loaded when 1 has landed.
    let mut cache = Served(script(&[]));
    let outcome = go(&machine(1, User::Live), &[(0, 1), (1, 2), (2, 3), (3, 4), (4, 5), (40, 3)], &mut cache);
    assert_eq!(rows(&outcome), [(1, Miss), (1, Miss), (1, Miss), (1, Miss), (16, Miss), (0, Hit)]);
    assert_eq!((outcome.loads.begun, outcome.loads.prefetched), (4, 0));
    assert!(!cache.0.log.iter().any(|line| line.ends_with("demand 4")));
}

#[test]
fn a_background_loader_serves_a_request_before_it_prefetches() {
    // The loader has 9 until 10, the lanes have 1 and 2 until 11 and 12. So the loader takes 3, and 8 after that.
    let mut cache = Served(Script { resident: vec![50], ..script(&[9, 8]) });
    let outcome = go(&machine(1, User::Live), &[(0, 50), (1, 1), (2, 2), (3, 3)], &mut cache);
    assert_eq!(rows(&outcome)[3], (17, Miss));
    let begun = cache.0.log.iter().filter(|line| line.contains("demand") || line.contains("prefetch"));
    let begun: Vec<&str> = begun.map(String::as_str).collect();
    assert_eq!(begun, ["0 prefetch 9", "1 demand 1", "2 demand 2", "10 demand 3", "20 prefetch 8"]);
}

#[test]
fn a_caller_that_loads_itself_is_not_heard_of_meanwhile() {
    // 2 and 3 come while 1 is loaded; the cache hears of 3 alone, at 10, and it is resident.
    let mut cache = Script::<true> { resident: vec![3], ..Script::default() };
    let outcome = go(&machine(1, User::Live), &[(0, 1), (4, 2), (6, 3)], &mut cache);
    assert_eq!(rows(&outcome), [(4, Miss), (2, Miss), (4, Miss)]);
    assert_eq!(cache.log.join(", "), "0 ask 1, 0 demand 1, 10 end 1, 10 ask 3");
}

#[test]
fn a_cache_that_does_not_join_loads_twice_and_waits_for_its_own_load() {
    let mut cache = Script::<true> { wanted: [2].into(), ..Script::default() };
    let outcome = go(&machine(1, User::Block), &[(0, 1), (0, 2)], &mut cache);
    assert_eq!(rows(&outcome), [(10, Miss), (0, Hit)]);
    let mut cache = Script::<true> { wanted: [2, 1].into(), ..Script::default() };
    let outcome = go(&machine(2, User::Block), &[(0, 1)], &mut cache);
    assert_eq!(rows(&outcome), [(10, Miss)]);
    assert_eq!(cache.log[..4].join(", "), "0 ask 1, 0 prefetch 2, 0 prefetch 1, 0 demand 1");
    assert_eq!(outcome.loads.duplicates, 1);
}

#[test]
fn a_run_can_be_cancelled() {
    let cancel = AtomicBool::new(true);
    assert!(run(&machine(1, User::Block), &trace(&[(0, 1)]), &mut script(&[]), &cancel).is_none());
}

#[test]
fn load_times_spread_around_their_mean_and_are_the_same_whenever_asked() {
    let mut spread = machine(1, User::Block);
    spread.sigma = 0.6;
    let times: Vec<f64> = (0..20_000).map(|key| spread.load_time(key).as_secs_f64()).collect();
    let mean = times.iter().sum::<f64>() / times.len() as f64;
    assert!((mean / 0.01 - 1.0).abs() < 0.03, "{mean}");
    let logs: Vec<f64> = times.iter().map(|time| (time / 0.01).ln()).collect();
    let centre = logs.iter().sum::<f64>() / logs.len() as f64;
    let spread_found = (logs.iter().map(|log| (log - centre).powi(2)).sum::<f64>() / logs.len() as f64).sqrt();
    assert!((spread_found - 0.6).abs() < 0.02 && (centre + 0.18).abs() < 0.02, "{spread_found} {centre}");
    assert_eq!(spread.load_time(7), spread.load_time(7));
    let other = Machine { seed: 1, ..spread.clone() };
    assert_ne!(spread.load_time(7), other.load_time(7));
}
