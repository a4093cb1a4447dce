//! Loads in flight: who they are for, and how they are told apart.

use std::time::Duration;

/// Who a load is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lane {
    /// A caller waits for it.
    Demand,
    /// A prefetch: a plan expects that the key will be asked for.
    Prefetch,
}

/// Identifies a load, also among several loads of the same key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ticket {
    /// The key that it loads.
    pub key: u64,
    /// The number of the load in this store, from 1.
    pub(super) number: u64,
}

/// A load in flight.
#[derive(Clone, Copy, Debug)]
pub(super) struct InFlight {
    pub(super) ticket: Ticket,
    pub(super) lane: Lane,
    /// When it began, since the cache was built.
    pub(super) began: Duration,
    /// The number of the newest `request` for it; 0 if there is none.
    pub(super) requested: u64,
    /// The number of moves when the key was last asked for; none if it was not.
    pub(super) asked: Option<u64>,
    /// The name of the predictor's term that asked for a prefetch.
    pub(super) asked_by: Option<&'static str>,
    /// Whether the data of the key has changed since it began, so that its value has to be loaded again.
    pub(super) stale: bool,
    /// How often data had changed when it began.
    pub(super) changes: u64,
}
