//! Eight threads that do to one cache whatever its handle offers, while loads fail, panic, change and ask for each other's
//! keys. `cargo test` makes some thousand calls; more of them, by hand:
//!
//! ```sh
//! MOTSCOPE_FUZZ_RUNS=50000000 MOTSCOPE_FUZZ_SEED=7 cargo test --release --test engine whatever
//! ```

use std::ops::RangeInclusive;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, OnceLock, Weak};
use std::thread;
use std::time::Duration;

use crossbeam_channel::{RecvTimeoutError, bounded};
use motscope::predict::{Adaptive, AdaptivePredictor, NoPrefetch, SharedHabits};
use motscope::{BoxError, CacheError, Capacity, DataProvider, Eviction, KeySet, Neighbours, PrefetchCache, Request};

use crate::synthetic::next_ones;

const THREADS: u64 = 8;
const KEYS: u64 = 200;
/// If no thread has finished a hundred calls for this long, they hang.
const HANGS_AFTER: Duration = Duration::from_mins(2);

/// A key, and the version of the data when its load began.
type Value = (u64, u64);

/// Data that changes, with a load for every bad day.
struct Wild {
    cache: Arc<OnceLock<Weak<PrefetchCache<Wild>>>>,
    version: AtomicU64,
    /// The version of each key's data when it was last refreshed: in the end nothing older is resident.
    refreshed: Vec<AtomicU64>,
}

impl DataProvider for Wild {
    type Value = Value;

    fn keys(&self) -> Arc<KeySet> {
        Arc::new(KeySet::first_n(KEYS))
    }

    fn load(&self, key: u64) -> Result<Value, BoxError> {
        let version = self.version.load(Ordering::SeqCst);
        let cache = || self.cache.get().and_then(Weak::upgrade).ok_or("the cache is gone");
        match key % 16 {
            1 => return Err("told to fail".into()),
            2 => panic!("told to panic"),
            // Neighbours ask for each other, and every second one for a key elsewhere: circles come and go.
            3 | 4 => drop(cache()?.get(key ^ 7)),
            5 => drop(cache()?.get(7 * key % KEYS)?),
            6 => drop(cache()?.get_timeout((key + 16) % KEYS, Duration::from_micros(50))),
            7 => drop(cache()?.request((key + 1) % KEYS)),
            _ => {}
        }
        Ok((key, version))
    }

    fn load_with(&self, key: u64, neighbours: &dyn Neighbours<Value>) -> Result<Value, BoxError> {
        let version = self.version.load(Ordering::SeqCst);
        // What is on the way, twice, also where nobody asks for it; its own key; one that does not exist.
        let passed = (key - key % 16..key).flat_map(|key| [key, key]);
        for other in passed.chain([key, KEYS + key]).filter(|_| key % 16 > 4) {
            if key.is_multiple_of(2) || neighbours.wants(other) {
                neighbours.offer(other, (other, version));
            }
        }
        self.load(key)
    }

    fn together(&self, key: u64) -> RangeInclusive<u64> {
        key - key % 16..=key - key % 16 + 15
    }

    fn weight(&self, value: &Value) -> u64 {
        1 + value.0 % 5
    }
}

/// Numbers from a seed: `SplitMix64`.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) % limit
    }
}

fn is_expected(error: &CacheError) -> bool {
    matches!(
        error,
        CacheError::Load(_)
            | CacheError::Panicked(_)
            | CacheError::Timeout
            | CacheError::Reentrant(_)
            | CacheError::NoSuchKey(_)
    )
}

/// A value is that of its key and not from the future; an error is one that these loads can cause.
fn check(cache: &PrefetchCache<Wild>, key: u64, answer: Result<Arc<Value>, CacheError>) {
    match answer {
        Ok(value) => assert!(value.0 == key && value.1 <= cache.provider().version.load(Ordering::SeqCst)),
        Err(error) => assert!(is_expected(&error), "{error}"),
    }
}

/// One call. Panics if its answer breaks a promise.
fn call(cache: &PrefetchCache<Wild>, numbers: &mut Numbers) {
    let key = numbers.below(KEYS);
    match numbers.below(100) {
        0 => {
            // Loads begin to see the new data before the old values are forgotten.
            let version = cache.provider().version.fetch_add(1, Ordering::SeqCst) + 1;
            cache.invalidate(&KeySet::from_keys([key]));
            if let Ok(value) = cache.get(key) {
                assert!(value.1 >= version, "key {key} is of version {}, invalidated at {version}", value.1);
            }
        }
        1 if numbers.below(2) == 0 => cache.invalidate_all(),
        1 => {
            let version = cache.provider().version.fetch_add(1, Ordering::SeqCst) + 1;
            cache.refresh_all();
            let all = &cache.provider().refreshed;
            for known in all {
                known.fetch_max(version, Ordering::SeqCst);
            }
        }
        2 => cache.set_workers(numbers.below(5) as usize),
        3 => cache.set_capacity(Capacity::entries(1 + numbers.below(60) as usize).and_bytes(20 + numbers.below(300))),
        4 => cache.set_eviction([Eviction::LeastRecent, Eviction::Oldest][numbers.below(2) as usize]),
        5 => cache.set_predictor(NoPrefetch),
        6 => cache.set_predictor(next_ones),
        7 => cache.set_predictor(AdaptivePredictor::new(Adaptive::default(), SharedHabits::default())),
        8 => cache.retry(key),
        9 => drop(cache.stats()),
        10 => assert!(matches!(cache.get(KEYS + key), Err(CacheError::NoSuchKey(_)))),
        11..14 => {
            let version = cache.provider().version.fetch_add(1, Ordering::SeqCst) + 1;
            cache.refresh(&KeySet::from_runs([key..=key + 5]));
            for known in cache.provider().refreshed.iter().skip(key as usize).take(6) {
                known.fetch_max(version, Ordering::SeqCst);
            }
        }
        14..30 => check(cache, key, cache.get_timeout(key, Duration::from_micros(numbers.below(200)))),
        30..60 => match cache.request(key) {
            Request::Ready(value) => assert_eq!(value.0, key),
            Request::Failed(error) => assert!(is_expected(&error), "{error}"),
            Request::Pending => {}
        },
        _ => check(cache, key, cache.get(key)),
    }
}

#[test]
fn whatever_eight_threads_do_no_promise_breaks_and_nothing_hangs() {
    let number =
        |name: &str, otherwise| std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(otherwise);
    let (calls, seed): (u64, u64) = (number("MOTSCOPE_FUZZ_RUNS", 40_000), number("MOTSCOPE_FUZZ_SEED", 1));
    // Half of the loads are told to panic or fail; their reports are not wanted here.
    std::panic::set_hook(Box::new(|info| {
        if info.payload_as_str().is_none_or(|text| text != "told to panic") {
            eprintln!("{info}");
        }
    }));
    let own: Arc<OnceLock<Weak<PrefetchCache<Wild>>>> = Arc::default();
    let refreshed = (0..KEYS).map(|_| AtomicU64::new(0)).collect();
    let wild = Wild { cache: Arc::clone(&own), version: AtomicU64::new(0), refreshed };
    let cache = Arc::new(PrefetchCache::builder(wild).workers(3).capacity(40).predictor(next_ones).build());
    own.set(Arc::downgrade(&cache)).unwrap();
    let (sender, progress) = bounded(1000);
    let threads: Vec<_> = (0..THREADS)
        .map(|thread| {
            let (cache, sender) = (Arc::clone(&cache), sender.clone());
            thread::spawn(move || {
                let mut numbers = Numbers(seed.wrapping_mul(THREADS).wrapping_add(thread));
                for made in 0..calls / THREADS {
                    call(&cache, &mut numbers);
                    if made % 100 == 0 {
                        sender.send(()).ok();
                    }
                }
            })
        })
        .collect();
    drop(sender);
    loop {
        match progress.recv_timeout(HANGS_AFTER) {
            Ok(()) => {}
            Err(RecvTimeoutError::Disconnected) => break,
            Err(RecvTimeoutError::Timeout) => panic!("no call ends any more: {:?}", cache.stats()),
        }
    }
    for thread in threads {
        thread.join().expect("a promise was broken");
    }
    cache.set_workers(0);
    assert!(cache.wait_idle(HANGS_AFTER), "the cache did not come to rest: {:?}", cache.stats());
    drop(std::panic::take_hook());
    let stats = cache.stats();
    assert_eq!((stats.prefetches_in_flight, stats.demands_in_flight, stats.queued, stats.stale), (0, 0, 0, 0));
    for (key, known) in cache.provider().refreshed.iter().enumerate() {
        let (value, known) = (cache.peek(key as u64), known.load(Ordering::SeqCst));
        assert!(value.as_ref().is_none_or(|value| value.1 >= known), "{value:?} is older than {known}");
    }
    for (key, known) in cache.provider().refreshed.iter().enumerate().filter(|(key, _)| key % 16 >= 8) {
        let key = key as u64;
        drop(cache.request(key));
        assert!(cache.wait_idle(HANGS_AFTER));
        let (shown, value) = cache.latest().unwrap();
        let is_new = value.1 >= known.load(Ordering::SeqCst);
        assert!(shown == key && value.0 == key && is_new, "{value:?} is shown of {key}");
    }
    assert!(stats.refreshed > 0 && stats.neighbours > 0 && stats.neighbours_refused > 0, "{stats:?}");
    assert_eq!(stats.worker_errors, 0, "no code but the loads panics here");
}
