//! What the store promises about values that come with the loads of other keys.

use std::time::Duration;

use proptest::prelude::*;

use super::*;
use crate::cache::eviction::Eviction;
use crate::cache::store::state::tests::{
    T, adopt, failed, keys_of, land, loaded, prefetch_all, resident, store, visit,
};
use crate::cache::store::{Capacity, Lane, Touch};
use crate::provider::KeySet;

/// Begins the prefetch of a key.
fn begin(store: &mut Store<u64>, key: u64) -> Ticket {
    store.begin(key, Lane::Prefetch, 0, T)
}

/// Offers the value of a key, of weight 1.
fn offer(store: &mut Store<u64>, from: Ticket, key: u64) -> bool {
    let wanted = store.wants_neighbour(from, key);
    let mut dropped = Dropped::new();
    let taken = store.offer(from, key, loaded(key, 1).unwrap(), T, &mut dropped);
    assert_eq!((wanted, !keys_of(&dropped).contains(&key)), (taken, taken));
    taken
}

#[test]
fn a_neighbour_counts_as_prefetched_and_as_used_once_it_is_asked_for_but_not_as_a_load() {
    let mut store = store(9, Eviction::Oldest);
    visit(&mut store, 10, 1);
    adopt(&mut store, 10, &[(1, 3.0), (2, 2.0), (3, 1.0)]);
    let from = begin(&mut store, 13);
    assert!(offer(&mut store, from, 11) && offer(&mut store, from, 12));
    land(&mut store, 13, loaded(13, 1), T, &mut Dropped::new());
    let stats = store.stats();
    assert_eq!((stats.loads, stats.prefetched, stats.neighbours, stats.used), (2, 3, 2, 0));
    assert!(matches!(store.touch(11, T), Touch::Ready(_)));
    let stats = store.stats();
    assert_eq!((stats.hits, stats.used, stats.accuracy()), (1, 1, Some(1.0 / 3.0)));
    assert_eq!(store.last_move().unwrap().asked_by, Some("score"));
}

#[test]
fn a_neighbour_that_leaves_unused_is_wasted() {
    let mut store = store(2, Eviction::Oldest);
    visit(&mut store, 10, 1);
    adopt(&mut store, 10, &[(1, 1.0)]);
    let from = begin(&mut store, 50);
    assert!(offer(&mut store, from, 11));
    adopt(&mut store, 10, &[]);
    visit(&mut store, 12, 1);
    visit(&mut store, 13, 1);
    assert_eq!((store.stats().wasted, store.stats().evictions), (1, 2));
}

#[test]
fn what_is_there_on_its_way_failed_or_in_no_plan_is_refused() {
    let mut store = store(9, Eviction::Oldest);
    visit(&mut store, 10, 1);
    adopt(&mut store, 10, &[(1, 4.0), (2, 3.0), (3, 2.0), (4, 1.0)]);
    let from = begin(&mut store, 14);
    begin(&mut store, 11);
    begin(&mut store, 12);
    land(&mut store, 12, Err(failed()), T, &mut Dropped::new());
    assert!(offer(&mut store, from, 13));
    for (key, why) in
        [(10, "current"), (11, "in flight"), (12, "failed"), (13, "resident"), (14, "its own"), (15, "no plan")]
    {
        assert!(!offer(&mut store, from, key), "{why}");
    }
    assert_eq!((store.stats().neighbours, store.stats().neighbours_refused), (1, 6));
    assert_eq!((store.stats().rejected, store.stats().wasted), (0, 0));
    land(&mut store, 11, loaded(11, 1), T, &mut Dropped::new());
    assert_eq!(resident(&store), [10, 11, 13], "the load in flight went on");
}

#[test]
fn a_key_that_was_queued_and_came_as_a_neighbour_is_not_loaded() {
    let mut store = store(9, Eviction::Oldest);
    visit(&mut store, 10, 1);
    adopt(&mut store, 10, &[(1, 3.0), (2, 2.0), (3, 1.0)]);
    let from = begin(&mut store, 50);
    assert!(offer(&mut store, from, 12));
    assert_eq!(store.queued().collect::<Vec<_>>(), [11, 13]);
    assert_eq!(prefetch_all(&mut store, 1), [11, 13]);
}

#[test]
fn a_neighbour_evicts_only_from_outside_the_wanted_set_and_only_what_is_worth_less_if_no_plan_wants_it() {
    let mut store = store(4, Eviction::Oldest);
    for key in [1, 2, 10] {
        visit(&mut store, key, 1);
    }
    adopt(&mut store, 10, &[(1, 6.0), (2, 5.0), (3, 4.0), (4, 3.0), (5, 2.0), (6, 1.0), (7, 0.5)]);
    let from = begin(&mut store, 50);
    // 11 to 13 are wanted and fit beside the current key; the others are only named.
    assert!(offer(&mut store, from, 14), "there is room");
    assert!(offer(&mut store, from, 15) && offer(&mut store, from, 16), "1 and 2 are worth nothing");
    assert_eq!(resident(&store), [10, 14, 15, 16]);
    assert!(!offer(&mut store, from, 17), "all that are there are worth more");
    assert!(offer(&mut store, from, 11) && offer(&mut store, from, 12) && offer(&mut store, from, 13));
    assert_eq!(resident(&store), [10, 11, 12, 13]);
    assert!(!offer(&mut store, from, 14), "nobody outside the wanted set is left");
}

#[test]
fn offers_that_may_be_older_than_a_change_of_data_are_refused_and_newer_ones_are_taken() {
    let changes: [fn(&mut Store<u64>); 3] = [
        |store| assert!(store.invalidate(|key| key == 12, T, &mut Dropped::new()).is_none()),
        |store| store.refresh(|key| key == 12, &mut Dropped::new()),
        |store| store.forget_missing(&KeySet::from_runs([0..=40]), T, &mut Dropped::new()),
    ];
    for change in changes {
        let mut store = store(9, Eviction::Oldest);
        visit(&mut store, 10, 1);
        adopt(&mut store, 10, &[(1, 3.0), (2, 2.0), (3, 1.0)]);
        let old = begin(&mut store, 20);
        assert!(offer(&mut store, old, 11));
        change(&mut store);
        let new = begin(&mut store, 30);
        assert!(!offer(&mut store, old, 12));
        assert!(offer(&mut store, new, 12));
        store.finish(new, loaded(30, 1), T, &mut Dropped::new());
        assert!(!offer(&mut store, new, 13), "that load has ended");
    }
}

#[test]
fn the_current_key_that_waits_for_a_load_is_answered_by_a_neighbour() {
    let ms = Duration::from_millis;
    let mut store = store(2, Eviction::Oldest);
    visit(&mut store, 10, 1);
    let from = begin(&mut store, 50);
    store.miss(11, ms(3));
    assert!(store.offer(from, 11, loaded(11, 1).unwrap(), ms(8), &mut Dropped::new()));
    assert_eq!(store.last_move().unwrap().wait, Some(ms(5)));
    assert_eq!((store.stats().prefetched, store.stats().used), (1, 1));
}

#[test]
fn a_neighbour_too_heavy_for_what_is_left_is_refused_and_its_weight_remembered() {
    let mut store = store(Capacity::bytes(100), Eviction::Oldest);
    visit(&mut store, 10, 10);
    adopt(&mut store, 10, &[(1, 2.0), (2, 1.0)]);
    let from = begin(&mut store, 50);
    assert!(store.wants_neighbour(from, 11), "its weight is not known yet");
    let mut dropped = Dropped::new();
    assert!(!store.offer(from, 11, loaded(11, 95).unwrap(), T, &mut dropped));
    assert_eq!((keys_of(&dropped), store.stats().bytes), (vec![11], 10));
    assert!(!store.wants_neighbour(from, 11));
    assert!(store.offer(from, 12, loaded(12, 90).unwrap(), T, &mut dropped));
    assert_eq!(store.stats().bytes, 100);
}

/// What may leave for a neighbour by the definition: all values outside the wanted set, the least worth first, until it fits.
fn naive_victims(store: &Store<u64>, key: u64, weight: u64) -> Option<Vec<u64>> {
    let is_current = store.current == Some(key);
    let planned = store.plan.get(key);
    if store.entries.contains_key(&key) || store.in_flight.contains_key(&key) || !(is_current || planned.is_some()) {
        return None;
    }
    let (worth, wanted) = planned.map_or((0.0, false), |candidate| (candidate.score, candidate.wanted));
    let mut others: Vec<(u64, &Entry<u64>)> = store.entries.iter().map(|(&other, entry)| (other, entry)).collect();
    others.retain(|(other, entry)| {
        !entry.wanted && store.current != Some(*other) && (is_current || wanted || entry.worth < worth)
    });
    others.sort_by(|a, b| {
        (a.1.worth.total_cmp(&b.1.worth))
            .then(a.1.retention().total_cmp(&b.1.retention()))
            .then(a.1.inserted.cmp(&b.1.inserted))
    });
    let fits = |gone: usize| {
        let left: u128 = store.bytes - others[..gone].iter().map(|(_, entry)| u128::from(entry.weight)).sum::<u128>();
        store.entries.len() - gone < store.capacity.entries
            && left + u128::from(weight) <= u128::from(store.capacity.bytes)
    };
    let gone = (0..=others.len()).find(|&gone| fits(gone))?;
    Some(others[..gone].iter().map(|(other, _)| *other).collect())
}

proptest! {
    #[test]
    fn offers_are_taken_and_refused_as_by_the_naive_twin(
        steps in prop::collection::vec((0_u8..8, 0_u64..24, 1_u64..30), 1..150), eviction in 0_usize..4,
    ) {
        let mut store = store(Capacity::entries(7).and_bytes(110), Eviction::ALL[eviction]);
        let mut from = None;
        let mut dropped = Dropped::new();
        for (step, key, weight) in steps {
            match step {
                0 if !store.is_in_flight(key) => drop(visit(&mut store, key, weight)),
                1 => if let Some(current) = store.current() {
                    let scores: Vec<(i64, f64)> = (1..=weight as i64 / 2).flat_map(|d| [(d, 2.0 / d as f64), (-d, 1.0 / d as f64)]).collect();
                    adopt(&mut store, current, &scores);
                },
                2 if from.is_none() => from = Some(begin(&mut store, 100)),
                3 => if let Some(ticket) = from.take() {
                    store.finish(ticket, loaded(100, weight), T, &mut dropped);
                },
                4 => if let Some(key) = store.take_prefetch() {
                    begin(&mut store, key);
                    if weight > 8 { land(&mut store, key, loaded(key, weight), T, &mut dropped); }
                },
                _ => if let Some(ticket) = from {
                    let expected = naive_victims(&store, key, weight);
                    let (mut left, before) = (resident(&store), store.stats());
                    let mut dropped = Dropped::new();
                    let taken = store.offer(ticket, key, loaded(key, weight).unwrap(), T, &mut dropped);
                    prop_assert_eq!(taken, expected.is_some());
                    if let Some(victims) = expected {
                        prop_assert_eq!(keys_of(&dropped), &victims[..]);
                        left.retain(|other| !victims.contains(other));
                        left.push(key);
                        left.sort_unstable();
                    }
                    prop_assert_eq!(resident(&store), left);
                    let after = store.stats();
                    let counted = |stats: crate::cache::CacheStats| (stats.neighbours, stats.neighbours_refused, stats.loads);
                    let (neighbours, refused, loads) = counted(before);
                    prop_assert_eq!(counted(after), (neighbours + u64::from(taken), refused + u64::from(!taken), loads));
                    let alone = after.resident <= 1;
                    prop_assert!(after.resident <= 7 && (after.bytes <= 110 || alone));
                },
            }
        }
    }
}
