//! Asking for values: `get` waits, `request` never does, `peek` only looks.

use std::sync::Arc;
use std::time::{Duration, Instant};

use parking_lot::MutexGuard;

use super::error::CacheError;
use super::flight::Flight;
use super::prefetch_cache::PrefetchCache;
use super::shared::{CacheState, Wake};
use super::store::{Lane, Touch};
use super::workers::thread;
use crate::provider::{DataProvider, KeySet};

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

impl<P: DataProvider> PrefetchCache<P> {
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
                self.shared.load(&flight)
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
                if !thread::start_load(&self.shared, &flight) {
                    return self.shared.load(&flight);
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
                if state.pending_demand.is_some_and(|(waiting, _)| waiting == key) {
                    return Request::Pending;
                }
            }
            let is_new = is_move || !state.store.shows(key);
            let number = if is_new { state.store.new_request() } else { 0 };
            let (mut replaced, mut forgiven) = (None, None);
            let answer = if is_absent {
                state.store.miss(key, now);
                forgiven = state.store.forgive(key);
                state.pending_demand = Some((key, number));
                Request::Pending
            } else {
                state.pending_demand = None;
                replaced = state.store.attach_request(key, number);
                if let Touch::Ready(value) = touch { Request::Ready(value) } else { Request::Pending }
            };
            if state.is_idle() {
                self.shared.became_idle.notify_all();
            }
            let wake = state.moved();
            self.shared.release(state, wake);
            if is_absent {
                self.shared.demand_ready.notify_one();
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
            state.pending_demand = Some((key, number));
        }
        let wake = state.request_plan();
        self.shared.release(state, wake);
        self.shared.demand_ready.notify_one();
        self.shared.let_go(forgiven);
    }
}

/// Where a key was found.
enum Sought<'a, P: DataProvider> {
    Ready(Arc<P::Value>),
    InFlight(Arc<Flight<P::Value>>),
    Absent(MutexGuard<'a, CacheState<P>>, Wake),
}
