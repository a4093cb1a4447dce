//! Locks and threads of the system.

use std::io;
use std::thread;

pub(in crate::cache) use parking_lot::{Condvar, Mutex, MutexGuard};
pub(in crate::cache) use std::thread_local;

/// Starts a named thread that nobody waits for.
///
/// # Errors
/// If the system refuses the thread.
pub(in crate::cache) fn spawn(name: &str, body: impl FnOnce() + Send + 'static) -> io::Result<()> {
    thread::Builder::new().name(name.to_owned()).spawn(body).map(drop)
}
