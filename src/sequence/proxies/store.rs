//! The small pictures made so far and the plan for the others, shared by the thread that makes them and its owner.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::Duration;

use parking_lot::{Condvar, Mutex};

use super::shrink_plan::ShrinkPlan;
use crate::provider::KeySet;

#[derive(Debug)]
pub(super) struct ProxyStore {
    /// The most bytes of small pictures.
    budget: u64,
    state: Mutex<ProxyState>,
    changed: Condvar,
}

#[derive(Debug)]
#[expect(clippy::struct_excessive_bools, reason = "any of them can be so without the others")]
struct ProxyState {
    /// The numbers that get a small picture.
    numbers: Arc<KeySet>,
    /// Whether these are known.
    is_planned: bool,
    plan: ShrinkPlan,
    /// JPEG files by rank.
    pictures: BTreeMap<u64, Arc<[u8]>>,
    /// Ranks whose pictures cannot be loaded.
    without: BTreeSet<u64>,
    /// The result of [`ProxyStore::spacing`], kept until another small picture is stored.
    spacing: Option<u64>,
    is_closed: bool,
    is_woken: bool,
    /// Whether a thread makes what is planned. It is said to end as soon as nothing is left.
    is_making: bool,
}

impl ProxyState {
    fn is_done(&self, rank: u64) -> bool {
        self.pictures.contains_key(&rank) || self.without.contains(&rank)
    }
}

impl ProxyStore {
    pub(super) fn new(budget: u64) -> Self {
        let state = ProxyState {
            numbers: Arc::default(),
            is_planned: false,
            plan: ShrinkPlan::new(0, budget),
            pictures: BTreeMap::new(),
            without: BTreeSet::new(),
            spacing: None,
            is_closed: false,
            is_woken: false,
            is_making: true,
        };
        Self { budget, state: Mutex::new(state), changed: Condvar::new() }
    }

    /// Plans small pictures of these numbers. If they are others than before, what was made is forgotten.
    pub(super) fn plan(&self, numbers: Arc<KeySet>) {
        let mut state = self.state.lock();
        state.is_planned = true;
        if state.numbers == numbers {
            return;
        }
        state.plan = ShrinkPlan::new(numbers.len(), self.budget);
        let before = (std::mem::take(&mut state.pictures), std::mem::replace(&mut state.numbers, numbers));
        state.without.clear();
        state.spacing = None;
        drop(state);
        drop(before);
    }

    /// Whether nobody needs small pictures any more.
    pub(super) fn is_closed(&self) -> bool {
        self.state.lock().is_closed
    }

    /// The number of the next picture to make a small one of. `None` if all are done or the store is closed.
    pub(super) fn next(&self) -> Option<u64> {
        let mut state = self.state.lock();
        let ProxyState { numbers, plan, pictures, without, is_closed, is_making, .. } = &mut *state;
        let rank = plan.next(|rank| pictures.contains_key(&rank) || without.contains(&rank));
        let next = rank.filter(|_| !*is_closed).and_then(|rank| numbers.key_at(rank));
        *is_making = next.is_some();
        next
    }

    /// Forgets what was made of the numbers `changed`. Returns whether a thread has to be started to make it again.
    pub(super) fn forget(&self, changed: &KeySet) -> bool {
        let mut state = self.state.lock();
        let ProxyState { numbers, plan, pictures, without, .. } = &mut *state;
        let is_changed = |rank: u64| numbers.key_at(rank).is_some_and(|number| changed.contains(number));
        without.retain(|&rank| !is_changed(rank));
        pictures.retain(|&rank, packed| {
            let stays = !is_changed(rank);
            if !stays {
                plan.remove(packed.len() as u64);
            }
            stays
        });
        plan.begin_again();
        state.spacing = None;
        !state.is_closed && !std::mem::replace(&mut state.is_making, true)
    }

    /// Whether a small picture of this number is planned and not done yet.
    pub(super) fn wants(&self, number: u64) -> bool {
        let state = self.state.lock();
        let Some(rank) = state.numbers.rank_of(number) else { return false };
        state.plan.wants(rank) && !state.is_done(rank)
    }

    /// Stores a small picture. `None` means that there can be none of this number.
    pub(super) fn add(&self, number: u64, packed: Option<Box<[u8]>>) {
        let packed: Option<Arc<[u8]>> = packed.map(Arc::from);
        let mut state = self.state.lock();
        let Some(rank) = state.numbers.rank_of(number) else { return };
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

    /// The stored small picture nearest to `number`, and its own number.
    pub(super) fn nearest(&self, number: u64) -> Option<(u64, Arc<[u8]>)> {
        // The distance counts in numbers, not in ranks.
        let state = self.state.lock();
        let numbers = &state.numbers;
        let rank = numbers.nearest(number).and_then(|number| numbers.rank_of(number))?;
        let below = state.pictures.range(..=rank).next_back();
        let above = state.pictures.range(rank..).next();
        let candidates = below.into_iter().chain(above);
        let numbered = candidates.filter_map(|(&rank, bytes)| Some((numbers.key_at(rank)?, bytes)));
        numbered.min_by_key(|&(own, _)| (own.abs_diff(number), own)).map(|(own, bytes)| (own, Arc::clone(bytes)))
    }

    /// See [`Proxies::spacing`](super::Proxies::spacing).
    pub(super) fn spacing(&self) -> Option<u64> {
        let mut state = self.state.lock();
        if state.is_planned && state.numbers.is_empty() {
            return Some(0);
        }
        let first = *state.pictures.keys().next()?;
        if state.spacing.is_none() {
            let ends = state.pictures.keys().copied().chain([state.numbers.len()]);
            let gaps = ends.clone().skip(1).zip(ends).map(|(next, rank)| next - rank);
            state.spacing = gaps.chain([first]).max();
        }
        state.spacing
    }

    pub(super) fn progress(&self) -> f32 {
        let state = self.state.lock();
        if !state.is_planned {
            return 0.0;
        }
        let (made, planned) = ((state.pictures.len() + state.without.len()) as f32, state.plan.planned() as f32);
        if made < planned { made / planned } else { 1.0 }
    }

    pub(super) fn bytes(&self) -> u64 {
        self.state.lock().plan.bytes()
    }

    /// Waits until [`wake`](Self::wake) or [`close`](Self::close) is called, at most for `limit`.
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

    /// Ends the work: [`next`](Self::next) returns `None` from now on.
    pub(super) fn close(&self) {
        self.state.lock().is_closed = true;
        self.changed.notify_all();
    }
}
