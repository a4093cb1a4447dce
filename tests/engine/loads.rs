//! How often, when and in which order frames are loaded, on real threads. Gates stand where a sleep would be.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use crossbeam_channel::bounded;
use motscope::cache::EventKind;
use motscope::predict::{AccessHistory, DistanceDecay, DynamicData, DynamicDistanceDecay, NoPrefetch, Predictions};
use motscope::{Capacity, Event, Eviction, PrefetchCache, Request, Synthetic};

use crate::synthetic::{LIMIT, Stuck, builder, next_ones, provider, settle, show};

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
    settle(&cache);
    let loads = provider.loaded().len();
    assert!(loads <= 6, "dragging across 500 frames cost {loads} loads; two of the lane, two of workers, and the last");
}

#[test]
fn every_frame_that_arrives_is_shown_unless_a_later_one_was() {
    let stuck = Stuck::at([10, 15, 20, 25]);
    let (calls, begins) = Stuck::provider(&stuck);
    let (sink, arrivals) = bounded(10_000);
    let cache = PrefetchCache::builder(calls).predictor(NoPrefetch).events(sink).build();
    let request = |key| {
        cache.request(key);
        while begins.recv_timeout(LIMIT).expect("the request is not loaded") != key {}
    };
    let mut shown = Vec::new();
    let mut free = |key| {
        stuck.free_one(key);
        loop {
            let event = arrivals.recv_timeout(LIMIT).unwrap();
            if event.kind == EventKind::LoadComplete && event.key == key {
                break;
            }
        }
        shown.push(cache.latest().unwrap().0);
    };
    request(10);
    request(15);
    free(10);
    free(15);
    request(20);
    request(25);
    free(25);
    free(20);
    assert_eq!(shown, [10, 15, 25, 25]);
}

#[test]
fn a_burst_back_to_a_resident_frame_drops_the_request_that_waited() {
    let provider = provider(100);
    let cache = builder(&provider).predictor(NoPrefetch).build();
    cache.get(1).unwrap();
    provider.gate().shut();
    for key in 50..90 {
        cache.request(key);
    }
    assert!(matches!(cache.request(1), Request::Ready(_)));
    provider.gate().open();
    settle(&cache);
    assert!(provider.loaded().len() <= 6, "only those that had begun: {:?}", provider.loaded());
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
