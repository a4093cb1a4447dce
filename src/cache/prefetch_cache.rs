//! The handle of a cache: [`PrefetchCache`].

use std::sync::Arc;
use std::time::{Duration, Instant};

use super::error::CacheError;
use super::shared::Shared;
use super::stats::CacheStats;
use super::store::{LastMove, Snapshot};
use super::workers::is_own_thread;
use crate::provider::DataProvider;

/// How long `close` and `Drop` wait for threads whose load does not return.
const PATIENCE: Duration = Duration::from_millis(250);

/// A bounded cache that prefetches the values that are likely to be asked for next.
///
/// All methods take `&self` and may be called from any thread. Share the cache in an `Arc`.
///
/// ```
/// use motscope::{PrefetchCache, Synthetic};
/// # fn main() -> Result<(), motscope::CacheError> {
/// let cache = PrefetchCache::builder(Synthetic::new(1000)).capacity(50).build();
/// for key in 0..100 {
///     assert_eq!(*cache.get(key)?, key);
/// }
/// println!("{:?}", cache.stats().hit_rate());
/// # Ok(()) }
/// ```
pub struct PrefetchCache<P: DataProvider> {
    pub(super) shared: Arc<Shared<P>>,
}

impl<P: DataProvider> PrefetchCache<P> {
    /// The provider behind the cache.
    pub fn provider(&self) -> &P {
        &self.shared.provider
    }

    /// The counters since the cache was built, and its state at this moment.
    pub fn stats(&self) -> CacheStats {
        let state = self.shared.state.lock();
        CacheStats { workers: state.workers, ..state.store.stats() }
    }

    /// The last move of the play head, and whether its value was there; none before the first.
    pub fn last_move(&self) -> Option<LastMove> {
        self.shared.state.lock().store.last_move()
    }

    /// Fills `into` with the state at this moment: what is resident, queued, in flight, failed and planned.
    pub fn snapshot_into(&self, into: &mut Snapshot) {
        let state = self.shared.state.lock();
        state.store.snapshot_into(into);
        into.stats.workers = state.workers;
    }

    /// The time since the cache was built, which is also the clock of its events.
    pub fn uptime(&self) -> Duration {
        self.shared.now()
    }

    /// Waits until the newest plan is made and carried out and no load is in flight. Returns false if that takes longer
    /// than `limit`.
    pub fn wait_idle(&self, limit: Duration) -> bool {
        let deadline = Instant::now().checked_add(limit);
        let mut state = self.shared.state.lock();
        while !state.closed && !state.is_idle() {
            match deadline {
                None => self.shared.became_idle.wait(&mut state),
                Some(deadline) => {
                    if self.shared.became_idle.wait_until(&mut state, deadline).timed_out() {
                        return state.closed || state.is_idle();
                    }
                }
            }
        }
        true
    }

    /// Closes the cache: ends its threads and drops all values. Callers that wait get [`CacheError::Closed`].
    ///
    /// A thread whose load does not return within 250 ms is left to end later. To close again does nothing. A callback
    /// or a load may close the cache, too.
    pub fn close(&self) {
        let mut state = self.shared.state.lock();
        if !state.closed {
            state.closed = true;
            state.woken_workers = state.idle_workers;
            state.lane.pending = None;
            let flights = std::mem::take(&mut state.flights);
            let outdated = std::mem::take(&mut state.outdated);
            let values = state.store.clear();
            let sinks = state.store.events.disconnect();
            let predictors = state.take_predictors();
            drop(state);
            let shared = &self.shared;
            let waited_for = [&shared.work_ready, &shared.plan_due, &shared.demand_ready, &shared.timed_load_ended];
            for condition in waited_for.into_iter().chain([&shared.became_idle]) {
                condition.notify_all();
            }
            for flight in flights.values().chain(&outdated) {
                flight.finish(Err(CacheError::Closed));
            }
            drop((flights, outdated, sinks));
            self.shared.let_go_all(values);
            self.shared.let_go(predictors);
            state = self.shared.state.lock();
        }
        if is_own_thread(&self.shared) {
            return;
        }
        let deadline = Instant::now() + PATIENCE;
        while state.running_threads > 0 && !self.shared.thread_ended.wait_until(&mut state, deadline).timed_out() {}
    }
}

impl<P: DataProvider> Drop for PrefetchCache<P> {
    fn drop(&mut self) {
        self.close();
    }
}

impl<P: DataProvider> std::fmt::Debug for PrefetchCache<P> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("PrefetchCache").field("stats", &self.stats()).finish_non_exhaustive()
    }
}
