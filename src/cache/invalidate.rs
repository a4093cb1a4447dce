//! Data that changes: keys that come and go, and values that are no longer valid.

use std::sync::Arc;

use super::prefetch_cache::PrefetchCache;
use super::shared::Shared;
use super::store::Dropped;
use super::workers::let_go_elsewhere;
use crate::provider::{DataProvider, KeySet};

impl<P: DataProvider> PrefetchCache<P> {
    /// Forgets what was loaded for `keys`, because their data has changed. Call it when the provider's loads already
    /// return the new data.
    ///
    /// - Resident values leave. Failures are forgotten, so these keys are tried again.
    /// - A load in flight becomes outdated: it answers the callers that wait for it already, but no later ones, and its
    ///   value is not admitted. The key is loaded again at once if it is the current one, or if a
    ///   [`request`](Self::request) waits for it.
    /// - The current plan stays, so the keys that it wants are loaded again. A new plan is asked for.
    /// - The play head stays. [`latest`](Self::latest) keeps the old value until a newer one arrives, so that a window
    ///   has something to show. The next `request` of the current key returns pending and loads it again; that counts
    ///   as a load, but neither as a move nor as a miss.
    ///
    /// Values that leave count as [`invalidated`](super::CacheStats::invalidated), not as evictions. If there are many, a
    /// thread of the cache drops them, because that may take long. To keep the old values until there are new ones, see
    /// [`refresh`](Self::refresh).
    pub fn invalidate(&self, keys: &KeySet) {
        self.outdate(|key| keys.contains(key));
    }

    /// Forgets what was loaded for all keys, for instance after a file was replaced. See
    /// [`invalidate`](Self::invalidate).
    pub fn invalidate_all(&self) {
        self.outdate(|_| true);
    }

    /// Invalidates all keys for which `is_outdated` is true.
    pub(super) fn outdate(&self, is_outdated: impl Fn(u64) -> bool) {
        let now = self.shared.now();
        let mut dropped = Dropped::new();
        let mut state = self.shared.state.lock();
        if state.closed {
            return;
        }
        let awaited = state.store.invalidate(is_outdated, now, &mut dropped);
        state.separate_outdated();
        let awaited = awaited.filter(|&(key, _)| state.keys.contains(key));
        let mut wake = state.request_plan();
        if let Some((key, number)) = awaited.filter(|_| state.lane.pending.is_none()) {
            wake = wake.and(state.demand(key, number));
        }
        self.shared.release(state, wake);
        let_go_elsewhere(&self.shared, dropped);
    }

    /// The keys that the provider had when the cache last asked.
    pub fn keys(&self) -> Arc<KeySet> {
        Arc::clone(&self.shared.state.lock().keys)
    }

    /// Asks the provider for its keys again and makes a new plan, for instance after a file has grown or shrunk.
    ///
    /// Keys that are gone are forgotten. Their values leave, as if [invalidated](Self::invalidate); they are not queued
    /// any more; and to ask for one fails with [`NoSuchKey`](super::CacheError::NoSuchKey). If the current key is gone,
    /// the play head stays there, and [`latest`](Self::latest) keeps its value.
    pub fn keys_changed(&self) {
        self.shared.refresh_keys();
        self.replan(|_| ());
    }
}

impl<P: DataProvider> Shared<P> {
    /// Asks the provider for its keys and forgets those that are gone. If the provider panics, the set stays as it was.
    pub(super) fn refresh_keys(self: &Arc<Self>) -> Arc<KeySet> {
        let query = {
            let mut state = self.state.lock();
            state.key_queries += 1;
            state.key_queries
        };
        let keys = match self.user(|| self.provider.keys()) {
            Ok(keys) => keys,
            Err(thrown) => {
                self.report("the provider's keys()", thrown);
                return Arc::clone(&self.state.lock().keys);
            }
        };
        // A provider may return a new but equal set each time. The known one is kept, so that pointers can be compared.
        let known = Arc::clone(&self.state.lock().keys);
        let keys = if keys == known { known } else { keys };
        let mut dropped = Dropped::new();
        let now = self.now();
        let mut state = self.state.lock();
        // Another thread may have asked later and finished sooner: its newer set must not be replaced by this one.
        let is_newest = query > state.keys_from_query;
        state.keys_from_query = state.keys_from_query.max(query);
        if !is_newest || Arc::ptr_eq(&state.keys, &keys) {
            return keys;
        }
        let old = std::mem::replace(&mut state.keys, Arc::clone(&keys));
        state.store.forget_missing(&keys, now, &mut dropped);
        state.separate_outdated();
        if let Some((lost, _)) = state.lane.pending.filter(|&(key, _)| !keys.contains(key)) {
            state.lane.pending = None;
            state.store.request_lost(lost, now);
        }
        // Values that left may have made room for the next keys of the plan.
        let wake = state.claim_workers();
        if state.is_idle() {
            self.became_idle.notify_all();
        }
        self.release(state, wake);
        drop(old);
        let_go_elsewhere(self, dropped);
        keys
    }
}
