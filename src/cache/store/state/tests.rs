//! The store's promises, step by step and against random sequences.

use std::sync::Arc;
use std::time::Duration;

use proptest::prelude::*;

use super::*;
use crate::cache::eviction::{EntryInfo, Eviction};
use crate::cache::store::{Lane, Loaded, Retention, Retentions};
use crate::predict::Predictions;
use crate::provider::KeySet;

pub(in crate::cache::store) const T: Duration = Duration::ZERO;

pub(in crate::cache::store) fn store(capacity: impl Into<Capacity>, eviction: Eviction) -> Store<u64> {
    Store::new(capacity.into(), Policy::BuiltIn(eviction), 20, 30, Emitter::default())
}

pub(in crate::cache::store) fn failed() -> Failure {
    Failure { error: CacheError::Closed, message: "told to fail".into() }
}

pub(in crate::cache::store) fn keys_of(dropped: &Dropped<u64>) -> Vec<u64> {
    dropped.iter().map(|leaving| if let Leaving::Value(value) = leaving { **value } else { u64::MAX }).collect()
}

#[allow(clippy::unnecessary_wraps, reason = "what `finish` takes")]
pub(in crate::cache::store) fn loaded(key: u64, weight: u64) -> Result<Loaded<u64>, Failure> {
    Ok(Loaded { value: Arc::new(key), weight, retention: None })
}

/// Ends the load of a key that is not outdated.
pub(in crate::cache::store) fn land(
    store: &mut Store<u64>,
    key: u64,
    result: Result<Loaded<u64>, Failure>,
    now: Duration,
    dropped: &mut Dropped<u64>,
) {
    let ticket = store.in_flight[&key].ticket;
    store.finish(ticket, result, now, dropped);
}

/// Asks for a key and loads it if it is not there.
pub(in crate::cache::store) fn visit(store: &mut Store<u64>, key: u64, weight: u64) -> Dropped<u64> {
    let mut dropped = Dropped::new();
    if matches!(store.touch(key, T), Touch::Absent) {
        store.miss(key, T);
        store.begin(key, Lane::Demand, 0, T);
        land(store, key, loaded(key, weight), T, &mut dropped);
    }
    dropped
}

pub(in crate::cache::store) fn adopt(store: &mut Store<u64>, position: u64, scores: &[(i64, f64)]) {
    let mut predictions = Predictions::default();
    scores.iter().for_each(|&(offset, score)| predictions.add(offset, score, 0));
    let plan = Plan::new(position, &KeySet::first_n(1_000_000), &predictions, &["score"]);
    store.adopt(plan, &Retentions::default(), T, T);
}

/// Loads everything that is queued.
pub(in crate::cache::store) fn prefetch_all(store: &mut Store<u64>, weight: u64) -> Vec<u64> {
    let mut keys = Vec::new();
    while let Some(key) = store.take_prefetch() {
        store.begin(key, Lane::Prefetch, 0, T);
        land(store, key, loaded(key, weight), T, &mut Dropped::new());
        keys.push(key);
    }
    keys
}

pub(in crate::cache::store) fn resident(store: &Store<u64>) -> Vec<u64> {
    let mut keys: Vec<u64> = store.entries.keys().copied().collect();
    keys.sort_unstable();
    keys
}

#[test]
fn the_wanted_set_never_exceeds_capacity() {
    let mut store = store(4, Eviction::Oldest);
    visit(&mut store, 100, 1);
    adopt(&mut store, 100, &(1..=60).map(|d| (d, 1.0 / d as f64)).collect::<Vec<_>>());
    assert_eq!(prefetch_all(&mut store, 1), [101, 102, 103]);
    assert_eq!((resident(&store), store.stats().evictions), (vec![100, 101, 102, 103], 0));
}

#[test]
fn victims_come_only_from_outside_the_wanted_set_while_there_are_any() {
    let mut store = store(5, Eviction::Oldest);
    for key in [1, 2, 3, 100, 101] {
        visit(&mut store, key, 1);
    }
    adopt(&mut store, 101, &[(1, 3.0), (2, 2.0), (-1, 1.0)]);
    assert_eq!(prefetch_all(&mut store, 1), [102, 103]);
    assert_eq!(resident(&store), [3, 100, 101, 102, 103]);
}

#[test]
fn the_least_likely_leaves_first_and_the_policy_decides_among_equals() {
    for (eviction, leaves) in
        [(Eviction::Oldest, 1), (Eviction::Largest, 2), (Eviction::Smallest, 3), (Eviction::LeastRecent, 4)]
    {
        let mut store = store(5, eviction);
        for (key, weight) in [(1, 5), (2, 9), (3, 1), (4, 5), (5, 5)] {
            visit(&mut store, key, weight);
        }
        for key in [1, 2, 3, 5] {
            visit(&mut store, key, 0);
        }
        assert_eq!(keys_of(&visit(&mut store, 6, 1)), [leaves], "{eviction:?}");
        // What the plan holds likely stays, whatever the policy says.
        adopt(&mut store, 6, &[(leaves as i64 - 6, 0.5)]);
        visit(&mut store, leaves, 7);
        visit(&mut store, 8, 1);
        assert!(resident(&store).contains(&leaves), "{eviction:?}");
    }
}

#[test]
fn a_custom_policy_only_breaks_ties_of_likelihood() {
    let policy = Policy::Custom(Arc::new(|_: &EntryInfo| 0.0));
    let mut store: Store<u64> = Store::new(Capacity::entries(3), policy, 20, 30, Emitter::default());
    for key in [10, 11, 12] {
        visit(&mut store, key, 1);
    }
    let mut predictions = Predictions::default();
    predictions.add(-2, 1.0, 0);
    let plan = Plan::new(12, &KeySet::first_n(100), &predictions, &[]);
    let by_key = vec![(10, -9.0), (11, 5.0), (12, -9.0)];
    store.adopt(plan, &Retentions { by_key, version: store.policy_version() }, T, T);
    visit(&mut store, 13, 1);
    assert_eq!(resident(&store), [10, 11, 13], "10 was likely, of the others 12 had the lower number");
}

#[test]
fn numbers_of_a_policy_that_was_replaced_count_for_nothing() {
    let custom = || Policy::Custom(Arc::new(|_: &EntryInfo| 0.0));
    let mut store: Store<u64> = Store::new(Capacity::entries(3), custom(), 20, 30, Emitter::default());
    let old = store.policy_version();
    for key in [10, 11, 12] {
        visit(&mut store, key, 1);
    }
    store.set_policy(custom());
    // By the older policy 12 would go first.
    let by_key = vec![(10, 5.0), (11, 5.0), (12, -9.0)];
    store.adopt(Plan::empty(12), &Retentions { by_key, version: old }, T, T);
    visit(&mut store, 13, 1);
    assert_eq!(resident(&store), [11, 12, 13], "by the order of admission, since no number is known");

    store.miss(20, T);
    for (key, version, number) in [(20, old, 0.0), (21, old + 1, -7.0)] {
        let ticket = store.begin(key, Lane::Demand, 0, T);
        let retention = Some(Retention { number: -7.0, version });
        store.finish(ticket, Ok(Loaded { value: Arc::new(key), weight: 1, retention }), T, &mut Dropped::new());
        assert_eq!(store.entries[&key].retention, number);
    }
}

#[test]
fn the_frame_on_display_is_never_evicted_and_asking_again_is_free() {
    let mut store = store(1, Eviction::Oldest);
    visit(&mut store, 7, 1);
    let before = store.stats();
    for _ in 0..60 {
        assert!(matches!(store.touch(7, T), Touch::Ready(_)));
        adopt(&mut store, 7, &[(1, 9.0), (2, 8.0)]);
        assert!(prefetch_all(&mut store, 1).is_empty());
    }
    let after = store.stats();
    assert_eq!((after.moves(), after.loads, after.evictions), (before.moves(), before.loads, 0));
}

#[test]
fn a_new_plan_replaces_the_queue() {
    let mut store = store(50, Eviction::Oldest);
    visit(&mut store, 10, 1);
    adopt(&mut store, 10, &[(1, 3.0), (2, 2.0), (3, 1.0)]);
    visit(&mut store, 500, 1);
    adopt(&mut store, 500, &[(1, 3.0), (2, 2.0)]);
    assert_eq!(store.queued().collect::<Vec<_>>(), [501, 502]);
    assert_eq!(store.stats().cancelled, 3);
}

#[test]
fn a_load_no_longer_wanted_is_let_in_only_if_there_is_room() {
    for (capacity, stays) in [(3, false), (4, true)] {
        let mut store = store(capacity, Eviction::Oldest);
        visit(&mut store, 10, 1);
        adopt(&mut store, 10, &[(1, 3.0)]);
        let stale = store.take_prefetch().unwrap();
        store.begin(stale, Lane::Prefetch, 0, T);
        visit(&mut store, 500, 1);
        adopt(&mut store, 500, &[(1, 3.0)]);
        prefetch_all(&mut store, 1);
        land(&mut store, stale, loaded(stale, 1), T, &mut Dropped::new());
        assert_eq!(store.peek(stale).is_some(), stays);
        assert_eq!((store.stats().rejected, store.stats().wasted), (u64::from(!stays), u64::from(!stays)));
    }
}

#[test]
fn queued_and_in_flight_are_two_numbers_and_together_at_most_degree() {
    let mut store = store(100, Eviction::Oldest);
    store.set_degree(5);
    visit(&mut store, 10, 1);
    adopt(&mut store, 10, &(1..=30).map(|d| (d, 1.0 / d as f64)).collect::<Vec<_>>());
    assert_eq!((store.stats().queued, store.stats().prefetches_in_flight), (5, 0));
    for in_flight in 1..=5 {
        let key = store.take_prefetch().unwrap();
        store.begin(key, Lane::Prefetch, 0, T);
        assert_eq!((store.stats().queued, store.stats().prefetches_in_flight), (5 - in_flight, in_flight));
    }
    assert_eq!(store.take_prefetch(), None);
    land(&mut store, 11, loaded(11, 1), T, &mut Dropped::new());
    assert_eq!(store.take_prefetch(), Some(16));
}

#[test]
fn capacity_in_bytes_holds_with_values_of_any_weight() {
    let mut store = store(Capacity::bytes(100), Eviction::Oldest);
    visit(&mut store, 10, 40);
    adopt(&mut store, 10, &[(1, 3.0), (2, 2.0), (3, 1.0)]);
    // A mean of 40 a key leaves room for one more; it turns out light, so there is room for more, and these are heavy.
    assert_eq!(store.queued().collect::<Vec<_>>(), [11]);
    let light = store.take_prefetch().unwrap();
    store.begin(light, Lane::Prefetch, 0, T);
    land(&mut store, light, loaded(light, 10), T, &mut Dropped::new());
    assert_eq!(store.queued().collect::<Vec<_>>(), [12, 13], "a mean of 25 leaves room for both");
    assert_eq!(prefetch_all(&mut store, 90), [12, 13]);
    assert_eq!((resident(&store), store.bytes), (vec![10, 11], 50));
    adopt(&mut store, 10, &[(1, 3.0), (2, 2.0), (3, 1.0)]);
    assert_eq!(store.take_prefetch(), None, "what was too heavy once is not loaded again in vain");
}

#[test]
fn the_current_value_is_kept_even_if_it_alone_is_too_heavy() {
    let mut store = store(Capacity::bytes(100), Eviction::Oldest);
    visit(&mut store, 1, 60);
    visit(&mut store, 2, 500);
    assert_eq!((resident(&store), store.bytes), (vec![2], 500));
    visit(&mut store, 3, 60);
    assert_eq!((resident(&store), store.bytes), (vec![3], 60));
}

#[test]
fn a_smaller_capacity_evicts_at_once_and_keeps_the_likeliest() {
    let mut store = store(10, Eviction::Oldest);
    visit(&mut store, 50, 1);
    adopt(&mut store, 50, &(1..=9).map(|d| (d, 10.0 - d as f64)).collect::<Vec<_>>());
    prefetch_all(&mut store, 1);
    store.set_capacity(Capacity::entries(3), T, &mut Dropped::new());
    assert_eq!(resident(&store), [50, 51, 52]);
}

#[test]
fn used_and_wasted_tell_prefetches_apart() {
    let mut store = store(3, Eviction::Oldest);
    visit(&mut store, 10, 1);
    adopt(&mut store, 10, &[(1, 2.0), (2, 1.0)]);
    prefetch_all(&mut store, 1);
    visit(&mut store, 11, 1);
    adopt(&mut store, 11, &[]);
    for key in [90, 91, 92] {
        visit(&mut store, key, 1);
    }
    let stats = store.stats();
    assert_eq!((stats.prefetched, stats.used, stats.wasted), (2, 1, 1));
    assert_eq!((stats.hits, stats.misses, stats.accuracy()), (1, 4, Some(0.5)));
}

#[test]
fn the_last_move_tells_its_verdict_its_wait_and_who_asked_for_it() {
    let ms = Duration::from_millis;
    let mut store = store(9, Eviction::Oldest);
    visit(&mut store, 10, 1);
    adopt(&mut store, 10, &[(1, 2.0)]);
    store.take_prefetch().unwrap();
    store.begin(11, Lane::Prefetch, 0, ms(5));
    assert!(matches!(store.touch(11, ms(7)), Touch::InFlight));
    let waiting = store.last_move().unwrap();
    assert_eq!((waiting.verdict, waiting.wait, waiting.asked_by), (Verdict::Late, None, Some("score")));
    land(&mut store, 11, loaded(11, 1), ms(12), &mut Dropped::new());
    assert_eq!(store.last_move().unwrap().wait, Some(ms(5)));
    store.touch(10, ms(20));
    let hit = store.last_move().unwrap();
    assert_eq!((hit.key, hit.verdict, hit.wait, hit.asked_by), (10, Verdict::Hit, Some(T), None));
}

#[test]
fn the_latest_value_never_goes_back_to_an_earlier_request() {
    let mut store = store(9, Eviction::Oldest);
    let mut dropped = Dropped::new();
    let first = store.new_request();
    store.begin(1, Lane::Demand, first, T);
    let second = store.new_request();
    store.begin(2, Lane::Demand, second, T);
    land(&mut store, 2, loaded(2, 1), T, &mut dropped);
    assert_eq!(store.latest().map(|(key, _)| key), Some(2));
    land(&mut store, 1, loaded(1, 1), T, &mut dropped);
    assert_eq!(store.latest().map(|(key, _)| key), Some(2));
}

#[test]
fn a_key_that_failed_is_not_prefetched_again_until_it_is_forgiven() {
    let mut store = store(9, Eviction::Oldest);
    visit(&mut store, 10, 1);
    adopt(&mut store, 10, &[(1, 2.0)]);
    store.take_prefetch().unwrap();
    store.begin(11, Lane::Prefetch, 0, T);
    land(&mut store, 11, Err(failed()), T, &mut Dropped::new());
    adopt(&mut store, 10, &[(1, 2.0)]);
    assert_eq!((store.take_prefetch(), store.stats().prefetch_errors), (None, 1));
    store.forgive(11);
    adopt(&mut store, 10, &[(1, 2.0)]);
    assert_eq!(store.take_prefetch(), Some(11));
}

#[test]
fn until_something_was_weighed_one_load_at_a_time_finds_out_what_fits() {
    let mut store = store(Capacity::bytes(2000), Eviction::Oldest);
    store.miss(500, T);
    store.begin(500, Lane::Demand, 0, T);
    adopt(&mut store, 500, &(1..=30).map(|d| (d, 1.0 / d as f64)).collect::<Vec<_>>());
    assert_eq!(store.take_prefetch(), None, "nobody knows yet whether there is room");
    land(&mut store, 500, loaded(500, 1000), T, &mut Dropped::new());
    assert_eq!(prefetch_all(&mut store, 1000), [501], "now it is known that there is room for one");
    assert_eq!(store.stats().rejected, 0);
}

#[test]
fn a_load_asked_for_before_the_play_head_moved_on_takes_no_wanted_place() {
    let mut store = store(5, Eviction::Oldest);
    visit(&mut store, 500, 1);
    store.miss(0, T);
    store.begin(0, Lane::Demand, 0, T);
    store.touch(500, T);
    adopt(&mut store, 500, &[(1, 4.0), (2, 3.0), (3, 2.0), (4, 1.0)]);
    prefetch_all(&mut store, 1);
    land(&mut store, 0, loaded(0, 1), T, &mut Dropped::new());
    assert_eq!(resident(&store), [500, 501, 502, 503, 504]);
}

#[test]
fn a_newcomer_is_ranked_by_what_its_load_took_and_credited_to_a_term_only_if_prefetched() {
    let ms = Duration::from_millis;
    let mut store = store(5, Eviction::Oldest);
    visit(&mut store, 10, 1);
    adopt(&mut store, 10, &[(1, 1.0)]);
    store.miss(11, ms(3));
    let ticket = store.begin(11, Lane::Demand, 0, ms(3));
    assert_eq!(store.newcomer(ticket, 11, 7, ms(8)).load_time, ms(5));
    land(&mut store, 11, loaded(11, 1), ms(8), &mut Dropped::new());
    store.touch(10, ms(9));
    store.touch(11, ms(10));
    assert_eq!(store.last_move().unwrap().asked_by, None, "nobody prefetched it");
}

#[derive(Clone, Debug)]
enum Step {
    Visit(u64, u64),
    Plan(u64),
    Begin,
    Land(usize, u64, bool),
    Capacity(usize, u64),
}

/// Mostly light, sometimes as heavy as can be.
fn weights() -> impl Strategy<Value = u64> {
    prop_oneof![20 => 1_u64..30, 1 => Just(u64::MAX)]
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = prop_oneof![
        3 => (0_u64..40, weights()).prop_map(|(key, weight)| Step::Visit(key, weight)),
        3 => (1_u64..15).prop_map(Step::Plan),
        4 => Just(Step::Begin),
        4 => (0_usize..4, weights(), prop::bool::weighted(0.9)).prop_map(|(at, weight, ok)| Step::Land(at, weight, ok)),
        1 => (1_usize..12, 20_u64..200).prop_map(|(entries, bytes)| Step::Capacity(entries, bytes)),
    ];
    prop::collection::vec(step, 1..200)
}

proptest! {
    #[test]
    fn whatever_happens_the_bounds_hold_and_the_counters_add_up(steps in steps(), eviction in 0_usize..4) {
        let mut store = store(Capacity::entries(8).and_bytes(120), Eviction::ALL[eviction]);
        let mut flying: Vec<u64> = Vec::new();
        let mut loads = 0;
        for step in steps {
            match step {
                Step::Visit(key, weight) if !flying.contains(&key) => {
                    let absent = store.peek(key).is_none();
                    loads += u64::from(absent);
                    visit(&mut store, key, weight);
                    prop_assert!(store.peek(key).is_some(), "the current key is always let in");
                }
                Step::Visit(key, _) => prop_assert!(matches!(store.touch(key, T), Touch::InFlight)),
                Step::Plan(span) => {
                    if let Some(current) = store.current() {
                        let ahead = (1..=span as i64).map(|d| (d, 1.0 / d as f64));
                        let behind = (1..=span as i64 / 2).map(|d| (-d, 0.5 / d as f64));
                        adopt(&mut store, current, &ahead.chain(behind).collect::<Vec<_>>());
                    }
                }
                Step::Begin => {
                    if let Some(key) = store.take_prefetch() {
                        prop_assert!(store.peek(key).is_none(), "a resident key was loaded");
                        prop_assert!(!flying.contains(&key), "a key was loaded twice at once");
                        loads += 1;
                        store.begin(key, Lane::Prefetch, 0, T);
                        flying.push(key);
                    }
                }
                Step::Land(at, weight, ok) => {
                    if !flying.is_empty() {
                        let key = flying.swap_remove(at % flying.len());
                        let result = if ok { loaded(key, weight) } else { Err(failed()) };
                        land(&mut store, key, result, T, &mut Dropped::new());
                    }
                }
                Step::Capacity(entries, bytes) => {
                    store.set_capacity(Capacity::entries(entries).and_bytes(bytes), T, &mut Dropped::new());
                }
            }
            let stats = store.stats();
            let alone = store.entries.len() <= 1;
            prop_assert!(stats.resident <= stats.capacity_entries);
            prop_assert!(stats.bytes <= stats.capacity_bytes || alone, "{} bytes", stats.bytes);
            prop_assert_eq!(store.bytes, store.entries.values().map(|entry| u128::from(entry.weight)).sum::<u128>());
            prop_assert_eq!(stats.loads, loads);
            prop_assert!(stats.used + stats.wasted <= stats.prefetched + flying.len() as u64);
            if let Some(current) = store.current() {
                prop_assert!(store.peek(current).is_some() || flying.contains(&current) || store.failure(current).is_some());
            }
        }
    }
}
