//! Copies of the state of the store, for drawing and for planning.

use super::moves::RecentMove;
use super::snapshot::{FlightInfo, LastMove, ResidentInfo, Snapshot};
use super::state::Store;
use crate::cache::stats::CacheStats;

impl<V> Store<V> {
    /// The counters and the state at this moment.
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
            stale: self.stale.len() + self.refreshes.len(),
            load_p50: self.load_times.percentile(0.5),
            load_p99: self.load_times.percentile(0.99),
            ..self.counters
        }
    }

    /// Fills `into` with the state at this moment.
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

    /// The last move; none before the first.
    pub fn last_move(&self) -> Option<LastMove> {
        self.last_move
    }

    /// Copies the last moves, the oldest first.
    pub fn moves_into(&self, moves: &mut Vec<RecentMove>) {
        moves.clear();
        moves.extend(self.moves.iter());
    }
}
