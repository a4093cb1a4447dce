//! Asking for values: `get` waits for them, `request` does not, `peek` only looks.

use std::sync::Arc;
use std::time::{Duration, Instant};

use super::error::CacheError;
use super::flight::{Flight, waits};
use super::prefetch_cache::PrefetchCache;
use super::shared::{CacheState, Wake};
use super::store::{Lane, Touch};
use super::sync::MutexGuard;
use super::workers::thread;
use crate::provider::{DataProvider, KeySet};

/// Most threads that load for `get_timeout` at once. A stuck provider would otherwise get one more for each key.
const MAX_TIMED_LOADS: usize = 32;

/// The answer of [`PrefetchCache::request`].
#[derive(Debug)]
pub enum Request<V> {
    /// The value is resident.
    Ready(Arc<V>),
    /// The value is being loaded, or will be.
    Pending,
    /// The value could not be loaded; [`PrefetchCache::retry`] tries again.
    Failed(CacheError),
}

impl<P: DataProvider> PrefetchCache<P> {
    /// The value of a key. Returns at once if the value is resident. Otherwise waits for the load that is in flight, or
    /// loads the value on this thread. A key that failed before is tried again.
    ///
    /// # Errors
    /// [`CacheError`]: the provider has no such key, its load failed or panicked, the load asked for its own key, or
    /// the cache is closed.
    pub fn get(&self, key: u64) -> Result<Arc<P::Value>, CacheError> {
        match self.seek(key, true)? {
            Sought::Ready(value) => Ok(value),
            Sought::InFlight(flight) => flight.wait(key, None),
            Sought::Absent(mut state, wake) => {
                let flight = self.shared.begin(&mut state, key, Lane::Demand, 0);
                self.shared.release(state, wake);
                self.shared.load(&flight)
            }
        }
    }

    /// The value of a key, as by [`get`](Self::get), but waits no longer than `limit`. A missing value is loaded on a
    /// thread of its own, which continues after the limit. At most 32 such threads run at once; while there are more
    /// missing values, a caller waits for one of these threads to end, within its limit.
    ///
    /// # Errors
    /// The errors of [`get`](Self::get), and [`CacheError::Timeout`] if the limit passed first.
    pub fn get_timeout(&self, key: u64, limit: Duration) -> Result<Arc<P::Value>, CacheError> {
        let deadline = Instant::now().checked_add(limit);
        let mut is_move = true;
        let flight = loop {
            match self.seek(key, is_move)? {
                Sought::Ready(value) => return Ok(value),
                Sought::InFlight(flight) => break flight,
                Sought::Absent(mut state, wake) => {
                    // A load without a limit must not wait for one of the threads, which may wait for this load.
                    let may_wait = deadline.is_some() || !waits::is_loading();
                    let has_thread = state.timed_loads < MAX_TIMED_LOADS;
                    if !has_thread && may_wait {
                        self.shared.release(state, wake);
                        self.wait_for_timed_load(deadline)?;
                        is_move = false;
                        continue;
                    }
                    let flight = self.shared.begin(&mut state, key, Lane::Demand, 0);
                    state.timed_loads += usize::from(has_thread);
                    self.shared.release(state, wake);
                    if !has_thread || !thread::start_load(&self.shared, &flight) {
                        return self.shared.load(&flight);
                    }
                    break flight;
                }
            }
        };
        flight.wait(key, deadline)
    }

    /// Waits until one of the threads that load for `get_timeout` is free.
    fn wait_for_timed_load(&self, deadline: Option<Instant>) -> Result<(), CacheError> {
        let mut state = self.shared.state.lock();
        while !state.closed && state.timed_loads >= MAX_TIMED_LOADS {
            match deadline {
                None => self.shared.timed_load_ended.wait(&mut state),
                Some(deadline) => {
                    let ended = self.shared.timed_load_ended.wait_until(&mut state, deadline);
                    if ended.timed_out() && state.timed_loads >= MAX_TIMED_LOADS {
                        return Err(CacheError::Timeout);
                    }
                }
            }
        }
        Ok(())
    }

    /// Moves the play head to a key and counts the move, if it is one. If the value is neither resident nor in flight, the lock is
    /// returned still held, so that no other thread can begin the same load.
    fn seek(&self, key: u64, is_move: bool) -> Result<Sought<'_, P>, CacheError> {
        let mut refreshed: Option<Arc<KeySet>> = None;
        loop {
            let now = self.shared.now();
            let mut state = self.shared.state.lock();
            if state.closed {
                return Err(CacheError::Closed);
            }
            let is_move = is_move && !self.shared.is_inside();
            if !is_move {
                // User code that this cache runs, for instance the load of another key, does not move the play head.
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
                if is_move {
                    state.store.miss(key, now);
                }
                let wake = state.moved();
                return Ok(Sought::Absent(state, wake));
            }
            if refreshed.is_some() {
                return Err(CacheError::NoSuchKey(key));
            }
            // The provider may have more keys since it was last asked.
            drop(state);
            refreshed = Some(self.shared.refresh_keys());
        }
    }

    /// Moves the play head to a key and returns at once, with the value if it is resident.
    ///
    /// A missing value is loaded by the first free thread: one of the demand lane, which prefetches nothing, or a worker.
    /// Of several requests that wait, only the latest is loaded. A load that takes much longer than others does not hold
    /// up a newer request. Ask again, or call [`latest`](Self::latest), when an event tells that a load has ended. To ask again for
    /// the same key is free: it counts neither as a move nor as a hit.
    ///
    /// From inside a load, predictor or policy of this cache, the play head does not move, and a key that is neither
    /// resident nor in flight fails with [`CacheError::Reentrant`].
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
                if state.lane.pending.is_some_and(|(waiting, _)| waiting == key) {
                    return Request::Pending;
                }
            }
            let is_new = is_move || !state.store.shows(key);
            let number = if is_new { state.store.new_request() } else { 0 };
            let (mut replaced, mut forgiven, mut wake) = (None, None, Wake::NOBODY);
            let answer = if is_absent {
                state.store.miss(key, now);
                forgiven = state.store.forgive(key);
                wake = state.demand(key, number);
                Request::Pending
            } else {
                state.lane.pending = None;
                replaced = state.store.attach_request(key, number);
                if let Touch::Ready(value) = touch { Request::Ready(value) } else { Request::Pending }
            };
            if state.is_idle() {
                self.shared.became_idle.notify_all();
            }
            wake = wake.and(state.moved());
            self.shared.release(state, wake);
            self.shared.let_go((replaced, forgiven));
            return answer;
        }
    }

    /// The key and value of the newest [`request`](Self::request) whose value has arrived: what a window should show
    /// while newer requests are pending. The result never goes back to an older request.
    pub fn latest(&self) -> Option<(u64, Arc<P::Value>)> {
        self.shared.state.lock().store.latest().map(|(key, value)| (key, Arc::clone(value)))
    }

    /// The value of a key if it is resident. This is not a move and is not counted.
    pub fn peek(&self, key: u64) -> Option<Arc<P::Value>> {
        self.shared.state.lock().store.peek(key).map(Arc::clone)
    }

    /// Forgets that the load of a key failed. The current key is loaded again; for any other key, a plan may prefetch
    /// it again.
    pub fn retry(&self, key: u64) {
        let mut state = self.shared.state.lock();
        let forgiven = state.store.forgive(key);
        let is_current = state.store.current() == Some(key);
        let mut wake = state.request_plan();
        if is_current && state.store.peek(key).is_none() && !state.store.is_in_flight(key) {
            let number = state.store.new_request();
            wake = wake.and(state.demand(key, number));
        }
        self.shared.release(state, wake);
        self.shared.let_go(forgiven);
    }
}

/// Where the value of a key is.
enum Sought<'a, P: DataProvider> {
    Ready(Arc<P::Value>),
    InFlight(Arc<Flight<P::Value>>),
    /// Nowhere. Holds the lock, and which threads to wake once it is released.
    Absent(MutexGuard<'a, CacheState<P>>, Wake),
}
