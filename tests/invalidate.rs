//! What the engine promises when what it caches changes under it, one test a promise, on real threads.
#![allow(clippy::unwrap_used, clippy::expect_used)]

#[path = "support/changing.rs"]
mod changing;

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, OnceLock, Weak};
use std::thread;
use std::time::Duration;

use changing::{Changing, LIMIT, Value};
use crossbeam_channel::bounded;
use motscope::cache::{Builder, Snapshot};
use motscope::predict::{AccessHistory, NoPrefetch, Predictions};
use motscope::{CacheError, DataProvider, Event, EventKind, KeySet, PrefetchCache, Request};
use proptest::prelude::*;

type Cache = PrefetchCache<Arc<Changing>>;

fn source(count: u64) -> Arc<Changing> {
    Arc::new(Changing::new(count))
}

fn builder(source: &Arc<Changing>) -> Builder<Arc<Changing>> {
    PrefetchCache::builder(Arc::clone(source)).workers(2).predictor(NoPrefetch)
}

fn settle(cache: &Cache) {
    assert!(cache.wait_idle(LIMIT), "the cache did not come to rest: {:?}", cache.stats());
}

fn keys(keys: impl IntoIterator<Item = u64>) -> KeySet {
    KeySet::from_keys(keys)
}

fn resident(cache: &Cache) -> Vec<Value> {
    let mut snapshot = Snapshot::default();
    cache.snapshot_into(&mut snapshot);
    let mut values: Vec<Value> = snapshot.resident.iter().map(|entry| *cache.peek(entry.key).unwrap()).collect();
    values.sort_unstable();
    values
}

fn next_four(_: &AccessHistory, out: &mut Predictions) {
    (1..=4).for_each(|offset| out.add(offset, 1.0 / offset as f64, 0));
}

fn ready(request: Request<Value>) -> Option<Value> {
    if let Request::Ready(value) = request { Some(*value) } else { None }
}

fn get_in_a_thread(cache: &Arc<Cache>, key: u64) -> thread::JoinHandle<Value> {
    let cache = Arc::clone(cache);
    thread::spawn(move || *cache.get(key).unwrap())
}

#[test]
fn an_outdated_load_answers_those_who_waited_and_nobody_who_asks_later() {
    let source = source(10);
    let cache = Arc::new(builder(&source).build());
    source.shut();
    let early = get_in_a_thread(&cache, 5);
    let old = source.wait_for(1)[0];
    source.change();
    cache.invalidate(&keys([5]));
    let late = get_in_a_thread(&cache, 5);
    let new = source.wait_for(2)[1];
    source.let_through(new);
    assert_eq!(late.join().unwrap(), (5, 2));
    source.let_through(old);
    assert_eq!(early.join().unwrap(), (5, 1), "it had asked before");
    settle(&cache);
    assert_eq!((*cache.peek(5).unwrap(), cache.stats().loads, cache.stats().invalidated), ((5, 2), 2, 1));
}

#[test]
fn an_outdated_load_that_lands_first_is_not_let_in() {
    let source = source(10);
    let cache = Arc::new(builder(&source).build());
    source.shut();
    let early = get_in_a_thread(&cache, 5);
    let old = source.wait_for(1)[0];
    source.change();
    cache.invalidate_all();
    let late = get_in_a_thread(&cache, 5);
    source.wait_for(2);
    source.let_through(old);
    assert_eq!((early.join().unwrap(), cache.peek(5)), ((5, 1), None));
    assert!(matches!(cache.get_timeout(5, Duration::ZERO), Err(CacheError::Timeout)), "the newer load is joined");
    source.open();
    assert_eq!((late.join().unwrap(), cache.stats().loads), ((5, 2), 2));
}

#[test]
fn what_is_invalidated_leaves_and_is_no_eviction() {
    let source = source(10);
    let (sink, events) = bounded(1000);
    let cache = builder(&source).events(sink).build();
    for key in 0..6 {
        cache.get(key).unwrap();
    }
    source.change();
    cache.invalidate(&KeySet::from_runs([1..=2, 4..=9]));
    assert_eq!(resident(&cache), [(0, 1), (3, 1)]);
    assert_eq!((cache.stats().invalidated, cache.stats().evictions), (4, 0));
    let mut told: Vec<u64> =
        events.try_iter().filter(|event| event.kind == EventKind::Invalidated).map(|event| event.key).collect();
    told.sort_unstable();
    assert_eq!(told, [1, 2, 4, 5]);
    assert_eq!(*cache.get(1).unwrap(), (1, 2));
    cache.invalidate_all();
    assert!(resident(&cache).is_empty());
}

#[test]
fn values_and_failures_leave_outside_the_lock() {
    type Own = Arc<OnceLock<Weak<PrefetchCache<Touchy>>>>;
    struct Touchy(Own, AtomicU64);
    /// Asks the cache something when it is dropped, which would deadlock under its lock, and then panics.
    #[derive(Debug)]
    struct Hostile(Own);
    impl Drop for Hostile {
        fn drop(&mut self) {
            if let Some(cache) = self.0.get().and_then(Weak::upgrade) {
                cache.provider().1.fetch_add(1, Ordering::Relaxed);
                cache.stats();
                panic!("dropped");
            }
        }
    }
    impl std::fmt::Display for Hostile {
        fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            f.write_str("hostile")
        }
    }
    impl std::error::Error for Hostile {}
    impl DataProvider for Touchy {
        type Value = Hostile;
        fn keys(&self) -> Arc<KeySet> {
            Arc::new(KeySet::first_n(10))
        }
        fn load(&self, key: u64) -> Result<Hostile, motscope::BoxError> {
            let hostile = Hostile(Arc::clone(&self.0));
            if key < 5 { Ok(hostile) } else { Err(Box::new(hostile)) }
        }
    }
    let own = Own::default();
    let provider = Touchy(Arc::clone(&own), AtomicU64::new(0));
    let cache = Arc::new(PrefetchCache::builder(provider).predictor(NoPrefetch).build());
    own.set(Arc::downgrade(&cache)).unwrap();
    // By `request`: what `get` answers is dropped by its caller.
    for key in [1, 2, 7, 0] {
        cache.request(key);
        assert!(cache.wait_idle(LIMIT));
    }
    assert_eq!(cache.provider().1.load(Ordering::Relaxed), 0);
    cache.invalidate(&keys(1..10));
    assert_eq!(cache.provider().1.load(Ordering::Relaxed), 3, "two values and a failure");
    assert!(cache.stats().worker_errors > 0, "the panics are reported and go no further");
}

#[test]
fn the_frame_on_display_stays_until_the_newer_one_lands() {
    let source = source(10);
    let cache = builder(&source).build();
    cache.request(7);
    settle(&cache);
    assert_eq!(ready(cache.request(7)), Some((7, 1)));
    let before = cache.stats();
    source.change();
    source.shut();
    cache.invalidate(&keys([7]));
    assert_eq!((*cache.latest().unwrap().1, cache.peek(7)), ((7, 1), None));
    for _ in 0..3 {
        assert!(matches!(cache.request(7), Request::Pending));
    }
    source.wait_for(1);
    assert!(matches!(cache.request(7), Request::Pending));
    assert_eq!(*cache.latest().unwrap().1, (7, 1));
    source.open();
    settle(&cache);
    assert_eq!((*cache.latest().unwrap().1, ready(cache.request(7))), ((7, 2), Some((7, 2))));
    let after = cache.stats();
    assert_eq!((after.moves(), after.hits, after.misses), (before.moves(), before.hits, before.misses));
    assert_eq!((after.loads, source.loads(7)), (before.loads + 1, 2), "one load however often it was asked for");
}

#[test]
fn a_newer_value_that_get_loaded_is_shown_when_it_is_requested() {
    let source = source(10);
    let cache = builder(&source).build();
    cache.request(7);
    settle(&cache);
    source.change();
    cache.invalidate_all();
    cache.get(7).unwrap();
    assert_eq!(*cache.latest().unwrap().1, (7, 1));
    assert_eq!((ready(cache.request(7)), *cache.latest().unwrap().1), (Some((7, 2)), (7, 2)));
}

#[test]
fn a_request_that_waits_is_loaded_again_without_being_made_again() {
    let source = source(10);
    let (sink, events) = bounded(1000);
    let cache = builder(&source).events(sink).build();
    source.shut();
    assert!(matches!(cache.request(7), Request::Pending));
    let old = source.wait_for(1)[0];
    source.change();
    cache.invalidate_all();
    source.let_through(old);
    let new = source.wait_for_load_after(old);
    assert_eq!((*cache.latest().unwrap().1, cache.peek(7)), ((7, 1), None), "better than nothing");
    assert!(matches!(cache.request(7), Request::Pending));
    source.let_through(new);
    settle(&cache);
    assert_eq!((*cache.latest().unwrap().1, cache.stats().loads, cache.stats().misses), ((7, 2), 2, 1));
    let completed = |event: &Event| event.kind == EventKind::LoadComplete && event.key == 7;
    assert_eq!(events.try_iter().filter(completed).count(), 2, "whoever waits is told both times");
}

#[test]
fn a_frame_that_changes_all_the_time_is_loaded_once_a_landing_not_once_a_change() {
    let source = source(10);
    let cache = builder(&source).build();
    source.shut();
    cache.request(7);
    let first = source.wait_for(1)[0];
    for _ in 0..50 {
        source.change();
        cache.invalidate_all();
        cache.request(7);
    }
    source.let_through(first);
    source.wait_for_load_after(first);
    source.open();
    settle(&cache);
    assert_eq!((source.loads(7), *cache.latest().unwrap().1), (2, (7, 51)));
}

#[test]
fn a_newer_request_is_not_held_up_by_what_was_invalidated() {
    let source = source(10);
    let cache = Arc::new(builder(&source).build());
    source.shut();
    cache.request(7);
    source.wait_for(1);
    cache.request(3);
    let other = get_in_a_thread(&cache, 9);
    source.wait_for(2);
    cache.invalidate_all();
    source.open();
    settle(&cache);
    assert_eq!((source.loads(7), source.loads(3), cache.latest().unwrap().0), (1, 1, 3));
    assert_eq!((other.join().unwrap(), source.loads(9)), ((9, 1), 1), "whoever got it has been answered");
}

#[test]
fn nothing_is_idle_while_an_outdated_load_is_in_flight() {
    let source = source(10);
    let cache = builder(&source).workers(0).build();
    source.shut();
    assert!(matches!(cache.get_timeout(5, Duration::ZERO), Err(CacheError::Timeout)));
    let old = source.wait_for(1)[0];
    assert!(matches!(cache.get_timeout(6, Duration::ZERO), Err(CacheError::Timeout)));
    cache.invalidate(&keys([5]));
    source.let_through(source.wait_for_load_after(old));
    cache.get(6).unwrap();
    assert!(!cache.wait_idle(Duration::from_millis(1)));
    source.open();
    settle(&cache);
    assert_eq!(resident(&cache), [(6, 1)]);
}

#[test]
fn what_the_plan_wants_is_loaded_again_and_the_rest_is_kept() {
    let source = source(100);
    let cache = builder(&source).predictor(next_four).build();
    cache.get(0).unwrap();
    settle(&cache);
    source.change();
    let planned = cache.stats().planned;
    cache.invalidate(&keys([1, 2, 50]));
    settle(&cache);
    assert_eq!(resident(&cache), [(0, 1), (1, 2), (2, 2), (3, 1), (4, 1)]);
    assert!(cache.stats().planned > planned, "a new plan was made");
}

#[test]
fn an_outdated_prefetch_is_made_again() {
    let source = source(100);
    let cache = builder(&source).workers(1).predictor(|_: &AccessHistory, out: &mut Predictions| out.add(1, 1.0, 0));
    let cache = cache.build();
    cache.get(0).unwrap();
    settle(&cache);
    source.shut();
    cache.get(1).unwrap();
    let old = source.wait_for(1)[0];
    source.change();
    cache.invalidate(&keys([2]));
    let mut snapshot = Snapshot::default();
    cache.snapshot_into(&mut snapshot);
    assert!(snapshot.in_flight.iter().all(|flight| flight.key == 2 && flight.outdated));
    assert_eq!((cache.stats().prefetches_in_flight, cache.wait_idle(Duration::ZERO)), (1, false));
    source.let_through(old);
    source.wait_for_load_after(old);
    source.open();
    settle(&cache);
    assert_eq!(resident(&cache), [(0, 1), (1, 1), (2, 2)]);
    let stats = cache.stats();
    assert_eq!((stats.prefetched, stats.used, stats.wasted, stats.invalidated), (3, 1, 1, 1));
}

#[test]
fn a_failure_is_forgotten() {
    let source = source(10);
    let cache = builder(&source).build();
    source.set_failing(true);
    cache.request(5);
    settle(&cache);
    assert!(matches!(cache.request(5), Request::Failed(_)));
    source.set_failing(false);
    cache.invalidate(&keys([4]));
    assert!(matches!(cache.request(5), Request::Failed(_)), "another key was meant");
    cache.invalidate(&keys([5]));
    assert!(matches!(cache.request(5), Request::Pending));
    settle(&cache);
    assert_eq!(ready(cache.request(5)), Some((5, 1)));
}

#[test]
fn an_outdated_failure_is_not_remembered() {
    let source = source(10);
    let cache = builder(&source).build();
    source.set_failing(true);
    source.shut();
    cache.request(5);
    let old = source.wait_for(1)[0];
    cache.invalidate(&keys([5]));
    source.let_through(old);
    let new = source.wait_for_load_after(old);
    assert!(matches!(cache.request(5), Request::Pending));
    source.set_failing(false);
    source.let_through(new);
    settle(&cache);
    assert_eq!(ready(cache.request(5)), Some((5, 1)));
}

#[test]
fn closing_answers_those_who_wait_for_an_outdated_load() {
    let source = source(10);
    let cache = Arc::new(builder(&source).build());
    source.shut();
    let waiting = thread::spawn({
        let cache = Arc::clone(&cache);
        move || cache.get_timeout(5, LIMIT)
    });
    source.wait_for(1);
    cache.invalidate_all();
    cache.close();
    assert!(matches!(waiting.join().unwrap(), Err(CacheError::Closed)));
    cache.invalidate_all();
    source.open();
}

#[test]
fn keys_that_are_gone_leave_and_are_not_loaded_again() {
    let source = source(10);
    let cache = builder(&source).predictor(next_four).build();
    cache.get(4).unwrap();
    settle(&cache);
    source.set_keys(KeySet::first_n(7));
    cache.keys_changed();
    settle(&cache);
    assert_eq!(resident(&cache), [(4, 1), (5, 1), (6, 1)]);
    assert_eq!((cache.stats().invalidated, cache.stats().evictions), (2, 0));
    assert!(matches!(cache.get(8), Err(CacheError::NoSuchKey(8))));
    assert_eq!(source.loads(8), 1);
    source.change();
    source.set_keys(KeySet::first_n(9));
    cache.keys_changed();
    settle(&cache);
    assert_eq!(*cache.peek(8).unwrap(), (8, 2), "it came back, and is planned for");
}

#[test]
fn room_that_a_key_leaves_when_it_goes_is_used_even_if_nobody_told_the_cache() {
    let source = source(10);
    let cache = builder(&source).predictor(next_four).capacity(4).build();
    cache.get(0).unwrap();
    settle(&cache);
    assert_eq!(resident(&cache), [(0, 1), (1, 1), (2, 1), (3, 1)]);
    source.set_keys(keys([0, 2, 3, 4]));
    assert!(matches!(cache.get(50), Err(CacheError::NoSuchKey(50))), "the keys are looked at again");
    settle(&cache);
    assert_eq!(resident(&cache), [(0, 1), (2, 1), (3, 1), (4, 1)]);
}

#[test]
fn the_current_key_may_go_and_come_back() {
    let source = source(10);
    let cache = builder(&source).predictor(next_four).build();
    cache.request(8);
    settle(&cache);
    let before = cache.stats();
    for remaining in [5, 0] {
        source.set_keys(KeySet::first_n(remaining));
        cache.keys_changed();
        for _ in 0..3 {
            settle(&cache);
            assert!(matches!(cache.request(8), Request::Failed(CacheError::NoSuchKey(8))));
            assert!(matches!(cache.get(8), Err(CacheError::NoSuchKey(8))));
        }
        assert_eq!((resident(&cache), *cache.latest().unwrap().1), (vec![], (8, 1)), "it stays on screen");
    }
    assert_eq!((cache.stats().loads, cache.stats().moves()), (before.loads, before.moves()), "nothing was loaded");
    source.change();
    source.set_keys(KeySet::first_n(20));
    cache.keys_changed();
    assert!(!matches!(cache.request(8), Request::Failed(_)));
    settle(&cache);
    assert_eq!((ready(cache.request(8)), *cache.latest().unwrap().1), (Some((8, 2)), (8, 2)));
    assert_eq!((cache.stats().moves(), cache.peek(12).is_some()), (before.moves(), true));
}

#[test]
fn a_request_for_a_key_that_goes_while_it_waits_is_told_so() {
    let source = source(10);
    let (sink, events) = bounded(1000);
    let cache = builder(&source).events(sink).build();
    source.shut();
    cache.request(3);
    source.wait_for(1);
    cache.request(8);
    source.set_keys(KeySet::first_n(5));
    cache.keys_changed();
    let told: Vec<Event> = events.try_iter().filter(|event| event.kind == EventKind::LoadError).collect();
    assert_eq!((told.len(), told[0].key, told[0].message.as_deref()), (1, 8, Some("there is no key 8")));
    assert!(matches!(cache.request(8), Request::Failed(CacheError::NoSuchKey(8))));
    source.open();
    settle(&cache);
    assert_eq!(source.loads(8), 0);
}

#[test]
fn a_load_of_a_key_that_goes_answers_those_who_wait_and_is_not_let_in() {
    let source = source(10);
    let cache = Arc::new(builder(&source).build());
    source.shut();
    let waiting = get_in_a_thread(&cache, 8);
    source.wait_for(1);
    source.set_keys(KeySet::first_n(5));
    cache.keys_changed();
    source.open();
    assert_eq!(waiting.join().unwrap(), (8, 1));
    settle(&cache);
    assert_eq!((cache.peek(8), source.loads(8)), (None, 1));
}

#[test]
fn a_key_that_went_and_came_back_is_not_answered_by_a_load_from_before() {
    let source = source(10);
    let cache = Arc::new(builder(&source).build());
    source.shut();
    let early = get_in_a_thread(&cache, 8);
    source.wait_for(1);
    for count in [5, 10] {
        source.set_keys(KeySet::first_n(count));
        cache.keys_changed();
    }
    source.change();
    let late = get_in_a_thread(&cache, 8);
    source.wait_for(2);
    source.open();
    assert_eq!((early.join().unwrap(), late.join().unwrap()), ((8, 1), (8, 2)));
}

#[test]
fn a_plan_made_while_keys_go_asks_for_none_of_them() {
    let source = source(10);
    let gate = Arc::new(motscope::provider::Gate::default());
    let held = Arc::clone(&gate);
    let predictor = move |history: &AccessHistory, out: &mut Predictions| {
        held.pass(0);
        next_four(history, out);
    };
    let cache = builder(&source).workers(1).predictor(predictor).build();
    gate.shut();
    cache.get(0).unwrap();
    assert!(gate.wait_for(1, LIMIT));
    source.set_keys(KeySet::first_n(3));
    assert!(matches!(cache.get(50), Err(CacheError::NoSuchKey(50))));
    gate.open();
    settle(&cache);
    assert_eq!((resident(&cache), source.loads(3)), (vec![(0, 1), (1, 1), (2, 1)], 0));
}

#[test]
fn an_answer_about_keys_that_was_overtaken_does_not_bring_old_keys_back() {
    let source = source(10);
    let cache = Arc::new(builder(&source).build());
    settle(&cache);
    source.hold_keys();
    let overtaken = thread::spawn({
        let cache = Arc::clone(&cache);
        move || cache.keys_changed()
    });
    source.wait_for_keys();
    // Held is an answer from before the change.
    source.set_keys(KeySet::first_n(30));
    cache.keys_changed();
    assert_eq!(*cache.get(25).unwrap(), (25, 1));
    source.release_keys();
    overtaken.join().unwrap();
    assert_eq!((cache.keys().len(), cache.peek(25).is_some()), (30, true));
}

#[test]
fn threads_that_ask_while_others_invalidate_get_nothing_older_than_what_they_know_of() {
    let source = source(40);
    let floor = Arc::new(AtomicU64::new(1));
    let cache = Arc::new(builder(&source).predictor(next_four).capacity(20).build());
    let askers: Vec<_> = (0..3_u64)
        .map(|seed| {
            let (cache, floor) = (Arc::clone(&cache), Arc::clone(&floor));
            thread::spawn(move || {
                let mut random = seed + 1;
                for round in 0..3000 {
                    random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                    let key = (random >> 33) % 40;
                    let known = floor.load(Ordering::SeqCst);
                    let value = match round % 3 {
                        0 => Some(*cache.get(key).unwrap()),
                        1 => Some(*cache.get_timeout(key, LIMIT).unwrap()),
                        _ => ready(cache.request(key)),
                    };
                    assert!(value.is_none_or(|value| value.0 == key && value.1 >= known), "{value:?}, known: {known}");
                }
            })
        })
        .collect();
    while askers.iter().any(|asker| !asker.is_finished()) {
        let version = source.change();
        cache.invalidate_all();
        floor.store(version, Ordering::SeqCst);
        thread::yield_now();
    }
    askers.into_iter().for_each(|asker| asker.join().unwrap());
    settle(&cache);
    let stats = cache.stats();
    assert_eq!((stats.prefetches_in_flight, stats.demands_in_flight, stats.queued), (0, 0, 0));
    assert_eq!(stats.loads, stats.resident as u64 + stats.evictions + stats.rejected + stats.invalidated);
}

#[derive(Clone, Debug)]
enum Step {
    Request(u64),
    /// On a thread of its own.
    Get(u64),
    /// Without waiting: a load on a thread of its own.
    GiveUp(u64),
    Peek(u64),
    Invalidate(u64, u64),
    Land(usize),
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let key = 0_u64..8;
    let step = prop_oneof![
        4 => key.clone().prop_map(Step::Request),
        2 => key.clone().prop_map(Step::Get),
        2 => key.clone().prop_map(Step::GiveUp),
        1 => key.clone().prop_map(Step::Peek),
        3 => (key, 1_u64..4).prop_map(|(first, count)| Step::Invalidate(first, first + count)),
        6 => (0_usize..8).prop_map(Step::Land),
    ];
    prop::collection::vec(step, 1..60)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn no_call_is_answered_with_what_was_invalidated_before_it_began(steps in steps(), prefetches in any::<bool>()) {
        let source = source(8);
        let building = builder(&source).capacity(5);
        let building = if prefetches { building.predictor(next_four) } else { building };
        let cache = Arc::new(building.build());
        source.shut();
        // The naive twin: the version that each key had when it was last invalidated, and the newest seen on screen.
        let (mut floors, mut shown) = (BTreeMap::<u64, u64>::new(), BTreeMap::<u64, u64>::new());
        let mut asking = Vec::new();
        for step in steps {
            let floor = |key: u64| floors.get(&key).copied().unwrap_or(1);
            match step {
                Step::Request(key) => {
                    let value = ready(cache.request(key));
                    prop_assert!(value.is_none_or(|value| value.0 == key && value.1 >= floor(key)), "{:?}", value);
                }
                Step::Get(key) => asking.push((floor(key), key, get_in_a_thread(&cache, key))),
                Step::GiveUp(key) => match cache.get_timeout(key, Duration::ZERO) {
                    Ok(value) => prop_assert!(value.0 == key && value.1 >= floor(key), "{:?}", value),
                    Err(error) => prop_assert!(matches!(error, CacheError::Timeout), "{}", error),
                },
                Step::Peek(key) => {
                    let value = cache.peek(key);
                    prop_assert!(value.as_ref().is_none_or(|value| value.1 >= floor(key)), "{:?}", value);
                }
                Step::Invalidate(first, end) => {
                    let version = source.change();
                    cache.invalidate(&keys(first..end));
                    floors.extend((first..end).map(|key| (key, version)));
                }
                Step::Land(at) => source.let_one_through(at),
            }
            if let Some((key, value)) = cache.latest() {
                let newest = shown.insert(key, value.1).unwrap_or(0);
                prop_assert!(value.0 == key && value.1 >= newest, "the screen went back: {:?}", value);
            }
        }
        source.open();
        for (floor, key, asking) in asking {
            let value = asking.join().unwrap();
            prop_assert!(value.0 == key && value.1 >= floor, "{:?}, known: {}", value, floor);
        }
        settle(&cache);
        for key in 0..8 {
            cache.request(key);
            settle(&cache);
            let floor = floors.get(&key).copied().unwrap_or(1);
            let values = [ready(cache.request(key)).unwrap(), *cache.latest().unwrap().1];
            prop_assert!(values.iter().all(|value| value.0 == key && value.1 >= floor), "{:?}, known: {}", values, floor);
        }
    }
}
