//! Events: what each costs is what its repair gains when the file is repaired and evaluated again.

use std::fmt::Write as _;

use motscope::MotFile;
use motscope::metrics::events::Repair;
use motscope::metrics::{ClassEvaluation, Event, EventKind, Options, evaluate};
use motscope::mot::Progress;
use proptest::prelude::*;

use EventKind::{Duplicate, EarlyEnd, Fragmentation, GhostStretch, LateStart, LooseBox, MissedStretch, Switch};

/// Frame, id, left, top, width, height.
type Row = (u32, u64, [f64; 4]);

/// Rows of an id at a place that moves to the right.
fn track(id: u64, frames: std::ops::RangeInclusive<u32>, top: f64) -> Vec<Row> {
    frames.map(|frame| (frame, id, [f64::from(frame), top, 20.0, 40.0])).collect()
}

fn evaluated(truth: &[Row], result: &[Row]) -> ClassEvaluation {
    let open = |name: &str, rows: &[Row]| {
        let mut text = String::new();
        for (frame, id, [left, top, width, height]) in rows {
            writeln!(text, "{frame},{id},{left},{top},{width},{height},1").unwrap();
        }
        MotFile::from_bytes(name, text.into_bytes()).unwrap()
    };
    let options = Options { sequence: Some(1..=40), has_events: true, ..Options::default() };
    let evaluation = evaluate(&open("gt.txt", truth), Some(&open("result.txt", result)), &options, &Progress::new());
    evaluation.unwrap().classes.remove(0)
}

/// The results after a repair.
fn repaired(truth: &[Row], result: &[Row], repair: Repair) -> Vec<Row> {
    const NEW: u64 = 999;
    let true_box = |of: u64, frame: u32| truth.iter().find(|row| row.1 == of && row.0 == frame).map(|row| row.2);
    let mut rows = result.to_vec();
    match repair {
        Repair::Nothing => {}
        Repair::Exchange { one, other, first, last } => {
            for row in rows.iter_mut().filter(|row| (first..=last).contains(&row.0)) {
                row.1 = if row.1 == one {
                    other
                } else if row.1 == other {
                    one
                } else {
                    row.1
                };
            }
        }
        Repair::Rename { id, first } => {
            rows.iter_mut().filter(|row| row.1 == id && row.0 >= first).for_each(|row| row.1 = NEW);
        }
        Repair::Add { truth: of, id, first, last } => {
            let added = |frame| Some((frame, id.unwrap_or(NEW), true_box(of, frame)?));
            rows.extend((first..=last).filter_map(added));
        }
        Repair::Remove { id, first, last } => rows.retain(|row| row.1 != id || !(first..=last).contains(&row.0)),
        Repair::Move { truth: of, id, first, last } => {
            for row in rows.iter_mut().filter(|row| row.1 == id && (first..=last).contains(&row.0)) {
                row.2 = true_box(of, row.0).unwrap();
            }
        }
    }
    rows
}

/// Evaluates, compares the cost of every event with what its repair gains, and returns the events.
#[track_caller]
fn events(truth: &[Row], result: &[Row]) -> Vec<Event> {
    let before = evaluated(truth, result);
    for event in &before.events {
        let after = evaluated(truth, &repaired(truth, result, event.repair));
        let gained = 100.0 * (after.scores.clear.mota() - before.scores.clear.mota());
        assert!((gained - event.cost.mota).abs() < 1e-9, "MOTA gains {gained}: {event:?}");
        let identity = after.scores.identity.true_positives as i64 - before.scores.identity.true_positives as i64;
        assert_eq!(Some(identity), event.cost.identity, "{event:?}");
    }
    before.events
}

/// The kind, the first and the last frame of each event.
fn kinds(events: &[Event]) -> Vec<(EventKind, u32, u32)> {
    events.iter().map(|event| (event.kind, event.first, event.last)).collect()
}

#[test]
fn a_switch_tells_both_ids_and_how_long_the_track_was_lost() {
    let truth = track(1, 1..=20, 0.0);
    let result = [track(7, 1..=8, 0.0), track(8, 13..=20, 0.0)].concat();
    let events = events(&truth, &result);
    // Frames without any result do not end a match, so this is no fragmentation.
    assert_eq!(kinds(&events), [(MissedStretch, 9, 12), (Switch, 13, 13)]);
    let switch = &events[1];
    assert_eq!((switch.truth, switch.from, switch.to, switch.lost), (Some(1), Some(7), Some(8), 4));
    assert_eq!((switch.place, switch.cost.identity), ([13.0, 0.0, 20.0, 40.0], Some(8)));
    let others = [truth, track(2, 1..=20, 300.0)].concat();
    let events = self::events(&others, &[result, track(9, 1..=20, 300.0)].concat());
    assert_eq!(kinds(&events), [(MissedStretch, 9, 12), (Switch, 13, 13), (Fragmentation, 13, 13)]);
}

#[test]
fn two_tracks_that_exchange_ids_are_a_swap() {
    let truth = [track(1, 1..=20, 0.0), track(2, 1..=20, 300.0)].concat();
    let result =
        [track(7, 1..=10, 0.0), track(8, 1..=10, 300.0), track(8, 11..=20, 0.0), track(7, 11..=20, 300.0)].concat();
    let events = events(&truth, &result);
    let count = |kind| events.iter().filter(|event| event.kind == kind).count();
    assert_eq!([EventKind::Switch, EventKind::Swap, EventKind::Transfer].map(count), [2, 1, 2]);
    let swap = events.iter().find(|event| event.kind == EventKind::Swap).unwrap();
    assert_eq!((swap.first, swap.cost.identity, swap.cost.mota), (11, Some(20), 5.0));
}

#[test]
fn an_id_that_moves_to_another_track_is_a_transfer() {
    let truth = [track(1, 1..=10, 0.0), track(2, 12..=20, 300.0)].concat();
    let result = [track(7, 1..=10, 0.0), track(7, 12..=20, 300.0)].concat();
    let events = events(&truth, &result);
    assert_eq!(kinds(&events), [(EventKind::Transfer, 12, 12)]);
    assert_eq!((events[0].truth, events[0].other_truth, events[0].cost.identity), (Some(2), Some(1), Some(9)));
}

#[test]
fn gaps_ghosts_duplicates_and_loose_boxes_are_one_event_each() {
    let truth = [track(1, 1..=30, 0.0), track(2, 1..=30, 300.0)].concat();
    let loose = track(7, 21..=24, 0.0)
        .into_iter()
        .map(|(frame, id, [left, top, width, height])| (frame, id, [left + 8.5, top, width, height]));
    let result = [
        track(7, 6..=20, 0.0),
        loose.collect(),
        track(8, 1..=12, 300.0),
        track(8, 16..=25, 300.0),
        track(9, 4..=9, 600.0),
        track(10, 2..=3, 302.0),
    ]
    .concat();
    let events = events(&truth, &result);
    let mut found = kinds(&events);
    found.sort_unstable_by_key(|event| (event.1, event.0));
    let mut expected = [
        (LateStart, 1, 5),
        (Duplicate, 2, 3),
        (GhostStretch, 4, 9),
        (MissedStretch, 13, 15),
        (Fragmentation, 16, 16),
        (EarlyEnd, 21, 30),
        (GhostStretch, 21, 24),
        (LooseBox, 21, 24),
        (EarlyEnd, 26, 30),
    ];
    expected.sort_unstable_by_key(|event| (event.1, event.0));
    assert_eq!(found, expected);
}

#[test]
fn there_are_as_many_switches_and_fragmentations_as_are_counted() {
    let truth = [track(1, 1..=40, 0.0), track(2, 1..=40, 300.0), track(3, 5..=30, 600.0)].concat();
    let result = [
        track(7, 1..=9, 0.0),
        track(8, 10..=19, 0.0),
        track(7, 22..=40, 0.0),
        track(9, 1..=15, 300.0),
        track(9, 17..=25, 300.0),
        track(8, 27..=40, 300.0),
        track(10, 5..=12, 600.0),
        track(11, 14..=30, 600.0),
    ]
    .concat();
    let events = events(&truth, &result);
    let clear = evaluated(&truth, &result).scores.clear;
    let count = |kind| events.iter().filter(|event| event.kind == kind).count() as u64;
    assert_eq!(count(EventKind::Switch), clear.switches);
    assert_eq!(count(EventKind::Fragmentation), clear.fragmentations);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, failure_persistence: None, ..ProptestConfig::default() })]

    /// Tracks are far apart, so whatever ids their boxes have, the same boxes are matched.
    #[test]
    fn costs_are_what_repairs_gain(frames in prop::collection::vec(
        (prop::array::uniform4(any::<bool>()), Just(vec![7_u64, 8, 9, 10, 11]).prop_shuffle(), prop::array::uniform4(0..6_u8), any::<bool>()),
        3..14,
    )) {
        let (mut truth, mut result) = (Vec::new(), Vec::new());
        let mut ids = vec![7, 8, 9, 10, 11];
        for (frame, (is_there, shuffled, kinds, is_shuffled)) in (1..).zip(frames) {
            if is_shuffled {
                ids = shuffled;
            }
            for place in 0..4_usize {
                let of = [f64::from(frame), place as f64 * 300.0, 20.0, 40.0];
                if is_there[place] || frame == 1 {
                    truth.push((frame, place as u64 + 1, of));
                }
                // A box on the track or on nobody, one that is loose, or none.
                let shift = match kinds[place] {
                    0..=3 => 0.0,
                    4 => 8.5,
                    _ => continue,
                };
                result.push((frame, ids[place], [of[0] + shift, of[1], of[2], of[3]]));
            }
        }
        prop_assume!(!result.is_empty());
        events(&truth, &result);
    }
}
