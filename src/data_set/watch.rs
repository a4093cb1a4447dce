//! How far the evaluation of a data set has come.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use crate::mot::Progress;

/// How far the evaluation of a data set has come, and a way to cancel it: [`Progress::cancel`].
#[derive(Debug, Default)]
pub struct Watch {
    /// The frames that were compared.
    pub frames: Arc<Progress>,
    done: AtomicU64,
    total: AtomicU64,
}

impl Watch {
    /// Nothing is done yet. `frames` counts frames, and cancels.
    pub fn new(frames: Arc<Progress>) -> Self {
        Self { frames, ..Self::default() }
    }

    /// How many results were compared with their ground truth, and how many there are. Both are 0 until it is known.
    pub fn results(&self) -> (u64, u64) {
        (self.done.load(Ordering::Relaxed), self.total.load(Ordering::Relaxed))
    }

    pub(super) fn expect(&self, results: u64) {
        self.total.store(results, Ordering::Relaxed);
    }

    pub(super) fn advance(&self) {
        self.done.fetch_add(1, Ordering::Relaxed);
    }
}
