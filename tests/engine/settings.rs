//! Keys, capacity and settings, and how they change while the cache runs.

use std::sync::Arc;
use std::thread;
use std::time::Duration;

use crossbeam_channel::bounded;
use motscope::cache::EntryInfo;
use motscope::predict::{AccessHistory, DistanceDecay, DragHint, NoPrefetch, Predictions};
use motscope::{AccessHint, CacheError, Capacity, Eviction, EvictionChoice, KeySet, PrefetchCache, Request, Synthetic};

use crate::synthetic::{Calls, LIMIT, builder, next_ones, provider, resident, settle};

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
        // The demanded frame is loaded by a thread of its own, or by a worker if that thread is not back from the last load.
        assert!(provider.gate().wait_for(workers.max(1), LIMIT), "{workers} workers");
        let stats = cache.stats();
        let running = stats.prefetches_in_flight + stats.demands_in_flight;
        assert!((workers.max(1)..=workers + 1).contains(&running), "{workers} workers: {running} loads");
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
fn a_drag_that_goes_on_needs_no_plan_but_one_that_begins_rests_or_ends_does() {
    let cache = builder(&provider(1000)).predictor(DistanceDecay::default()).build();
    cache.get(500).unwrap();
    settle(&cache);
    let drag = |speed| Some(DragHint { position: 500.0 + speed, speed });
    for (hint, plans) in [(drag(5.0), 1), (drag(6.0), 0), (drag(0.0), 1), (drag(0.0), 0), (drag(7.0), 0), (None, 1)] {
        let before = cache.stats().planned;
        cache.hint(AccessHint::Drag(hint));
        settle(&cache);
        assert_eq!(cache.stats().planned - before, plans, "{hint:?}");
    }
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
