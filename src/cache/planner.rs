//! Makes a plan from the state of the store with the predictor: [`Planner`].
//!
//! The planning thread and the simulator run the same three steps. Apart from the predictor, which is user code, they
//! have no thread, clock or I/O.

use std::sync::Arc;
use std::time::Duration;

use super::plan::Plan;
use super::store::{RecentMove, Store};
use crate::predict::{Access, AccessHistory, AccessPredictor, Conditions, Hints, Predictions};
use crate::provider::KeySet;

/// The predictor and its inputs and outputs, whose memory is reused from plan to plan.
pub(crate) struct Planner {
    predictor: Box<dyn AccessPredictor>,
    history: AccessHistory,
    predictions: Predictions,
    terms: &'static [&'static str],
    /// The key that the plan is for.
    current: u64,
    /// The last moves, the oldest first.
    moves: Vec<RecentMove>,
    /// The hints of the caller, in keys.
    hints: Hints,
    /// The keys and landmarks of the last conversion to ranks. While both are the same, the result is reused.
    converted: Option<(Arc<KeySet>, Arc<[u64]>)>,
}

impl Planner {
    pub(crate) fn new(predictor: Box<dyn AccessPredictor>) -> Self {
        Self {
            predictor,
            history: AccessHistory::default(),
            predictions: Predictions::default(),
            terms: &[],
            current: 0,
            moves: Vec::new(),
            hints: Hints::default(),
            converted: None,
        }
    }

    /// Replaces the predictor. Returns the old one, whose destructor is user code and must run without the lock.
    pub(crate) fn replace(&mut self, predictor: Box<dyn AccessPredictor>) -> Box<dyn AccessPredictor> {
        std::mem::replace(&mut self.predictor, predictor)
    }

    /// Step 1, under the lock: copies the state of the store. False if there was no move yet, so that no plan is
    /// needed.
    pub(crate) fn look<V>(&mut self, store: &Store<V>, workers: usize, now: Duration) -> bool {
        let Some(current) = store.current() else { return false };
        self.current = current;
        store.moves_into(&mut self.moves);
        self.hints.clone_from(store.hints());
        self.history.set_conditions(store.conditions(workers, now));
        true
    }

    /// Step 2, without any lock: runs the predictor over these keys.
    pub(crate) fn predict(&mut self, keys: &Arc<KeySet>) {
        self.convert_to_ranks(keys);
        self.predictions.clear();
        self.predictor.predict(&self.history, &mut self.predictions);
        self.terms = self.predictor.terms();
    }

    /// Step 3: makes a plan of the predictions.
    pub(crate) fn plan(&self, keys: &KeySet) -> Plan {
        Plan::new(self.current, keys, &self.predictions, self.terms)
    }

    /// A plan without candidates, for when the predictor panicked.
    pub(crate) fn no_plan(&self) -> Plan {
        Plan::empty(self.current)
    }

    /// Converts moves and hints from keys to ranks. A move to a key that is gone is left out.
    fn convert_to_ranks(&mut self, keys: &Arc<KeySet>) {
        let conditions = Conditions { ranks: keys.len(), ..*self.history.conditions() };
        self.history.restart();
        let ranked = self
            .moves
            .iter()
            .filter_map(|&RecentMove { key, at, wait }| Some(Access { rank: keys.rank_of(key)?, at, wait }));
        ranked.for_each(|access| self.history.push(access));
        self.history.stand_at(nearest_rank(keys, self.current));
        self.history.set_conditions(conditions);
        let is_converted = self
            .converted
            .as_ref()
            .is_some_and(|(by, landmarks)| Arc::ptr_eq(by, keys) && Arc::ptr_eq(landmarks, &self.hints.landmarks));
        let landmarks = if is_converted {
            Arc::clone(&self.history.hints().landmarks)
        } else {
            self.converted = Some((Arc::clone(keys), Arc::clone(&self.hints.landmarks)));
            let mut ranks: Vec<u64> = self.hints.landmarks.iter().map(|&key| nearest_rank(keys, key)).collect();
            ranks.sort_unstable();
            ranks.dedup();
            ranks.into()
        };
        let mut hints = Hints { landmarks, ..self.hints.clone() };
        if let Some(playback) = &mut hints.playback {
            playback.first = nearest_rank(keys, playback.first);
            playback.last = nearest_rank(keys, playback.last);
        }
        if let Some(drag) = &mut hints.drag {
            let key = drag.position.max(0.0);
            let (whole, part) = (key.floor() as u64, key.fract());
            drag.position = nearest_rank(keys, whole) as f64 + if keys.contains(whole) { part } else { 0.0 };
        }
        self.history.set_hints(hints);
    }
}

/// The rank of the existing key that is nearest to `key`; 0 without keys.
fn nearest_rank(keys: &KeySet, key: u64) -> u64 {
    keys.nearest(key).and_then(|nearest| keys.rank_of(nearest)).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cache::event::Emitter;
    use crate::cache::eviction::{Eviction, Policy};
    use crate::cache::store::{Capacity, Dropped, Lane, Loaded};
    use crate::predict::{AccessHint, DragHint};
    use std::sync::mpsc;

    #[test]
    fn a_predictor_sees_how_long_moves_really_waited_and_how_long_ago_the_last_one_was() {
        let keys = Arc::new(KeySet::first_n(100));
        let mut store: Store<()> =
            Store::new(Capacity::entries(4), Policy::BuiltIn(Eviction::Oldest), 4, 8, Emitter::new(Vec::new()));
        let ms = Duration::from_millis;
        store.miss(1, ms(0));
        let load = store.begin(1, Lane::Demand, 0, ms(0));
        let loaded = Loaded { value: Arc::new(()), weight: 1, retention: None };
        store.finish(load, Ok(loaded), ms(70), &mut Dropped::new());
        store.miss(2, ms(100));
        store.touch(1, ms(120));
        let (tell, told) = mpsc::channel();
        let mut planner = Planner::new(Box::new(move |history: &AccessHistory, _: &mut Predictions| {
            let waits: Vec<Option<Duration>> = history.accesses().iter().map(|access| access.wait).collect();
            tell.send((waits, history.conditions().idle)).ok();
        }));
        assert!(planner.look(&store, 1, ms(150)));
        planner.predict(&keys);
        assert_eq!(told.recv().unwrap(), (vec![Some(ms(70)), None, Some(ms(0))], ms(30)));
    }

    #[test]
    fn a_predictor_sees_ranks_whatever_keys_the_caller_speaks_of() {
        let keys = Arc::new(KeySet::from_keys([10, 20, 30, 40]));
        let mut store: Store<()> =
            Store::new(Capacity::entries(4), Policy::BuiltIn(Eviction::Oldest), 4, 8, Emitter::new(Vec::new()));
        store.hint(AccessHint::Landmarks([40, 19, 40, 20].into()));
        store.hint(AccessHint::Drag(Some(DragHint { position: 30.0, speed: -2.0 })));
        for (second, key) in [(1, 10), (2, 25), (3, 30)] {
            store.miss(key, Duration::from_secs(second));
        }
        let (tell, told) = mpsc::channel();
        let mut planner = Planner::new(Box::new(move |history: &AccessHistory, _: &mut Predictions| {
            tell.send(history.clone()).ok();
        }));
        assert!(planner.look(&store, 3, Duration::from_secs(3)));
        planner.predict(&keys);
        let seen = told.recv().unwrap();
        assert_eq!(seen.current(), 2);
        assert_eq!(seen.accesses().iter().map(|access| access.rank).collect::<Vec<_>>(), [0, 2]);
        assert_eq!(*seen.hints().landmarks, [1, 3]);
        assert_eq!(seen.hints().drag.unwrap().position, 2.0);
        let conditions = seen.conditions();
        assert_eq!((conditions.ranks, conditions.moves, conditions.capacity, conditions.workers), (4, 3, 4, 3));
    }
}
