//! What replaying a trace with an algorithm gives.

use crate::sim::{Algorithm, ReplayResult};

/// The result of one trace replayed with one algorithm.
pub(super) struct CaseResult<'a> {
    /// The name of the trace.
    pub(super) trace: &'a str,
    pub(super) algorithm: Algorithm,
    pub(super) reached: ReplayResult,
    /// The mean stall of the clairvoyant reference on this trace, in milliseconds.
    pub(super) clairvoyant_ms: f64,
}

impl CaseResult<'_> {
    /// The mean stall in milliseconds; `None` if the algorithm does not tell it.
    pub(super) fn stall_mean_ms(&self) -> Option<f64> {
        self.reached.stall_mean_ms()
    }

    /// The mean stall divided by that of the clairvoyant reference; `None` if either is unknown or the latter is zero.
    pub(super) fn stall_to_clairvoyant(&self) -> Option<f64> {
        self.stall_mean_ms().filter(|_| self.clairvoyant_ms > 0.0).map(|stall| stall / self.clairvoyant_ms)
    }
}
