//! A load in progress.

use std::time::Duration;

/// Who a load is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lane {
    /// Somebody waits for it.
    Demand,
    /// A plan expects it to be asked for.
    Prefetch,
}

/// Tells one load from all others, those of the same key included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ticket {
    /// The key that is loaded.
    pub key: u64,
    /// Which load of the store it is, from 1.
    pub(super) number: u64,
}

/// A load in progress.
#[derive(Clone, Copy, Debug)]
pub(super) struct InFlight {
    pub(super) ticket: Ticket,
    pub(super) lane: Lane,
    pub(super) began: Duration,
    /// Number of the newest `request` that asked for it; 0 if none did.
    pub(super) requested: u64,
    /// Number of moves when somebody asked for it, if anybody did.
    pub(super) asked: Option<u64>,
    pub(super) asked_by: Option<&'static str>,
}
