//! The small pictures there are, and what is still to be made: what the thread and its owner share.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::Duration;

use parking_lot::{Condvar, Mutex};

use super::plan::Plan;
use crate::provider::KeySet;

#[derive(Debug)]
pub(super) struct Stored {
    numbers: Arc<KeySet>,
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Debug)]
struct State {
    plan: Plan,
    /// By rank.
    pictures: BTreeMap<u64, Arc<[u8]>>,
    /// Ranks of which there can be none.
    without: BTreeSet<u64>,
    /// Counts what was stored since it was found.
    spacing: Option<u64>,
    is_closed: bool,
    is_woken: bool,
}

impl State {
    fn is_done(&self, rank: u64) -> bool {
        self.pictures.contains_key(&rank) || self.without.contains(&rank)
    }
}

impl Stored {
    pub(super) fn new(numbers: Arc<KeySet>, budget: u64) -> Self {
        let state = State {
            plan: Plan::new(numbers.len(), budget),
            pictures: BTreeMap::new(),
            without: BTreeSet::new(),
            spacing: None,
            is_closed: false,
            is_woken: false,
        };
        Self { numbers, state: Mutex::new(state), changed: Condvar::new() }
    }

    /// The number to make one of next; `None` if all is done or nobody wants it any more.
    pub(super) fn next(&self) -> Option<u64> {
        let mut state = self.state.lock();
        let State { plan, pictures, without, is_closed, .. } = &mut *state;
        let rank = plan.next(|rank| pictures.contains_key(&rank) || without.contains(&rank));
        rank.filter(|_| !*is_closed).and_then(|rank| self.numbers.key_at(rank))
    }

    pub(super) fn wants(&self, number: u64) -> bool {
        let Some(rank) = self.numbers.rank_of(number) else { return false };
        let state = self.state.lock();
        state.plan.wants(rank) && !state.is_done(rank)
    }

    /// Keeps a small picture, or that there can be none.
    pub(super) fn add(&self, number: u64, packed: Option<Box<[u8]>>) {
        let Some(rank) = self.numbers.rank_of(number) else { return };
        let packed: Option<Arc<[u8]>> = packed.map(Arc::from);
        let mut state = self.state.lock();
        if state.is_done(rank) {
            return;
        }
        match packed {
            Some(packed) => {
                if state.plan.add(packed.len() as u64) {
                    state.pictures.insert(rank, packed);
                    state.spacing = None;
                }
            }
            None => {
                state.without.insert(rank);
            }
        }
    }

    pub(super) fn nearest(&self, number: u64) -> Option<(u64, Arc<[u8]>)> {
        // Near in number, whichever rank that is.
        let rank = self.numbers.nearest(number).and_then(|number| self.numbers.rank_of(number))?;
        let state = self.state.lock();
        let below = state.pictures.range(..=rank).next_back();
        let above = state.pictures.range(rank..).next();
        let candidates = below.into_iter().chain(above);
        let numbered = candidates.filter_map(|(&rank, bytes)| Some((self.numbers.key_at(rank)?, bytes)));
        numbered.min_by_key(|&(own, _)| (own.abs_diff(number), own)).map(|(own, bytes)| (own, Arc::clone(bytes)))
    }

    pub(super) fn spacing(&self) -> Option<u64> {
        if self.numbers.is_empty() {
            return Some(0);
        }
        let mut state = self.state.lock();
        let first = *state.pictures.keys().next()?;
        if state.spacing.is_none() {
            let ends = state.pictures.keys().copied().chain([self.numbers.len()]);
            let gaps = ends.clone().skip(1).zip(ends).map(|(next, rank)| next - rank);
            state.spacing = gaps.chain([first]).max();
        }
        state.spacing
    }

    pub(super) fn progress(&self) -> f32 {
        let state = self.state.lock();
        let (made, planned) = ((state.pictures.len() + state.without.len()) as f32, state.plan.planned() as f32);
        if made < planned { made / planned } else { 1.0 }
    }

    pub(super) fn bytes(&self) -> u64 {
        self.state.lock().plan.bytes()
    }

    /// Waits until woken, closed, or this long.
    pub(super) fn wait(&self, limit: Duration) {
        let mut state = self.state.lock();
        if !state.is_closed && !state.is_woken {
            self.changed.wait_for(&mut state, limit);
        }
        state.is_woken = false;
    }

    pub(super) fn wake(&self) {
        self.state.lock().is_woken = true;
        self.changed.notify_all();
    }

    pub(super) fn close(&self) {
        self.state.lock().is_closed = true;
        self.changed.notify_all();
    }
}
