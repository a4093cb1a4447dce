//! The prefetching cache: [`PrefetchCache`] and everything it is made of.
//!
//! `store` and `plan` decide; they are pure, and a simulator can drive them. [`PrefetchCache`] and its threads only
//! carry the decisions out: no user code, no I/O and no drop of a value happens while the lock is held.

mod ask;
mod builder;
mod error;
pub(crate) mod event;
pub(crate) mod eviction;
mod flight;
mod invalidate;
mod landing;
pub(crate) mod plan;
pub(crate) mod planner;
mod planning;
mod settings;
mod shared;
mod stats;
pub(crate) mod store;
mod worker;
mod workers;

use std::sync::Arc;
use std::time::{Duration, Instant};

use crate::provider::DataProvider;

pub use ask::Request;
pub use builder::Builder;
pub use error::CacheError;
pub use event::{Event, EventKind};
pub use eviction::{EntryInfo, Eviction, EvictionChoice, EvictionPolicy};
pub use plan::Candidate;
pub use stats::{CacheStats, Histogram};
pub use store::{Capacity, FlightInfo, Lane, LastMove, ResidentInfo, Snapshot, Verdict};
pub use workers::Workers;

use event::Emitter;
use shared::{Shared, State};
use store::Store;

/// How long `close` and `Drop` wait for threads whose load does not return.
const PATIENCE: Duration = Duration::from_millis(250);
/// Events that may wait for a callback.
const CALLBACK_BACKLOG: usize = 4096;

/// A bounded cache that loads ahead what is likely to be asked for next.
///
/// All methods take `&self` and may be called from any thread; share it in an `Arc`.
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
    shared: Arc<Shared<P>>,
}

impl<P: DataProvider> PrefetchCache<P> {
    /// A cache in front of `provider`; see [`Builder`] for the settings and their defaults.
    pub fn builder(provider: P) -> Builder<P> {
        Builder::new(provider)
    }

    fn start(settings: Builder<P>) -> Self {
        let Builder { provider, predictor, capacity, eviction, workers, degree, history, mut sinks, callback } =
            settings;
        let told = callback.map(|callback| {
            let (sink, events) = crossbeam_channel::bounded(CALLBACK_BACKLOG);
            sinks.push(sink);
            (callback, events)
        });
        let store = Store::new(capacity, eviction.0, degree, history, Emitter::new(sinks));
        let state = State::new(store, Arc::default(), predictor, 0);
        let shared = Arc::new(Shared::new(provider, state));
        shared.refresh_keys();
        if let Some((callback, events)) = told {
            worker::start_events(&shared, events, callback);
        }
        worker::start_demand(&shared);
        // Without a thread that plans, workers would have nothing to do.
        worker::employ(&shared, if worker::start_planner(&shared) { workers } else { Workers::Fixed(0) });
        Self { shared }
    }

    /// The provider behind the cache.
    pub fn provider(&self) -> &P {
        &self.shared.provider
    }

    /// Counters, and the state of this moment.
    pub fn stats(&self) -> CacheStats {
        let state = self.shared.state.lock();
        CacheStats { workers: state.workers, ..state.store.stats() }
    }

    /// The last move, and how it went.
    pub fn last_move(&self) -> Option<LastMove> {
        self.shared.state.lock().store.last_move()
    }

    /// Fills `into` with what is resident, queued, in flight, failed and planned at this moment.
    pub fn snapshot_into(&self, into: &mut Snapshot) {
        let state = self.shared.state.lock();
        state.store.snapshot_into(into);
        into.stats.workers = state.workers;
    }

    /// Time since the cache was built: the clock of its events.
    pub fn uptime(&self) -> Duration {
        self.shared.now()
    }

    /// Waits until the newest plan is made and carried out and no load is in flight. False if that takes longer than
    /// `limit`.
    pub fn wait_idle(&self, limit: Duration) -> bool {
        let deadline = Instant::now().checked_add(limit);
        let mut state = self.shared.state.lock();
        while !state.closed && !state.is_idle() {
            match deadline {
                None => self.shared.calm.wait(&mut state),
                Some(deadline) => {
                    if self.shared.calm.wait_until(&mut state, deadline).timed_out() {
                        return state.closed || state.is_idle();
                    }
                }
            }
        }
        true
    }

    /// Ends the threads and lets go of all values. Callers that wait are answered [`CacheError::Closed`]. Threads whose
    /// load does not return are given 250 ms and then left to themselves. Closing again does nothing; a callback or a
    /// load may close.
    pub fn close(&self) {
        let mut state = self.shared.state.lock();
        if !state.closed {
            state.closed = true;
            state.woken = state.idle;
            state.waiting = None;
            let flights = std::mem::take(&mut state.flights);
            let outdated = std::mem::take(&mut state.outdated);
            let values = state.store.clear();
            let sinks = state.store.events.disconnect();
            let predictors = state.take_predictors();
            drop(state);
            for condition in [&self.shared.work, &self.shared.plan, &self.shared.demand, &self.shared.calm] {
                condition.notify_all();
            }
            for flight in flights.values().chain(&outdated) {
                flight.land(Err(CacheError::Closed));
            }
            drop((flights, outdated, sinks));
            self.shared.let_go_all(values);
            self.shared.let_go(predictors);
            state = self.shared.state.lock();
        }
        if worker::is_own_thread(&self.shared) {
            return;
        }
        let deadline = Instant::now() + PATIENCE;
        while state.running > 0 && !self.shared.ended.wait_until(&mut state, deadline).timed_out() {}
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
