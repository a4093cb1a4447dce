//! What the store promises when keys are invalidated, step by step and against a naive twin.

use std::collections::BTreeMap;
use std::sync::Arc;

use proptest::prelude::*;

use super::super::state::tests::{T, adopt, failed, keys_of, land, loaded, prefetch_all, resident, store, visit};
use super::super::*;
use crate::cache::event::Emitter;
use crate::cache::eviction::{Eviction, Policy};
use crate::cache::plan::Plan;
use crate::cache::store::Retentions;
use crate::predict::Predictions;
use crate::provider::KeySet;

#[test]
fn what_leaves_is_counted_apart_from_evictions() {
    let mut store = store(9, Eviction::Oldest);
    visit(&mut store, 10, 3);
    adopt(&mut store, 10, &[(1, 2.0), (2, 1.0)]);
    prefetch_all(&mut store, 3);
    let mut dropped = Dropped::new();
    assert_eq!(store.invalidate(|key| key <= 11, T, &mut dropped), None);
    let mut left = keys_of(&dropped);
    left.sort_unstable();
    assert_eq!((left, resident(&store), store.bytes), (vec![10, 11], vec![12], 3));
    let stats = store.stats();
    assert_eq!((stats.invalidated, stats.evictions, stats.wasted, stats.rejected), (2, 0, 1, 0));
}

#[test]
fn what_the_plan_wants_is_queued_again() {
    let mut store = store(9, Eviction::Oldest);
    visit(&mut store, 10, 1);
    adopt(&mut store, 10, &[(1, 3.0), (2, 2.0), (3, 1.0)]);
    prefetch_all(&mut store, 1);
    store.invalidate(|key| key == 12 || key == 10, T, &mut Dropped::new());
    assert_eq!(store.queued().collect::<Vec<_>>(), [12], "the current key is not prefetched");
}

#[test]
fn asking_for_the_invalidated_current_key_counts_nothing() {
    let mut store = store(9, Eviction::Oldest);
    visit(&mut store, 10, 1);
    let before = store.stats();
    store.invalidate(|_| true, T, &mut Dropped::new());
    visit(&mut store, 10, 1);
    let after = store.stats();
    assert_eq!((after.moves(), after.misses, after.hit_rate()), (before.moves(), before.misses, before.hit_rate()));
    assert_eq!((after.loads, store.peek(10).is_some()), (before.loads + 1, true));
}

#[test]
fn an_outdated_load_is_not_let_in_and_leaves_the_newer_one_alone() {
    let mut store = store(9, Eviction::Oldest);
    let mut dropped = Dropped::new();
    store.miss(1, T);
    let old = store.begin(1, Lane::Prefetch, 0, T);
    store.invalidate(|key| key == 1, T, &mut dropped);
    assert!(!store.is_in_flight(1) && matches!(store.touch(1, T), Touch::Absent));
    let new = store.begin(1, Lane::Demand, 0, T);
    assert_eq!((store.stats().prefetches_in_flight, store.stats().demands_in_flight), (1, 1));
    store.finish(old, loaded(1, 5), T, &mut dropped);
    assert!(store.is_in_flight(1) && store.peek(1).is_none());
    assert_eq!((keys_of(&dropped), store.stats().invalidated, store.last_move().unwrap().wait), (vec![1], 1, None));
    store.finish(new, loaded(1, 5), T, &mut dropped);
    assert!(store.peek(1).is_some() && store.last_move().unwrap().wait.is_some());
    assert_eq!((store.stats().prefetches_in_flight, store.stats().demands_in_flight), (0, 0));
}

#[test]
fn an_outdated_failure_is_not_remembered_and_a_remembered_one_is_forgotten() {
    let mut store = store(9, Eviction::Oldest);
    let mut dropped = Dropped::new();
    let old = store.begin(1, Lane::Demand, 0, T);
    store.invalidate(|_| true, T, &mut dropped);
    store.finish(old, Err(failed()), T, &mut dropped);
    assert_eq!((store.failure(1).is_none(), dropped.len(), store.stats().load_errors), (true, 1, 1));
    store.begin(1, Lane::Demand, 0, T);
    land(&mut store, 1, Err(failed()), T, &mut dropped);
    assert!(store.failure(1).is_some());
    store.invalidate(|key| key == 1, T, &mut dropped);
    assert_eq!((store.failure(1).is_none(), dropped.len()), (true, 2));
}

#[test]
fn an_abandoned_load_that_was_outdated_is_gone() {
    let mut store = store(9, Eviction::Oldest);
    let old = store.begin(1, Lane::Prefetch, 0, T);
    store.invalidate(|_| true, T, &mut Dropped::new());
    store.abandon(old);
    assert_eq!(store.stats().prefetches_in_flight, 0);
    let mut snapshot = Snapshot::default();
    store.snapshot_into(&mut snapshot);
    assert!(snapshot.in_flight.is_empty());
}

#[test]
fn what_is_waited_for_is_named_to_be_loaded_again() {
    let mut store = store(9, Eviction::Oldest);
    store.miss(1, T);
    store.begin(1, Lane::Demand, 0, T);
    assert_eq!(store.invalidate(|_| true, T, &mut Dropped::new()), Some((1, 0)), "the current key, that `get` loads");
    store.begin(2, Lane::Prefetch, 0, T);
    store.touch(2, T);
    let number = store.new_request();
    store.attach_request(2, number);
    store.begin(3, Lane::Prefetch, 0, T);
    assert_eq!(store.invalidate(|key| key == 3, T, &mut Dropped::new()), None, "nobody waits for it");
    assert_eq!(store.invalidate(|_| true, T, &mut Dropped::new()), Some((2, number + 1)));
}

#[test]
fn a_weight_that_was_refused_is_forgotten_with_its_value() {
    let mut store = store(Capacity::bytes(100), Eviction::Oldest);
    visit(&mut store, 10, 40);
    adopt(&mut store, 10, &[(1, 3.0)]);
    assert_eq!(prefetch_all(&mut store, 90), [11]);
    adopt(&mut store, 10, &[(1, 3.0)]);
    assert_eq!(store.queued().next(), None, "it is known to be too heavy");
    store.invalidate(|key| key == 11, T, &mut Dropped::new());
    assert_eq!(store.queued().next(), Some(11), "what it weighs now is not known");
}

#[test]
fn keys_that_are_gone_leave_the_store_the_queue_and_the_plan() {
    let mut store = store(5, Eviction::Oldest);
    store.set_degree(2);
    visit(&mut store, 10, 1);
    adopt(&mut store, 10, &[(-2, 9.0), (1, 8.0), (2, 7.0), (-1, 6.0), (-3, 5.0)]);
    let first = store.take_prefetch().unwrap();
    store.begin(first, Lane::Prefetch, 0, T);
    land(&mut store, 8, loaded(8, 1), T, &mut Dropped::new());
    assert_eq!(store.queued().collect::<Vec<_>>(), [11, 12]);
    store.forget_missing(&KeySet::first_n(10), T, &mut Dropped::new());
    assert_eq!((resident(&store), store.current()), (vec![8], Some(10)));
    assert_eq!(store.queued().collect::<Vec<_>>(), [9, 7], "what is left of the plan moves up");
    assert_eq!((store.stats().cancelled, store.stats().invalidated), (2, 1));
    store.forget_missing(&KeySet::default(), T, &mut Dropped::new());
    assert_eq!((resident(&store), store.queued().next()), (vec![], None));
    assert_eq!(store.take_prefetch(), None);
}

/// How many keys the model has.
const KEYS: u64 = 12;

#[derive(Clone, Debug)]
enum Step {
    Request(u64),
    Get(u64),
    Plan(u64),
    Prefetch,
    Land(usize, u64, bool),
    Invalidate(u64, u64),
    Keys(u64),
    Capacity(usize),
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = prop_oneof![
        3 => (0..KEYS).prop_map(Step::Request),
        2 => (0..KEYS).prop_map(Step::Get),
        2 => (1_u64..8).prop_map(Step::Plan),
        3 => Just(Step::Prefetch),
        6 => (0_usize..8, 1_u64..30, prop::bool::weighted(0.85)).prop_map(|(at, weight, ok)| Step::Land(at, weight, ok)),
        3 => (0..KEYS, 1_u64..5).prop_map(|(first, count)| Step::Invalidate(first, first + count)),
        1 => (0..=KEYS).prop_map(Step::Keys),
        1 => (1_usize..9).prop_map(Step::Capacity),
    ];
    prop::collection::vec(step, 1..200)
}

/// The naive twin: for each key how often it was invalidated, and for each load how often its key was when it began.
/// A value is its key and that count.
#[derive(Default)]
struct Twin {
    ages: BTreeMap<u64, u64>,
    flying: Vec<(Ticket, u64, Lane)>,
    failed: BTreeMap<u64, u64>,
    shown: BTreeMap<u64, u64>,
    arrived: u64,
}

impl Twin {
    fn age(&self, key: u64) -> u64 {
        self.ages.get(&key).copied().unwrap_or(0)
    }

    fn begin(&mut self, store: &mut Store<(u64, u64)>, key: u64, lane: Lane, requested: u64) {
        assert!(self.up_to_date(key).is_none(), "key {key} is loaded twice at once");
        let ticket = store.begin(key, lane, requested, T);
        self.flying.push((ticket, self.age(key), lane));
    }

    fn up_to_date(&self, key: u64) -> Option<Ticket> {
        let age = self.age(key);
        self.flying.iter().find(|flight| flight.0.key == key && flight.1 == age).map(|flight| flight.0)
    }

    /// Asks as `request` and `get` do; the first number is that of the request, if it is one.
    fn ask(&mut self, store: &mut Store<(u64, u64)>, key: u64, requests: bool) {
        let is_new = store.current() != Some(key) || !store.shows(key);
        match store.touch(key, T) {
            Touch::Ready(value) => {
                assert_eq!(*value, (key, self.age(key)), "an outdated value was answered");
                if requests && is_new {
                    let number = store.new_request();
                    store.attach_request(key, number);
                    assert!(store.shows(key));
                }
            }
            Touch::InFlight => {
                assert!(self.up_to_date(key).is_some(), "an outdated load was joined");
                if requests {
                    let number = store.new_request();
                    store.attach_request(key, number);
                }
            }
            Touch::Absent => {
                assert!(self.up_to_date(key).is_none(), "a load that could be joined was not");
                store.miss(key, T);
                let number = if requests { store.new_request() } else { 0 };
                self.begin(store, key, Lane::Demand, number);
            }
        }
    }

    fn outdate(&mut self, keys: impl Iterator<Item = u64>) {
        keys.for_each(|key| *self.ages.entry(key).or_default() += 1);
    }

    fn check(&mut self, store: &Store<(u64, u64)>, count: u64) {
        for (&key, entry) in &store.entries {
            assert_eq!(*entry.value, (key, self.age(key)), "an outdated value is resident");
        }
        for key in 0..KEYS {
            assert_eq!(store.is_in_flight(key), self.up_to_date(key).is_some());
            let failed = self.failed.get(&key).is_some_and(|&age| age == self.age(key));
            assert!(store.failure(key).is_none() || failed, "an outdated failure of {key} is remembered");
        }
        if let Some((key, value)) = store.latest() {
            assert_eq!(key, value.0);
            let newest = self.shown.entry(key).or_default();
            assert!(value.1 >= *newest, "the latest value of {key} went back");
            *newest = value.1;
            assert_eq!(store.shows(key), value.1 == self.age(key));
        }
        let stats = store.stats();
        let gone = stats.evictions + stats.rejected + stats.invalidated;
        assert_eq!(self.arrived, stats.resident as u64 + gone, "a value was counted twice or not at all");
        assert_eq!(store.bytes, store.entries.values().map(|entry| u128::from(entry.weight)).sum::<u128>());
        let prefetches = self.flying.iter().filter(|flight| flight.2 == Lane::Prefetch).count();
        let demands = self.flying.len() - prefetches;
        assert_eq!((stats.prefetches_in_flight, stats.demands_in_flight), (prefetches, demands));
        assert!(stats.used + stats.wasted <= stats.prefetched + prefetches as u64);
        assert!(stats.resident <= stats.capacity_entries);
        assert!(store.entries.keys().all(|&key| key < count) && store.queued().all(|key| key < count));
    }
}

proptest! {
    #[test]
    fn nothing_older_than_the_last_invalidation_of_its_key_is_answered_joined_or_kept(steps in steps()) {
        let policy = Policy::BuiltIn(Eviction::Oldest);
        let capacity = Capacity::entries(5).and_bytes(90);
        let mut store: Store<(u64, u64)> = Store::new(capacity, policy, 6, 30, Emitter::default());
        let mut twin = Twin::default();
        let mut count = KEYS;
        for step in steps {
            match step {
                Step::Request(key) if key < count => twin.ask(&mut store, key, true),
                Step::Get(key) if key < count => twin.ask(&mut store, key, false),
                Step::Plan(span) => if let Some(current) = store.current() {
                    let mut predictions = Predictions::default();
                    (1..=span as i64).for_each(|by| predictions.add(by, 1.0 / by as f64, 0));
                    (1..=span as i64).for_each(|by| predictions.add(-by, 0.7 / by as f64, 0));
                    store.adopt(Plan::new(current, &KeySet::first_n(count), &predictions, &["score"]), &Retentions::default(), T, T);
                },
                Step::Prefetch => if let Some(key) = store.take_prefetch() {
                    assert!(store.peek(key).is_none());
                    twin.begin(&mut store, key, Lane::Prefetch, 0);
                },
                Step::Land(at, weight, ok) if !twin.flying.is_empty() => {
                    let (ticket, age, _) = twin.flying.swap_remove(at % twin.flying.len());
                    twin.arrived += u64::from(ok);
                    let value = Loaded { value: Arc::new((ticket.key, age)), weight, retention: None };
                    if !ok {
                        let newest = twin.failed.entry(ticket.key).or_default();
                        *newest = age.max(*newest);
                    }
                    store.finish(ticket, if ok { Ok(value) } else { Err(failed()) }, T, &mut Dropped::new());
                }
                Step::Invalidate(first, end) => {
                    twin.outdate(first..end);
                    let awaited = store.invalidate(|key| (first..end).contains(&key), T, &mut Dropped::new());
                    if let Some((key, requested)) = awaited.filter(|&(key, _)| key < count) {
                        assert!((first..end).contains(&key));
                        twin.begin(&mut store, key, Lane::Demand, requested);
                    }
                }
                Step::Keys(keys) => {
                    count = keys;
                    twin.outdate(keys..KEYS);
                    store.forget_missing(&KeySet::first_n(keys), T, &mut Dropped::new());
                }
                Step::Capacity(entries) => {
                    store.set_capacity(Capacity::entries(entries).and_bytes(90), T, &mut Dropped::new());
                }
                _ => {}
            }
            twin.check(&store, count);
        }
    }
}
