//! Calls, invalidations and landings in any order: nothing older than the last invalidation of its key is answered.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;
use std::time::Duration;

use motscope::CacheError;
use proptest::prelude::*;

use crate::changing::{LIMIT, builder, get_in_a_thread, keys, next_four, ready, settle, source};

#[test]
fn threads_that_ask_while_others_invalidate_get_nothing_older_than_what_they_know_of() {
    let source = source(40);
    let floor = Arc::new(AtomicU64::new(1));
    let cache = Arc::new(builder(&source).predictor(next_four).capacity(20).build());
    let askers: Vec<_> = (0..3_u64)
        .map(|seed| {
            let (cache, floor) = (Arc::clone(&cache), Arc::clone(&floor));
            thread::spawn(move || {
                let mut random = seed + 1;
                for round in 0..3000 {
                    random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                    let key = (random >> 33) % 40;
                    let known = floor.load(Ordering::SeqCst);
                    let value = match round % 3 {
                        0 => Some(*cache.get(key).unwrap()),
                        1 => Some(*cache.get_timeout(key, LIMIT).unwrap()),
                        _ => ready(cache.request(key)),
                    };
                    assert!(value.is_none_or(|value| value.0 == key && value.1 >= known), "{value:?}, known: {known}");
                }
            })
        })
        .collect();
    while askers.iter().any(|asker| !asker.is_finished()) {
        let version = source.change();
        cache.invalidate_all();
        floor.store(version, Ordering::SeqCst);
        thread::yield_now();
    }
    askers.into_iter().for_each(|asker| asker.join().unwrap());
    settle(&cache);
    let stats = cache.stats();
    assert_eq!((stats.prefetches_in_flight, stats.demands_in_flight, stats.queued), (0, 0, 0));
    assert_eq!(stats.loads, stats.resident as u64 + stats.evictions + stats.rejected + stats.invalidated);
}

#[derive(Clone, Debug)]
enum Step {
    Request(u64),
    /// `get` on a thread of its own.
    Get(u64),
    /// `get_timeout` that does not wait: its load goes on in a thread of its own.
    GiveUp(u64),
    Peek(u64),
    Invalidate(u64, u64),
    Land(usize),
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let key = 0_u64..8;
    let step = prop_oneof![
        4 => key.clone().prop_map(Step::Request),
        2 => key.clone().prop_map(Step::Get),
        2 => key.clone().prop_map(Step::GiveUp),
        1 => key.clone().prop_map(Step::Peek),
        3 => (key, 1_u64..4).prop_map(|(first, count)| Step::Invalidate(first, first + count)),
        6 => (0_usize..8).prop_map(Step::Land),
    ];
    prop::collection::vec(step, 1..60)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn no_call_is_answered_with_what_was_invalidated_before_it_began(steps in steps(), prefetches in any::<bool>()) {
        let source = source(8);
        let building = builder(&source).capacity(5);
        let building = if prefetches { building.predictor(next_four) } else { building };
        let cache = Arc::new(building.build());
        source.shut();
        // The naive twin: the version that each key had when it was last invalidated, and the newest seen on screen.
        let (mut floors, mut shown) = (BTreeMap::<u64, u64>::new(), BTreeMap::<u64, u64>::new());
        let mut asking = Vec::new();
        for step in steps {
            let floor = |key: u64| floors.get(&key).copied().unwrap_or(1);
            match step {
                Step::Request(key) => {
                    let value = ready(cache.request(key));
                    prop_assert!(value.is_none_or(|value| value.0 == key && value.1 >= floor(key)), "{:?}", value);
                }
                Step::Get(key) => asking.push((floor(key), key, get_in_a_thread(&cache, key))),
                Step::GiveUp(key) => match cache.get_timeout(key, Duration::ZERO) {
                    Ok(value) => prop_assert!(value.0 == key && value.1 >= floor(key), "{:?}", value),
                    Err(error) => prop_assert!(matches!(error, CacheError::Timeout), "{}", error),
                },
                Step::Peek(key) => {
                    let value = cache.peek(key);
                    prop_assert!(value.as_ref().is_none_or(|value| value.1 >= floor(key)), "{:?}", value);
                }
                Step::Invalidate(first, end) => {
                    let version = source.change();
                    cache.invalidate(&keys(first..end));
                    floors.extend((first..end).map(|key| (key, version)));
                }
                Step::Land(at) => source.let_one_through(at),
            }
            if let Some((key, value)) = cache.latest() {
                let newest = shown.insert(key, value.1).unwrap_or(0);
                prop_assert!(value.0 == key && value.1 >= newest, "the screen went back: {:?}", value);
            }
        }
        source.open();
        for (floor, key, asking) in asking {
            let value = asking.join().unwrap();
            prop_assert!(value.0 == key && value.1 >= floor, "{:?}, known: {}", value, floor);
        }
        settle(&cache);
        for key in 0..8 {
            cache.request(key);
            settle(&cache);
            let floor = floors.get(&key).copied().unwrap_or(1);
            let values = [ready(cache.request(key)).unwrap(), *cache.latest().unwrap().1];
            prop_assert!(values.iter().all(|value| value.0 == key && value.1 >= floor), "{:?}, known: {}", values, floor);
        }
    }
}
