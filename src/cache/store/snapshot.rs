//! The state of the store at one moment, for drawing: [`Snapshot`].

use std::time::Duration;

use super::in_flight::Lane;
use crate::cache::plan::Candidate;
use crate::cache::stats::CacheStats;

/// Whether the value of a move was there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// The value was resident.
    Hit,
    /// The load of the value was in flight: a late hit.
    Late,
    /// The value was neither resident nor in flight.
    Miss,
}

/// The last move of the play head, and whether its value was there.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LastMove {
    /// The key moved to.
    pub key: u64,
    /// Whether the value was there.
    pub verdict: Verdict,
    /// The name of the predictor's term that had the key prefetched; none if it was not prefetched.
    pub asked_by: Option<&'static str>,
    /// When the move was made, since the cache was built.
    pub at: Duration,
    /// How long the move waited for its value; none while it waits.
    pub wait: Option<Duration>,
}

/// A resident key.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ResidentInfo {
    /// The key.
    pub key: u64,
    /// The weight in bytes.
    pub weight: u64,
    /// The likelihood by the newest plan.
    pub likelihood: f64,
    /// Whether it was prefetched and not asked for yet.
    pub unused: bool,
}

/// A load in flight.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FlightInfo {
    /// The key.
    pub key: u64,
    /// Whether it is a load on demand or a prefetch.
    pub lane: Lane,
    /// When it began, since the cache was built.
    pub began: Duration,
    /// Whether the key was invalidated since the load began. Then its value will not be admitted, and there may be a
    /// newer load of the same key.
    pub outdated: bool,
}

/// What is resident, queued, in flight and failed at one moment. Reuse a snapshot, since filling it again allocates
/// less.
#[derive(Clone, Debug, Default)]
pub struct Snapshot {
    /// The key that the play head is on.
    pub current: Option<u64>,
    /// Resident keys, in no order.
    pub resident: Vec<ResidentInfo>,
    /// Keys that wait for a worker, the next one first.
    pub queued: Vec<u64>,
    /// Loads in flight, in no order.
    pub in_flight: Vec<FlightInfo>,
    /// Keys whose last load failed, in no order.
    pub failed: Vec<u64>,
    /// The key that the newest plan was made for; none before the first plan.
    pub planned_for: Option<u64>,
    /// The candidates of the newest plan, the one most worth loading first.
    pub candidates: Vec<Candidate>,
    /// The names of the predictor's terms.
    pub terms: &'static [&'static str],
    /// The last move; none before the first.
    pub last_move: Option<LastMove>,
    /// The counters.
    pub stats: CacheStats,
}
