//! What the engine promises when values are refreshed in place, one test a promise, on real threads.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, OnceLock, Weak};
use std::time::Duration;

use crossbeam_channel::bounded;
use motscope::cache::Builder;
use motscope::{
    BoxError, CacheError, Capacity, DataProvider, Delayed, EventKind, KeySet, Latency, PrefetchCache, Request,
};

use crate::changing::{LIMIT, builder, get_in_a_thread, keys, next_four, ready, resident, settle, source};

#[test]
fn the_old_value_is_answered_until_the_new_one_is_there() {
    for workers in [0, 2] {
        let source = source(10);
        let cache = builder(&source).workers(workers).build();
        assert_eq!(*cache.get(5).unwrap(), (5, 1));
        let before = cache.stats();
        source.change();
        source.shut();
        cache.refresh(&keys([5, 6]));
        source.wait_for(1);
        let answers = [*cache.get(5).unwrap(), ready(cache.request(5)).unwrap(), *cache.peek(5).unwrap()];
        assert_eq!(answers, [(5, 1); 3]);
        assert_eq!(*cache.get_timeout(5, Duration::ZERO).unwrap(), (5, 1));
        source.open();
        settle(&cache);
        assert_eq!((*cache.get(5).unwrap(), source.loads(5), source.loads(6)), ((5, 2), 2, 0));
        let after = cache.stats();
        let figures = |stats: &motscope::CacheStats| (stats.loads, stats.misses, stats.moves(), stats.invalidated);
        assert_eq!((after.refreshed, after.stale, figures(&after)), (1, 0, figures(&before)));
    }
}

#[test]
fn the_current_key_comes_first_and_a_window_gets_its_new_value_with_an_event() {
    let source = source(200);
    let (sink, events) = bounded(1000);
    let cache = builder(&source).workers(0).capacity(200).events(sink).build();
    (0..150).for_each(|key| drop(cache.get(key).unwrap()));
    assert!(matches!(cache.request(70), Request::Ready(_)));
    events.try_iter().for_each(drop);
    source.change();
    source.shut();
    cache.refresh_all();
    // Few are loaded at once.
    let begun = source.wait_for(4).len();
    assert!(begun < 20 && source.loads(70) == 2, "{begun}");
    source.open();
    events.iter().find(|event| event.kind == EventKind::Refreshed && event.key == 70).unwrap();
    assert_eq!(*cache.latest().unwrap().1, (70, 2));
    settle(&cache);
    assert_eq!(resident(&cache), (0..150).map(|key| (key, 2)).collect::<Vec<_>>());
}

#[test]
fn a_load_in_flight_answers_at_once_and_is_made_up_for() {
    let source = source(10);
    let cache = Arc::new(builder(&source).build());
    source.shut();
    let early = get_in_a_thread(&cache, 5);
    let old = source.wait_for(1)[0];
    source.change();
    cache.refresh_all();
    source.let_through(old);
    assert_eq!(early.join().unwrap(), (5, 1));
    let new = source.wait_for_load_after(old);
    assert_eq!(*cache.get(5).unwrap(), (5, 1));
    source.let_through(new);
    settle(&cache);
    assert_eq!((*cache.get(5).unwrap(), cache.stats().loads, cache.stats().refreshed), ((5, 2), 1, 1));
}

#[test]
fn what_cannot_be_loaded_again_has_failed_and_what_had_failed_may_be_tried_again() {
    let source = source(10);
    let cache = builder(&source).build();
    assert!(matches!(cache.request(5), Request::Pending));
    settle(&cache);
    source.set_failing(true);
    cache.refresh_all();
    settle(&cache);
    assert!(matches!(cache.request(5), Request::Failed(CacheError::Load(_))));
    assert_eq!(*cache.latest().unwrap().1, (5, 1), "a window has something to show");
    let stats = cache.stats();
    assert_eq!((stats.refresh_errors, stats.load_errors, stats.resident), (1, 0, 0));
    source.set_failing(false);
    cache.refresh_all();
    assert!(matches!(cache.request(5), Request::Pending));
    settle(&cache);
    assert_eq!(ready(cache.request(5)), Some((5, 1)));
}

#[test]
fn what_is_invalidated_while_it_is_refreshed_is_gone() {
    let source = source(10);
    let cache = builder(&source).build();
    cache.get(5).unwrap();
    cache.get(6).unwrap();
    source.shut();
    cache.refresh(&keys([5]));
    source.wait_for(1);
    source.change();
    cache.invalidate(&keys([5]));
    source.open();
    settle(&cache);
    assert_eq!((cache.peek(5), cache.stats().refreshed), (None, 0));
    assert_eq!(*cache.get(5).unwrap(), (5, 2));
}

#[test]
fn a_request_is_served_while_every_refresh_is_stuck() {
    let source = source(100);
    let cache = builder(&source).workers(0).capacity(100).build();
    (0..50).for_each(|key| drop(cache.get(key).unwrap()));
    source.shut();
    cache.refresh_all();
    let stuck = source.wait_for(4);
    assert!(matches!(cache.request(90), Request::Pending));
    let asked = source.wait_for_load_after(*stuck.last().unwrap());
    source.let_through(asked);
    // More refreshes may have begun before the request.
    while ready(cache.request(90)).is_none() {
        source.let_one_through(usize::MAX);
        std::thread::yield_now();
    }
    source.open();
    settle(&cache);
    assert_eq!(cache.stats().refreshed, 50);
}

#[test]
fn prefetching_goes_on_beside_it() {
    let source = source(100);
    let cache = builder(&source).predictor(next_four).capacity(40).build();
    cache.get(10).unwrap();
    settle(&cache);
    assert_eq!(resident(&cache).len(), 5);
    source.change();
    cache.refresh_all();
    cache.get(20).unwrap();
    settle(&cache);
    assert!(resident(&cache).iter().all(|value| value.1 == 2), "{:?}", resident(&cache));
    assert_eq!(resident(&cache).len(), 10);
}

/// Where the cache in front of a provider is found.
type Own = Arc<OnceLock<Weak<PrefetchCache<Parts>>>>;

/// A value with a part that is expensive, and one that changes. A part that is dropped asks the cache for a key.
struct Parts {
    cache: Own,
    version: AtomicU64,
    made: AtomicU64,
}

struct Part(Own);

impl Drop for Part {
    fn drop(&mut self) {
        if let Some(cache) = self.0.get().and_then(Weak::upgrade) {
            drop(cache.peek(1));
            panic!("told to panic");
        }
    }
}

impl DataProvider for Parts {
    type Value = (Arc<u64>, u64, Part);
    fn keys(&self) -> Arc<KeySet> {
        Arc::new(KeySet::first_n(100))
    }
    fn load(&self, key: u64) -> Result<Self::Value, BoxError> {
        self.made.fetch_add(1, Ordering::SeqCst);
        Ok((Arc::new(key), self.version.load(Ordering::SeqCst), Part(Arc::clone(&self.cache))))
    }
    fn reload(&self, _: u64, old: &Self::Value) -> Result<Self::Value, BoxError> {
        Ok((Arc::clone(&old.0), self.version.load(Ordering::SeqCst), Part(Arc::clone(&self.cache))))
    }
    fn weight(&self, value: &Self::Value) -> u64 {
        100 + value.1
    }
}

fn parts() -> (Own, Builder<Parts>) {
    let own = Arc::default();
    let parts = Parts { cache: Arc::clone(&own), version: AtomicU64::new(0), made: AtomicU64::new(0) };
    (own, PrefetchCache::builder(parts).workers(0))
}

#[test]
fn a_part_that_has_not_changed_is_kept_and_old_values_leave_outside_the_lock() {
    let (own, builder) = parts();
    let cache = Arc::new(builder.build());
    let old: Vec<_> = (0..20).map(|key| Arc::clone(&cache.get(key).unwrap().0)).collect();
    own.set(Arc::downgrade(&cache)).unwrap();
    std::panic::set_hook(Box::new(|_| ()));
    cache.provider().version.store(7, Ordering::SeqCst);
    cache.refresh_all();
    assert!(cache.wait_idle(LIMIT));
    for (key, old) in old.iter().enumerate() {
        let new = cache.peek(key as u64).unwrap();
        assert!(Arc::ptr_eq(old, &new.0) && new.1 == 7);
        std::mem::forget(new);
    }
    // A value is dropped after its successor is there.
    while cache.stats().worker_errors < 20 {
        std::thread::yield_now();
    }
    assert_eq!((cache.provider().made.load(Ordering::SeqCst), cache.stats().bytes), (20, 2140));
    let _ = std::panic::take_hook();
}

#[test]
fn heavier_values_keep_to_the_budget() {
    let (_, builder) = parts();
    let cache = builder.capacity(Capacity::bytes(2000)).build();
    (0..20).for_each(|key| drop(cache.get(key).unwrap()));
    assert_eq!(cache.stats().resident, 20);
    cache.provider().version.store(100, Ordering::SeqCst);
    cache.refresh_all();
    assert!(cache.wait_idle(LIMIT));
    let stats = cache.stats();
    assert_eq!((stats.resident, stats.bytes, stats.evictions), (10, 2000, 10));
    assert!(cache.peek(19).is_some_and(|value| value.1 == 100));
}

#[test]
fn providers_around_others_pass_the_old_value_on() {
    let (_, builder) = parts();
    drop(builder.build());
    let parts = Parts { cache: Arc::default(), version: AtomicU64::new(0), made: AtomicU64::new(0) };
    let around = Arc::new(Delayed::new(Arc::new(parts), Arc::new(Latency::default())));
    let cache = PrefetchCache::builder(around).workers(0).build();
    let old = cache.get(3).unwrap();
    cache.refresh_all();
    assert!(cache.wait_idle(LIMIT));
    let new = cache.get(3).unwrap();
    assert!(Arc::ptr_eq(&old.0, &new.0) && !Arc::ptr_eq(&old, &new));
}
