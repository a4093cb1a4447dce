//! What the engine promises when values change under it, one test a promise, on real threads.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, OnceLock, Weak};
use std::thread;
use std::time::{Duration, Instant};

use crossbeam_channel::bounded;
use motscope::cache::Snapshot;
use motscope::predict::{AccessHistory, NoPrefetch, Predictions};
use motscope::{CacheError, DataProvider, Event, EventKind, KeySet, PrefetchCache, Request};

use crate::changing::{LIMIT, builder, get_in_a_thread, keys, next_four, ready, resident, settle, source};

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
    // A thread that has just ended a load may be the last to let go of its value.
    let limit = Instant::now() + LIMIT;
    while cache.stats().worker_errors < 3 && Instant::now() < limit {
        thread::yield_now();
    }
    assert_eq!(cache.provider().1.load(Ordering::Relaxed), 3, "two values and a failure");
    assert_eq!(cache.stats().worker_errors, 3, "the panics are reported and go no further");
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
    let new = source.wait_for_load_after(old);
    let completed = |event: &Event| event.kind == EventKind::LoadComplete && event.key == 7;
    source.let_through(old);
    while !completed(&events.recv_timeout(LIMIT).unwrap()) {}
    assert_eq!((*cache.latest().unwrap().1, cache.peek(7)), ((7, 1), None), "better than nothing");
    assert!(matches!(cache.request(7), Request::Pending));
    source.let_through(new);
    settle(&cache);
    assert_eq!((*cache.latest().unwrap().1, cache.stats().loads, cache.stats().misses), ((7, 2), 2, 1));
    assert_eq!(events.try_iter().filter(completed).count(), 1, "whoever waits is told both times");
}

#[test]
fn a_frame_that_changes_all_the_time_is_loaded_once_a_landing_not_once_a_change() {
    let source = source(10);
    let cache = builder(&source).workers(0).build();
    source.shut();
    cache.request(7);
    let first = source.wait_for(1)[0];
    let change = || {
        source.change();
        cache.invalidate_all();
        cache.request(7);
    };
    change();
    let second = source.wait_for_load_after(first);
    (1..50).for_each(|_| change());
    source.let_through(first);
    source.wait_for_load_after(second);
    source.open();
    settle(&cache);
    assert_eq!(
        (source.loads(7), *cache.latest().unwrap().1),
        (3, (7, 51)),
        "the demand lane runs two loads at once, then one a landing"
    );
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
    source.wait_for(3);
    cache.invalidate_all();
    source.open();
    settle(&cache);
    assert_eq!((source.loads(7), cache.latest().unwrap().0), (1, 3), "only the newest request is loaded again");
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
fn many_values_that_a_call_makes_leave_are_not_dropped_by_its_thread() {
    struct Picture(crossbeam_channel::Sender<thread::ThreadId>);
    impl Drop for Picture {
        fn drop(&mut self) {
            let _ = self.0.send(thread::current().id());
        }
    }
    struct Pictures(crossbeam_channel::Sender<thread::ThreadId>);
    impl DataProvider for Pictures {
        type Value = Picture;
        fn keys(&self) -> Arc<KeySet> {
            Arc::new(KeySet::first_n(100))
        }
        fn load(&self, _: u64) -> Result<Picture, motscope::BoxError> {
            Ok(Picture(self.0.clone()))
        }
    }
    let (dropped_by, threads) = crossbeam_channel::unbounded();
    let cache = PrefetchCache::builder(Pictures(dropped_by)).predictor(NoPrefetch).capacity(100).build();
    let fill = || (0..50).for_each(|key| drop(cache.get(key).unwrap()));
    let calls: [&dyn Fn(); 2] = [&|| cache.invalidate_all(), &|| cache.set_capacity(1)];
    for call in calls {
        fill();
        call();
        // All that leave at once: 50, or all but the current one.
        for _ in 0..49 {
            assert_ne!(threads.recv_timeout(LIMIT).unwrap(), thread::current().id());
        }
    }
}
