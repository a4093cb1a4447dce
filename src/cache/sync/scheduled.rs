//! Locks and threads of a scheduler that runs one thread at a time and chooses the next one at every lock: `shuttle`. They
//! have the form of those of `parking_lot`.

use std::io;
use std::ops::{Deref, DerefMut};
use std::time::Instant;

use shuttle::{sync, thread};

pub(in crate::cache) use shuttle::thread_local;

/// Starts a named thread that nobody waits for.
pub(in crate::cache) fn spawn(name: &str, body: impl FnOnce() + Send + 'static) -> io::Result<()> {
    thread::Builder::new().name(name.to_owned()).spawn(body).map(drop)
}

/// A lock. A panic of a thread that holds it does not poison it.
#[derive(Debug)]
pub(in crate::cache) struct Mutex<T>(sync::Mutex<T>);

impl<T> Mutex<T> {
    pub(in crate::cache) fn new(value: T) -> Self {
        Self(sync::Mutex::new(value))
    }

    pub(in crate::cache) fn lock(&self) -> MutexGuard<'_, T> {
        MutexGuard(Some(self.0.lock().unwrap_or_else(|poisoned| poisoned.into_inner())))
    }
}

/// A lock that is held. It is empty only while its thread waits.
pub(in crate::cache) struct MutexGuard<'a, T>(Option<sync::MutexGuard<'a, T>>);

impl<T> Deref for MutexGuard<'_, T> {
    type Target = T;

    fn deref(&self) -> &T {
        match &self.0 {
            Some(guard) => guard,
            None => unreachable!("the thread that has this guard is waiting"),
        }
    }
}

impl<T> DerefMut for MutexGuard<'_, T> {
    fn deref_mut(&mut self) -> &mut T {
        match &mut self.0 {
            Some(guard) => guard,
            None => unreachable!("the thread that has this guard is waiting"),
        }
    }
}

/// A condition that threads wait for.
#[derive(Debug, Default)]
pub(in crate::cache) struct Condvar(sync::Condvar);

impl Condvar {
    pub(in crate::cache) fn new() -> Self {
        Self::default()
    }

    pub(in crate::cache) fn notify_one(&self) {
        self.0.notify_one();
    }

    pub(in crate::cache) fn notify_all(&self) {
        self.0.notify_all();
    }

    pub(in crate::cache) fn wait<T>(&self, guard: &mut MutexGuard<'_, T>) {
        guard.0 = guard.0.take().map(|held| self.0.wait(held).unwrap_or_else(|poisoned| poisoned.into_inner()));
    }

    /// Waits without a limit: the scheduler has no clock. So a test that needs a time limit to pass does not end.
    pub(in crate::cache) fn wait_until<T>(&self, guard: &mut MutexGuard<'_, T>, _: Instant) -> TimedOut {
        self.wait(guard);
        TimedOut
    }
}

/// The end of a wait with a limit.
pub(in crate::cache) struct TimedOut;

impl TimedOut {
    pub(in crate::cache) fn timed_out(&self) -> bool {
        false
    }
}
