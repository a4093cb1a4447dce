//! What the repair of an event would gain, all other matches of boxes held.

use std::collections::BTreeSet;

use super::components::{Change, Components};
use super::find::Found;
use super::history::{History, NONE, PairRun, ResultState, TruthRun};
use super::repair::Repair;

/// Stands for an id that no row has.
const NEW: u32 = NONE - 1;

/// Computes gains.
pub(super) struct Gains<'a> {
    history: &'a History,
    components: Components<'a>,
    /// The runs of close pairs of each id.
    close: Vec<Vec<PairRun>>,
}

impl<'a> Gains<'a> {
    pub(super) fn new(history: &'a History, components: Components<'a>) -> Self {
        let mut close = vec![Vec::new(); history.result.len()];
        history.close.iter().for_each(|run| close[run.result as usize].push(*run));
        Self { history, components, close }
    }

    /// By how much TP − FP − IDSW would grow, and by how much the true positives of Identity.
    pub(super) fn of(&mut self, event: &Found) -> (i64, Option<i64>) {
        let boxes = i64::from(event.boxes);
        let counted = match event.repair {
            Repair::Nothing | Repair::Exchange { .. } | Repair::Rename { .. } => 0,
            Repair::Add { truth, first, .. } => self.missed(truth, first),
            Repair::Remove { .. } => boxes,
            // A match more, and a box without a match less.
            Repair::Move { .. } => 2 * boxes,
        };
        (counted - self.more_switches(&event.repair), self.components.gain(&self.changes(&event.repair)))
    }

    /// How many boxes a gap has that begins at a frame.
    fn missed(&self, truth: u32, first: u32) -> i64 {
        let runs = &self.history.truth[truth as usize];
        let at = runs.partition_point(|run| run.first < first);
        runs.get(at).map_or(0, |run| i64::from(run.boxes))
    }

    /// How many more switches there would be.
    fn more_switches(&self, repair: &Repair<u32>) -> i64 {
        let mut affected = BTreeSet::new();
        let mut matched_with = |id: u32, first: u32, last: u32| {
            let runs = &self.history.result[id as usize];
            let begin = runs.partition_point(|run| run.last < first);
            for run in runs[begin..].iter().take_while(|run| run.first <= last) {
                if let ResultState::Matched(truth) = run.state {
                    affected.insert(truth);
                }
            }
        };
        match *repair {
            Repair::Nothing | Repair::Remove { .. } => {}
            Repair::Exchange { one, other, first, last } => {
                matched_with(one, first, last);
                matched_with(other, first, last);
            }
            Repair::Rename { id, first } => matched_with(id, first, NONE),
            Repair::Add { truth, .. } | Repair::Move { truth, .. } => {
                affected.insert(truth);
            }
        }
        let more = |&truth: &u32| {
            let runs = self.around(truth, repair);
            switches(runs, truth, repair) - switches(runs, truth, &Repair::Nothing)
        };
        affected.iter().map(more).sum()
    }

    /// The runs of a track of the ground truth that a repair can change, from the last match before them to the next one behind
    /// them. Switches elsewhere stay.
    fn around(&self, truth: u32, repair: &Repair<u32>) -> &[TruthRun] {
        let runs = &self.history.truth[truth as usize];
        let (first, last) = match *repair {
            Repair::Nothing => return &[],
            Repair::Rename { first, .. } => (first, NONE),
            Repair::Exchange { first, last, .. }
            | Repair::Add { first, last, .. }
            | Repair::Remove { first, last, .. }
            | Repair::Move { first, last, .. } => (first, last),
        };
        let is_matched = |run: &TruthRun| run.by != NONE;
        let begin = runs.partition_point(|run| run.last < first);
        let begin = runs[..begin].iter().rposition(is_matched).unwrap_or(0);
        let end = runs.partition_point(|run| run.first <= last);
        let end = runs[end..].iter().position(is_matched).map_or(runs.len(), |more| end + more + 1);
        &runs[begin..end]
    }

    /// How often pairs of tracks would be close.
    fn changes(&self, repair: &Repair<u32>) -> Vec<Change> {
        let mut changes = Vec::new();
        let mut renamed = |id: u32, to: Option<u32>, first: u32, last: u32| {
            for run in &self.close[id as usize] {
                let frames = i64::from(run.last.min(last)) - i64::from(run.first.max(first)) + 1;
                if frames > 0 {
                    changes.push(Change { truth: run.truth, result: id, more: -frames });
                    changes.extend(to.map(|to| Change { truth: run.truth, result: to, more: frames }));
                }
            }
        };
        match *repair {
            Repair::Nothing => {}
            Repair::Exchange { one, other, first, last } => {
                renamed(one, Some(other), first, last);
                renamed(other, Some(one), first, last);
            }
            Repair::Rename { id, first } => renamed(id, Some(NEW), first, NONE),
            Repair::Remove { id, first, last } => renamed(id, None, first, last),
            Repair::Add { truth, id, first, .. } => {
                changes.push(Change { truth, result: id.unwrap_or(NEW), more: self.missed(truth, first) });
            }
            Repair::Move { truth, id, first, last } => {
                renamed(id, None, first, last);
                changes.push(Change { truth, result: id, more: i64::from(last - first) + 1 });
            }
        }
        changes
    }
}

/// The switches in runs of a track of the ground truth after a repair.
fn switches(runs: &[TruthRun], truth: u32, repair: &Repair<u32>) -> i64 {
    let (mut before, mut switches) = (NONE, 0);
    let mut matched = |by: u32| {
        switches += i64::from(before != NONE && before != by);
        before = by;
    };
    for run in runs {
        match *repair {
            Repair::Add { truth: of, id, first, .. } if of == truth && run.by == NONE && run.first == first => {
                matched(id.unwrap_or(NEW));
            }
            Repair::Move { truth: of, id, first, .. }
                if of == truth && run.by == NONE && run.first <= first && first <= run.last =>
            {
                matched(id);
            }
            _ if run.by == NONE => {}
            Repair::Exchange { one, other, first, last } if run.by == one || run.by == other => {
                let exchanged = if run.by == one { other } else { one };
                if run.first < first {
                    matched(run.by);
                }
                if run.first <= last && run.last >= first {
                    matched(exchanged);
                }
                if run.last > last {
                    matched(run.by);
                }
            }
            Repair::Rename { id, first } if run.by == id => {
                if run.first < first {
                    matched(id);
                }
                if run.last >= first {
                    matched(NEW);
                }
            }
            _ => matched(run.by),
        }
    }
    switches
}
