//! Settings that can be changed while the cache runs.

use super::eviction::EvictionChoice;
use super::prefetch_cache::PrefetchCache;
use super::shared::{CacheState, Wake};
use super::store::{Capacity, Dropped};
use super::workers::{Workers, let_go_elsewhere, thread};
use crate::predict::{AccessHint, AccessPredictor};
use crate::provider::DataProvider;

impl<P: DataProvider> PrefetchCache<P> {
    /// Replaces the predictor. A new plan is made at once.
    pub fn set_predictor(&self, predictor: impl AccessPredictor) {
        let old = self.replan(|state| state.replace_predictor(Box::new(predictor)));
        self.shared.let_go(old);
    }

    /// Replaces the eviction policy by an [`Eviction`](super::Eviction) or by [`EvictionChoice::custom`].
    pub fn set_eviction(&self, eviction: impl Into<EvictionChoice>) {
        let policy = eviction.into().0;
        let old = self.replan(|state| state.store.set_policy(policy));
        self.shared.let_go(old);
    }

    /// Changes how much may be resident. Values that no longer fit are evicted at once.
    pub fn set_capacity(&self, capacity: impl Into<Capacity>) {
        let capacity = capacity.into();
        let now = self.shared.now();
        let mut dropped = Dropped::new();
        self.replan(|state| state.store.set_capacity(capacity, now, &mut dropped));
        let_go_elsewhere(&self.shared, dropped);
    }

    /// Changes how many prefetches are asked for at once, queued and in flight.
    pub fn set_degree(&self, degree: usize) {
        self.replan(|state| state.store.set_degree(degree));
    }

    /// Changes how many past moves the predictor sees, up to 65,536.
    pub fn set_history(&self, history: usize) {
        self.replan(|state| state.store.set_history(history));
    }

    /// Changes the number of threads that prefetch, or lets the cache choose it. Surplus threads end after their load.
    pub fn set_workers(&self, workers: impl Into<Workers>) {
        thread::set_workers(&self.shared, workers.into());
    }

    /// Tells the predictor something about the moves to come. The hint replaces the one of the same kind before it.
    ///
    /// [`AdaptivePredictor`](crate::AdaptivePredictor) uses hints; other predictors may. If the hint is new, a plan is
    /// made at once, except while a drag goes on: then the next move makes a plan anyway, or the pointer comes to rest.
    ///
    /// ```
    /// use motscope::{AccessHint, PrefetchCache, Synthetic};
    /// let cache = PrefetchCache::builder(Synthetic::new(1000)).build();
    /// cache.hint(AccessHint::Landmarks([120, 480].into()));     // frames worth jumping to
    /// cache.hint(AccessHint::Jumps([-10, -1, 1, 10].into()));   // what the buttons do
    /// cache.hint(AccessHint::Scrubber(Some(800)));              // its width in pixels
    /// ```
    pub fn hint(&self, hint: AccessHint) {
        // Compared without the lock, since there may be millions of landmarks.
        let known = self.shared.state.lock().store.hints().clone();
        if known.says(&hint) {
            return;
        }
        let is_urgent = known.is_urgent(&hint);
        let mut state = self.shared.state.lock();
        let old = state.store.hint(hint);
        let wake = if is_urgent { state.request_plan() } else { Wake::NOBODY };
        self.shared.release(state, wake);
        drop((old, known));
    }

    /// Changes a setting and asks for a new plan. Returns what `change` returns, to be dropped without the lock.
    pub(super) fn replan<T>(&self, change: impl FnOnce(&mut CacheState<P>) -> T) -> T {
        let mut state = self.shared.state.lock();
        let old = change(&mut state);
        let wake = state.request_plan();
        self.shared.release(state, wake);
        old
    }
}
