//! Loads that do not return: what else goes on meanwhile, and what must not wait for them.

use std::collections::BTreeSet;
use std::sync::{Arc, OnceLock, Weak};
use std::thread;
use std::time::Duration;

use crossbeam_channel::{bounded, unbounded};
use motscope::predict::NoPrefetch;
use motscope::{BoxError, CacheError, DataProvider, KeySet, PrefetchCache, Request};
use parking_lot::{Condvar, Mutex};

use crate::synthetic::{Calls, LIMIT, Stuck, next_ones, settle, show};

#[test]
fn a_request_never_waits_for_a_stuck_one() {
    for workers in [0, 1, 4] {
        let stuck = Stuck::at(100..110);
        let (calls, begins) = Stuck::provider(&stuck);
        let (sink, events) = unbounded();
        let cache = PrefetchCache::builder(calls).predictor(NoPrefetch).workers(workers).events(sink).build();
        assert_eq!(*show(&cache, &events, 1), 1);
        for key in 100..110 {
            assert!(matches!(cache.request(key), Request::Pending));
            while begins.recv_timeout(LIMIT).expect("every request is begun, however many are stuck") != key {}
        }
        assert_eq!(*show(&cache, &events, 2), 2, "with {workers} workers");
        stuck.free();
        settle(&cache);
        assert_eq!(cache.latest().map(|(key, _)| key), Some(2), "the display does not go back");
    }
}

#[test]
fn a_request_is_served_while_every_worker_is_stuck() {
    let stuck = Stuck::at(1..=4);
    let (calls, begins) = Stuck::provider(&stuck);
    let (sink, events) = unbounded();
    let cache = PrefetchCache::builder(calls).predictor(next_ones).degree(4).workers(4).events(sink).build();
    assert_eq!(*show(&cache, &events, 0), 0);
    let begun: BTreeSet<u64> = (0..5).map(|_| begins.recv_timeout(LIMIT).unwrap()).collect();
    assert_eq!(begun, (0..=4).collect(), "all four workers are stuck");
    assert_eq!(*show(&cache, &events, 500), 500);
    stuck.free();
}

#[test]
fn a_free_worker_serves_a_request_before_it_prefetches() {
    // Two loads of the demand lane and one of a worker are held, so that the next request waits for the worker.
    let stuck = Stuck::at([1, 200, 201]);
    let (calls, begins) = Stuck::provider(&stuck);
    let cache = PrefetchCache::builder(calls).predictor(next_ones).workers(1).degree(9).build();
    cache.get(0).unwrap();
    let begun = |key| while begins.recv_timeout(LIMIT).expect("the load never began") != key {};
    begun(1);
    for key in [200, 201] {
        cache.request(key);
        begun(key);
    }
    cache.request(300);
    stuck.free_one(1);
    assert_eq!(begins.recv_timeout(LIMIT).unwrap(), 300, "the worker had 202 to prefetch, too");
    stuck.free();
    settle(&cache);
}

#[test]
fn get_timeout_against_a_stuck_provider_starts_a_bounded_number_of_threads() {
    let stuck = Stuck::at(0..200);
    let (calls, begins) = Stuck::provider(&stuck);
    let cache = Arc::new(PrefetchCache::builder(calls).predictor(NoPrefetch).workers(0).build());
    for key in 0..100 {
        assert!(matches!(cache.get_timeout(key, Duration::from_millis(1)), Err(CacheError::Timeout)));
    }
    assert!(begins.len() <= 32, "{} loads were begun", begins.len());
    let waiting = thread::spawn({
        let cache = Arc::clone(&cache);
        move || cache.get_timeout(150, LIMIT).map(|value| *value)
    });
    stuck.free();
    assert_eq!(waiting.join().unwrap().unwrap(), 150, "it goes on once a thread is free");
    assert_eq!(*cache.get_timeout(99, LIMIT).unwrap(), 99);
}

/// A cache whose load of a key asks for other keys. `held` loads wait for each other before they ask, so that all of them
/// are under way.
fn asking(asks: &'static [(u64, u64)]) -> Arc<PrefetchCache<Calls>> {
    let cache: Arc<OnceLock<Weak<PrefetchCache<Calls>>>> = Arc::default();
    let (own, meeting) = (Arc::clone(&cache), Arc::new((Mutex::new(0), Condvar::new())));
    let calls = Calls::new(move |key| {
        let Some(&(_, other)) = asks.iter().find(|(asker, _)| *asker == key) else { return Ok(key) };
        let (arrived, all_there) = &*meeting;
        let mut arrived = arrived.lock();
        *arrived += 1;
        all_there.notify_all();
        while *arrived < asks.len() {
            all_there.wait(&mut arrived);
        }
        drop(arrived);
        let cache = own.get().and_then(Weak::upgrade).ok_or("the cache is gone")?;
        Ok(*cache.get(other)? + 1000)
    });
    let built = Arc::new(PrefetchCache::builder(calls).predictor(NoPrefetch).workers(0).build());
    cache.set(Arc::downgrade(&built)).unwrap();
    built
}

#[test]
fn loads_that_wait_for_each_other_in_a_circle_fail() {
    for asks in [&[(1, 2), (2, 1)][..], &[(1, 2), (2, 3), (3, 4), (4, 1)], &[(7, 7)]] {
        let cache = asking(asks);
        let (sender, results) = bounded(asks.len());
        for &(key, _) in asks {
            let (cache, sender) = (Arc::clone(&cache), sender.clone());
            thread::spawn(move || sender.send(cache.get(key).map(|value| *value)));
        }
        for _ in asks {
            let result = results.recv_timeout(LIMIT).expect("the loads wait for each other for ever");
            assert!(result.unwrap_err().to_string().contains("waits for itself"));
        }
    }
}

#[test]
fn loads_that_wait_for_others_without_a_circle_are_served() {
    let cache = asking(&[(1, 2), (2, 3), (5, 2)]);
    let threads: Vec<_> = [1, 2, 5]
        .map(|key| {
            let cache = Arc::clone(&cache);
            thread::spawn(move || *cache.get(key).unwrap())
        })
        .into();
    let values: Vec<u64> = threads.into_iter().map(|thread| thread.join().unwrap()).collect();
    assert_eq!(values, [2003, 1003, 2003]);
}

/// A provider whose `weight` asks the cache for the key that is being loaded.
struct Weighing(Arc<OnceLock<Weak<PrefetchCache<Weighing>>>>);

impl DataProvider for Weighing {
    type Value = u64;
    fn keys(&self) -> Arc<KeySet> {
        Arc::new(KeySet::first_n(10))
    }
    fn load(&self, key: u64) -> Result<u64, BoxError> {
        Ok(key)
    }
    fn weight(&self, value: &u64) -> u64 {
        let cache = self.0.get().and_then(Weak::upgrade);
        u64::from(cache.is_some_and(|cache| cache.get(*value).is_err()))
    }
}

#[test]
fn a_weight_that_waits_for_its_own_load_fails_instead_of_hanging() {
    let own: Arc<OnceLock<Weak<PrefetchCache<Weighing>>>> = Arc::default();
    let cache = PrefetchCache::builder(Weighing(Arc::clone(&own))).predictor(NoPrefetch).workers(0).build();
    let cache = Arc::new(cache);
    own.set(Arc::downgrade(&cache)).unwrap();
    let (sender, results) = bounded(1);
    thread::spawn(move || sender.send(cache.get(5).map(|value| (*value, cache.stats().bytes))));
    let result = results.recv_timeout(LIMIT).expect("the load waits for itself for ever");
    assert_eq!(result.unwrap(), (5, 1), "the weight was told so, and counted it");
}

#[test]
fn whoever_waits_for_a_thread_of_get_timeout_gets_it_and_does_not_move_the_play_head_again() {
    let stuck = Stuck::at(0..32);
    let (calls, begins) = Stuck::provider(&stuck);
    let cache = Arc::new(PrefetchCache::builder(calls).predictor(NoPrefetch).workers(0).build());
    for key in 0..32 {
        assert!(matches!(cache.get_timeout(key, Duration::ZERO), Err(CacheError::Timeout)));
        begins.recv_timeout(LIMIT).unwrap();
    }
    let ask = |key| {
        let cache = Arc::clone(&cache);
        thread::spawn(move || cache.get_timeout(key, LIMIT).map(|value| *value))
    };
    let waiting = [50, 50, 51].map(ask);
    // Each of them has made its move: it waits.
    while cache.stats().misses < 32 + 2 || cache.stats().moves() < 34 {
        thread::yield_now();
    }
    let moves = cache.stats().moves();
    stuck.free_one(0);
    let values = waiting.map(|thread| thread.join().unwrap().unwrap());
    assert_eq!(values, [50, 50, 51]);
    assert!(cache.stats().moves() <= moves + 1, "a third caller may have made its move after the count");
    stuck.free();
}
