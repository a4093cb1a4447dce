//! Tests of the telemetry: bounds, rolling figures, windows, thinning.

#![allow(clippy::unwrap_used)]

use proptest::prelude::*;

use super::*;
use crate::telemetry::{BUCKETS, MAX_WINDOW, Point, steps, thin};

fn event(at: Duration, kind: EventKind) -> Event {
    Event { at, kind, key: 7, took: Duration::from_millis(at.as_millis() as u64 % 50), message: None }
}

fn record(telemetry: &mut Telemetry, millis: u64, stats: &CacheStats) {
    let at = Duration::from_millis(millis);
    telemetry.push(&event(at, EventKind::Hit));
    telemetry.sample(at, stats);
}

fn moves(hits: u64, misses: u64) -> CacheStats {
    CacheStats { hits, misses, ..CacheStats::default() }
}

#[test]
fn memory_is_bounded_however_long_it_runs() {
    let mut telemetry = Telemetry::new();
    for millis in (0..400_000).step_by(3) {
        record(&mut telemetry, millis, &moves(millis, 0));
    }
    assert_eq!(telemetry.events().len(), MAX_EVENTS);
    assert_eq!(telemetry.events().back().unwrap().at, Duration::from_millis(399_999));
    let most = 2 * (MAX_WINDOW.as_millis() / MIN_SPACING.as_millis()) as usize + 2;
    assert!(telemetry.samples().len() <= most, "{}", telemetry.samples().len());
    assert!(telemetry.marks.len() <= ROLLING_MOVES as usize + 2);
    let begin = telemetry.samples().front().unwrap().at;
    assert!(telemetry.end().unwrap() >= begin + MAX_WINDOW);
}

#[test]
fn the_time_axis_rests_while_there_are_no_events() {
    let mut telemetry = Telemetry::new();
    telemetry.sample(Duration::from_secs(1), &moves(1, 1));
    assert_eq!(telemetry.end(), None);
    record(&mut telemetry, 2000, &moves(1, 1));
    telemetry.sample(Duration::from_mins(1), &moves(1, 1));
    assert_eq!((telemetry.end(), telemetry.samples().len()), (Some(Duration::from_secs(2)), 1));
}

#[test]
fn the_last_state_is_kept_although_samples_are_merged() {
    let mut telemetry = Telemetry::new();
    for millis in 1000..1010 {
        record(&mut telemetry, millis, &moves(millis, 0));
    }
    assert_eq!(telemetry.samples().back().unwrap().stats.hits, 1009);
    assert_eq!(telemetry.end(), Some(Duration::from_millis(1009)));
    assert!(telemetry.samples().len() <= 3);
}

#[test]
fn clearing_counts_anew_and_keeps_accuracy_below_one() {
    let mut telemetry = Telemetry::new();
    let before = CacheStats { hits: 90, misses: 10, prefetched: 40, used: 20, wasted: 15, ..CacheStats::default() };
    telemetry.push(&Event { took: Duration::from_secs(9), ..event(Duration::ZERO, EventKind::LoadComplete) });
    record(&mut telemetry, 1000, &before);
    telemetry.clear(&before);
    assert!(telemetry.events().is_empty() && telemetry.samples().is_empty());
    assert_eq!(telemetry.totals(&before).moves(), 0);
    // All five that were resident and unused are used now.
    let after = CacheStats { hits: 95, used: 25, ..before };
    let totals = telemetry.totals(&after);
    assert_eq!((totals.hits, totals.hit_rate(), totals.prefetched, totals.accuracy()), (5, Some(1.0), 5, Some(1.0)));
    assert_eq!(totals.load_p99, Duration::ZERO);
}

#[test]
fn load_percentiles_come_from_the_last_loads_only() {
    let mut telemetry = Telemetry::new();
    let load = |millis| Event { took: Duration::from_millis(millis), ..event(Duration::ZERO, EventKind::LoadComplete) };
    (0..500).for_each(|_| telemetry.push(&load(400)));
    (1..=ROLLING_LOADS as u64).for_each(|millis| telemetry.push(&load(millis)));
    telemetry.sample(Duration::ZERO, &CacheStats::default());
    let expected = [Duration::from_millis(100), Duration::from_millis(198)];
    assert_eq!(telemetry.samples()[0].load_times, Some(expected));
}

#[test]
fn evictions_fall_into_slots_that_stay_where_they_are() {
    let mut telemetry = Telemetry::new();
    let evicted = |evictions| CacheStats { evictions, ..CacheStats::default() };
    for (millis, evictions) in [(500, 0), (1200, 3), (1900, 4), (3500, 10)] {
        record(&mut telemetry, millis, &evicted(evictions));
    }
    let (width, rates) = telemetry.evictions_per_second(Duration::from_secs(10));
    assert_eq!((width, rates), (1.0, vec![[-3.5, 0.0], [-2.5, 4.0], [-1.5, 0.0], [-0.5, 6.0]]));
    let (width, rates) = telemetry.evictions_per_second(Duration::from_mins(2));
    assert_eq!((width, rates), (2.0, vec![[-3.5, 2.0], [-1.5, 3.0]]));
}

#[test]
fn a_window_begins_with_the_state_before_it() {
    let mut telemetry = Telemetry::new();
    for (second, hits) in [(1, 1), (20, 2), (25, 3), (29, 4)] {
        record(&mut telemetry, second * 1000, &moves(hits, 0));
    }
    let hits = telemetry.series(Duration::from_secs(6), |sample| Some(sample.stats.hits as f64));
    assert_eq!(hits, [[-6.0, 2.0], [-4.0, 3.0], [0.0, 4.0]]);
    assert_eq!(telemetry.sample_at(-4.5).unwrap().stats.hits, 2);
    assert_eq!(telemetry.sample_at(0.0).unwrap().stats.hits, 4);
    assert!(telemetry.sample_at(-100.0).is_none());
}

#[test]
fn steps_hold_a_state_until_the_next_sample() {
    assert_eq!(steps(&[[0.0, 1.0], [2.0, 5.0], [3.0, 5.0]]), [[0.0, 1.0], [2.0, 1.0], [2.0, 5.0], [3.0, 5.0]]);
    assert!(steps(&[]).is_empty());
}

#[test]
fn stalls_are_told_by_move_and_as_a_mean_and_events_that_were_lost_make_none_up() {
    let mut telemetry = Telemetry::new();
    let tell = |telemetry: &mut Telemetry, millis: u64, kind, lost| {
        let at = Duration::from_millis(millis);
        telemetry.push(&event(at, kind));
        telemetry.sample(at, &CacheStats { dropped_events: lost, ..CacheStats::default() });
    };
    tell(&mut telemetry, 1000, EventKind::Miss, 0);
    assert_eq!(telemetry.samples().back().unwrap().stall, None, "it still waits");
    tell(&mut telemetry, 1060, EventKind::LoadComplete, 0);
    tell(&mut telemetry, 2000, EventKind::Hit, 0);
    assert_eq!(telemetry.samples().back().unwrap().stall, Some(Duration::from_millis(30)));
    assert_eq!(telemetry.stalls(Duration::from_secs(10)), [[-1.0, 0.06], [0.0, 0.0]]);
    tell(&mut telemetry, 3000, EventKind::Miss, 0);
    tell(&mut telemetry, 3001, EventKind::Planned, 7);
    tell(&mut telemetry, 60_000, EventKind::Hit, 7);
    assert_eq!(telemetry.stalls(MAX_WINDOW).len(), 3, "the miss whose end was lost is left out");
}

proptest! {
    #[test]
    fn the_rolling_hit_rate_equals_a_naive_count(outcomes in prop::collection::vec(any::<bool>(), 0..300)) {
        let mut telemetry = Telemetry::new();
        for (at, &hit) in outcomes.iter().enumerate() {
            let hits = outcomes[..=at].iter().filter(|&&hit| hit).count() as u64;
            record(&mut telemetry, at as u64 * 100, &moves(hits, at as u64 + 1 - hits));
            let last = &outcomes[(at + 1).saturating_sub(ROLLING_MOVES as usize)..=at];
            let naive = last.iter().filter(|&&hit| hit).count() as f64 / last.len() as f64;
            prop_assert_eq!(telemetry.samples().back().unwrap().hit_rate, Some(naive), "{}", hit);
        }
    }

    #[test]
    fn thinning_loses_no_peak_and_no_end(values in prop::collection::vec(-1e6..1e6_f64, 1..3000)) {
        let points: Vec<Point> = values.iter().enumerate().map(|(at, &value)| [at as f64, value]).collect();
        let thinned = thin(&points, 0.0..=points.len() as f64);
        prop_assert!(thinned.len() <= 3 * BUCKETS + 1);
        prop_assert!(thinned.windows(2).all(|pair| pair[0][0] < pair[1][0]));
        prop_assert_eq!(thinned.first(), points.first());
        prop_assert_eq!(thinned.last(), points.last());
        let highest = |points: &[Point]| points.iter().map(|point| point[1]).fold(f64::MIN, f64::max);
        let lowest = |points: &[Point]| points.iter().map(|point| point[1]).fold(f64::MAX, f64::min);
        prop_assert_eq!((highest(&thinned), lowest(&thinned)), (highest(&points), lowest(&points)));
        prop_assert!(thinned.iter().all(|point| points.contains(point)));
    }
}
