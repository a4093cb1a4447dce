//! The first error of several threads.

use parking_lot::Mutex;

use crate::metrics::error::EvaluateError;

/// How many frames a thread reads at a time.
pub(super) const STEP: usize = 32;

/// The first error. All threads end when there is one.
#[derive(Debug, Default)]
pub(super) struct Failure(Mutex<Option<EvaluateError>>);

impl Failure {
    /// The value, if there is no error. Keeps the error if it is the first one.
    pub(super) fn unless<T>(&self, result: Result<T, EvaluateError>) -> Option<T> {
        result.map_err(|error| _ = self.0.lock().get_or_insert(error)).ok()
    }

    /// Whether there is an error.
    pub(super) fn is_there(&self) -> bool {
        self.0.lock().is_some()
    }

    /// The error. `done` is `None` if the threads have ended early.
    pub(super) fn told(self, done: Option<()>) -> Result<(), EvaluateError> {
        match (self.0.into_inner(), done) {
            (Some(error), _) => Err(error),
            (None, None) => Err(EvaluateError::Cancelled),
            (None, Some(())) => Ok(()),
        }
    }
}
