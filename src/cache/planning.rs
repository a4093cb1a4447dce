//! Running the predictor, and making its answer the plan in force.

use std::sync::Arc;

use parking_lot::MutexGuard;

use super::eviction::{EntryInfo, EvictionPolicy, Policy};
use super::plan::Plan;
use super::planner::Planner;
use super::shared::{CacheState, PlannerPhase, Shared};
use crate::predict::AccessPredictor;
use crate::provider::{DataProvider, KeySet};

impl<P: DataProvider> CacheState<P> {
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

    /// Runs the predictor and makes its answer the plan in force. Only the planning thread does.
    pub(super) fn make_plan(&self, mut state: MutexGuard<'_, CacheState<P>>) {
        let began = self.now();
        let wish = state.plan_requested;
        // Without a planner the cache is closed.
        let Some(mut planner) = state.planner.take() else {
            state.plan_made = wish;
            return;
        };
        if !planner.look(&state.store, state.workers, began) {
            state.planner = Some(planner);
            state.plan_made = wish;
            return;
        }
        state.planner_phase = PlannerPhase::Planning;
        let old_predictor = state.next_predictor.take().map(|next| planner.replace(next));
        let ranking = match state.store.policy() {
            Policy::Custom(policy) => Some((Arc::clone(policy), state.store.entries_to_rank())),
            Policy::BuiltIn(_) => None,
        };
        drop(state);
        self.let_go(old_predictor);
        let (mut plan, keys) = self.predict(&mut planner);
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
            plan = Plan::empty(plan.position);
        }
        // Keys may have gone while the predictor ran.
        if !Arc::ptr_eq(&keys, &state.keys) {
            plan.retain(|key| state.keys.contains(key));
        }
        let old = state.store.adopt(plan, &retentions, now.saturating_sub(began), now);
        state.planner = Some(planner);
        state.plan_made = wish;
        state.planner_phase = PlannerPhase::Awake;
        state.grace = state.is_stale();
        let wake = state.claim_workers();
        if state.is_idle() {
            self.became_idle.notify_all();
        }
        self.release(state, wake);
        drop(old);
    }

    /// A plan, and the set of keys that it was made over.
    fn predict(&self, planner: &mut Planner) -> (Plan, Arc<KeySet>) {
        let keys = self.refresh_keys();
        let plan = match self.user(|| planner.predict(&keys)) {
            Ok(()) => planner.plan(&keys),
            Err(thrown) => {
                self.report("the predictor", thrown);
                planner.no_plan()
            }
        };
        (plan, keys)
    }
}
