//! Events with the ids and frames of the files.

use super::components::Components;
use super::event::{Cost, Event};
use super::find::{Found, find};
use super::gains::Gains;
use super::history::History;
use super::repair::Repair;
use crate::metrics::assignment::Pair;
use crate::metrics::similarity::Corners;

/// The events of all frames, sorted by frame. `truth` and `result` have the ids of the tracks, `together` has in how many frames
/// pairs of tracks are close, and `boxes` is the number of boxes of the ground truth. `None` if `go_on` says no.
pub(in crate::metrics) fn told(
    history: &History,
    truth: &[u64],
    result: &[u64],
    together: &[Pair],
    boxes: u64,
    go_on: &dyn Fn() -> bool,
) -> Option<Vec<Event>> {
    let mut gains = Gains::new(history, Components::new(together, truth.len(), result.len(), go_on)?);
    let names = Names { history, truth, result };
    let told = |found: &Found| {
        let (counted, identity) = gains.of(found);
        let cost = Cost { mota: 100.0 * counted as f64 / (boxes as f64).max(1.0), identity };
        go_on().then(|| names.event(found, cost))
    };
    find(history).iter().map(told).collect()
}

/// The ids and frames behind places.
struct Names<'a> {
    history: &'a History,
    truth: &'a [u64],
    result: &'a [u64],
}

impl Names<'_> {
    fn event(&self, found: &Found, cost: Cost) -> Event {
        let truth = |track: u32| self.truth.get(track as usize).copied();
        let result = |track: u32| self.result.get(track as usize).copied();
        Event {
            kind: found.kind,
            first: self.frame(found.first),
            last: self.frame(found.last),
            boxes: found.boxes,
            truth: truth(found.truth),
            other_truth: truth(found.other_truth),
            from: result(found.from),
            to: result(found.to),
            lost: found.lost,
            place: place(found.place),
            cost,
            repair: self.repair(found.repair),
        }
    }

    fn frame(&self, at: u32) -> u32 {
        self.history.frame(at)
    }

    fn repair(&self, repair: Repair<u32>) -> Repair {
        let frame = |at| self.frame(at);
        let truth = |track: u32| self.truth[track as usize];
        let result = |track: u32| self.result[track as usize];
        match repair {
            Repair::Nothing => Repair::Nothing,
            Repair::Exchange { one, other, first, last } => {
                Repair::Exchange { one: result(one), other: result(other), first: frame(first), last: frame(last) }
            }
            Repair::Rename { id, first } => Repair::Rename { id: result(id), first: frame(first) },
            Repair::Add { truth: of, id, first, last } => {
                Repair::Add { truth: truth(of), id: id.map(result), first: frame(first), last: frame(last) }
            }
            Repair::Remove { id, first, last } => {
                Repair::Remove { id: result(id), first: frame(first), last: frame(last) }
            }
            Repair::Move { truth: of, id, first, last } => {
                Repair::Move { truth: truth(of), id: result(id), first: frame(first), last: frame(last) }
            }
        }
    }
}

/// Left, top, width and height.
fn place(of: Corners) -> [f64; 4] {
    [of[0], of[1], of[2] - of[0], of[3] - of[1]]
}
