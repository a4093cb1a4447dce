//! How a cache ends: its threads, its waiters, and whoever still holds it.

use std::sync::{Arc, OnceLock, Weak};
use std::thread;
use std::time::Instant;

use crossbeam_channel::bounded;
use motscope::cache::EventKind;
use motscope::predict::NoPrefetch;
use motscope::{CacheError, PrefetchCache, Request};
use parking_lot::Mutex;

use crate::synthetic::{Cache, Calls, LIMIT, builder, provider, settle};

#[test]
fn drop_returns_while_a_load_is_stuck() {
    let provider = provider(100);
    provider.gate().shut();
    let cache = builder(&provider).build();
    cache.request(1);
    assert!(provider.gate().wait_for(1, LIMIT));
    let began = Instant::now();
    drop(cache);
    assert!(began.elapsed() < LIMIT / 2, "waited for a load that is held at the gate");
    assert!(!provider.gate().waiting().is_empty(), "the gate is still shut");
    provider.gate().open();
}

#[test]
fn close_ends_the_threads_answers_the_waiters_and_may_be_called_again() {
    let provider = provider(100);
    let cache = Arc::new(builder(&provider).build());
    cache.get(50).unwrap();
    settle(&cache);
    provider.gate().shut();
    let waiting = thread::spawn({
        let cache = Arc::clone(&cache);
        move || cache.get_timeout(1, LIMIT)
    });
    assert!(provider.gate().wait_for(1, LIMIT));
    cache.close();
    assert!(matches!(waiting.join().unwrap(), Err(CacheError::Closed)));
    provider.gate().open();
    cache.close();
    assert!(matches!(cache.get(2), Err(CacheError::Closed)));
    assert!(matches!(cache.request(2), Request::Failed(CacheError::Closed)));
    assert!(cache.wait_idle(LIMIT) && cache.peek(50).is_none());
    cache.set_workers(3);
    cache.set_predictor(NoPrefetch);
    // Every thread held a reference to the provider; only ours and the cache's remain.
    let deadline = Instant::now() + LIMIT;
    drop(cache);
    while Arc::strong_count(&provider) > 1 {
        assert!(Instant::now() < deadline, "a thread did not end");
        thread::yield_now();
    }
}

#[test]
fn close_is_safe_from_a_callback_and_from_a_load() {
    let provider = provider(100);
    let own: Arc<OnceLock<Weak<Cache>>> = Arc::default();
    let (closed, done) = bounded(1);
    let cache = builder(&provider)
        .on_event({
            let own = Arc::clone(&own);
            move |event| {
                if event.kind == EventKind::LoadComplete {
                    own.get().and_then(Weak::upgrade).unwrap().close();
                    let _ = closed.try_send(());
                }
            }
        })
        .build();
    let cache = Arc::new(cache);
    own.set(Arc::downgrade(&cache)).unwrap();
    cache.request(1);
    done.recv_timeout(LIMIT).expect("close deadlocked in the callback");

    let own: Arc<OnceLock<Weak<PrefetchCache<Calls>>>> = Arc::default();
    let within = Arc::clone(&own);
    let cache = Arc::new(
        PrefetchCache::builder(Calls::new(move |key| {
            own.get().and_then(Weak::upgrade).unwrap().close();
            Ok(key)
        }))
        .build(),
    );
    within.set(Arc::downgrade(&cache)).unwrap();
    assert!(cache.get(3).is_ok() && matches!(cache.get(4), Err(CacheError::Closed)));
}

#[test]
fn the_last_reference_may_be_dropped_in_a_callback() {
    let slot: Arc<Mutex<Option<Arc<Cache>>>> = Arc::default();
    let (dropped, done) = bounded(1);
    let cache = builder(&provider(100))
        .on_event({
            let slot = Arc::clone(&slot);
            move |_| {
                let last = slot.lock().take();
                if last.is_some() {
                    drop(last);
                    let _ = dropped.try_send(());
                }
            }
        })
        .build();
    let cache = Arc::new(cache);
    *slot.lock() = Some(Arc::clone(&cache));
    cache.request(1);
    drop(cache);
    done.recv_timeout(LIMIT).expect("the drop deadlocked in the callback");
}

#[test]
fn closing_while_a_caller_loads_lets_it_finish() {
    let provider = provider(100);
    provider.gate().shut();
    let cache = Arc::new(builder(&provider).predictor(NoPrefetch).build());
    let loading = thread::spawn({
        let cache = Arc::clone(&cache);
        move || cache.get(7).map(|value| *value)
    });
    assert!(provider.gate().wait_for(1, LIMIT));
    cache.close();
    provider.gate().open();
    assert_eq!(loading.join().unwrap().unwrap(), 7, "it was loaded on the caller's own thread");
    assert!(cache.peek(7).is_none());
}
