//! Locks and threads of the system.

use std::hint;
use std::io;
use std::thread;

use parking_lot as system;

pub(in crate::cache) use parking_lot::{Condvar, MutexGuard};
pub(in crate::cache) use std::thread_local;

/// How many pauses are before each of the first looks at a lock that is taken. A pause takes 5 to 50 nanoseconds.
const FIRST_LOOKS: [u32; 2] = [64, 128];
/// How many pauses are before each later look, and how many such looks there are before the thread sleeps.
const LATER_LOOKS: (u32, u32) = (2048, 32);

/// A lock. A panic of a thread that holds it does not poison it.
///
/// It is held for less than a microsecond, which is shorter than it takes to put a thread to sleep and to wake it. So a
/// thread that finds it taken waits awake first. Its later pauses are much longer than the lock is held: several threads that
/// ask all the time then take turns of many calls each, with all that they need in the cache of their core. Turns of one call
/// each take three times as long (`cargo bench --bench engine`).
#[derive(Debug)]
pub(in crate::cache) struct Mutex<T>(system::Mutex<T>);

impl<T> Mutex<T> {
    pub(in crate::cache) fn new(value: T) -> Self {
        Self(system::Mutex::new(value))
    }

    #[inline]
    pub(in crate::cache) fn lock(&self) -> MutexGuard<'_, T> {
        self.0.try_lock().unwrap_or_else(|| self.lock_later())
    }

    #[cold]
    fn lock_later(&self) -> MutexGuard<'_, T> {
        let pause = |pauses| (0..pauses).for_each(|_| hint::spin_loop());
        for pauses in FIRST_LOOKS {
            pause(pauses);
            if let Some(guard) = self.0.try_lock() {
                return guard;
            }
        }
        let (pauses, looks) = LATER_LOOKS;
        for _ in 0..looks {
            pause(pauses);
            // The thread that holds the lock may have lost its core to this one.
            thread::yield_now();
            if let Some(guard) = self.0.try_lock() {
                return guard;
            }
        }
        self.0.lock()
    }
}

/// Starts a named thread that nobody waits for.
///
/// # Errors
/// If the system refuses the thread.
pub(in crate::cache) fn spawn(name: &str, body: impl FnOnce() + Send + 'static) -> io::Result<()> {
    thread::Builder::new().name(name.to_owned()).spawn(body).map(drop)
}
