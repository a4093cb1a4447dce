//! How far a long pass over a file is, and the wish to end it.

use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::thread;

/// Shared between the thread that works and the one that shows and cancels. Counts bytes; generating counts rows, and
/// exporting frames.
#[derive(Debug, Default)]
pub struct Progress {
    done: AtomicU64,
    total: AtomicU64,
    cancelled: AtomicBool,
}

impl Progress {
    /// Nothing done of nothing known.
    pub fn new() -> Self {
        Self::default()
    }

    /// Asks the pass to end; it does so within a few milliseconds, without a result.
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

    /// How much is to do in all; 0 before the pass has begun.
    pub fn total(&self) -> u64 {
        self.total.load(Ordering::Relaxed)
    }

    /// The share done, from 0 to 1.
    pub fn fraction(&self) -> f32 {
        let total = self.total();
        if total == 0 { 0.0 } else { (self.done() as f64 / total as f64).min(1.0) as f32 }
    }

    pub(crate) fn begin(&self, total: u64) {
        self.done.store(0, Ordering::Relaxed);
        self.total.store(total, Ordering::Relaxed);
    }

    /// Notes that so much more is done, on any thread; `false` tells the pass to end.
    #[must_use]
    pub(crate) fn advance(&self, more: u64) -> bool {
        self.done.fetch_add(more, Ordering::Relaxed);
        !self.is_cancelled()
    }

    /// Notes what is done; `false` tells the pass to end.
    #[must_use]
    pub(super) fn reach(&self, done: u64) -> bool {
        self.done.store(done, Ordering::Relaxed);
        !self.is_cancelled()
    }
}

/// How often a pass stands back for the same frame: a load takes microseconds, and must not stop the pass for ever.
const MOST_YIELDS: usize = 64;

/// Frames that somebody waits for: whoever reads a whole file stands back while there are any.
#[derive(Debug, Default)]
pub(super) struct Demand(AtomicUsize);

impl Demand {
    /// Until the answer is dropped, somebody waits.
    pub(super) fn begin(&self) -> DemandGuard<'_> {
        self.0.fetch_add(1, Ordering::Relaxed);
        DemandGuard(self)
    }

    /// Leaves the processor to those who wait.
    #[inline]
    pub(super) fn give_way(&self) {
        let mut yields = 0;
        while self.0.load(Ordering::Relaxed) > 0 && yields < MOST_YIELDS {
            thread::yield_now();
            yields += 1;
        }
    }
}

/// A frame that somebody waits for.
pub(super) struct DemandGuard<'a>(&'a Demand);

impl Drop for DemandGuard<'_> {
    fn drop(&mut self) {
        self.0.0.fetch_sub(1, Ordering::Relaxed);
    }
}
