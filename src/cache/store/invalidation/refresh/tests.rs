//! What the store promises when keys are refreshed, step by step and against a naive twin.

use std::collections::BTreeMap;
use std::sync::Arc;

use proptest::prelude::*;

use crate::cache::event::Emitter;
use crate::cache::eviction::{Eviction, Policy};
use crate::cache::plan::Plan;
use crate::cache::store::state::tests::{
    T, adopt, failed, keys_of, land, loaded, prefetch_all, resident, store, visit,
};
use crate::cache::store::value::Entry;
use crate::cache::store::{Capacity, Dropped, Lane, Loaded, Retentions, Store, Ticket, Touch};
use crate::predict::Predictions;
use crate::provider::KeySet;

/// Ends the load that replaces the value of this key.
fn land_refresh(store: &mut Store<u64>, key: u64, value: u64, weight: u64, dropped: &mut Dropped<u64>) {
    let ticket = store.refreshes.iter().find(|(ticket, _)| ticket.key == key).unwrap().0;
    store.finish(ticket, loaded(value, weight), T, dropped);
}

/// The keys in the order in which they are loaded again.
fn begin_all(store: &mut Store<u64>) -> Vec<u64> {
    std::iter::from_fn(|| store.begin_refresh(T).map(|(ticket, _)| ticket.key)).collect()
}

#[test]
fn a_value_stays_until_a_newer_one_replaces_it_and_nothing_else_is_counted() {
    let mut store = store(9, Eviction::Oldest);
    visit(&mut store, 10, 3);
    adopt(&mut store, 10, &[(1, 2.0), (2, 1.0)]);
    prefetch_all(&mut store, 3);
    let (before, mut dropped) = (store.stats(), Dropped::new());
    store.refresh(|_| true, &mut dropped);
    assert_eq!((resident(&store), store.stats().stale), (vec![10, 11, 12], 3));
    assert!(matches!(store.touch(11, T), Touch::Ready(value) if *value == 11), "a hit, as ever");
    assert_eq!(begin_all(&mut store), [11, 12, 10], "the current key comes first, then what is worth most");
    assert!(!store.is_fresh());
    for key in [10, 11, 12] {
        land_refresh(&mut store, key, key + 100, 5, &mut dropped);
    }
    assert_eq!((keys_of(&dropped), store.bytes, store.is_fresh()), (vec![10, 11, 12], 15, true));
    assert_eq!(store.peek(12).map(|value| **value), Some(112));
    let after = store.stats();
    assert_eq!((after.refreshed, after.stale, after.hits), (3, 0, before.hits + 1));
    let untouched = |stats: &crate::cache::CacheStats| {
        (stats.loads, stats.prefetched, stats.misses, stats.evictions, stats.invalidated, stats.wasted, stats.load_p50)
    };
    assert_eq!(untouched(&after), untouched(&before));
}

#[test]
fn the_screen_gets_the_new_value_without_asking() {
    let mut store = store(9, Eviction::Oldest);
    visit(&mut store, 10, 1);
    let number = store.new_request();
    store.attach_request(10, number);
    store.refresh(|_| true, &mut Dropped::new());
    assert!(store.shows(10), "the old value is good enough until then");
    begin_all(&mut store);
    land_refresh(&mut store, 10, 77, 1, &mut Dropped::new());
    assert_eq!((store.latest().map(|(key, value)| (key, **value)), store.shows(10)), (Some((10, 77)), true));
}

#[test]
fn a_load_in_flight_is_answered_and_its_value_is_loaded_again() {
    let mut store = store(9, Eviction::Oldest);
    let mut dropped = Dropped::new();
    store.miss(1, T);
    store.begin(1, Lane::Demand, 0, T);
    store.refresh(|key| key == 1, &mut dropped);
    assert!(store.is_in_flight(1) && store.is_fresh());
    land(&mut store, 1, loaded(1, 1), T, &mut dropped);
    assert!(store.peek(1).is_some() && store.last_move().unwrap().wait.is_some());
    assert_eq!(begin_all(&mut store), [1]);
}

#[test]
fn what_changes_while_it_is_loaded_again_is_loaded_once_more_by_one_load_at_a_time() {
    let mut store = store(9, Eviction::Oldest);
    let mut dropped = Dropped::new();
    visit(&mut store, 1, 1);
    store.refresh(|_| true, &mut dropped);
    assert_eq!(begin_all(&mut store), [1]);
    store.refresh(|_| true, &mut dropped);
    assert_eq!(begin_all(&mut store), [0; 0]);
    land_refresh(&mut store, 1, 50, 1, &mut dropped);
    assert_eq!(store.peek(1).map(|value| **value), Some(50), "newer than the first, though not the newest");
    assert_eq!(begin_all(&mut store), [1]);
    let ticket = store.refreshes[0].0;
    store.refresh(|_| true, &mut dropped);
    store.finish(ticket, Err(failed()), T, &mut dropped);
    assert!(store.peek(1).is_some() && store.failure(1).is_none(), "the failure is older than the data");
    assert_eq!(begin_all(&mut store), [1]);
}

#[test]
fn the_screen_never_goes_back_to_an_older_value_of_a_key_whichever_load_ends_last() {
    let mut store = store(9, Eviction::Oldest);
    let mut dropped = Dropped::new();
    visit(&mut store, 1, 1);
    let number = store.new_request();
    store.attach_request(1, number);
    store.invalidate(|_| true, T, &mut dropped);
    // The second request is still being loaded when the data changes once more, and something else is asked for.
    let number = store.new_request();
    let second = store.begin(1, Lane::Demand, number, T);
    store.miss(2, T);
    store.begin(2, Lane::Demand, 0, T);
    store.new_request();
    store.invalidate(|key| key == 1, T, &mut dropped);
    let third = store.begin(1, Lane::Prefetch, 0, T);
    store.finish(third, loaded(30, 1), T, &mut dropped);
    store.refresh(|_| true, &mut dropped);
    begin_all(&mut store);
    land_refresh(&mut store, 1, 40, 1, &mut dropped);
    assert_eq!(store.latest().map(|(key, value)| (key, **value)), Some((1, 40)));
    store.finish(second, loaded(20, 1), T, &mut dropped);
    assert_eq!(store.latest().map(|(key, value)| (key, **value)), Some((1, 40)), "40 was loaded later than 20");
    assert!(store.shows(1));
}

#[test]
fn what_leaves_before_it_could_be_loaded_again_is_not_taken_for_new() {
    for begins in [false, true] {
        let mut store = store(1, Eviction::Oldest);
        let mut dropped = Dropped::new();
        visit(&mut store, 1, 1);
        let number = store.new_request();
        store.attach_request(1, number);
        store.refresh(|_| true, &mut dropped);
        if begins {
            begin_all(&mut store);
        }
        visit(&mut store, 2, 1);
        assert_eq!((resident(&store), store.shows(1)), (vec![2], false));
    }
}

#[test]
fn a_key_that_changes_all_the_time_does_not_keep_others_waiting() {
    let mut store = store(9, Eviction::Oldest);
    let mut dropped = Dropped::new();
    for key in 1..=5 {
        visit(&mut store, key, 1);
    }
    store.refresh(|key| key < 5, &mut dropped);
    let mut begun = Vec::new();
    for _ in 0..5 {
        let key = store.begin_refresh(T).unwrap().0.key;
        begun.push(key);
        // It changes while it is loaded.
        store.entries.get_mut(&key).unwrap().renewal.due = true;
        land_refresh(&mut store, key, key, 1, &mut dropped);
    }
    assert_eq!(begun, [4, 3, 2, 1, 4]);
}

#[test]
fn very_many_values_are_loaded_again_without_looking_at_all_of_them_for_each() {
    let mut store = store(200_000, Eviction::Oldest);
    let mut dropped = Dropped::new();
    for key in 0..100_000 {
        let ticket = store.begin(key, Lane::Demand, 0, T);
        store.finish(ticket, loaded(key, 1), T, &mut dropped);
    }
    store.refresh(|_| true, &mut dropped);
    while let Some((ticket, _)) = store.begin_refresh(T) {
        store.finish(ticket, loaded(1, 1), T, &mut dropped);
    }
    assert_eq!(store.stats().refreshed, 100_000);
    // Nor does the end of most of them.
    store.refresh(|_| true, &mut dropped);
    store.set_capacity(Capacity::entries(1), T, &mut dropped);
    assert_eq!((store.stats().resident, store.stats().stale), (1, 1));
}

#[test]
fn what_cannot_be_loaded_again_leaves_and_has_failed() {
    let mut store = store(9, Eviction::Oldest);
    let mut dropped = Dropped::new();
    visit(&mut store, 1, 4);
    store.refresh(|_| true, &mut dropped);
    begin_all(&mut store);
    let ticket = store.refreshes[0].0;
    store.finish(ticket, Err(failed()), T, &mut dropped);
    assert_eq!((store.peek(1), store.failure(1).is_some(), store.bytes), (None, true, 0));
    let stats = store.stats();
    assert_eq!((stats.refresh_errors, stats.invalidated, stats.load_errors), (1, 1, 0));
    store.refresh(|_| true, &mut dropped);
    assert!(store.failure(1).is_none(), "it may be tried again");
}

#[test]
fn a_new_value_for_what_has_left_meanwhile_is_not_admitted() {
    let mut store = store(2, Eviction::Oldest);
    let mut dropped = Dropped::new();
    visit(&mut store, 1, 1);
    visit(&mut store, 2, 1);
    store.refresh(|_| true, &mut dropped);
    assert_eq!(begin_all(&mut store), [2, 1]);
    visit(&mut store, 3, 1);
    assert_eq!(resident(&store), [2, 3]);
    land_refresh(&mut store, 1, 100, 1, &mut dropped);
    store.invalidate(|key| key == 2, T, &mut dropped);
    land_refresh(&mut store, 2, 200, 1, &mut dropped);
    assert_eq!((resident(&store), store.is_fresh()), (vec![3], true));
    assert!(keys_of(&dropped).ends_with(&[200]));
}

#[test]
fn heavier_values_make_room_for_themselves() {
    let mut store = store(Capacity::bytes(30), Eviction::Oldest);
    for key in [1, 2, 3] {
        visit(&mut store, key, 10);
    }
    store.refresh(|_| true, &mut Dropped::new());
    begin_all(&mut store);
    land_refresh(&mut store, 3, 3, 25, &mut Dropped::new());
    assert_eq!((resident(&store), store.bytes), (vec![3], 25));
}

/// How many keys the model has.
const KEYS: u64 = 7;

#[derive(Clone, Debug)]
enum Step {
    Ask(u64, bool),
    Plan(u64),
    Prefetch,
    Refresh(u64, u64),
    BeginRefresh,
    Land(usize, u64, bool),
    Invalidate(u64, u64),
    Keys(u64),
    Capacity(usize),
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = prop_oneof![
        4 => (0..KEYS, any::<bool>()).prop_map(|(key, requests)| Step::Ask(key, requests)),
        2 => (1_u64..8).prop_map(Step::Plan),
        3 => Just(Step::Prefetch),
        3 => (0..KEYS, 1_u64..6).prop_map(|(first, count)| Step::Refresh(first, first + count)),
        4 => Just(Step::BeginRefresh),
        8 => (0_usize..8, 1_u64..30, prop::bool::weighted(0.9)).prop_map(|(at, weight, ok)| Step::Land(at, weight, ok)),
        1 => (0..KEYS, 1_u64..4).prop_map(|(first, count)| Step::Invalidate(first, first + count)),
        1 => (0..=KEYS).prop_map(Step::Keys),
        1 => (1_usize..9).prop_map(Step::Capacity),
    ];
    prop::collection::vec(step, 1..200)
}

/// The naive twin. The data of a key has an age, which each change increases. A value is its key and the age of the data
/// when its load began.
#[derive(Default)]
struct Twin {
    ages: BTreeMap<u64, u64>,
    /// The age that each key had when it was last invalidated: nothing older is answered.
    floors: BTreeMap<u64, u64>,
    flying: Vec<(Ticket, u64)>,
    shown: BTreeMap<u64, u64>,
}

impl Twin {
    fn age(&self, key: u64) -> u64 {
        self.ages.get(&key).copied().unwrap_or(0)
    }

    fn ask(&mut self, store: &mut Store<(u64, u64)>, key: u64, requests: bool) {
        let is_new = store.current() != Some(key) || !store.shows(key);
        let number = if requests && is_new { store.new_request() } else { 0 };
        match store.touch(key, T) {
            Touch::Ready(value) => {
                let floor = self.floors.get(&key).copied().unwrap_or(0);
                assert!(value.0 == key && value.1 >= floor, "{value:?} was invalidated");
                store.attach_request(key, number);
            }
            Touch::InFlight => drop(store.attach_request(key, number)),
            Touch::Absent => {
                store.miss(key, T);
                self.flying.push((store.begin(key, Lane::Demand, number, T), self.age(key)));
            }
        }
    }

    fn land(&mut self, store: &mut Store<(u64, u64)>, at: usize, weight: u64, ok: bool) {
        let (ticket, age) = self.flying.swap_remove(at % self.flying.len());
        let value = Loaded { value: Arc::new((ticket.key, age)), weight, retention: None };
        store.finish(ticket, if ok { Ok(value) } else { Err(failed()) }, T, &mut Dropped::new());
    }

    fn check(&mut self, store: &Store<(u64, u64)>) {
        let mut due = Vec::new();
        for (&key, entry) in &store.entries {
            assert_eq!(entry.value.0, key);
            assert!(entry.value.1 >= self.floors.get(&key).copied().unwrap_or(0), "an invalidated value is resident");
            let is_coming = entry.renewal.due || entry.renewal.load.is_some();
            assert!(is_coming || entry.value.1 == self.age(key), "the value of {key} stays old for ever");
            due.extend((entry.renewal.due && entry.renewal.load.is_none()).then_some(key));
        }
        let mut listed: Vec<u64> = store.stale.iter().collect();
        due.sort_unstable();
        listed.sort_unstable();
        assert_eq!(listed, due);
        if let Some((key, value)) = store.latest() {
            let newest = self.shown.entry(key).or_default();
            assert!(key == value.0 && value.1 >= *newest, "the latest value of {key} went back");
            *newest = value.1;
            let is_coming = |entry: &Entry<(u64, u64)>| entry.renewal.due || entry.renewal.load.is_some();
            let will_be_new = value.1 == self.age(key) || store.entries.get(&key).is_some_and(is_coming);
            assert!(will_be_new || !store.shows(key), "what is shown of {key} stays old for ever");
        }
        let stats = store.stats();
        assert_eq!(store.bytes, store.entries.values().map(|entry| u128::from(entry.weight)).sum::<u128>());
        assert!(stats.resident <= stats.capacity_entries);
        let is_alone = store.entries.len() == 1 && store.entries.keys().next().copied() == store.current();
        assert!(stats.bytes <= stats.capacity_bytes || is_alone, "the budget is exceeded");
    }
}

proptest! {
    #[test]
    fn values_stay_within_the_budget_until_newer_ones_replace_them_and_none_stays_old(steps in steps()) {
        let policy = Policy::BuiltIn(Eviction::Oldest);
        let mut store: Store<(u64, u64)> =
            Store::new(Capacity::entries(5).and_bytes(90), policy, 6, 30, Emitter::default());
        let (mut twin, mut count) = (Twin::default(), KEYS);
        for step in steps {
            match step {
                Step::Ask(key, requests) if key < count => twin.ask(&mut store, key, requests),
                Step::Plan(span) => if let Some(current) = store.current() {
                    let mut predictions = Predictions::default();
                    (1..=span as i64).for_each(|by| predictions.add(by, 1.0 / by as f64, 0));
                    let plan = Plan::new(current, &KeySet::first_n(count), &predictions, &["score"]);
                    store.adopt(plan, &Retentions::default(), T, T);
                },
                Step::Prefetch => if let Some(key) = store.take_prefetch() {
                    twin.flying.push((store.begin(key, Lane::Prefetch, 0, T), twin.age(key)));
                },
                Step::Refresh(first, end) => {
                    (first..end).for_each(|key| *twin.ages.entry(key).or_default() += 1);
                    let before = (store.stats().resident, store.stats().moves(), store.stats().loads);
                    store.refresh(|key| (first..end).contains(&key), &mut Dropped::new());
                    prop_assert_eq!((store.stats().resident, store.stats().moves(), store.stats().loads), before);
                }
                Step::BeginRefresh => if let Some((ticket, old)) = store.begin_refresh(T) {
                    prop_assert_eq!(old.0, ticket.key);
                    twin.flying.push((ticket, twin.age(ticket.key)));
                },
                Step::Land(at, weight, ok) if !twin.flying.is_empty() => twin.land(&mut store, at, weight, ok),
                Step::Invalidate(first, end) => {
                    for key in first..end {
                        *twin.ages.entry(key).or_default() += 1;
                        twin.floors.insert(key, twin.age(key));
                    }
                    let awaited = store.invalidate(|key| (first..end).contains(&key), T, &mut Dropped::new());
                    if let Some((key, number)) = awaited.filter(|&(key, _)| key < count) {
                        twin.flying.push((store.begin(key, Lane::Demand, number, T), twin.age(key)));
                    }
                }
                Step::Keys(keys) => {
                    count = keys;
                    store.forget_missing(&KeySet::first_n(keys), T, &mut Dropped::new());
                }
                Step::Capacity(entries) => {
                    store.set_capacity(Capacity::entries(entries).and_bytes(90), T, &mut Dropped::new());
                }
                _ => {}
            }
            twin.check(&store);
        }
        // Once everything has landed, everything is new.
        loop {
            while !twin.flying.is_empty() {
                twin.land(&mut store, 0, 5, true);
            }
            let Some((ticket, _)) = store.begin_refresh(T) else { break };
            twin.flying.push((ticket, twin.age(ticket.key)));
        }
        prop_assert!(store.is_fresh());
        for (&key, entry) in &store.entries {
            prop_assert_eq!(entry.value.1, twin.age(key));
        }
        prop_assert_eq!(store.stats().stale, 0);
    }
}
