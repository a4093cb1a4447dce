//! The state of the store at one moment, for drawing.

use std::time::Duration;

use super::in_flight::Lane;
use crate::cache::plan::Candidate;
use crate::cache::stats::CacheStats;

/// What a move found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// The value was resident.
    Hit,
    /// Its load was in flight.
    Late,
    /// It had to be loaded.
    Miss,
}

/// The last move, and how it went.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LastMove {
    /// The key moved to.
    pub key: u64,
    /// What the move found.
    pub verdict: Verdict,
    /// The predictor's term that had asked for the key before it was moved to, if one had.
    pub asked_by: Option<&'static str>,
    /// When, since the cache was built.
    pub at: Duration,
    /// How long the value was waited for; none while it still is.
    pub wait: Option<Duration>,
}

/// A resident key.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ResidentInfo {
    /// The key.
    pub key: u64,
    /// Its weight in bytes.
    pub weight: u64,
    /// Its likelihood under the newest plan.
    pub likelihood: f64,
    /// It was prefetched and not asked for yet.
    pub unused: bool,
}

/// A load in progress.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FlightInfo {
    /// The key.
    pub key: u64,
    /// Who it is for.
    pub lane: Lane,
    /// When it began, since the cache was built.
    pub began: Duration,
    /// Its key was invalidated since: what it brings is not let in. A newer load of the same key may be in progress.
    pub outdated: bool,
}

/// What is resident, queued, in flight and failed at one moment. Reuse one: filling it again keeps its memory.
#[derive(Clone, Debug, Default)]
pub struct Snapshot {
    /// The key asked for last.
    pub current: Option<u64>,
    /// Resident keys, in no order.
    pub resident: Vec<ResidentInfo>,
    /// Keys waiting for a worker, the next one first.
    pub queued: Vec<u64>,
    /// Loads in progress, in no order.
    pub in_flight: Vec<FlightInfo>,
    /// Keys whose last load failed, in no order.
    pub failed: Vec<u64>,
    /// The key that the newest plan was made for.
    pub planned_for: Option<u64>,
    /// What the newest plan holds likely, what is most worth loading first.
    pub candidates: Vec<Candidate>,
    /// Names of the predictor's terms.
    pub terms: &'static [&'static str],
    /// The last move.
    pub last_move: Option<LastMove>,
    /// Counters.
    pub stats: CacheStats,
}
