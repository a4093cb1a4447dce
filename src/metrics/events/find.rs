//! Finds events in the runs of tracks.

use super::event::EventKind;
use super::history::{History, NONE, ResultState, TruthRun};
use super::repair::Repair;
use crate::metrics::similarity::Corners;

/// Two switches at most so many frames apart can be a swap.
const SWAP_WINDOW: u32 = 30;

/// An event, with tracks and frames by their places.
#[derive(Clone, Debug)]
pub(super) struct Found {
    pub kind: EventKind,
    pub first: u32,
    pub last: u32,
    pub boxes: u32,
    pub truth: u32,
    pub other_truth: u32,
    pub from: u32,
    pub to: u32,
    pub lost: u32,
    pub place: Corners,
    pub repair: Repair<u32>,
}

impl Found {
    fn new(kind: EventKind, first: u32, last: u32, boxes: u32, place: Corners) -> Self {
        let (truth, other_truth, from, to) = (NONE, NONE, NONE, NONE);
        Self { kind, first, last, boxes, truth, other_truth, from, to, lost: 0, place, repair: Repair::Nothing }
    }
}

/// All events, sorted by frame.
pub(super) fn find(history: &History) -> Vec<Found> {
    let mut found = Vec::new();
    for (truth, runs) in (0..).zip(&history.truth) {
        of_truth(history, truth, runs, &mut found);
    }
    for result in 0..history.result.len() as u32 {
        of_result(history, result, &mut found);
    }
    for run in &history.loose {
        let (truth, id, first, last) = (run.truth, run.result, run.first, run.last);
        let repair = Repair::Move { truth, id, first, last };
        let event = Found::new(EventKind::LooseBox, first, last, last - first + 1, run.place);
        found.push(Found { truth, to: id, repair, ..event });
    }
    found.extend(swaps(history, &found));
    found.sort_by_key(|event| (event.first, event.kind, event.truth, event.to));
    found
}

/// The events of a track of the ground truth.
fn of_truth(history: &History, truth: u32, runs: &[TruthRun], found: &mut Vec<Found>) {
    let final_frame = history.frames.len() as u32 - 1;
    let mut before = NONE;
    // The latest gap.
    let mut gap: Option<(TruthRun, Repair<u32>)> = None;
    for (at, run) in runs.iter().enumerate() {
        let next = runs[at + 1..].iter().find(|next| next.by != NONE);
        let event = |kind, last, boxes| Found { truth, ..Found::new(kind, run.first, last, boxes, run.place) };
        if run.by == NONE {
            let behind = next.map_or(NONE, |next| next.by);
            let is_free = |track: u32| track != NONE && !is_in(history, track, run.first, run.last);
            let id = [before, behind].into_iter().find(|&track| is_free(track));
            let repair = Repair::Add { truth, id, first: run.first, last: run.last };
            let kind = match (before, behind) {
                (NONE, NONE) => EventKind::MissedStretch,
                (NONE, _) => EventKind::LateStart,
                (_, NONE) => EventKind::EarlyEnd,
                _ => EventKind::MissedStretch,
            };
            found.push(Found { from: before, to: behind, repair, ..event(kind, run.last, run.boxes) });
            gap = Some((*run, repair));
            continue;
        }
        let lost = gap.map_or(0, |(gap, _)| gap.boxes);
        if run.is_resumed {
            let repair = gap.map_or(Repair::Nothing, |(_, repair)| repair);
            let one = event(EventKind::Fragmentation, run.first, 1);
            found.push(Found { from: before, to: run.by, lost, repair, ..one });
        }
        if before != NONE && before != run.by {
            let is_switch = |next: &&TruthRun| next.by != NONE && next.by != run.by;
            let until = runs[at + 1..].iter().find(is_switch).map_or(final_frame, |next| next.first - 1);
            let repair = Repair::Exchange { one: before, other: run.by, first: run.first, last: until };
            let one = event(EventKind::Switch, run.first, 1);
            found.push(Found { from: before, to: run.by, lost, repair, ..one });
        }
        before = run.by;
        gap = None;
    }
}

/// Whether an id has a box in these frames.
fn is_in(history: &History, track: u32, first: u32, last: u32) -> bool {
    let runs = &history.result[track as usize];
    let next = runs.partition_point(|run| run.last < first);
    runs.get(next).is_some_and(|run| run.first <= last)
}

/// The events of an id of the results.
fn of_result(history: &History, result: u32, found: &mut Vec<Found>) {
    let mut before = NONE;
    for run in &history.result[result as usize] {
        let (first, last) = (run.first, run.last);
        let repair = Repair::Remove { id: result, first, last };
        let event =
            |kind, last| Found { to: result, repair, ..Found::new(kind, first, last, last - first + 1, run.place) };
        match run.state {
            ResultState::Ghost => found.push(event(EventKind::GhostStretch, last)),
            ResultState::Duplicate(truth) => found.push(Found { truth, ..event(EventKind::Duplicate, last) }),
            ResultState::Matched(truth) => {
                if before != NONE && before != truth {
                    let repair = Repair::Rename { id: result, first };
                    found.push(Found {
                        truth,
                        other_truth: before,
                        from: result,
                        repair,
                        ..event(EventKind::Transfer, first)
                    });
                }
                before = truth;
            }
        }
    }
}

/// Pairs of switches in which two tracks exchange their ids.
fn swaps(history: &History, found: &[Found]) -> Vec<Found> {
    let end = history.frames.len() as u32 - 1;
    let mut switches: Vec<&Found> = found.iter().filter(|event| event.kind == EventKind::Switch).collect();
    switches.sort_by_key(|event| (event.from.min(event.to), event.from.max(event.to), event.first));
    let number = |event: &Found| history.frames[event.first as usize];
    let is_swap = |one: &Found, other: &Found| {
        one.from == other.to
            && one.to == other.from
            && one.truth != other.truth
            && number(other) - number(one) <= SWAP_WINDOW
    };
    let mut swaps = Vec::new();
    let mut at = 0;
    while let [one, other, ..] = &switches[at..] {
        if is_swap(one, other) {
            swaps.push(Found {
                kind: EventKind::Swap,
                last: other.first,
                other_truth: other.truth,
                repair: Repair::Exchange { one: one.from, other: one.to, first: one.first, last: end },
                ..(*one).clone()
            });
            at += 1;
        }
        at += 1;
    }
    swaps
}
