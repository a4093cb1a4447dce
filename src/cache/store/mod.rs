//! What is resident, queued, in flight and failed, and every decision about it. Pure: no thread, clock or I/O; the
//! time of each step is handed in, so that a simulator can drive the same code as the program.

mod admission;
mod capacity;
mod conditions;
mod flights;
mod history;
mod invalidation;
mod latest;
mod queue;
mod snapshot;
mod value;
mod victims;
mod worth;

use std::sync::Arc;
use std::time::Duration;

use rustc_hash::FxHashMap;

use super::error::CacheError;
use super::event::{Emitter, Event, EventKind};
use super::eviction::Policy;
use super::plan::Plan;
use super::stats::{CacheStats, Histogram, RecentTimes};
use crate::predict::Hints;
use flights::InFlight;
use history::Moves;
use latest::Latest;
use value::Entry;
use victims::Victims;

pub use capacity::Capacity;
pub use flights::Ticket;
pub use snapshot::{FlightInfo, Lane, LastMove, ResidentInfo, Snapshot, Verdict};
pub use value::{Dropped, Failure, Leaving, Loaded};

/// What asking for a key found.
#[derive(Debug)]
pub enum Touch<V> {
    /// It is resident.
    Ready(Arc<V>),
    /// Its load is in flight.
    InFlight,
    /// Neither; nothing was counted yet.
    Absent,
}

/// The state of a cache. See the module.
pub struct Store<V> {
    entries: FxHashMap<u64, Entry<V>>,
    /// Wide enough for any number of any weights.
    bytes: u128,
    capacity: Capacity,
    /// At most one load a key.
    in_flight: FxHashMap<u64, InFlight>,
    /// Loads still in progress whose key was invalidated since they began, in no order.
    outdated: Vec<InFlight>,
    /// Those of both that nobody asked for when they began.
    prefetches_in_flight: usize,
    failed: FxHashMap<u64, Failure>,
    /// Weights of values that were loaded and not let in, so that a plan does not count on room for them.
    refused_weights: FxHashMap<u64, u64>,
    policy: Policy,
    victims: Victims,
    plan: Plan,
    /// The planned keys still to be loaded, the most worth loading last; only the last `degree` count as queued.
    pending: Vec<u64>,
    degree: usize,
    moves: Moves,
    /// What the caller knows of the moves to come, in keys.
    hints: Hints,
    current: Option<u64>,
    last_move: Option<LastMove>,
    latest: Option<Latest<V>>,
    requests: u64,
    tick: u64,
    counters: CacheStats,
    load_times: Histogram,
    /// Times of the last loads that succeeded.
    last_loads: RecentTimes,
    /// The weight of the value that arrived last.
    loaded_weight: Option<u64>,
    /// By how many bytes weights differed from what was expected since the wanted set was chosen.
    misjudged: u64,
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
            prefetches_in_flight: 0,
            failed: FxHashMap::default(),
            refused_weights: FxHashMap::default(),
            policy,
            victims: Victims::default(),
            plan: Plan::default(),
            pending: Vec::new(),
            degree,
            moves: Moves::new(history),
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

    /// The key asked for last.
    pub fn current(&self) -> Option<u64> {
        self.current
    }

    /// Moves counted so far.
    pub fn moves(&self) -> u64 {
        self.counters.moves()
    }

    /// The resident value of a key, uncounted.
    pub fn peek(&self, key: u64) -> Option<&Arc<V>> {
        self.entries.get(&key).map(|entry| &entry.value)
    }

    /// Why a key's last load failed, if it did.
    pub fn failure(&self, key: u64) -> Option<&CacheError> {
        self.failed.get(&key).map(|failure| &failure.error)
    }

    /// Asks for a key. A move to a resident key or one in flight is counted; the current key is free.
    pub fn touch(&mut self, key: u64, now: Duration) -> Touch<V> {
        let repeat = self.current == Some(key);
        if let Some(entry) = self.entries.get_mut(&key) {
            let value = Arc::clone(&entry.value);
            if !repeat {
                self.tick += 1;
                entry.accessed = self.tick;
                entry.asked = Some(self.counters.moves() + 1);
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

    /// Counts a move to a key that `touch` found absent; the current key is free.
    pub fn miss(&mut self, key: u64, now: Duration) {
        if self.current != Some(key) {
            let asked_by = None;
            self.counters.misses += 1;
            self.moved(key, now, Verdict::Miss, asked_by);
            self.events.emit(now, EventKind::Miss, key);
        }
    }

    fn moved(&mut self, key: u64, now: Duration, verdict: Verdict, asked_by: Option<&'static str>) {
        self.current = Some(key);
        self.moves.push(key, now);
        let wait = (verdict == Verdict::Hit).then_some(Duration::ZERO);
        self.last_move = Some(LastMove { key, verdict, asked_by, at: now, wait });
    }

    /// Forgets that a key failed. The failure is returned, to be dropped without a lock.
    pub fn forgive(&mut self, key: u64) -> Option<Failure> {
        self.failed.remove(&key)
    }

    /// Reports that user code panicked or a thread did not start.
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

    /// Empties the store, as it is closed. What was resident is returned, to be dropped without a lock.
    pub fn clear(&mut self) -> Dropped<V> {
        self.pending.clear();
        self.victims.forget();
        self.bytes = 0;
        let latest = self.latest.take().map(|latest| latest.value);
        let values = self.entries.drain().map(|(_, entry)| entry.value).chain(latest).map(Leaving::Value);
        values.chain(self.failed.drain().map(|(_, failure)| Leaving::Failure(failure))).collect()
    }
}

#[cfg(test)]
mod tests;
