//! The promises of the cache under thousands of orders in which its threads may run. A scheduler runs one thread at a time
//! and chooses the next one at random at every lock, so a deadlock or a lost wake-up shows without luck.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, OnceLock, Weak};
use std::time::Duration;

use motscope::predict::{AccessHistory, NoPrefetch, Predictions};
use motscope::{BoxError, CacheError, DataProvider, KeySet, Neighbours, PrefetchCache, Request};
use shuttle::thread;

const FOR_EVER: Duration = Duration::MAX;

/// A provider of 100 keys. A load gives others a chance to run before it ends, and counts.
#[derive(Default)]
struct Numbers {
    loads: AtomicU64,
    version: AtomicU64,
}

impl DataProvider for Numbers {
    type Value = (u64, u64);
    fn keys(&self) -> Arc<KeySet> {
        Arc::new(KeySet::first_n(100))
    }
    fn load(&self, key: u64) -> Result<(u64, u64), BoxError> {
        let version = self.version.load(Ordering::SeqCst);
        self.loads.fetch_add(1, Ordering::SeqCst);
        thread::yield_now();
        if key == 66 { Err("told to fail".into()) } else { Ok((key, version)) }
    }
}

type Cache = PrefetchCache<Arc<Numbers>>;

fn cache(workers: usize) -> (Arc<Numbers>, Arc<Cache>) {
    let numbers = Arc::new(Numbers::default());
    let next_two = |_: &AccessHistory, out: &mut Predictions| (1..=2).for_each(|offset| out.add(offset, 1.0, 0));
    let builder = PrefetchCache::builder(Arc::clone(&numbers)).workers(workers).capacity(4).degree(2);
    (numbers, Arc::new(builder.predictor(next_two).build()))
}

fn try_orders(test: impl Fn() + Send + Sync + 'static) {
    let orders = std::env::var("MOTSCOPE_ORDERS").ok().and_then(|text| text.parse().ok()).unwrap_or(500);
    // Without optimisation, the frames of a load need more than shuttle's 32 kB.
    let mut config = shuttle::Config::new();
    config.stack_size = 256 << 10;
    shuttle::Runner::new(shuttle::scheduler::RandomScheduler::new(orders), config).run(test);
}

#[test]
fn callers_of_one_key_share_a_load_whatever_the_order() {
    try_orders(|| {
        let (numbers, cache) = cache(0);
        let callers: Vec<_> = (0..3)
            .map(|_| {
                let cache = Arc::clone(&cache);
                thread::spawn(move || cache.get(5).map(|value| value.0))
            })
            .collect();
        for caller in callers {
            assert_eq!(caller.join().unwrap().unwrap(), 5);
        }
        assert_eq!(numbers.loads.load(Ordering::SeqCst), 1);
    });
}

#[test]
fn the_newest_request_is_loaded_and_the_cache_comes_to_rest() {
    for workers in [0, 1, 2] {
        try_orders(move || {
            let (_, cache) = cache(workers);
            let other = Arc::clone(&cache);
            let mover = thread::spawn(move || (10..14).for_each(|key| drop(other.request(key))));
            let getter = Arc::clone(&cache);
            let getter = thread::spawn(move || getter.get(12).map(|value| value.0));
            mover.join().unwrap();
            assert_eq!(getter.join().unwrap().unwrap(), 12);
            let _ = cache.request(20);
            assert!(cache.wait_idle(FOR_EVER));
            assert_eq!(cache.latest().unwrap().0, 20);
            assert!(matches!(cache.request(20), Request::Ready(_)));
            assert!(cache.stats().resident <= 4);
        });
    }
}

#[test]
fn nobody_gets_what_was_invalidated_before_the_call_began() {
    try_orders(|| {
        let (numbers, cache) = cache(1);
        let asking = Arc::clone(&cache);
        let (data, asked) = (Arc::clone(&numbers), thread::spawn(move || asking.get(3).map(drop)));
        let changing = Arc::clone(&cache);
        let changer = thread::spawn(move || {
            data.version.store(1, Ordering::SeqCst);
            changing.invalidate_all();
            assert_eq!(changing.get(3).unwrap().1, 1);
        });
        changer.join().unwrap();
        asked.join().unwrap().unwrap();
        assert!(cache.wait_idle(FOR_EVER));
        assert!(cache.peek(3).is_none_or(|value| value.1 == 1));
    });
}

#[test]
fn what_is_refreshed_is_there_at_once_and_new_in_the_end_whatever_the_order() {
    for workers in [0, 2] {
        try_orders(move || {
            let (numbers, cache) = cache(workers);
            assert_eq!(cache.get(3).unwrap().1, 0);
            let (asking, moving) = (Arc::clone(&cache), Arc::clone(&cache));
            let asker = thread::spawn(move || asking.get(4).map(drop));
            let changing = Arc::clone(&cache);
            let changer = thread::spawn(move || {
                for version in 1..=2 {
                    numbers.version.store(version, Ordering::SeqCst);
                    changing.refresh_all();
                }
            });
            assert!(moving.peek(3).is_some_and(|value| value.0 == 3));
            asker.join().unwrap().unwrap();
            changer.join().unwrap();
            assert!(cache.wait_idle(FOR_EVER));
            for key in [3, 4] {
                assert!(cache.peek(key).is_none_or(|value| value.1 == 2));
            }
            assert_eq!((cache.stats().stale, cache.stats().invalidated), (0, 0));
        });
    }
}

#[test]
fn a_cache_closes_while_values_are_refreshed() {
    try_orders(|| {
        let (_, cache) = cache(1);
        for key in [1, 2, 3] {
            assert_eq!(cache.get(key).unwrap().0, key);
        }
        let refreshing = Arc::clone(&cache);
        let refresher = thread::spawn(move || refreshing.refresh_all());
        cache.close();
        refresher.join().unwrap();
        assert!(matches!(cache.get(1), Err(CacheError::Closed)));
    });
}

#[test]
fn closing_answers_everybody_and_ends_all_threads() {
    try_orders(|| {
        let (_, cache) = cache(2);
        let callers: Vec<_> = [5, 6, 66]
            .map(|key| {
                let cache = Arc::clone(&cache);
                thread::spawn(move || match cache.get(key) {
                    Ok(value) => assert_eq!(value.0, key),
                    Err(CacheError::Closed) => {}
                    Err(error) => assert_eq!((key, error.to_string().as_str()), (66, "told to fail")),
                })
            })
            .into();
        let _ = cache.request(9);
        cache.close();
        for caller in callers {
            caller.join().unwrap();
        }
        assert!(matches!(cache.get(1), Err(CacheError::Closed)));
    });
}

#[test]
fn settings_change_while_loads_run() {
    try_orders(|| {
        let (_, cache) = cache(2);
        let other = Arc::clone(&cache);
        let changer = thread::spawn(move || {
            other.set_workers(1);
            other.set_capacity(2);
            other.set_predictor(NoPrefetch);
            other.set_workers(2);
        });
        for key in [1, 2, 3] {
            assert_eq!(cache.get(key).unwrap().0, key);
        }
        changer.join().unwrap();
        assert!(cache.wait_idle(FOR_EVER));
        assert!(cache.stats().resident <= 2);
    });
}

/// A film with a key frame every eight frames. Each frame on the way gives others a chance to run.
#[derive(Default)]
struct Film {
    version: AtomicU64,
    loads: AtomicU64,
}

impl DataProvider for Film {
    type Value = (u64, u64);
    fn keys(&self) -> Arc<KeySet> {
        Arc::new(KeySet::first_n(100))
    }
    fn load(&self, key: u64) -> Result<(u64, u64), BoxError> {
        Ok((key, self.version.load(Ordering::SeqCst)))
    }
    fn load_with(&self, key: u64, neighbours: &dyn Neighbours<(u64, u64)>) -> Result<(u64, u64), BoxError> {
        let version = self.version.load(Ordering::SeqCst);
        self.loads.fetch_add(1, Ordering::SeqCst);
        for passed in key - key % 8..key {
            thread::yield_now();
            neighbours.offer(passed, (passed, version));
        }
        Ok((key, version))
    }
    fn together(&self, key: u64) -> std::ops::RangeInclusive<u64> {
        key - key % 8..=key - key % 8 + 7
    }
}

#[test]
fn frames_that_come_by_are_never_older_than_what_callers_know_of_and_never_one_too_many() {
    for workers in [0, 2] {
        try_orders(move || {
            let film = Arc::new(Film::default());
            let before = |_: &AccessHistory, out: &mut Predictions| (1..=3).for_each(|step| out.add(-step, 1.0, 0));
            let cache =
                PrefetchCache::builder(Arc::clone(&film)).workers(workers).capacity(4).predictor(before).build();
            let cache = Arc::new(cache);
            let (asking, moving) = (Arc::clone(&cache), Arc::clone(&cache));
            let asker = thread::spawn(move || asking.get(6).map(|frame| frame.0));
            let mover = thread::spawn(move || [7, 5].into_iter().for_each(|key| drop(moving.request(key))));
            film.version.store(1, Ordering::SeqCst);
            cache.invalidate_all();
            assert_eq!(cache.get(5).unwrap().1, 1);
            assert_eq!(asker.join().unwrap().unwrap(), 6);
            mover.join().unwrap();
            assert!(cache.wait_idle(FOR_EVER));
            let stats = cache.stats();
            assert!(stats.resident <= 4 && (0..100).all(|key| cache.peek(key).is_none_or(|frame| *frame == (key, 1))));
            assert_eq!(stats.loads, film.loads.load(Ordering::SeqCst));
            assert_eq!(
                stats.loads + stats.neighbours,
                stats.resident as u64 + stats.evictions + stats.rejected + stats.invalidated
            );
        });
    }
}

/// Loads of 1 and 2 ask for each other's key.
struct Circle(Arc<OnceLock<Weak<PrefetchCache<Circle>>>>);

impl DataProvider for Circle {
    type Value = u64;
    fn keys(&self) -> Arc<KeySet> {
        Arc::new(KeySet::first_n(10))
    }
    fn load(&self, key: u64) -> Result<u64, BoxError> {
        thread::yield_now();
        let cache = self.0.get().and_then(Weak::upgrade).ok_or("the cache is gone")?;
        match key {
            1 | 2 => Ok(*cache.get(3 - key)?),
            _ => Ok(key),
        }
    }
}

#[test]
fn loads_that_wait_for_each_other_never_hang() {
    try_orders(|| {
        let own: Arc<OnceLock<Weak<PrefetchCache<Circle>>>> = Arc::default();
        let cache = PrefetchCache::builder(Circle(Arc::clone(&own))).workers(0).predictor(NoPrefetch).build();
        let cache = Arc::new(cache);
        own.set(Arc::downgrade(&cache)).unwrap();
        let callers: Vec<_> = [1, 2]
            .map(|key| {
                let cache = Arc::clone(&cache);
                thread::spawn(move || assert!(cache.get(key).is_err()))
            })
            .into();
        for caller in callers {
            caller.join().unwrap();
        }
    });
}
