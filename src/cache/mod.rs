//! The prefetching cache: [`PrefetchCache`] and everything it is made of.
//!
//! `store` and `plan` decide; they are pure, and a simulator can drive them. [`PrefetchCache`] and its threads only
//! carry the decisions out: no user code, no I/O and no drop of a value happens while the lock is held.

mod builder;
mod error;
mod event;
mod eviction;
mod flight;
mod plan;
mod shared;
mod stats;
mod store;
mod worker;

use std::sync::Arc;
use std::time::{Duration, Instant};

use crate::predict::AccessPredictor;
use crate::provider::{DataProvider, KeySet};

pub use builder::Builder;
pub use error::CacheError;
pub use event::{Event, EventKind};
pub use eviction::{EntryInfo, Eviction, EvictionChoice, EvictionPolicy};
pub use plan::Candidate;
pub use stats::{CacheStats, Histogram};
pub use store::{Capacity, FlightInfo, Lane, LastMove, ResidentInfo, Snapshot, Verdict};

use event::Emitter;
use flight::Flight;
use shared::{Shared, State};
use store::{Dropped, Store, Touch};

/// How long `close` and `Drop` wait for threads whose load does not return.
const PATIENCE: Duration = Duration::from_millis(250);
/// Most workers; more threads than this are a mistake, not a setting.
const MAX_WORKERS: usize = 256;
/// Events that may wait for a callback.
const CALLBACK_BACKLOG: usize = 4096;

/// What [`PrefetchCache::request`] found.
#[derive(Debug)]
pub enum Request<V> {
    /// The value is resident.
    Ready(Arc<V>),
    /// It is on its way.
    Pending,
    /// It could not be loaded; [`PrefetchCache::retry`] tries again.
    Failed(CacheError),
}

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
        worker::hire(&shared, workers.min(MAX_WORKERS));
        Self { shared }
    }

    /// The value of a key: at once if it is resident, otherwise after loading it on this thread, or after the load
    /// that is already in flight.
    ///
    /// # Errors
    /// [`CacheError`]: no such key, a failed or panicked load, a load that asks for its own key, a closed cache. A key
    /// that failed before is tried again.
    pub fn get(&self, key: u64) -> Result<Arc<P::Value>, CacheError> {
        match self.seek(key)? {
            Sought::Ready(value) => Ok(value),
            Sought::InFlight(flight) => flight.wait(key, None),
            Sought::Absent(mut state, wake) => {
                let flight = self.shared.begin(&mut state, key, Lane::Demand, 0);
                self.shared.release(state, wake);
                self.shared.load(key, &flight)
            }
        }
    }

    /// Like [`get`](Self::get), but waits no longer than `limit`. A key that is missing is loaded on a thread of its own,
    /// which goes on after the time limit.
    ///
    /// # Errors
    /// As [`get`](Self::get), and [`CacheError::Timeout`].
    pub fn get_timeout(&self, key: u64, limit: Duration) -> Result<Arc<P::Value>, CacheError> {
        let deadline = Instant::now().checked_add(limit);
        let flight = match self.seek(key)? {
            Sought::Ready(value) => return Ok(value),
            Sought::InFlight(flight) => flight,
            Sought::Absent(mut state, wake) => {
                let flight = self.shared.begin(&mut state, key, Lane::Demand, 0);
                self.shared.release(state, wake);
                if !worker::start_load(&self.shared, key, &flight) {
                    return self.shared.load(key, &flight);
                }
                flight
            }
        };
        flight.wait(key, deadline)
    }

    /// Moves to a key, counting the move. What is neither resident nor under way comes back with the lock held.
    fn seek(&self, key: u64) -> Result<Sought<'_, P>, CacheError> {
        let mut refreshed: Option<Arc<KeySet>> = None;
        loop {
            let now = self.shared.now();
            let mut state = self.shared.state.lock();
            if state.closed {
                return Err(CacheError::Closed);
            }
            if self.shared.is_inside() {
                // User code that this cache runs, a load of another key for instance, does not move the play head.
                if let Some(value) = state.store.peek(key) {
                    return Ok(Sought::Ready(Arc::clone(value)));
                }
            } else if let Touch::Ready(value) = state.store.touch(key, now) {
                let wake = state.moved();
                self.shared.release(state, wake);
                return Ok(Sought::Ready(value));
            }
            if let Some(flight) = state.flights.get(&key).cloned() {
                let wake = state.moved();
                self.shared.release(state, wake);
                return Ok(Sought::InFlight(flight));
            }
            let is_known = state.keys.contains(key) || refreshed.as_ref().is_some_and(|keys| keys.contains(key));
            if is_known {
                if !self.shared.is_inside() {
                    state.store.miss(key, now);
                }
                let wake = state.moved();
                return Ok(Sought::Absent(state, wake));
            }
            if refreshed.is_some() {
                return Err(CacheError::NoSuchKey(key));
            }
            // The set of keys may have grown since it was last looked at.
            drop(state);
            refreshed = Some(self.shared.refresh_keys());
        }
    }

    /// Moves to a key and answers what is known of it, without ever waiting. What is missing is loaded by the demand
    /// thread; of several requests that wait for it, the latest wins. Ask again, or look at [`latest`](Self::latest),
    /// when an event says that something arrived. Asking again for the same key is free.
    ///
    /// Inside a load, a predictor or a policy of this cache it only looks: what is missing is answered
    /// [`CacheError::Reentrant`].
    pub fn request(&self, key: u64) -> Request<P::Value> {
        let mut refreshed: Option<Arc<KeySet>> = None;
        loop {
            let now = self.shared.now();
            let mut state = self.shared.state.lock();
            if state.closed {
                return Request::Failed(CacheError::Closed);
            }
            if self.shared.is_inside() {
                return match state.store.peek(key) {
                    Some(value) => Request::Ready(Arc::clone(value)),
                    None if state.store.is_in_flight(key) => Request::Pending,
                    None => Request::Failed(CacheError::Reentrant(key)),
                };
            }
            let is_move = state.store.current() != Some(key);
            let touch = state.store.touch(key, now);
            let is_absent = matches!(touch, Touch::Absent);
            let is_known =
                !is_absent || state.keys.contains(key) || refreshed.as_ref().is_some_and(|keys| keys.contains(key));
            if !is_known && refreshed.is_some() {
                return Request::Failed(CacheError::NoSuchKey(key));
            }
            if !is_known {
                drop(state);
                refreshed = Some(self.shared.refresh_keys());
                continue;
            }
            if !is_move && is_absent {
                if let Some(error) = state.store.failure(key) {
                    return Request::Failed(error.clone());
                }
                if state.waiting.is_some_and(|(waiting, _)| waiting == key) {
                    return Request::Pending;
                }
            }
            let is_new = is_move || state.store.latest().is_none_or(|(latest, _)| latest != key);
            let number = if is_new { state.store.new_request() } else { 0 };
            let (mut replaced, mut forgiven) = (None, None);
            let answer = if is_absent {
                state.store.miss(key, now);
                forgiven = state.store.forgive(key);
                state.waiting = Some((key, number));
                Request::Pending
            } else {
                state.waiting = None;
                replaced = state.store.attach_request(key, number);
                if let Touch::Ready(value) = touch { Request::Ready(value) } else { Request::Pending }
            };
            if state.is_idle() {
                self.shared.calm.notify_all();
            }
            let wake = state.moved();
            self.shared.release(state, wake);
            if is_absent {
                self.shared.demand.notify_one();
            }
            self.shared.let_go((replaced, forgiven));
            return answer;
        }
    }

    /// The value of the newest request that has one, and its key: what a window should show. It may be older than the
    /// last request, whose value is still on its way; it is never older than one it answered before.
    pub fn latest(&self) -> Option<(u64, Arc<P::Value>)> {
        self.shared.state.lock().store.latest().map(|(key, value)| (key, Arc::clone(value)))
    }

    /// The value of a key if it is resident. Not counted, and no move.
    pub fn peek(&self, key: u64) -> Option<Arc<P::Value>> {
        self.shared.state.lock().store.peek(key).map(Arc::clone)
    }

    /// Forgets that a key failed. If it is the current key, it is loaded again; otherwise a plan may ask for it again.
    pub fn retry(&self, key: u64) {
        let mut state = self.shared.state.lock();
        let forgiven = state.store.forgive(key);
        let is_current = state.store.current() == Some(key);
        if is_current && state.store.peek(key).is_none() && !state.store.is_in_flight(key) {
            let number = state.store.new_request();
            state.waiting = Some((key, number));
        }
        let wake = state.wish_plan();
        self.shared.release(state, wake);
        self.shared.demand.notify_one();
        self.shared.let_go(forgiven);
    }

    /// The provider behind the cache.
    pub fn provider(&self) -> &P {
        &self.shared.provider
    }

    /// The provider's keys, as they were last looked at.
    pub fn keys(&self) -> Arc<KeySet> {
        Arc::clone(&self.shared.state.lock().keys)
    }

    /// Looks at the provider's keys again, as after a file has grown, and plans anew.
    pub fn keys_changed(&self) {
        self.shared.refresh_keys();
        self.replan(|_| ());
    }

    /// Replaces the predictor; a new plan is made at once.
    pub fn set_predictor(&self, predictor: impl AccessPredictor) {
        let old = self.replan(|state| state.replace_predictor(Box::new(predictor)));
        self.shared.let_go(old);
    }

    /// Replaces the eviction policy: an [`Eviction`], or [`EvictionChoice::custom`].
    pub fn set_eviction(&self, eviction: impl Into<EvictionChoice>) {
        let policy = eviction.into().0;
        let old = self.replan(|state| state.store.set_policy(policy));
        self.shared.let_go(old);
    }

    /// Changes how much may be resident; what no longer fits is evicted at once.
    pub fn set_capacity(&self, capacity: impl Into<Capacity>) {
        let capacity = capacity.into();
        let now = self.shared.now();
        let mut dropped = Dropped::new();
        self.replan(|state| state.store.set_capacity(capacity, now, &mut dropped));
        self.shared.let_go_all(dropped);
    }

    /// Changes how many prefetches are asked for at once.
    pub fn set_degree(&self, degree: usize) {
        self.replan(|state| state.store.set_degree(degree));
    }

    /// Changes how many past moves the predictor sees.
    pub fn set_history(&self, history: usize) {
        self.replan(|state| state.store.set_history(history));
    }

    /// Changes the number of workers; those too many leave once their load is done.
    pub fn set_workers(&self, workers: usize) {
        worker::hire(&self.shared, workers.min(MAX_WORKERS));
    }

    /// Changes a setting and asks for a new plan. What `change` takes out is returned, to be dropped without the lock.
    fn replan<T>(&self, change: impl FnOnce(&mut State<P>) -> T) -> T {
        let mut state = self.shared.state.lock();
        let old = change(&mut state);
        let wake = state.wish_plan();
        self.shared.release(state, wake);
        old
    }

    /// Counters, and the state of this moment.
    pub fn stats(&self) -> CacheStats {
        self.shared.state.lock().store.stats()
    }

    /// The last move, and how it went.
    pub fn last_move(&self) -> Option<LastMove> {
        self.shared.state.lock().store.last_move()
    }

    /// Fills `into` with what is resident, queued, in flight, failed and planned at this moment.
    pub fn snapshot_into(&self, into: &mut Snapshot) {
        self.shared.state.lock().store.snapshot_into(into);
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
            let values = state.store.clear();
            let sinks = state.store.events.disconnect();
            let predictors = state.take_predictors();
            drop(state);
            for condition in [&self.shared.work, &self.shared.demand, &self.shared.calm] {
                condition.notify_all();
            }
            for flight in flights.values() {
                flight.land(Err(CacheError::Closed));
            }
            drop((flights, sinks));
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

/// Where a key was found.
enum Sought<'a, P: DataProvider> {
    Ready(Arc<P::Value>),
    InFlight(Arc<Flight<P::Value>>),
    Absent(parking_lot::MutexGuard<'a, State<P>>, bool),
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
