//! What the store promises where what is resident and what may be loaded compete.

use super::super::state::tests::{T, keys_of, land, loaded, prefetch_all, store, visit};
use super::super::*;
use crate::cache::eviction::Eviction;
use crate::cache::plan::Plan;
use crate::predict::{Predictions, Recency};
use crate::provider::KeySet;

fn adopt(store: &mut Store<u64>, position: u64, scores: &[(i64, f64)]) {
    let mut predictions = Predictions::default();
    scores.iter().for_each(|&(offset, score)| predictions.add(offset, score, 0));
    predictions.set_recency(Recency { worth: 0.02, moves: 16.0, loaded: 0.5 });
    predictions.set_floor(0.005);
    let plan = Plan::new(position, &KeySet::first_n(1_000_000), &predictions, &["score"]);
    store.adopt(plan, &Retentions::default(), T, T);
}

#[test]
fn a_value_too_heavy_to_stay_does_not_keep_the_others_from_being_loaded() {
    let mut store = store(Capacity::bytes(100), Eviction::LeastRecent);
    visit(&mut store, 50, 10);
    adopt(&mut store, 50, &[(1, 1.0), (2, 0.5), (3, 0.3), (4, 0.2), (5, 0.1), (6, 0.05)]);
    let mut tried = Vec::new();
    while let Some(key) = store.take_prefetch() {
        store.begin(key, Lane::Prefetch, 0, T);
        land(&mut store, key, loaded(key, if key == 51 { 1000 } else { 10 }), T, &mut Dropped::new());
        tried.push(key);
    }
    assert_eq!(tried, [51, 52, 53, 54, 55, 56], "each once");
    assert_eq!((store.peek(51).is_some(), store.stats().resident), (false, 6));
}

#[test]
fn among_equals_the_policy_decides() {
    for (eviction, leaves) in [(Eviction::Largest, 52), (Eviction::Smallest, 51), (Eviction::Oldest, 51)] {
        let mut store = store(4, eviction);
        visit(&mut store, 50, 1);
        adopt(&mut store, 50, &[(1, 0.5), (2, 0.4), (3, 0.3)]);
        while let Some(key) = store.take_prefetch() {
            store.begin(key, Lane::Prefetch, 0, T);
            let weight = if key == 52 { 99 } else { key - 40 };
            land(&mut store, key, loaded(key, weight), T, &mut Dropped::new());
        }
        adopt(&mut store, 50, &[(100, 0.5)]);
        assert_eq!(store.take_prefetch(), Some(150));
        store.begin(150, Lane::Prefetch, 0, T);
        let mut dropped = Dropped::new();
        land(&mut store, 150, loaded(150, 1), T, &mut dropped);
        assert_eq!(keys_of(&dropped), [leaves], "{eviction:?}");
    }
}

#[test]
fn what_was_asked_for_lately_stays_rather_than_what_is_hardly_likely() {
    let mut store = store(3, Eviction::LeastRecent);
    visit(&mut store, 10, 1);
    visit(&mut store, 50, 1);
    adopt(&mut store, 50, &[(1, 0.5), (2, 0.015), (3, 0.012)]);
    assert_eq!(prefetch_all(&mut store, 1), [51]);
    assert!(store.peek(10).is_some(), "worth 0.02 / (1 + 1 / 16)");
    adopt(&mut store, 50, &[(1, 0.5), (2, 0.3)]);
    assert_eq!(prefetch_all(&mut store, 1), [52]);
    assert!(store.peek(10).is_none());
}

#[test]
fn below_the_floor_nothing_is_loaded_though_there_is_room() {
    let mut store = store(9, Eviction::LeastRecent);
    visit(&mut store, 50, 1);
    adopt(&mut store, 50, &[(1, 0.5), (2, 0.004)]);
    assert_eq!(prefetch_all(&mut store, 1), [51]);
}

#[test]
fn what_was_loaded_stays_though_the_newest_plan_would_not_load_it_if_others_are_worth_less() {
    for (share, stays) in [(1.0, true), (0.0, false)] {
        let mut store = store(2, Eviction::LeastRecent);
        visit(&mut store, 10, 1);
        let mut predictions = Predictions::default();
        predictions.add(1, 0.5, 0);
        predictions.set_recency(Recency { worth: 0.02, moves: 16.0, loaded: share });
        let keys = KeySet::first_n(1_000_000);
        store.adopt(Plan::new(10, &keys, &predictions, &["score"]), &Retentions::default(), T, T);
        assert_eq!(store.take_prefetch(), Some(11));
        store.begin(11, Lane::Prefetch, 0, T);
        visit(&mut store, 50, 1);
        predictions.clear();
        predictions.set_recency(Recency { worth: 0.02, moves: 0.5, loaded: share });
        store.adopt(Plan::new(50, &keys, &predictions, &["score"]), &Retentions::default(), T, T);
        land(&mut store, 11, loaded(11, 1), T, &mut Dropped::new());
        assert_eq!((store.peek(11).is_some(), store.peek(50).is_some()), (stays, true));
    }
}

/// A plan whose keys come in groups of ten.
fn adopt_grouped(store: &mut Store<u64>, position: u64, scores: &[(i64, f64)], floor: f64) {
    let mut predictions = Predictions::default();
    scores.iter().for_each(|&(offset, score)| predictions.add(offset, score, 0));
    predictions.set_recency(Recency { worth: 0.02, moves: 16.0, loaded: 0.5 });
    predictions.set_floor(floor);
    let mut plan = Plan::new(position, &KeySet::first_n(1_000_000), &predictions, &["score"]);
    plan.group_by(|key| key - key % 10..=key - key % 10 + 9);
    store.adopt(plan, &Retentions::default(), T, T);
}

#[test]
fn of_a_group_the_farthest_queued_key_is_loaded_and_the_next_worker_takes_another_group() {
    let mut store = store(20, Eviction::LeastRecent);
    visit(&mut store, 50, 1);
    adopt_grouped(&mut store, 50, &[(1, 0.9), (2, 0.8), (3, 0.7), (-1, 0.6), (-2, 0.5), (11, 0.4)], 0.005);
    assert_eq!(store.queued().collect::<Vec<_>>(), [51, 52, 53, 49, 48, 61]);
    let mut taken = Vec::new();
    for startable in [3, 2, 1] {
        assert_eq!((store.startable(9), store.startable(1)), (startable, 1));
        let key = store.take_prefetch().unwrap();
        store.begin(key, Lane::Prefetch, 0, T);
        taken.push(key);
    }
    assert_eq!((taken, store.take_prefetch(), store.startable(9)), (vec![53, 49, 61], None, 0));
    assert_eq!(store.queued().collect::<Vec<_>>(), [51, 52, 48], "they wait for what comes by");
    land(&mut store, 53, loaded(53, 1), T, &mut Dropped::new());
    assert_eq!(store.take_prefetch(), Some(52), "nothing has come by");
}

#[test]
fn a_load_on_demand_keeps_workers_from_its_group_too() {
    let mut store = store(20, Eviction::LeastRecent);
    visit(&mut store, 52, 1);
    store.miss(55, T);
    store.begin(55, Lane::Demand, 0, T);
    adopt_grouped(&mut store, 55, &[(1, 0.9), (-1, 0.5), (20, 0.4)], 0.005);
    assert_eq!((store.startable(9), store.take_prefetch()), (1, Some(75)));
}

#[test]
fn no_more_of_a_group_is_loaded_at_once_than_the_degree_allows() {
    let mut store = store(20, Eviction::LeastRecent);
    store.set_degree(2);
    visit(&mut store, 50, 1);
    adopt_grouped(&mut store, 50, &(1..=9).map(|step| (step, 1.0 / step as f64)).collect::<Vec<_>>(), 0.005);
    assert_eq!(store.take_prefetch(), Some(52));
}

#[test]
fn below_the_floor_keys_are_loaded_if_what_a_load_brings_together_reaches_it() {
    for (floor, expected) in [(0.02, vec![53, 60]), (0.03, vec![60]), (0.05, vec![])] {
        let mut store = store(20, Eviction::LeastRecent);
        visit(&mut store, 50, 1);
        adopt_grouped(&mut store, 50, &[(1, 0.009), (2, 0.009), (3, 0.009), (10, 0.04)], floor);
        let mut taken = Vec::new();
        while let Some(key) = store.take_prefetch() {
            store.begin(key, Lane::Prefetch, 0, T);
            taken.push(key);
        }
        taken.sort_unstable();
        assert_eq!(taken, expected, "{floor}");
    }
}
