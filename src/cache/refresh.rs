//! Data that changes a little: values that stay until they are loaded again.

use super::prefetch_cache::PrefetchCache;
use super::shared::Wake;
use super::store::Dropped;
use super::workers::let_go_elsewhere;
use crate::provider::{DataProvider, KeySet};

impl<P: DataProvider> PrefetchCache<P> {
    /// Loads what is resident of `keys` again, in the background, because their data has changed. Call it when the
    /// provider's loads already return the new data.
    ///
    /// Unlike [`invalidate`](Self::invalidate), this empties nothing: use it where the old value is good enough for the
    /// moment, and where most of a value stays as it is.
    ///
    /// - A resident value stays until the new one replaces it. Until then callers get the old one, at once.
    /// - The provider makes the new value by [`reload`](DataProvider::reload). That method is given the old value, so
    ///   that it can keep the parts that have not changed.
    /// - A load in flight goes on. Once its value is resident, it is loaded again, too.
    /// - Failures are forgotten, so these keys are tried again.
    /// - The current key comes first, then what the newest plan holds likely. [`latest`](Self::latest) has the new value
    ///   as soon as the cache has it.
    /// - If the value cannot be loaded again, the old one leaves, as if it were invalidated, and the key has failed.
    ///
    /// Threads beside the workers do this, also if there are no workers. It counts as
    /// [`refreshed`](super::CacheStats::refreshed): neither as a load nor as a move. A move to a key counts as a hit,
    /// whether its value has been replaced yet or not.
    ///
    /// ```
    /// use std::sync::atomic::{AtomicU64, Ordering};
    /// use std::sync::Arc;
    /// use std::time::Duration;
    /// use motscope::{BoxError, DataProvider, KeySet, PrefetchCache};
    ///
    /// /// A picture that never changes, and a title that does.
    /// struct Slides(AtomicU64);
    ///
    /// impl DataProvider for Slides {
    ///     type Value = (Arc<Vec<u8>>, u64);
    ///     fn keys(&self) -> Arc<KeySet> {
    ///         Arc::new(KeySet::first_n(100))
    ///     }
    ///     fn load(&self, _: u64) -> Result<Self::Value, BoxError> {
    ///         Ok((Arc::new(vec![0; 1_000_000]), self.0.load(Ordering::SeqCst)))
    ///     }
    ///     fn reload(&self, _: u64, old: &Self::Value) -> Result<Self::Value, BoxError> {
    ///         Ok((Arc::clone(&old.0), self.0.load(Ordering::SeqCst)))
    ///     }
    /// }
    ///
    /// # fn main() -> Result<(), motscope::CacheError> {
    /// let cache = PrefetchCache::builder(Slides(AtomicU64::new(1))).build();
    /// let old = cache.get(7)?;
    /// cache.provider().0.store(2, Ordering::SeqCst);
    /// cache.refresh(&KeySet::from_keys([7]));
    /// assert!(cache.wait_idle(Duration::from_secs(10)));
    /// let new = cache.get(7)?;
    /// assert!(new.1 == 2 && Arc::ptr_eq(&old.0, &new.0));
    /// # Ok(()) }
    /// ```
    pub fn refresh(&self, keys: &KeySet) {
        self.make_stale(|key| keys.contains(key));
    }

    /// Loads all that is resident again, in the background. See [`refresh`](Self::refresh).
    pub fn refresh_all(&self) {
        self.make_stale(|_| true);
    }

    /// Marks all keys for which `has_changed` is true as stale.
    fn make_stale(&self, has_changed: impl Fn(u64) -> bool) {
        let mut dropped = Dropped::new();
        let mut state = self.shared.state.lock();
        if state.closed {
            return;
        }
        if !state.lane.has_threads() {
            // There is no thread that could load them again.
            drop(state);
            return self.outdate(has_changed);
        }
        state.store.refresh(has_changed, &mut dropped);
        // Keys whose failure is forgotten may be wanted now.
        let wake = if dropped.is_empty() { Wake::NOBODY } else { state.request_plan() };
        let demand = state.store.has_stale();
        self.shared.release(state, Wake { demand, ..wake });
        let_go_elsewhere(&self.shared, dropped);
    }
}
