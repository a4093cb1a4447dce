//! Loads that fail, panic or take too long, and code of others that panics or uses the cache.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, OnceLock, Weak};
use std::thread;
use std::time::Duration;

use crossbeam_channel::bounded;
use motscope::cache::{EntryInfo, EventKind};
use motscope::predict::{AccessHistory, NoPrefetch, Predictions};
use motscope::{CacheError, DataProvider, Event, Eviction, EvictionChoice, KeySet, PrefetchCache, Request, Synthetic};

use crate::synthetic::{Cache, Calls, LIMIT, builder, next_ones, provider, settle};

#[test]
fn predictor_policy_and_callback_run_outside_the_lock_and_off_the_callers_thread() {
    let provider = provider(100);
    let cache: Arc<OnceLock<Weak<Cache>>> = Arc::default();
    let (ran, runs) = bounded(100);
    let caller = thread::current().id();
    // Each of them asks the cache something, which would deadlock under its lock.
    let ask = {
        let cache = Arc::clone(&cache);
        move |who: &'static str| {
            assert_ne!(thread::current().id(), caller, "{who}");
            if let Some(cache) = cache.get().and_then(Weak::upgrade) {
                cache.stats();
                let _ = cache.get(99);
                let _ = ran.try_send(who);
            }
        }
    };
    let (from_policy, from_callback) = (ask.clone(), ask.clone());
    let built = builder(&provider)
        .predictor(move |_: &AccessHistory, out: &mut Predictions| {
            ask("predictor");
            out.add(1, 1.0, 0);
        })
        .eviction_policy(move |entry: &EntryInfo| {
            if entry.key == 3 {
                from_policy("policy");
            }
            0.0
        })
        .on_event(move |event| {
            if event.kind == EventKind::PrefetchSuccess {
                from_callback("callback");
            }
        })
        .build();
    let built = Arc::new(built);
    cache.set(Arc::downgrade(&built)).unwrap();
    built.request(2);
    let mut seen = std::collections::BTreeSet::new();
    while seen.len() < 3 {
        seen.insert(runs.recv_timeout(LIMIT).expect("one of them never ran, or deadlocked"));
    }
}

#[test]
fn a_panic_in_load_answers_every_waiter_and_the_next_load_works() {
    let provider = Arc::new(Synthetic::new(100).panicking([7]).failing([8]));
    let cache = Arc::new(builder(&provider).predictor(NoPrefetch).build());
    provider.gate().shut();
    let callers: Vec<_> = (0..3)
        .map(|_| {
            let cache = Arc::clone(&cache);
            thread::spawn(move || cache.get(7).map(|value| *value))
        })
        .collect();
    assert!(provider.gate().wait_for(1, LIMIT));
    provider.gate().open();
    for caller in callers {
        assert!(matches!(caller.join().unwrap(), Err(CacheError::Panicked(_))));
    }
    assert!(matches!(cache.get(8), Err(CacheError::Load(_))));
    assert_eq!(*cache.get(9).unwrap(), 9);
}

#[test]
fn a_failure_is_answered_until_it_is_retried() {
    let provider = Arc::new(Synthetic::new(100).failing([5]));
    let (sink, events) = bounded(1000);
    let cache = builder(&provider).predictor(NoPrefetch).events(sink).build();
    assert!(matches!(cache.request(5), Request::Pending));
    settle(&cache);
    for _ in 0..3 {
        let Request::Failed(error) = cache.request(5) else { panic!("not failed") };
        assert_eq!(error.to_string(), "key 5 was told to fail");
    }
    assert_eq!(provider.stats().loads, 1);
    let told: Vec<Event> = events.try_iter().filter(|event| event.kind == EventKind::LoadError).collect();
    assert_eq!(told[0].message.as_deref(), Some("key 5 was told to fail"));
    provider.heal(5);
    cache.retry(5);
    settle(&cache);
    assert!(matches!(cache.request(5), Request::Ready(_)));
}

#[test]
fn panics_in_predictor_policy_weight_keys_and_callback_are_contained_and_reported() {
    struct Hostile;
    impl DataProvider for Hostile {
        type Value = u64;
        fn keys(&self) -> Arc<KeySet> {
            static CALLS: AtomicU64 = AtomicU64::new(0);
            assert!(CALLS.fetch_add(1, Ordering::Relaxed) == 0, "keys");
            Arc::new(KeySet::first_n(100))
        }
        fn load(&self, key: u64) -> Result<u64, motscope::BoxError> {
            Ok(key)
        }
        fn weight(&self, _: &u64) -> u64 {
            panic!("weight")
        }
    }
    let (sink, events) = bounded(1000);
    let cache = PrefetchCache::builder(Hostile)
        .workers(1)
        .predictor(|_: &AccessHistory, _: &mut Predictions| panic!("predictor"))
        .eviction_policy(|_: &EntryInfo| -> f64 { panic!("policy") })
        .on_event(|_| panic!("callback"))
        .events(sink)
        .build();
    for key in 0..10 {
        assert_eq!(*cache.get(key).unwrap(), key);
    }
    assert!(cache.wait_idle(LIMIT));
    let mut missing = vec!["predictor", "policy", "weight()", "keys()", "callback"];
    while !missing.is_empty() {
        let event = events.recv_timeout(LIMIT).unwrap_or_else(|_| panic!("not reported: {missing:?}"));
        if event.kind == EventKind::WorkerError {
            missing.retain(|place| !event.message.as_ref().unwrap().contains(place));
        }
    }
    assert!(cache.stats().worker_errors > 0);
}

#[test]
fn a_panic_while_a_value_is_dropped_ends_no_thread() {
    struct Touchy;
    impl Drop for Touchy {
        fn drop(&mut self) {
            panic!("dropped");
        }
    }
    struct Source;
    impl DataProvider for Source {
        type Value = Touchy;
        fn keys(&self) -> Arc<KeySet> {
            Arc::new(KeySet::first_n(1000))
        }
        fn load(&self, _: u64) -> Result<Touchy, motscope::BoxError> {
            Ok(Touchy)
        }
    }
    let cache = PrefetchCache::builder(Source).capacity(2).workers(1).predictor(next_ones).build();
    for key in 0..20 {
        assert!(!matches!(cache.request(key * 10), Request::Failed(_)));
        assert!(cache.wait_idle(LIMIT));
    }
    assert!(cache.stats().worker_errors > 0 && cache.stats().prefetched > 10);
}

#[test]
fn get_timeout_gives_up_and_the_load_goes_on() {
    let provider = provider(100);
    let cache = builder(&provider).predictor(NoPrefetch).build();
    assert_eq!(*cache.get_timeout(1, LIMIT).unwrap(), 1);
    provider.gate().shut();
    assert!(matches!(cache.get_timeout(2, Duration::from_millis(1)), Err(CacheError::Timeout)));
    provider.gate().open();
    settle(&cache);
    assert!(cache.peek(2).is_some());
    assert!(matches!(cache.get_timeout(200, LIMIT), Err(CacheError::NoSuchKey(200))));
}

#[test]
fn a_get_that_gave_up_holds_nobody_up() {
    let provider = provider(100);
    let cache = builder(&provider).predictor(NoPrefetch).build();
    provider.gate().shut();
    cache.request(50);
    assert!(provider.gate().wait_for(1, LIMIT), "the demand thread is held");
    assert!(matches!(cache.get_timeout(3, Duration::from_millis(1)), Err(CacheError::Timeout)));
    assert!(provider.gate().wait_for(2, LIMIT), "and the load that was given up on goes on beside it");
    provider.gate().open();
    assert_eq!(*cache.get(3).unwrap(), 3);
    settle(&cache);
    assert_eq!(provider.loaded(), [50, 3]);
}

#[test]
fn a_load_may_use_the_cache_but_not_wait_for_itself() {
    struct Nested(OnceLock<Weak<PrefetchCache<Arc<Nested>>>>);
    impl DataProvider for Nested {
        type Value = u64;
        fn keys(&self) -> Arc<KeySet> {
            Arc::new(KeySet::first_n(100))
        }
        fn load(&self, key: u64) -> Result<u64, motscope::BoxError> {
            let cache = self.0.get().and_then(Weak::upgrade).ok_or("gone")?;
            match key {
                0 => Ok(0),
                50 => Ok(*cache.get(50)?),
                _ => Ok(*cache.get(key - 1)? + 1),
            }
        }
    }
    let provider = Arc::new(Nested(OnceLock::new()));
    let cache = Arc::new(PrefetchCache::builder(Arc::clone(&provider)).predictor(NoPrefetch).build());
    provider.0.set(Arc::downgrade(&cache)).unwrap();
    assert_eq!(*cache.get(20).unwrap(), 20);
    assert_eq!(cache.get(50).unwrap_err().to_string(), "the load of key 50 waits for itself");
}

#[test]
fn a_load_that_uses_the_cache_does_not_move_the_play_head() {
    let own: Arc<OnceLock<Weak<PrefetchCache<Calls>>>> = Arc::default();
    let given = Arc::clone(&own);
    let provider = Calls::new(move |key| {
        let cache = given.get().and_then(Weak::upgrade).ok_or("gone")?;
        Ok(if key == 0 { 0 } else { *cache.get(key - 1)? + 1 })
    });
    let cache = Arc::new(PrefetchCache::builder(provider).predictor(NoPrefetch).build());
    own.set(Arc::downgrade(&cache)).unwrap();
    assert_eq!(*cache.get(5).unwrap(), 5);
    assert_eq!((cache.stats().moves(), cache.last_move().unwrap().key), (1, 5));
    assert!(cache.peek(5).is_some());
}

#[test]
fn an_error_may_use_the_cache_or_panic_while_it_is_told_or_dropped() {
    type Own = Arc<OnceLock<Weak<PrefetchCache<Calls>>>>;
    #[derive(Debug)]
    struct Hostile(Own, bool);
    impl Hostile {
        fn act(&self) {
            self.0.get().and_then(Weak::upgrade).map(|cache| cache.stats());
            assert!(!self.1, "told to panic");
        }
    }
    impl std::fmt::Display for Hostile {
        fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            self.act();
            f.write_str("hostile")
        }
    }
    impl std::error::Error for Hostile {}
    impl Drop for Hostile {
        fn drop(&mut self) {
            self.0.get().and_then(Weak::upgrade).map(|cache| cache.stats());
        }
    }
    for panics in [false, true] {
        let own = Own::default();
        let given = Arc::clone(&own);
        let provider = Calls::new(move |_| Err(Box::new(Hostile(Arc::clone(&given), panics))));
        let cache = Arc::new(PrefetchCache::builder(provider).workers(2).predictor(next_ones).build());
        own.set(Arc::downgrade(&cache)).unwrap();
        for _ in 0..3 {
            assert!(matches!(cache.get(1), Err(CacheError::Load(_))));
            cache.request(50);
            assert!(cache.wait_idle(LIMIT));
            cache.retry(50);
            assert!(cache.wait_idle(LIMIT));
        }
        assert!(cache.stats().prefetch_errors > 0);
    }
}

#[test]
fn a_policy_that_panics_while_dropped_does_not_stop_the_planning() {
    struct Touchy;
    impl motscope::EvictionPolicy for Touchy {
        fn retention(&self, _: &EntryInfo) -> f64 {
            0.0
        }
    }
    impl Drop for Touchy {
        fn drop(&mut self) {
            panic!("dropped");
        }
    }
    let provider = provider(1000);
    let cache = builder(&provider).eviction_policy(Touchy).build();
    cache.get(1).unwrap();
    cache.set_eviction(EvictionChoice::custom(Touchy));
    cache.set_eviction(Eviction::Oldest);
    settle(&cache);
    cache.get(500).unwrap();
    settle(&cache);
    assert!(cache.peek(501).is_some());
}
