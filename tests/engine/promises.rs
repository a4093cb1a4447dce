//! What the engine promises, one test a promise, on real threads. Gates stand where a sleep would be.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, OnceLock, Weak};
use std::thread;
use std::time::{Duration, Instant};

use crossbeam_channel::{Receiver, bounded};
use motscope::cache::{Builder, EntryInfo, EventKind, Lane, Snapshot, Verdict};
use motscope::predict::{AccessHistory, DistanceDecay, DynamicData, DynamicDistanceDecay, NoPrefetch, Predictions};
use motscope::{
    CacheError, Capacity, DataProvider, Event, Eviction, EvictionChoice, KeySet, PrefetchCache, Request, Synthetic,
};
use parking_lot::Mutex;

/// Longer than anything here takes; a test that needs it has failed.
const LIMIT: Duration = Duration::from_secs(20);

type Cache = PrefetchCache<Arc<Synthetic>>;

fn provider(count: u64) -> Arc<Synthetic> {
    Arc::new(Synthetic::new(count).logging())
}

fn builder(provider: &Arc<Synthetic>) -> Builder<Arc<Synthetic>> {
    PrefetchCache::builder(Arc::clone(provider)).workers(2).predictor(DynamicData::default())
}

fn settle(cache: &Cache) {
    assert!(cache.wait_idle(LIMIT), "the cache did not come to rest: {:?}", cache.stats());
}

fn resident(cache: &Cache) -> Vec<u64> {
    let mut snapshot = Snapshot::default();
    cache.snapshot_into(&mut snapshot);
    let mut keys: Vec<u64> = snapshot.resident.iter().map(|entry| entry.key).collect();
    keys.sort_unstable();
    keys
}

fn next_ones(_: &AccessHistory, out: &mut Predictions) {
    (1..=4).for_each(|offset| out.add(offset, 1.0 / offset as f64, 0));
}

/// Requests a key and waits until it is there, as a window does from repaint to repaint.
fn show(cache: &Cache, arrivals: &Receiver<Event>, key: u64) -> Arc<u64> {
    loop {
        match cache.request(key) {
            Request::Ready(value) => return value,
            Request::Failed(error) => panic!("key {key}: {error}"),
            Request::Pending => drop(arrivals.recv_timeout(LIMIT).expect("nothing arrived")),
        }
    }
}

#[test]
fn playing_forward_loads_each_frame_about_once() {
    let measure = |predictor: Box<dyn motscope::AccessPredictor>, capacity: usize| {
        let provider = provider(200);
        let cache = builder(&provider).predictor(predictor).capacity(capacity).build();
        for key in 0..200 {
            assert_eq!(*cache.get(key).unwrap(), key);
            settle(&cache);
        }
        cache.stats().loads as f64 / 200.0
    };
    assert!(measure(Box::<DistanceDecay>::default(), 20) <= 1.1);
    assert!(measure(Box::<DynamicDistanceDecay>::default(), 20) <= 1.1);
    assert!(measure(Box::<DynamicData>::default(), 100) <= 1.25);
}

#[test]
fn repainting_the_frame_on_display_costs_nothing_and_counts_nothing() {
    let provider = provider(200);
    let cache = builder(&provider).predictor(DistanceDecay::default()).capacity(20).build();
    cache.get(100).unwrap();
    settle(&cache);
    let before = cache.stats();
    for _ in 0..60 {
        cache.get(100).unwrap();
        assert!(matches!(cache.request(100), Request::Ready(_)));
        settle(&cache);
    }
    assert_eq!(cache.stats(), before);
}

#[test]
fn four_callers_share_one_load() {
    let provider = provider(10);
    provider.gate().shut();
    let cache = Arc::new(builder(&provider).predictor(NoPrefetch).build());
    let callers: Vec<_> = (0..4)
        .map(|_| {
            let cache = Arc::clone(&cache);
            thread::spawn(move || *cache.get(5).unwrap())
        })
        .collect();
    assert!(provider.gate().wait_for(1, LIMIT));
    provider.gate().open();
    for caller in callers {
        assert_eq!(caller.join().unwrap(), 5);
    }
    assert_eq!(provider.loaded(), [5]);
}

#[test]
fn get_joins_its_own_prefetch_and_counts_a_late_hit() {
    let provider = provider(10);
    let cache = Arc::new(builder(&provider).predictor(next_ones).degree(1).workers(1).build());
    cache.get(0).unwrap();
    settle(&cache);
    let (gate, before) = (provider.gate(), cache.stats());
    gate.shut();
    cache.get(4).unwrap();
    assert!(gate.wait_for(1, LIMIT), "5 is being prefetched");
    let (asking, asked) = bounded(1);
    let waiting = thread::spawn({
        let cache = Arc::clone(&cache);
        move || {
            asking.send(()).unwrap();
            cache.get(5).map(|value| *value)
        }
    });
    asked.recv().unwrap();
    while cache.stats().late_hits == before.late_hits {
        thread::yield_now();
    }
    gate.open();
    assert_eq!(waiting.join().unwrap().unwrap(), 5);
    assert_eq!(provider.loaded().iter().filter(|&&key| key == 5).count(), 1);
    settle(&cache);
    assert!(cache.stats().used > before.used);
}

#[test]
fn demand_never_waits_behind_speculation() {
    let provider = provider(1000);
    let (sink, arrivals) = bounded(1000);
    let cache = builder(&provider).predictor(next_ones).events(sink).build();
    cache.get(0).unwrap();
    settle(&cache);
    provider.gate().shut();
    cache.get(1).unwrap();
    cache.get(2).unwrap();
    assert!(provider.gate().wait_for(2, LIMIT), "both workers are held");
    assert!(matches!(cache.request(500), Request::Pending));
    assert!(provider.gate().wait_for(3, LIMIT), "the demand thread loads beside them");
    assert!(provider.gate().waiting().contains(&500));
    provider.gate().open();
    assert_eq!(*show(&cache, &arrivals, 500), 500);
}

#[test]
fn request_never_blocks_and_the_latest_of_a_burst_wins() {
    let provider = provider(1000);
    let (sink, arrivals) = bounded(10_000);
    let cache = builder(&provider).predictor(NoPrefetch).events(sink).build();
    provider.gate().shut();
    assert!(matches!(cache.request(0), Request::Pending));
    assert!(provider.gate().wait_for(1, LIMIT));
    for key in 1..=500 {
        assert!(matches!(cache.request(key), Request::Pending));
    }
    provider.gate().open();
    assert_eq!(*show(&cache, &arrivals, 500), 500);
    assert_eq!(provider.loaded(), [0, 500], "dragging across 500 frames costs two loads");
}

#[test]
fn every_frame_that_arrives_is_shown_unless_a_later_one_was() {
    let provider = provider(1000);
    let (sink, arrivals) = bounded(10_000);
    let cache = builder(&provider).predictor(NoPrefetch).events(sink).build();
    let gate = provider.gate();
    gate.shut();
    let mut shown = Vec::new();
    for key in [10, 20, 30] {
        cache.request(key);
        assert!(gate.wait_for(1, LIMIT));
        cache.request(key + 5);
        gate.let_pass(1);
        loop {
            let event = arrivals.recv_timeout(LIMIT).unwrap();
            if event.kind == EventKind::LoadComplete && event.key == key {
                break;
            }
        }
        shown.push(cache.latest().unwrap().0);
        assert!(gate.wait_for(1, LIMIT), "the newest request follows");
        gate.let_pass(1);
        show(&cache, &arrivals, key + 5);
        shown.push(cache.latest().unwrap().0);
    }
    assert_eq!(shown, [10, 15, 20, 25, 30, 35]);
    gate.open();
}

#[test]
fn a_burst_back_to_a_resident_frame_drops_the_request_that_waited() {
    let provider = provider(100);
    let cache = builder(&provider).predictor(NoPrefetch).build();
    cache.get(1).unwrap();
    provider.gate().shut();
    cache.request(50);
    assert!(provider.gate().wait_for(1, LIMIT));
    cache.request(60);
    assert!(matches!(cache.request(1), Request::Ready(_)));
    provider.gate().open();
    settle(&cache);
    assert_eq!(provider.loaded(), [1, 50]);
    assert_eq!(cache.latest().unwrap().0, 1);
}

#[test]
fn a_new_position_replaces_the_queue_before_anything_stale_is_loaded() {
    let provider = provider(10_000);
    let cache = builder(&provider).predictor(next_ones).workers(1).build();
    cache.get(0).unwrap();
    settle(&cache);
    provider.gate().shut();
    cache.get(1).unwrap();
    assert!(provider.gate().wait_for(1, LIMIT), "the worker is held at 5");
    for key in [100, 200, 300] {
        assert!(matches!(cache.request(key), Request::Pending));
    }
    provider.gate().open();
    settle(&cache);
    let loaded = provider.loaded();
    assert!(loaded.contains(&301));
    for stale in [101, 102, 201, 202] {
        assert!(!loaded.contains(&stale), "{stale} was loaded for a position left long ago: {loaded:?}");
    }
}

#[test]
fn while_a_plan_is_made_nothing_of_the_old_one_is_loaded() {
    let provider = provider(10_000);
    let thinking = Arc::new(motscope::provider::Gate::default());
    let held = Arc::clone(&thinking);
    let predictor = move |history: &AccessHistory, out: &mut Predictions| {
        held.pass(0);
        next_ones(history, out);
    };
    let (sink, events) = bounded(1000);
    let cache = builder(&provider).predictor(predictor).workers(1).events(sink).build();
    provider.gate().shut();
    cache.request(0);
    assert!(provider.gate().wait_for(2, LIMIT), "the demand thread is held at 0, the worker at 1");
    thinking.shut();
    cache.request(100);
    assert!(thinking.wait_for(1, LIMIT), "the predictor is held");
    provider.gate().open();
    let is_over = |event: Event| event.kind == EventKind::PrefetchSuccess && event.key == 1;
    while !is_over(events.recv_timeout(LIMIT).expect("the load of 1 does not wait for the plan")) {}
    while !matches!(cache.request(100), Request::Ready(_)) {
        thread::yield_now();
    }
    thinking.open();
    settle(&cache);
    let loaded = provider.loaded();
    assert!(loaded.contains(&101), "{loaded:?}");
    for stale in 2..=4 {
        assert!(!loaded.contains(&stale), "{stale} was loaded by a plan that is outdated: {loaded:?}");
    }
}

#[test]
fn all_workers_start_as_soon_as_a_weight_is_known() {
    let provider = provider(1000);
    let capacity = Capacity::entries(64).and_bytes(1 << 30);
    let cache = builder(&provider).workers(4).capacity(capacity).build();
    provider.gate().shut();
    cache.request(10);
    assert!(provider.gate().wait_for(1, LIMIT));
    provider.gate().let_pass(1);
    assert!(provider.gate().wait_for(4, LIMIT), "{:?}", provider.gate().waiting());
    provider.gate().open();
}

#[test]
fn workers_are_hired_as_the_pace_of_the_moves_calls_for() {
    let provider = Arc::new(Synthetic::new(10_000).taking(Duration::from_millis(2)));
    let cache = PrefetchCache::builder(Arc::clone(&provider)).predictor(NoPrefetch).build();
    // Hits follow one another far faster than any load comes.
    for key in (0..40).chain((0..40).rev()) {
        cache.get(key).unwrap();
    }
    settle(&cache);
    provider.gate().shut();
    cache.set_predictor(|_: &AccessHistory, out: &mut Predictions| {
        for offset in 100..140 {
            out.add(offset, 1.0, 0);
        }
    });
    cache.set_degree(40);
    assert!(provider.gate().wait_for(12, LIMIT), "more than the four that are always there");
    provider.gate().open();
}

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
fn keys_are_clipped_to_those_that_exist_gaps_included() {
    let provider = Arc::new(Synthetic::with_keys(KeySet::from_runs([0..=5, 100..=105])).logging());
    let cache = builder(&provider).predictor(DistanceDecay::default()).build();
    cache.get(0).unwrap();
    settle(&cache);
    let mut loaded = provider.loaded();
    loaded.sort_unstable();
    assert_eq!(loaded, [0, 1, 2, 3, 4, 5, 100, 101, 102, 103, 104, 105]);
    assert!(matches!(cache.get(50), Err(CacheError::NoSuchKey(50))));
    assert!(matches!(cache.request(50), Request::Failed(CacheError::NoSuchKey(50))));
    assert_eq!(cache.stats().moves(), 1, "a key that does not exist is no move");
}

#[test]
fn sparse_keys_work_and_plus_one_is_the_next_key_there_is() {
    let provider = Arc::new(Synthetic::with_keys(KeySet::from_keys([10, 20, 30])).logging());
    let cache = builder(&provider).predictor(|_: &AccessHistory, out: &mut Predictions| out.add(1, 1.0, 0)).build();
    cache.get(10).unwrap();
    settle(&cache);
    assert_eq!(resident(&cache), [10, 20]);
    cache.get(20).unwrap();
    settle(&cache);
    assert_eq!((resident(&cache), cache.stats().hits, provider.loaded().len()), (vec![10, 20, 30], 1, 3));
}

#[test]
fn keys_that_appear_later_can_be_asked_for() {
    let provider = provider(10);
    let cache = builder(&provider).predictor(NoPrefetch).build();
    assert!(cache.get(15).is_err());
    provider.set_keys(KeySet::first_n(20));
    assert_eq!(*cache.get(15).unwrap(), 15);
    provider.set_keys(KeySet::first_n(30));
    assert!(matches!(cache.request(25), Request::Pending));
}

#[test]
fn every_worker_works() {
    let provider = provider(1000);
    let cache = builder(&provider).workers(4).build();
    provider.gate().shut();
    cache.request(500);
    assert!(provider.gate().wait_for(5, LIMIT), "four workers and the demand thread");
    let stats = cache.stats();
    assert_eq!((stats.prefetches_in_flight, stats.demands_in_flight, stats.queued), (4, 1, 16));
    provider.gate().open();
}

#[test]
fn the_number_of_workers_changes_while_running() {
    let provider = provider(100_000);
    let cache = builder(&provider).workers(1).build();
    cache.get(100).unwrap();
    settle(&cache);
    for (workers, position) in [(5, 1000), (2, 2000), (0, 3000), (3, 4000)] {
        cache.set_workers(workers);
        settle(&cache);
        provider.gate().shut();
        cache.request(position);
        assert!(provider.gate().wait_for(workers + 1, LIMIT), "{workers} workers");
        assert_eq!(cache.stats().prefetches_in_flight, workers);
        provider.gate().open();
        settle(&cache);
    }
}

#[test]
fn capacity_counts_entries_and_bytes_and_changes_while_running() {
    let provider = Arc::new(Synthetic::new(1000).weighing(|_| 1000));
    let cache = builder(&provider).capacity(Capacity::entries(50).and_bytes(20_000)).build();
    cache.get(500).unwrap();
    settle(&cache);
    assert_eq!((cache.stats().resident, cache.stats().bytes), (20, 20_000));
    cache.set_capacity(5);
    assert_eq!(cache.stats().resident, 5);
    cache.set_capacity(Capacity::entries(30));
    settle(&cache);
    assert_eq!(cache.stats().resident, 30);
    cache.set_capacity(Capacity::bytes(0));
    assert_eq!(resident(&cache), [500], "the current frame stays whatever the capacity");
}

#[test]
fn settings_change_while_running_and_act_at_once() {
    let provider = provider(1000);
    let cache = builder(&provider).predictor(NoPrefetch).build();
    cache.get(500).unwrap();
    settle(&cache);
    assert_eq!(resident(&cache), [500]);
    cache.set_predictor(next_ones);
    settle(&cache);
    assert_eq!(resident(&cache), [500, 501, 502, 503, 504]);
    cache.set_degree(0);
    cache.get(700).unwrap();
    settle(&cache);
    assert!(!resident(&cache).contains(&701));
    cache.set_degree(1);
    settle(&cache);
    assert!(resident(&cache).contains(&704), "one at a time, but all of them");
    cache.set_history(1);
    cache.set_eviction(Eviction::LeastRecent);
    cache.set_eviction(EvictionChoice::custom(|entry: &EntryInfo| -(entry.key as f64)));
    cache.set_predictor(NoPrefetch);
    settle(&cache);
    cache.set_capacity(3);
    assert_eq!(resident(&cache), [500, 501, 700], "the highest keys left first");
}

#[test]
fn least_recent_is_exact_even_between_plans() {
    let provider = provider(100);
    let cache = builder(&provider).workers(0).capacity(3).eviction(Eviction::LeastRecent).build();
    for key in [1, 2, 3, 1, 4] {
        cache.get(key).unwrap();
    }
    assert_eq!(resident(&cache), [1, 3, 4]);
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
    assert_eq!(cache.get(50).unwrap_err().to_string(), "the load of key 50 asked for its own key");
}

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

/// A provider of 1,000 keys whose load is a function.
struct Calls(Box<dyn Fn(u64) -> Result<u64, motscope::BoxError> + Send + Sync>);

impl Calls {
    fn new(load: impl Fn(u64) -> Result<u64, motscope::BoxError> + Send + Sync + 'static) -> Self {
        Self(Box::new(load))
    }
}

impl DataProvider for Calls {
    type Value = u64;
    fn keys(&self) -> Arc<KeySet> {
        Arc::new(KeySet::first_n(1000))
    }
    fn load(&self, key: u64) -> Result<u64, motscope::BoxError> {
        (self.0)(key)
    }
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
fn absurd_weights_and_settings_are_survived() {
    let provider = Arc::new(Synthetic::new(100).weighing(|key| if key < 3 { u64::MAX } else { 10 }));
    let cache = builder(&provider).capacity(2).history(usize::MAX).workers(usize::MAX).degree(usize::MAX).build();
    for key in [1, 2, 4, 5, 6] {
        assert_eq!(*cache.get(key).unwrap(), key);
    }
    cache.set_history(usize::MAX);
    cache.set_history(0);
    cache.set_capacity(usize::MAX);
    assert_eq!(*cache.get_timeout(1, Duration::MAX).unwrap(), 1);
    assert_eq!(*cache.get_timeout(50, Duration::MAX).unwrap(), 50);
    assert!(cache.wait_idle(Duration::MAX));
    cache.set_capacity(0);
    assert_eq!(cache.stats().resident, 1);
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

#[test]
fn without_workers_no_old_plan_holds_its_keys() {
    let cache = builder(&provider(10_000)).capacity(20).build();
    cache.get(100).unwrap();
    settle(&cache);
    cache.set_workers(0);
    settle(&cache);
    for key in 5000..5100 {
        cache.get(key).unwrap();
    }
    assert_eq!(resident(&cache), (5080..5100).collect::<Vec<_>>());
}

#[test]
fn the_threads_have_names_and_the_settings_their_defaults() {
    let (said, names) = bounded(100);
    let cache = PrefetchCache::builder(Calls::new(move |key| {
        let _ = said.try_send(thread::current().name().unwrap_or_default().to_owned());
        Ok(key)
    }))
    .build();
    let settings = format!("{:?}", PrefetchCache::builder(Synthetic::new(1)));
    assert!(settings.contains("entries: 100") && settings.contains("degree: 20"), "{settings}");
    assert!(settings.contains("history: 30") && settings.contains("LeastRecent"), "{settings}");
    assert!(settings.contains("workers: Automatic"), "{settings}");
    cache.request(500);
    assert!(cache.wait_idle(LIMIT));
    let names: std::collections::BTreeSet<String> = names.try_iter().collect();
    assert!(names.contains("motscope-demand"), "{names:?}");
    assert!(names.iter().any(|name| name.starts_with("motscope-worker-")), "{names:?}");
}

#[test]
fn events_are_bounded_and_counted_when_dropped() {
    let provider = provider(100);
    let (sink, events) = bounded(3);
    let cache = builder(&provider).predictor(NoPrefetch).workers(0).events(sink).build();
    for key in 0..10 {
        cache.get(key).unwrap();
    }
    assert_eq!((events.len(), cache.stats().dropped_events), (3, 27));
    let kinds: Vec<EventKind> = events.try_iter().map(|event| event.kind).collect();
    assert_eq!(kinds, [EventKind::Miss, EventKind::LoadStart, EventKind::LoadComplete]);
}

#[test]
fn events_tell_the_whole_story_in_order() {
    let provider = provider(100);
    let (sink, events) = bounded(1000);
    let cache = builder(&provider).predictor(next_ones).capacity(6).workers(1).events(sink).build();
    cache.get(10).unwrap();
    settle(&cache);
    cache.get(11).unwrap();
    settle(&cache);
    cache.get(90).unwrap();
    settle(&cache);
    let story: Vec<Event> = events.try_iter().collect();
    let kinds: Vec<&str> = story.iter().map(|event| event.kind.name()).collect();
    for kind in ["miss", "hit", "load start", "load complete", "prefetch start", "prefetch success", "planned", "evict"]
    {
        assert!(kinds.contains(&kind), "{kind} is missing: {kinds:?}");
    }
    assert!(story.windows(2).all(|pair| pair[0].at <= pair[1].at + Duration::from_millis(1)));
    let stats = cache.stats();
    let count = |kind: &str| kinds.iter().filter(|&&other| other == kind).count() as u64;
    assert_eq!(count("hit"), stats.hits);
    assert_eq!(count("prefetch success"), stats.prefetched);
    assert_eq!(count("evict") + count("evict unused"), stats.evictions);
    assert_eq!(count("load start") + count("prefetch start"), stats.loads);
}

#[test]
fn the_snapshot_shows_what_is_queued_in_flight_failed_and_likely() {
    let provider = Arc::new(Synthetic::new(1000).failing([503]));
    let cache = builder(&provider).predictor(next_ones).workers(1).build();
    cache.get(500).unwrap();
    settle(&cache);
    provider.gate().shut();
    cache.get(501).unwrap();
    cache.get(502).unwrap();
    assert!(provider.gate().wait_for(1, LIMIT));
    let mut snapshot = Snapshot::default();
    cache.snapshot_into(&mut snapshot);
    assert_eq!((snapshot.current, snapshot.failed.as_slice()), (Some(502), &[503][..]));
    assert_eq!(
        snapshot.in_flight.iter().map(|flight| (flight.key, flight.lane)).collect::<Vec<_>>(),
        [(505, Lane::Prefetch)]
    );
    assert_eq!(snapshot.last_move.unwrap().verdict, Verdict::Hit);
    assert_eq!(snapshot.last_move.unwrap().asked_by, Some("score"));
    assert!(!snapshot.candidates.is_empty() && snapshot.terms == ["score"]);
    provider.gate().open();
    settle(&cache);
}

#[test]
fn a_slow_predictor_does_not_keep_the_workers_from_loading() {
    let provider = provider(100_000);
    let gate = Arc::new(motscope::provider::Gate::default());
    let held = Arc::clone(&gate);
    let stop = Arc::new(AtomicBool::new(false));
    let cache = Arc::new(
        builder(&provider)
            .predictor(move |_: &AccessHistory, out: &mut Predictions| {
                held.pass(0);
                out.add(1, 1.0, 0);
            })
            .build(),
    );
    gate.shut();
    let mover = thread::spawn({
        let (cache, stop) = (Arc::clone(&cache), Arc::clone(&stop));
        move || {
            // The play head never rests, so every plan is stale by the time it is made.
            for key in (0..).map(|step| (step * 10) % 90_000) {
                if stop.load(Ordering::Relaxed) {
                    break;
                }
                let _ = cache.get(key);
            }
        }
    });
    let deadline = Instant::now() + LIMIT;
    while cache.stats().prefetched == 0 {
        assert!(gate.wait_for(1, LIMIT));
        let planned = cache.stats().planned;
        gate.let_pass(1);
        while cache.stats().planned == planned {
            assert!(Instant::now() < deadline, "nothing was ever prefetched");
            thread::yield_now();
        }
    }
    stop.store(true, Ordering::Relaxed);
    gate.open();
    mover.join().unwrap();
}

#[test]
fn many_threads_at_once_get_what_they_asked_for() {
    let provider = provider(300);
    let (sink, _events) = bounded(16);
    let cache = Arc::new(builder(&provider).workers(3).capacity(40).events(sink).build());
    let callers: Vec<_> = (0..4_u64)
        .map(|seed| {
            let cache = Arc::clone(&cache);
            thread::spawn(move || {
                let mut state = seed + 1;
                for round in 0..2_000 {
                    state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                    let key = (state >> 33) % 300;
                    match round % 4 {
                        0 => drop(cache.request(key)),
                        1 => assert_eq!(*cache.get_timeout(key, LIMIT).unwrap(), key),
                        _ => assert_eq!(*cache.get(key).unwrap(), key),
                    }
                    match round % 500 {
                        100 => cache.set_capacity(10 + (key % 50) as usize),
                        200 => cache.set_workers((key % 4) as usize),
                        300 => cache.set_predictor(DistanceDecay::default()),
                        400 => cache.set_eviction(Eviction::ALL[key as usize % 4]),
                        _ => {}
                    }
                }
            })
        })
        .collect();
    for caller in callers {
        caller.join().unwrap();
    }
    cache.set_workers(2);
    settle(&cache);
    let stats = cache.stats();
    assert_eq!((stats.prefetches_in_flight, stats.demands_in_flight, stats.queued), (0, 0, 0));
    assert!(stats.resident <= stats.capacity_entries);
}
