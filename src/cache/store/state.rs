//! The state of a cache, and what a move does to it: [`Store`].

use std::sync::Arc;
use std::time::Duration;

use rustc_hash::FxHashMap;

use super::capacity::Capacity;
use super::in_flight::{InFlight, Ticket};
use super::invalidation::stale::StaleKeys;
use super::moves::{RecentMove, RecentMoves};
use super::snapshot::{LastMove, Verdict};
use super::value::{Dropped, Entry, Failure, Latest, Leaving};
use super::victims::Victims;
use crate::cache::error::CacheError;
use crate::cache::event::{Emitter, Event, EventKind};
use crate::cache::eviction::Policy;
use crate::cache::plan::Plan;
use crate::cache::stats::{CacheStats, Histogram, RecentTimes};
use crate::predict::Hints;

/// The result of asking the store for a key.
#[derive(Debug)]
pub enum Touch<V> {
    /// The value is resident.
    Ready(Arc<V>),
    /// The load of the key is in flight.
    InFlight,
    /// Neither. Nothing was counted yet.
    Absent,
}

/// The state of a cache.
pub struct Store<V> {
    /// The resident values by key.
    pub(super) entries: FxHashMap<u64, Entry<V>>,
    /// Weight of all resident values. Wide enough for any number of any weights.
    pub(super) bytes: u128,
    pub(super) capacity: Capacity,
    /// The loads in flight by key, at most one for each.
    pub(super) in_flight: FxHashMap<u64, InFlight>,
    /// Loads in flight whose key was invalidated since they began, in no order.
    pub(super) outdated: Vec<InFlight>,
    /// The resident keys that have to be loaded again, and are not being loaded yet.
    pub(super) stale: StaleKeys,
    /// The loads in flight that replace resident values, and when they began.
    pub(super) refreshes: Vec<(Ticket, Duration)>,
    /// How many loads were numbered.
    pub(super) tickets: u64,
    /// How often data of any keys has changed.
    pub(super) changes: u64,
    /// How many of the loads in `in_flight` and `outdated` began as prefetches.
    pub(super) prefetches_in_flight: usize,
    /// Keys whose last load failed.
    pub(super) failed: FxHashMap<u64, Failure>,
    /// Weights of values that were loaded and not admitted. The next choice of the wanted set uses them.
    pub(super) refused_weights: FxHashMap<u64, u64>,
    pub(super) policy: Policy,
    /// How often the policy was replaced.
    pub(super) policy_version: u64,
    /// The next values to evict.
    pub(super) victims: Victims,
    /// The newest plan.
    pub(super) plan: Plan,
    /// The wanted keys that are still to be loaded, the one most worth loading last. Only the last `degree` of them
    /// count as queued.
    pub(super) pending: Vec<u64>,
    /// How many prefetches are asked for at once, queued and in flight.
    pub(super) degree: usize,
    /// The last moves.
    pub(super) moves: RecentMoves,
    /// The hints of the caller, in keys.
    pub(super) hints: Hints,
    /// The key that the play head is on.
    pub(super) current: Option<u64>,
    pub(super) last_move: Option<LastMove>,
    /// The newest requested value that has arrived.
    pub(super) latest: Option<Latest<V>>,
    /// How many requests were numbered.
    pub(super) requests: u64,
    /// Counts admissions and accesses.
    pub(super) tick: u64,
    pub(super) counters: CacheStats,
    pub(super) load_times: Histogram,
    /// The times of the last successful loads.
    pub(super) last_loads: RecentTimes,
    /// The weight of the value that was loaded last; none before the first.
    pub(super) loaded_weight: Option<u64>,
    /// Sum of the differences in bytes between expected and true weights, since the wanted set was last chosen.
    pub(super) misjudged: u64,
    pub(crate) events: Emitter,
}

impl<V> Store<V> {
    /// An empty store.
    pub fn new(capacity: Capacity, policy: Policy, degree: usize, history: usize, events: Emitter) -> Self {
        Self {
            entries: FxHashMap::default(),
            bytes: 0,
            capacity: Capacity { entries: capacity.entries.max(1), ..capacity },
            in_flight: FxHashMap::default(),
            outdated: Vec::new(),
            stale: StaleKeys::default(),
            refreshes: Vec::new(),
            tickets: 0,
            changes: 0,
            prefetches_in_flight: 0,
            failed: FxHashMap::default(),
            refused_weights: FxHashMap::default(),
            policy,
            policy_version: 0,
            victims: Victims::default(),
            plan: Plan::default(),
            pending: Vec::new(),
            degree,
            moves: RecentMoves::new(history),
            hints: Hints::default(),
            current: None,
            last_move: None,
            latest: None,
            requests: 0,
            tick: 0,
            counters: CacheStats::default(),
            load_times: Histogram::default(),
            last_loads: RecentTimes::default(),
            loaded_weight: None,
            misjudged: 0,
            events,
        }
    }

    /// The key that the play head is on; none before the first move.
    pub fn current(&self) -> Option<u64> {
        self.current
    }

    /// How many moves were counted.
    pub fn moves(&self) -> u64 {
        self.counters.moves()
    }

    /// The resident value of a key, if any. Nothing is counted.
    pub fn peek(&self, key: u64) -> Option<&Arc<V>> {
        self.entries.get(&key).map(|entry| &entry.value)
    }

    /// Why the last load of a key failed, if it did.
    pub fn failure(&self, key: u64) -> Option<&CacheError> {
        self.failed.get(&key).map(|failure| &failure.error)
    }

    /// Asks for a key. Counts a move if the key is resident or in flight and is not the current one.
    pub fn touch(&mut self, key: u64, now: Duration) -> Touch<V> {
        let repeat = self.current == Some(key);
        if let Some(entry) = self.entries.get_mut(&key) {
            let value = Arc::clone(&entry.value);
            if !repeat {
                self.tick += 1;
                entry.accessed = self.tick;
                entry.last_use.asked = Some(self.counters.moves() + 1);
                if !entry.used {
                    entry.used = true;
                    self.counters.used += u64::from(entry.prefetched);
                }
                entry.rate(key, &self.policy);
                self.victims.forget();
                let asked_by = entry.asked_by;
                self.counters.hits += 1;
                self.moved(key, now, Verdict::Hit, asked_by);
                self.events.emit(now, EventKind::Hit, key);
            }
            return Touch::Ready(value);
        }
        if let Some(flight) = self.in_flight.get_mut(&key) {
            flight.asked = Some(self.counters.moves() + u64::from(!repeat));
            if !repeat {
                let asked_by = flight.asked_by;
                self.counters.late_hits += 1;
                self.moved(key, now, Verdict::Late, asked_by);
                self.events.emit(now, EventKind::LateHit, key);
            }
            return Touch::InFlight;
        }
        Touch::Absent
    }

    /// Counts a move to a key that `touch` found absent, if it is not the current one.
    pub fn miss(&mut self, key: u64, now: Duration) {
        if self.current != Some(key) {
            let asked_by = None;
            self.counters.misses += 1;
            self.moved(key, now, Verdict::Miss, asked_by);
            self.events.emit(now, EventKind::Miss, key);
        }
    }

    /// Moves the play head.
    fn moved(&mut self, key: u64, now: Duration, verdict: Verdict, asked_by: Option<&'static str>) {
        self.current = Some(key);
        let wait = (verdict == Verdict::Hit).then_some(Duration::ZERO);
        self.moves.push(RecentMove { key, at: now, wait });
        self.last_move = Some(LastMove { key, verdict, asked_by, at: now, wait });
    }

    /// Forgets that a key failed. Returns the failure, to be dropped without the lock.
    pub fn forgive(&mut self, key: u64) -> Option<Failure> {
        self.failed.remove(&key)
    }

    /// Reports that user code panicked or that a thread could not be started.
    pub fn worker_error(&mut self, message: Arc<str>, now: Duration) {
        self.counters.worker_errors += 1;
        let key = self.current.unwrap_or(0);
        self.events.emit_full(Event {
            at: now,
            kind: EventKind::WorkerError,
            key,
            took: Duration::ZERO,
            message: Some(message),
        });
    }

    /// Empties the store when the cache is closed. Returns its values and failures, to be dropped without the lock.
    pub fn clear(&mut self) -> Dropped<V> {
        self.pending.clear();
        self.stale.clear();
        self.victims.forget();
        self.bytes = 0;
        let latest = self.latest.take().map(|latest| latest.value);
        let values = self.entries.drain().map(|(_, entry)| entry.value).chain(latest).map(Leaving::Value);
        values.chain(self.failed.drain().map(|(_, failure)| Leaving::Failure(failure))).collect()
    }
}

#[cfg(test)]
pub(super) mod tests;
