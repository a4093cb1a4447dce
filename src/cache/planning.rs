//! Running the predictor, and making its answer the plan in force.

use std::sync::Arc;
use std::time::Duration;

use parking_lot::MutexGuard;

use super::eviction::{EntryInfo, EvictionPolicy, Policy};
use super::plan::Plan;
use super::shared::{Shared, State};
use super::store::history_of;
use crate::predict::{AccessHistory, AccessPredictor, Predictions};
use crate::provider::{DataProvider, KeySet};

/// The predictor and what it works with. Taken out of the state while it runs.
pub(super) struct Planner {
    predictor: Box<dyn AccessPredictor>,
    history: AccessHistory,
    predictions: Predictions,
    moves: Vec<(u64, Duration)>,
}

impl Planner {
    pub(super) fn new(predictor: Box<dyn AccessPredictor>) -> Self {
        Self { predictor, history: AccessHistory::default(), predictions: Predictions::default(), moves: Vec::new() }
    }
}

impl<P: DataProvider> State<P> {
    /// Hands over a new predictor; the one it replaces before it ever ran is returned.
    pub(super) fn replace_predictor(&mut self, next: Box<dyn AccessPredictor>) -> Option<Box<dyn AccessPredictor>> {
        self.next_predictor.replace(next)
    }

    /// Takes the predictors out, as the cache is closed; one that is running stays with its worker.
    pub(super) fn take_predictors(&mut self) -> impl Sized + use<P> {
        (self.planner.take(), self.next_predictor.take())
    }
}

impl<P: DataProvider> Shared<P> {
    pub(super) fn retention(&self, policy: &dyn EvictionPolicy, info: &EntryInfo) -> f64 {
        self.user(|| policy.retention(info)).unwrap_or_else(|thrown| {
            self.report("the eviction policy", thrown);
            f64::NAN
        })
    }

    /// Runs the predictor and makes its answer the plan in force. No other worker may be planning.
    pub(super) fn plan(&self, mut state: MutexGuard<'_, State<P>>) {
        let began = self.now();
        let wish = state.wish;
        // Before the first move there is nothing to plan for; without a planner the cache is closed.
        let Some(current) = state.store.current() else {
            state.planned = wish;
            return;
        };
        let Some(mut planner) = state.planner.take() else {
            state.planned = wish;
            return;
        };
        state.planning = true;
        let old_predictor = state.next_predictor.take().map(|next| std::mem::replace(&mut planner.predictor, next));
        state.store.moves_into(&mut planner.moves);
        let ranking = match state.store.policy() {
            Policy::Custom(policy) => Some((Arc::clone(policy), state.store.entries_to_rank())),
            Policy::BuiltIn(_) => None,
        };
        drop(state);
        self.let_go(old_predictor);
        let (mut plan, keys) = self.predict(&mut planner, current);
        let retentions: Vec<(u64, f64)> = ranking.map_or_else(Vec::new, |(policy, mut infos)| {
            infos.iter_mut().for_each(|info| info.likelihood = plan.likelihood(info.key));
            let retentions = infos.iter().map(|info| (info.key, self.retention(&*policy, info))).collect();
            self.let_go(policy);
            retentions
        });
        let mut state = self.state.lock();
        let now = self.now();
        // Without workers there is nobody to make the next plan, and this one would hold its keys for ever.
        if state.workers == 0 {
            plan = Plan::empty(current);
        }
        // Keys may have gone while the predictor ran.
        if !Arc::ptr_eq(&keys, &state.keys) {
            plan.retain(|key| state.keys.contains(key));
        }
        let old = state.store.adopt(plan, &retentions, now.saturating_sub(began), now);
        state.planner = Some(planner);
        state.planned = wish;
        state.planning = false;
        // This worker takes one key itself; the others that could help are woken.
        let helpers = state.store.queued().count().saturating_sub(1).min(state.idle - state.woken);
        state.woken += helpers;
        if state.is_idle() {
            self.calm.notify_all();
        }
        drop(state);
        for _ in 0..helpers {
            self.work.notify_one();
        }
        drop(old);
    }

    /// A plan for the key `current`, and the set of keys that it was made over.
    fn predict(&self, planner: &mut Planner, current: u64) -> (Plan, Arc<KeySet>) {
        let keys = self.refresh_keys();
        history_of(current, &planner.moves, &keys, &mut planner.history);
        planner.predictions.clear();
        let Planner { predictor, history, predictions, .. } = planner;
        let terms = self.user(|| {
            predictor.predict(history, predictions);
            predictor.terms()
        });
        let plan = match terms {
            Ok(terms) => Plan::new(current, &keys, predictions, terms),
            Err(thrown) => {
                self.report("the predictor", thrown);
                Plan::empty(current)
            }
        };
        (plan, keys)
    }
}
