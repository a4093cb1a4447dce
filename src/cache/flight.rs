//! Single flight: a load that several callers may wait for.

use std::sync::Arc;
use std::thread::ThreadId;
use std::time::Instant;

use parking_lot::{Condvar, Mutex};

use super::error::CacheError;
use super::store::Ticket;

/// The value that a load brought, or why it failed.
pub(super) type LoadResult<V> = Result<Arc<V>, CacheError>;

/// A load in flight, which connects the thread that loads with all threads that wait.
pub(super) struct Flight<V> {
    /// Identifies the load in the store.
    pub(super) ticket: Ticket,
    state: Mutex<FlightState<V>>,
    /// Signalled when the load has ended.
    finished: Condvar,
}

/// The part of a flight that changes.
struct FlightState<V> {
    /// How the load ended; none while it runs.
    result: Option<LoadResult<V>>,
    /// The thread that loads. If it waited for its own load, it would never end.
    loader: Option<ThreadId>,
}

impl<V> Flight<V> {
    /// A load that a thread will carry out.
    pub(super) fn new(ticket: Ticket) -> Arc<Self> {
        Arc::new(Self {
            ticket,
            state: Mutex::new(FlightState { result: None, loader: None }),
            finished: Condvar::new(),
        })
    }

    /// Notes that the current thread carries out the load.
    pub(super) fn start(&self) {
        self.state.lock().loader = Some(std::thread::current().id());
    }

    /// Ends the load: answers all threads that wait now or later. Only the first result counts; a later one is
    /// returned.
    pub(super) fn finish(&self, result: LoadResult<V>) -> Option<LoadResult<V>> {
        let mut state = self.state.lock();
        if state.result.is_some() {
            return Some(result);
        }
        state.result = Some(result);
        drop(state);
        self.finished.notify_all();
        None
    }

    /// Waits until the load of `key` ends, or until `deadline`.
    pub(super) fn wait(&self, key: u64, deadline: Option<Instant>) -> LoadResult<V> {
        let mut state = self.state.lock();
        loop {
            if let Some(result) = &state.result {
                return result.clone();
            }
            if state.loader == Some(std::thread::current().id()) {
                return Err(CacheError::Reentrant(key));
            }
            match deadline {
                None => self.finished.wait(&mut state),
                Some(deadline) => {
                    if self.finished.wait_until(&mut state, deadline).timed_out() && state.result.is_none() {
                        return Err(CacheError::Timeout);
                    }
                }
            }
        }
    }
}
