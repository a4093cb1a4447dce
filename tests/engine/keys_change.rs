//! What the engine promises when keys go and come, one test a promise, on real threads.

use std::sync::Arc;
use std::thread;

use crossbeam_channel::bounded;
use motscope::predict::{AccessHistory, Predictions};
use motscope::{CacheError, Event, EventKind, KeySet, Request};

use crate::changing::{LIMIT, builder, get_in_a_thread, keys, next_four, ready, resident, settle, source};

#[test]
fn keys_that_are_gone_leave_and_are_not_loaded_again() {
    let source = source(10);
    let cache = builder(&source).predictor(next_four).build();
    cache.get(4).unwrap();
    settle(&cache);
    source.set_keys(KeySet::first_n(7));
    cache.keys_changed();
    settle(&cache);
    assert_eq!(resident(&cache), [(4, 1), (5, 1), (6, 1)]);
    assert_eq!((cache.stats().invalidated, cache.stats().evictions), (2, 0));
    assert!(matches!(cache.get(8), Err(CacheError::NoSuchKey(8))));
    assert_eq!(source.loads(8), 1);
    source.change();
    source.set_keys(KeySet::first_n(9));
    cache.keys_changed();
    settle(&cache);
    assert_eq!(*cache.peek(8).unwrap(), (8, 2), "it came back, and is planned for");
}

#[test]
fn room_that_a_key_leaves_when_it_goes_is_used_even_if_nobody_told_the_cache() {
    let source = source(10);
    let cache = builder(&source).predictor(next_four).capacity(4).build();
    cache.get(0).unwrap();
    settle(&cache);
    assert_eq!(resident(&cache), [(0, 1), (1, 1), (2, 1), (3, 1)]);
    source.set_keys(keys([0, 2, 3, 4]));
    assert!(matches!(cache.get(50), Err(CacheError::NoSuchKey(50))), "the keys are looked at again");
    settle(&cache);
    assert_eq!(resident(&cache), [(0, 1), (2, 1), (3, 1), (4, 1)]);
}

#[test]
fn the_current_key_may_go_and_come_back() {
    let source = source(10);
    let cache = builder(&source).predictor(next_four).build();
    cache.request(8);
    settle(&cache);
    let before = cache.stats();
    for remaining in [5, 0] {
        source.set_keys(KeySet::first_n(remaining));
        cache.keys_changed();
        for _ in 0..3 {
            settle(&cache);
            assert!(matches!(cache.request(8), Request::Failed(CacheError::NoSuchKey(8))));
            assert!(matches!(cache.get(8), Err(CacheError::NoSuchKey(8))));
        }
        assert_eq!((resident(&cache), *cache.latest().unwrap().1), (vec![], (8, 1)), "it stays on screen");
    }
    assert_eq!((cache.stats().loads, cache.stats().moves()), (before.loads, before.moves()), "nothing was loaded");
    source.change();
    source.set_keys(KeySet::first_n(20));
    cache.keys_changed();
    assert!(!matches!(cache.request(8), Request::Failed(_)));
    settle(&cache);
    assert_eq!((ready(cache.request(8)), *cache.latest().unwrap().1), (Some((8, 2)), (8, 2)));
    assert_eq!((cache.stats().moves(), cache.peek(12).is_some()), (before.moves(), true));
}

#[test]
fn a_request_for_a_key_that_goes_while_it_waits_is_told_so() {
    // A thread may take the request before the key goes. Then there is nothing to tell, and it is tried again.
    assert!((0..200).any(|_| is_told_while_it_waits()), "no request ever waited");
}

/// Whether the request waited when its key went.
fn is_told_while_it_waits() -> bool {
    let source = source(10);
    let (sink, events) = bounded(1000);
    let cache = builder(&source).events(sink).build();
    source.shut();
    cache.request(3);
    source.wait_for(1);
    cache.request(8);
    source.set_keys(KeySet::first_n(5));
    cache.keys_changed();
    if source.loads(8) > 0 || cache.stats().demands_in_flight > 1 {
        source.open();
        settle(&cache);
        return false;
    }
    let told: Vec<Event> = events.try_iter().filter(|event| event.kind == EventKind::LoadError).collect();
    assert_eq!((told.len(), told[0].key, told[0].message.as_deref()), (1, 8, Some("there is no key 8")));
    assert!(matches!(cache.request(8), Request::Failed(CacheError::NoSuchKey(8))));
    source.open();
    settle(&cache);
    assert_eq!(source.loads(8), 0);
    true
}

#[test]
fn a_load_of_a_key_that_goes_answers_those_who_wait_and_is_not_let_in() {
    let source = source(10);
    let cache = Arc::new(builder(&source).build());
    source.shut();
    let waiting = get_in_a_thread(&cache, 8);
    source.wait_for(1);
    source.set_keys(KeySet::first_n(5));
    cache.keys_changed();
    source.open();
    assert_eq!(waiting.join().unwrap(), (8, 1));
    settle(&cache);
    assert_eq!((cache.peek(8), source.loads(8)), (None, 1));
}

#[test]
fn a_key_that_went_and_came_back_is_not_answered_by_a_load_from_before() {
    let source = source(10);
    let cache = Arc::new(builder(&source).build());
    source.shut();
    let early = get_in_a_thread(&cache, 8);
    source.wait_for(1);
    for count in [5, 10] {
        source.set_keys(KeySet::first_n(count));
        cache.keys_changed();
    }
    source.change();
    let late = get_in_a_thread(&cache, 8);
    source.wait_for(2);
    source.open();
    assert_eq!((early.join().unwrap(), late.join().unwrap()), ((8, 1), (8, 2)));
}

#[test]
fn a_plan_made_while_keys_go_asks_for_none_of_them() {
    let source = source(10);
    let gate = Arc::new(motscope::provider::Gate::default());
    let held = Arc::clone(&gate);
    let predictor = move |history: &AccessHistory, out: &mut Predictions| {
        held.pass(0);
        next_four(history, out);
    };
    let cache = builder(&source).workers(1).predictor(predictor).build();
    gate.shut();
    cache.get(0).unwrap();
    assert!(gate.wait_for(1, LIMIT));
    source.set_keys(KeySet::first_n(3));
    assert!(matches!(cache.get(50), Err(CacheError::NoSuchKey(50))));
    gate.open();
    settle(&cache);
    assert_eq!((resident(&cache), source.loads(3)), (vec![(0, 1), (1, 1), (2, 1)], 0));
}

#[test]
fn an_answer_about_keys_that_was_overtaken_does_not_bring_old_keys_back() {
    let source = source(10);
    let cache = Arc::new(builder(&source).build());
    settle(&cache);
    source.hold_keys();
    let overtaken = thread::spawn({
        let cache = Arc::clone(&cache);
        move || cache.keys_changed()
    });
    source.wait_for_keys();
    // Held is an answer from before the change.
    source.set_keys(KeySet::first_n(30));
    cache.keys_changed();
    assert_eq!(*cache.get(25).unwrap(), (25, 1));
    source.release_keys();
    overtaken.join().unwrap();
    assert_eq!((cache.keys().len(), cache.peek(25).is_some()), (30, true));
}
