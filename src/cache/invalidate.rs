//! Which keys there are, and which values are still true.

use std::sync::Arc;

use super::prefetch_cache::PrefetchCache;
use super::shared::Shared;
use super::store::Dropped;
use crate::provider::{DataProvider, KeySet};

impl<P: DataProvider> PrefetchCache<P> {
    /// Forgets what was loaded for `keys`, because what they stand for has changed: call it once the provider's loads
    /// see the new state.
    ///
    /// - Resident values leave, and remembered failures are forgiven.
    /// - A load in flight is outdated: it answers those who wait for it already, but what it brings is not let in, and
    ///   nobody who asks from now on is answered by it. If it is still waited for by [`request`](Self::request), or is
    ///   that of the current key, the key is loaded again at once.
    /// - The plan stays in force, so what it wants is loaded again, and a new one is asked for.
    /// - The play head stays. [`latest`](Self::latest) keeps the old value, so that a window has something to show,
    ///   until a newer one lands. The next `request` of the current key answers pending and loads it again; that
    ///   counts as a load, but neither as a move nor as a miss.
    ///
    /// Values that leave count as [`invalidated`](super::CacheStats::invalidated), not as evictions.
    pub fn invalidate(&self, keys: &KeySet) {
        self.outdate(|key| keys.contains(key));
    }

    /// The same for every key, as after a file was replaced.
    pub fn invalidate_all(&self) {
        self.outdate(|_| true);
    }

    fn outdate(&self, is_outdated: impl Fn(u64) -> bool) {
        let now = self.shared.now();
        let mut dropped = Dropped::new();
        let mut state = self.shared.state.lock();
        if state.closed {
            return;
        }
        let awaited = state.store.invalidate(is_outdated, now, &mut dropped);
        state.separate_outdated();
        let awaited = awaited.filter(|&(key, _)| state.keys.contains(key));
        state.pending_demand = state.pending_demand.or(awaited);
        let wake = state.request_plan();
        self.shared.release(state, wake);
        if awaited.is_some() {
            self.shared.demand_ready.notify_one();
        }
        self.shared.let_go_all(dropped);
    }

    /// The provider's keys, as they were last looked at.
    pub fn keys(&self) -> Arc<KeySet> {
        Arc::clone(&self.shared.state.lock().keys)
    }

    /// Looks at the provider's keys again, as after a file has grown or shrunk, and plans anew.
    ///
    /// Keys that are gone are forgotten: their values leave, as if [invalidated](Self::invalidate), they are neither
    /// queued nor loaded again, and asking for one answers [`NoSuchKey`](super::CacheError::NoSuchKey). If the current
    /// key is gone, the play head stays where it was, and [`latest`](Self::latest) keeps its value.
    pub fn keys_changed(&self) {
        self.shared.refresh_keys();
        self.replan(|_| ());
    }
}

impl<P: DataProvider> Shared<P> {
    /// The provider's keys now; what is no longer among them is forgotten. A panic leaves the set as it was.
    pub(super) fn refresh_keys(&self) -> Arc<KeySet> {
        let look = {
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
        // A provider may make its answer anew each time: equal sets are one, so that nothing is looked at again for it.
        let known = Arc::clone(&self.state.lock().keys);
        let keys = if keys == known { known } else { keys };
        let mut dropped = Dropped::new();
        let now = self.now();
        let mut state = self.state.lock();
        // An answer that was asked for later may have come sooner: the older one must not take its place.
        let is_newest = look > state.keys_query;
        state.keys_query = state.keys_query.max(look);
        if !is_newest || Arc::ptr_eq(&state.keys, &keys) {
            return keys;
        }
        let old = std::mem::replace(&mut state.keys, Arc::clone(&keys));
        state.store.forget_missing(&keys, now, &mut dropped);
        state.separate_outdated();
        if let Some((lost, _)) = state.pending_demand.filter(|&(key, _)| !keys.contains(key)) {
            state.pending_demand = None;
            state.store.request_lost(lost, now);
        }
        // What left may have made room for what comes next in the plan.
        let wake = state.claim_workers();
        if state.is_idle() {
            self.became_idle.notify_all();
        }
        self.release(state, wake);
        drop(old);
        self.let_go_all(dropped);
        keys
    }
}
