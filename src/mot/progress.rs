//! The progress of a long task, and a way to cancel it.

use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::thread;

/// The progress of a long task. One thread works and updates it, another thread shows it and may cancel.
///
/// It counts bytes while a file is read, rows while a file is generated, and frames while an export is written.
#[derive(Debug, Default)]
pub struct Progress {
    done: AtomicU64,
    total: AtomicU64,
    cancelled: AtomicBool,
}

impl Progress {
    /// The progress of a task that has not begun.
    pub fn new() -> Self {
        Self::default()
    }

    /// Asks the task to end. It ends within a few milliseconds, without a result.
    pub fn cancel(&self) {
        self.cancelled.store(true, Ordering::Relaxed);
    }

    /// Whether [`cancel`](Self::cancel) was called.
    pub fn is_cancelled(&self) -> bool {
        self.cancelled.load(Ordering::Relaxed)
    }

    /// How much is done so far.
    pub fn done(&self) -> u64 {
        self.done.load(Ordering::Relaxed)
    }

    /// How much there is to do in all; 0 before the task has begun.
    pub fn total(&self) -> u64 {
        self.total.load(Ordering::Relaxed)
    }

    /// The share that is done, from 0 to 1.
    pub fn fraction(&self) -> f32 {
        let total = self.total();
        if total == 0 { 0.0 } else { (self.done() as f64 / total as f64).min(1.0) as f32 }
    }

    /// Begins a task, or the next part of it: nothing is done of `total`.
    pub(crate) fn begin(&self, total: u64) {
        self.done.store(0, Ordering::Relaxed);
        self.total.store(total, Ordering::Relaxed);
    }

    /// Adds to what there is to do, when several tasks share this progress.
    pub(crate) fn expect_more(&self, more: u64) {
        self.total.fetch_add(more, Ordering::Relaxed);
    }

    /// Adds to what is done. Several threads may do so. `false` if the task is cancelled and must end.
    #[must_use]
    pub(crate) fn advance(&self, more: u64) -> bool {
        self.done.fetch_add(more, Ordering::Relaxed);
        !self.is_cancelled()
    }

    /// Sets what is done. `false` if the task is cancelled and must end.
    #[must_use]
    pub(super) fn reach(&self, done: u64) -> bool {
        self.done.store(done, Ordering::Relaxed);
        !self.is_cancelled()
    }
}

/// How often a pass yields in a row. A load takes microseconds; a longer one must not stop the pass for ever.
const MOST_YIELDS: usize = 64;

/// How many frames callers wait for at this moment. A pass over the whole file yields while there are any.
#[derive(Debug, Default)]
pub(super) struct Demand(AtomicUsize);

impl Demand {
    /// Counts a caller as waiting until the guard is dropped.
    pub(super) fn begin(&self) -> DemandGuard<'_> {
        self.0.fetch_add(1, Ordering::Relaxed);
        DemandGuard(self)
    }

    /// Yields the processor while callers wait for frames.
    #[inline]
    pub(super) fn give_way(&self) {
        let mut yields = 0;
        while self.0.load(Ordering::Relaxed) > 0 && yields < MOST_YIELDS {
            thread::yield_now();
            yields += 1;
        }
    }
}

/// Counts a caller as waiting for a frame until it is dropped.
pub(super) struct DemandGuard<'a>(&'a Demand);

impl Drop for DemandGuard<'_> {
    fn drop(&mut self) {
        self.0.0.fetch_sub(1, Ordering::Relaxed);
    }
}
