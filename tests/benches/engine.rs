//! The engine against its bars and its peers: `cargo bench --bench engine`.
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used)]

#[path = "../support/bars.rs"]
mod bars;

use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use bars::{Report, median, medians, ratio, time};
use crossbeam_channel::bounded;
use motscope::cache::Snapshot;
use motscope::predict::{
    AccessHistory, AccessPredictor, Adaptive, AdaptivePredictor, DynamicData, Predictions, SharedHabits,
};
use motscope::provider::Gate;
use motscope::{EventKind, PrefetchCache, Request, Synthetic};
use parking_lot::{Condvar, Mutex};

const LIMIT: Duration = Duration::from_mins(1);
const KEYS: u64 = 1000;

fn main() {
    let mut report = Report::default();
    hits_with_workers_held(&mut report);
    hits_from_four_threads(&mut report);
    hits_that_wake_a_worker(&mut report);
    forward_play(&mut report);
    dragging(&mut report);
    planning(&mut report);
    report.finish();
}

/// Stepping over resident keys while every worker is held at a gate and the predictor at another, events on, beside the
/// `get` of two caches. Planning is held because it is another thread's work, which the median would count as waiting.
fn hits_with_workers_held(report: &mut Report) {
    let provider = Arc::new(Synthetic::new(10 * KEYS));
    let (sink, events) = bounded(8 * KEYS as usize);
    let thought = Arc::new(Gate::default());
    let predictor = {
        let (thought, mut adaptive) =
            (Arc::clone(&thought), AdaptivePredictor::new(Adaptive::default(), SharedHabits::default()));
        move |history: &AccessHistory, out: &mut Predictions| {
            adaptive.predict(history, out);
            thought.pass(0);
        }
    };
    let cache = PrefetchCache::builder(Arc::clone(&provider))
        .workers(2)
        .predictor(predictor)
        .capacity(4 * KEYS as usize)
        .events(sink)
        .build();
    for key in 0..KEYS {
        cache.get(key).expect("loads");
    }
    assert!(cache.wait_idle(LIMIT));
    provider.gate().shut();
    cache.request(5 * KEYS);
    assert!(provider.gate().wait_for(3, LIMIT), "both workers and a thread of the demand lane are held");
    thought.shut();
    drop(cache.get(0));
    assert!(thought.wait_for(1, LIMIT), "the planning thread is held");

    let quick = quick_cache::sync::Cache::new(4 * KEYS as usize);
    let moka = moka::sync::Cache::new(4 * KEYS);
    for key in 0..KEYS {
        quick.insert(key, Arc::new(key));
        moka.insert(key, Arc::new(key));
    }
    moka.run_pending_tasks();
    let [stepping, stepping_quick, stepping_moka, same, same_quick] = medians(
        400,
        KEYS as u32,
        [
            &mut |calls| {
                let took = time(calls, |key| drop(cache.get(key)));
                // Receiving is another thread's work.
                events.try_iter().for_each(drop);
                took
            },
            &mut |calls| time(calls, |key| drop(quick.get(&key))),
            &mut |calls| time(calls, |key| drop(moka.get(&key))),
            &mut |calls| time(calls, |_| drop(cache.get(7))),
            &mut |calls| time(calls, |_| drop(quick.get(&7))),
        ],
    );
    let share = ratio(stepping, stepping_quick);
    report.bar(
        "stepping hit, workers held, events on, vs quick_cache get",
        &format!("{stepping:?} vs {stepping_quick:?} = {share:.2} ×"),
        "≤ 3.5 × and ≤ 100 ns",
        share <= 3.5 && stepping <= Duration::from_nanos(100),
    );
    report.figure("  moka get", &format!("{stepping_moka:?}"));
    report.figure("hit on the key on display vs quick_cache get", &format!("{same:?} vs {same_quick:?}"));
    assert_eq!(cache.stats().dropped_events, 0);
    thought.open();
    provider.gate().open();
}

/// Stepping over resident keys from four threads at once, beside one thread, events on.
fn hits_from_four_threads(report: &mut Report) {
    const CALLS: u64 = 20 * KEYS;
    let (sink, events) = bounded(100 * KEYS as usize);
    let cache =
        PrefetchCache::builder(Synthetic::new(KEYS)).workers(0).capacity(2 * KEYS as usize).events(sink).build();
    let quick = quick_cache::sync::Cache::new(2 * KEYS as usize);
    for key in 0..KEYS {
        cache.get(key).expect("loads");
        quick.insert(key, Arc::new(key));
    }
    let get = |key: u64| drop(cache.get(key));
    let quick_get = |key: u64| drop(quick.get(&key));
    let [one, four, quick_one, quick_four] = medians(
        40,
        1,
        [
            &mut |_| at_once(1, 4 * CALLS, &get),
            &mut |_| {
                events.try_iter().for_each(drop);
                at_once(4, CALLS, &get)
            },
            &mut |_| {
                events.try_iter().for_each(drop);
                at_once(1, 4 * CALLS, &quick_get)
            },
            &mut |_| at_once(4, CALLS, &quick_get),
        ],
    );
    let share = ratio(one, four);
    report.bar(
        "gets a second from four threads at once, vs one thread",
        &format!("{:?} vs {:?} a get = {share:.2} ×", four / (4 * CALLS as u32), one / (4 * CALLS as u32)),
        "≥ 0.8 ×",
        share >= 0.8,
    );
    report.figure("  quick_cache", &format!("{:.2} ×", ratio(quick_one, quick_four)));
}

/// How long it takes until each of `threads` has called `get` with `calls` keys.
fn at_once(threads: u64, calls: u64, get: &(dyn Fn(u64) + Sync)) -> Duration {
    let began = Instant::now();
    thread::scope(|scope| {
        for thread in 0..threads {
            scope.spawn(move || (0..calls).for_each(|call| get((thread * 250 + call) % KEYS)));
        }
    });
    began.elapsed()
}

/// A step that has to wake a worker, beside a bare `notify_one` on a thread that sleeps.
fn hits_that_wake_a_worker(report: &mut Report) {
    let cache = PrefetchCache::builder(Synthetic::new(KEYS))
        .workers(1)
        .capacity(2 * KEYS as usize)
        .predictor(AdaptivePredictor::new(Adaptive::default(), SharedHabits::default()))
        .build();
    for key in 0..KEYS {
        cache.get(key).expect("loads");
    }
    let bell = Arc::new((Mutex::new((0_u64, 0_u64)), Condvar::new()));
    let sleeper = Arc::clone(&bell);
    thread::spawn(move || {
        let mut state = sleeper.0.lock();
        loop {
            while state.0 == state.1 {
                sleeper.1.wait(&mut state);
            }
            state.1 = state.0;
        }
    });
    let (mut ours, mut bare) = (Vec::new(), Vec::new());
    for step in 0..4000 {
        assert!(cache.wait_idle(LIMIT));
        rest();
        let began = Instant::now();
        drop(cache.get(step % KEYS));
        ours.push(began.elapsed());
        while !answered(&bell.0.lock()) {
            thread::yield_now();
        }
        rest();
        let began = Instant::now();
        bell.0.lock().0 += 1;
        bell.1.notify_one();
        bare.push(began.elapsed());
    }
    let (ours, bare) = (median(ours), median(bare));
    let limit = bare.mul_f64(1.3) + Duration::from_nanos(500);
    report.bar(
        "stepping hit that wakes the adaptive predictor, vs bare notify_one",
        &format!("{ours:?}, {bare:?}"),
        "≤ 1.3 × + 0.5 µs",
        ours <= limit,
    );
}

/// Whether every wake-up was noticed.
fn answered(&(rung, heard): &(u64, u64)) -> bool {
    rung == heard
}

/// Long enough for a thread that has nothing to do to fall asleep.
fn rest() {
    thread::sleep(Duration::from_micros(100));
}

/// Forward play over 5 ms loads with 0.5 ms of thought between frames: 4 workers can deliver 800 frames a second.
fn forward_play(report: &mut Report) {
    const FRAMES: u64 = 1000;
    let load = Duration::from_millis(5);
    let cache = PrefetchCache::builder(Synthetic::new(10_000).taking(load)).workers(4).build();
    let play = |first: u64, count: u64| {
        let began = Instant::now();
        for key in first..first + count {
            cache.get(key).expect("loads");
            thread::sleep(Duration::from_micros(500));
        }
        began.elapsed()
    };
    play(0, 50);
    let before = cache.stats();
    let time = play(50, FRAMES);
    let (rate, possible) = (FRAMES as f64 / time.as_secs_f64(), 4.0 / load.as_secs_f64());
    let loads = cache.stats().loads - before.loads;
    let share = rate / possible;
    report.bar(
        "5 ms loads, 4 workers, forward play, 0.5 ms think time",
        &format!("{rate:.0} of {possible:.0} frames/s = {:.0} %, {loads} loads", share * 100.0),
        "≥ 90 %",
        share >= 0.9,
    );
}

/// A drag across 100,000 keys at 60 requests a second over 50 ms loads, as the window makes them.
fn dragging(report: &mut Report) {
    let load = Duration::from_millis(50);
    let (sink, events) = bounded(100_000);
    let cache = PrefetchCache::builder(Synthetic::new(100_000).taking(load)).events(sink).build();
    let (mut longest, mut released) = (Duration::ZERO, Vec::new());
    for drag in 0..20_u64 {
        let mut last = 0;
        for repaint in 0..60 {
            last = (drag * 4_999 + repaint * 1_500) % 100_000;
            let began = Instant::now();
            drop(cache.request(last));
            longest = longest.max(began.elapsed());
            thread::sleep(Duration::from_micros(16_667));
        }
        let release = Instant::now();
        while !matches!(cache.request(last), Request::Ready(_)) {
            events.recv_timeout(LIMIT).expect("an arrival");
        }
        released.push(release.elapsed());
    }
    let worst = released.iter().max().copied().unwrap_or_default();
    let shown = cache.stats().loads;
    report.figure("drag, 50 ms loads: longest request(), loads in 1,200 moves", &format!("{longest:?}, {shown}"));
    report.bar(
        "  last frame there after release, median and longest of 20",
        &format!("{:?}, {worst:?}", median(released)),
        "≤ 2 load times + a repaint",
        worst <= 2 * load + Duration::from_micros(16_667),
    );
}

/// One plan: predictor, ranking and adoption with 1,000 entries resident.
fn planning(report: &mut Report) {
    let cache = PrefetchCache::builder(Synthetic::new(10 * KEYS)).workers(1).capacity(KEYS as usize).build();
    for key in 0..KEYS {
        cache.get(key).expect("loads");
    }
    let (sink, events) = bounded(100_000);
    let timed =
        PrefetchCache::builder(Synthetic::new(10 * KEYS)).workers(1).capacity(KEYS as usize).events(sink).build();
    for key in 0..3 * KEYS {
        timed.get(key % KEYS).expect("loads");
        if key > KEYS {
            assert!(timed.wait_idle(LIMIT));
        }
    }
    let plans: Vec<Duration> =
        events.try_iter().filter(|event| event.kind == EventKind::Planned).map(|event| event.took).collect();
    report.figure("plan at 1,000 entries, dynamic data", &format!("{:?}", median(plans)));
    let (mut predictor, history, mut out) =
        (DynamicData::default(), AccessHistory::of(490..=500), Predictions::default());
    let mut snapshot = Snapshot::default();
    let [predict, snap, stats] = medians(
        200,
        100,
        [
            &mut |calls| {
                time(calls, |_| {
                    out.clear();
                    predictor.predict(&history, &mut out);
                })
            },
            &mut |calls| time(calls, |_| cache.snapshot_into(&mut snapshot)),
            &mut |calls| {
                time(calls, |_| {
                    std::hint::black_box(cache.stats());
                })
            },
        ],
    );
    report.figure("  of it the predictor", &format!("{predict:?}"));
    report.figure("snapshot at 1,000 entries; counters", &format!("{snap:?}; {stats:?}"));
}
