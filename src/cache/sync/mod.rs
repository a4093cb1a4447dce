//! The locks and threads of the cache: those of the system, or, for the tests of schedules, those of a scheduler that tries
//! many orders in which threads may run (feature `schedules`).

#[cfg(not(feature = "schedules"))]
mod system;
#[cfg(not(feature = "schedules"))]
pub(super) use system::{Condvar, Mutex, MutexGuard, spawn, thread_local};

#[cfg(feature = "schedules")]
mod scheduled;
#[cfg(feature = "schedules")]
pub(super) use scheduled::{Condvar, Mutex, MutexGuard, spawn, thread_local};
