//! The state of the store at one moment, for drawing.

use std::time::Duration;

use super::Store;
use crate::cache::plan::Candidate;
use crate::cache::stats::CacheStats;

/// Who a load is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lane {
    /// Somebody waits for it.
    Demand,
    /// A plan expects it to be asked for.
    Prefetch,
}

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

impl<V> Store<V> {
    /// Counters, and the state of this moment.
    pub fn stats(&self) -> CacheStats {
        CacheStats {
            dropped_events: self.events.dropped,
            resident: self.entries.len(),
            bytes: self.bytes.min(u64::MAX.into()) as u64,
            capacity_entries: self.capacity.entries,
            capacity_bytes: self.capacity.bytes,
            queued: self.queued().count(),
            prefetches_in_flight: self.prefetches_in_flight,
            demands_in_flight: self.in_flight.len() + self.outdated.len() - self.prefetches_in_flight,
            load_p50: self.load_times.percentile(0.5),
            load_p99: self.load_times.percentile(0.99),
            ..self.counters
        }
    }

    /// Fills `into` with the state of this moment.
    pub fn snapshot_into(&self, into: &mut Snapshot) {
        into.current = self.current;
        into.resident.clear();
        into.resident.extend(self.entries.iter().map(|(&key, entry)| ResidentInfo {
            key,
            weight: entry.weight,
            likelihood: entry.likelihood,
            unused: entry.prefetched && !entry.used,
        }));
        into.queued.clear();
        into.queued.extend(self.queued());
        into.in_flight.clear();
        let newest = self.in_flight.values().map(|flight| (flight, false));
        let flights = newest.chain(self.outdated.iter().map(|flight| (flight, true)));
        into.in_flight.extend(flights.map(|(flight, outdated)| FlightInfo {
            key: flight.ticket.key,
            lane: flight.lane,
            began: flight.began,
            outdated,
        }));
        into.failed.clear();
        into.failed.extend(self.failed.keys());
        into.planned_for = (self.counters.planned > 0).then_some(self.plan.position);
        into.candidates.clear();
        into.candidates.extend_from_slice(&self.plan.candidates);
        into.terms = self.plan.terms;
        into.last_move = self.last_move;
        into.stats = self.stats();
    }

    /// The last move, and how it went.
    pub fn last_move(&self) -> Option<LastMove> {
        self.last_move
    }

    /// Copies the remembered moves, as keys.
    pub fn moves_into(&self, moves: &mut Vec<(u64, Duration)>) {
        moves.clear();
        moves.extend(self.moves.iter());
    }
}
