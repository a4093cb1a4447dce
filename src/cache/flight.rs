//! A load that several callers may wait for.

use std::sync::Arc;
use std::thread::ThreadId;
use std::time::Instant;

use parking_lot::{Condvar, Mutex};

use super::error::CacheError;
use super::store::Ticket;

/// How a load ended.
pub(super) type LoadResult<V> = Result<Arc<V>, CacheError>;

/// The meeting point of a load and those who wait for it.
pub(super) struct Flight<V> {
    pub(super) ticket: Ticket,
    state: Mutex<FlightState<V>>,
    landed: Condvar,
}

struct FlightState<V> {
    outcome: Option<LoadResult<V>>,
    /// The thread that loads; waiting for it there would never end.
    loader: Option<ThreadId>,
}

impl<V> Flight<V> {
    /// A load that some thread will carry out.
    pub(super) fn new(ticket: Ticket) -> Arc<Self> {
        Arc::new(Self {
            ticket,
            state: Mutex::new(FlightState { outcome: None, loader: None }),
            landed: Condvar::new(),
        })
    }

    /// This thread carries it out.
    pub(super) fn start(&self) {
        self.state.lock().loader = Some(std::thread::current().id());
    }

    /// Answers all who wait and will wait. The first answer stands; a later one is given back.
    pub(super) fn finish(&self, outcome: LoadResult<V>) -> Option<LoadResult<V>> {
        let mut state = self.state.lock();
        if state.outcome.is_some() {
            return Some(outcome);
        }
        state.outcome = Some(outcome);
        drop(state);
        self.landed.notify_all();
        None
    }

    /// Waits for the load to end, until `deadline` if there is one.
    pub(super) fn wait(&self, key: u64, deadline: Option<Instant>) -> LoadResult<V> {
        let mut state = self.state.lock();
        loop {
            if let Some(outcome) = &state.outcome {
                return outcome.clone();
            }
            if state.loader == Some(std::thread::current().id()) {
                return Err(CacheError::Reentrant(key));
            }
            match deadline {
                None => self.landed.wait(&mut state),
                Some(deadline) => {
                    if self.landed.wait_until(&mut state, deadline).timed_out() && state.outcome.is_none() {
                        return Err(CacheError::Timeout);
                    }
                }
            }
        }
    }
}
