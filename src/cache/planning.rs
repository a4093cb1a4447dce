//! Runs the predictor and makes its plan the current one.

use std::sync::Arc;

use super::eviction::{EntryInfo, EvictionPolicy, Policy};
use super::plan::Plan;
use super::planner::Planner;
use super::shared::{CacheState, PlannerPhase, Shared};
use super::store::Retentions;
use super::sync::MutexGuard;
use crate::predict::AccessPredictor;
use crate::provider::{DataProvider, KeySet};

impl<P: DataProvider> CacheState<P> {
    /// Sets the predictor for the next plan. Returns the one set before, if no plan was made with it.
    pub(super) fn replace_predictor(&mut self, next: Box<dyn AccessPredictor>) -> Option<Box<dyn AccessPredictor>> {
        self.next_predictor.replace(next)
    }

    /// Takes out the predictors when the cache is closed. One that is running stays with its thread.
    pub(super) fn take_predictors(&mut self) -> impl Sized + use<P> {
        (self.planner.take(), self.next_predictor.take())
    }
}

impl<P: DataProvider> Shared<P> {
    /// The number that a custom policy gives a value; NaN if the policy panics.
    pub(super) fn retention(&self, policy: &dyn EvictionPolicy, info: &EntryInfo) -> f64 {
        self.user(|| policy.retention(info)).unwrap_or_else(|thrown| {
            self.report("the eviction policy", thrown);
            f64::NAN
        })
    }

    /// Runs the predictor and makes its plan the current one. Called by the planning thread only.
    pub(super) fn make_plan(self: &Arc<Self>, mut state: MutexGuard<'_, CacheState<P>>) {
        let began = self.now();
        let requested = state.plan_requested;
        // There is no planner if the cache is closed.
        let Some(mut planner) = state.planner.take() else {
            state.plan_made = requested;
            return;
        };
        if !planner.look(&state.store, state.workers, began) {
            state.planner = Some(planner);
            state.plan_made = requested;
            return;
        }
        state.planner_phase = PlannerPhase::Planning;
        let old_predictor = state.next_predictor.take().map(|next| planner.replace(next));
        let ranking = match state.store.policy() {
            Policy::Custom(policy) => Some((Arc::clone(policy), state.store.entries_to_rank())),
            Policy::BuiltIn(_) => None,
        };
        let version = state.store.policy_version();
        drop(state);
        self.let_go(old_predictor);
        let (mut plan, keys) = self.predict(&mut planner);
        let by_key: Vec<(u64, f64)> = ranking.map_or_else(Vec::new, |(policy, mut infos)| {
            infos.iter_mut().for_each(|info| info.likelihood = plan.likelihood(info.key));
            let numbers = infos.iter().map(|info| (info.key, self.retention(&*policy, info))).collect();
            self.let_go(policy);
            numbers
        });
        let retentions = Retentions { by_key, version };
        let mut state = self.state.lock();
        let now = self.now();
        // Without workers no plan is made any more, and this one would keep its keys resident for ever.
        if state.workers == 0 {
            plan = Plan::empty(plan.position);
        }
        // Keys may have been removed while the predictor ran.
        if !Arc::ptr_eq(&keys, &state.keys) {
            plan.retain(|key| state.keys.contains(key));
        }
        let old = state.store.adopt(plan, &retentions, now.saturating_sub(began), now);
        state.planner = Some(planner);
        state.plan_made = requested;
        state.planner_phase = PlannerPhase::Awake;
        state.grace = state.is_stale();
        let wake = state.claim_workers();
        if state.is_idle() {
            self.became_idle.notify_all();
        }
        self.release(state, wake);
        drop(old);
    }

    /// A plan, and the set of keys that it was made with.
    fn predict(self: &Arc<Self>, planner: &mut Planner) -> (Plan, Arc<KeySet>) {
        let keys = self.refresh_keys();
        let plan = match self.user(|| planner.predict(&keys)) {
            Ok(()) => {
                let mut plan = planner.plan(&keys);
                if let Err(thrown) = self.user(|| plan.group_by(|key| self.provider.together(key))) {
                    self.report("the provider's together()", thrown);
                }
                plan
            }
            Err(thrown) => {
                self.report("the predictor", thrown);
                planner.no_plan()
            }
        };
        (plan, keys)
    }
}
