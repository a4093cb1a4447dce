//! Single flight: a load that several callers may wait for.

pub(super) mod waits;

use std::sync::Arc;
use std::time::Instant;

use super::error::CacheError;
use super::store::Ticket;
use super::sync::{Condvar, Mutex};
use waits::{Loader, Loading};

/// The value that a load brought, or why it failed.
pub(super) type LoadResult<V> = Result<Arc<V>, CacheError>;

/// A load in flight, which connects the thread that loads with all threads that wait.
pub(super) struct Flight<V> {
    /// Identifies the load in the store.
    pub(super) ticket: Ticket,
    /// The thread that loads.
    loader: Arc<Loader>,
    /// How the load ended; none while it runs.
    result: Mutex<Option<LoadResult<V>>>,
    /// Signalled when the load has ended.
    finished: Condvar,
}

impl<V> Flight<V> {
    /// A load that a thread will carry out.
    pub(super) fn new(ticket: Ticket) -> Arc<Self> {
        Arc::new(Self { ticket, loader: Arc::default(), result: Mutex::new(None), finished: Condvar::new() })
    }

    /// Notes that the current thread carries out the load, until the result is dropped.
    pub(super) fn start(&self) -> Loading {
        self.loader.start()
    }

    /// Ends the load: answers all threads that wait now or later. Only the first result counts; a later one is
    /// returned.
    pub(super) fn finish(&self, result: LoadResult<V>) -> Option<LoadResult<V>> {
        self.loader.end();
        let mut own = self.result.lock();
        if own.is_some() {
            return Some(result);
        }
        *own = Some(result);
        drop(own);
        self.finished.notify_all();
        None
    }

    /// Waits until the load of `key` ends, or until `deadline`. Fails if the load waits for the current thread.
    pub(super) fn wait(&self, key: u64, deadline: Option<Instant>) -> LoadResult<V> {
        let _wait = waits::wait_for(&self.loader, deadline.is_some()).ok_or(CacheError::Reentrant(key))?;
        let mut result = self.result.lock();
        loop {
            if let Some(result) = &*result {
                return result.clone();
            }
            match deadline {
                None => self.finished.wait(&mut result),
                Some(deadline) => {
                    if self.finished.wait_until(&mut result, deadline).timed_out() && result.is_none() {
                        return Err(CacheError::Timeout);
                    }
                }
            }
        }
    }
}
