//! What is resident, queued, in flight and failed, and every decision about it. Pure: no thread, clock or I/O; the
//! time of each step is handed in, so that a simulator can drive the same code as the program.

mod admission;
mod history;
mod queue;
mod snapshot;

use std::sync::Arc;
use std::time::Duration;

use rustc_hash::FxHashMap;

use super::error::CacheError;
use super::event::{Emitter, Event, EventKind};
use super::eviction::{EntryInfo, Policy};
use super::plan::Plan;
use super::stats::{CacheStats, Histogram};
use history::Moves;

pub use snapshot::{FlightInfo, Lane, LastMove, ResidentInfo, Snapshot, Verdict, history_of};

/// How many failures are remembered; beyond that the oldest memory is a risk taken again.
const MAX_FAILURES: usize = 4096;

/// How much may be resident.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Capacity {
    /// Most keys, at least 1.
    pub entries: usize,
    /// Most bytes, by [`DataProvider::weight`](crate::DataProvider::weight). The current key's value is kept even if it
    /// alone is heavier.
    pub bytes: u64,
}

impl Capacity {
    /// A number of keys, whatever they weigh.
    pub fn entries(entries: usize) -> Self {
        Self { entries: entries.max(1), bytes: u64::MAX }
    }

    /// A number of bytes, however many keys.
    pub fn bytes(bytes: u64) -> Self {
        Self { entries: usize::MAX, bytes }
    }

    /// The same with a bound on bytes as well.
    #[must_use]
    pub fn and_bytes(self, bytes: u64) -> Self {
        Self { bytes, ..self }
    }
}

impl From<usize> for Capacity {
    fn from(entries: usize) -> Self {
        Self::entries(entries)
    }
}

/// A resident value.
#[derive(Debug)]
struct Entry<V> {
    value: Arc<V>,
    weight: u64,
    inserted: u64,
    accessed: u64,
    likelihood: f64,
    /// A custom policy's number; unused with a built-in one.
    retention: f64,
    load_time: Duration,
    wanted: bool,
    prefetched: bool,
    used: bool,
    asked_by: Option<&'static str>,
}

impl<V> Entry<V> {
    fn info(&self, key: u64) -> EntryInfo {
        EntryInfo {
            key,
            weight: self.weight,
            likelihood: self.likelihood,
            inserted: self.inserted,
            accessed: self.accessed,
            load_time: self.load_time,
            prefetched: self.prefetched,
            used: self.used,
        }
    }
}

/// A load in progress.
#[derive(Clone, Copy, Debug)]
struct InFlight {
    lane: Lane,
    began: Duration,
    /// Number of the newest `request` that asked for it; 0 if none did.
    requested: u64,
    /// Somebody asked for it since it began.
    joined: bool,
    asked_by: Option<&'static str>,
}

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

/// A value that was loaded, with what user code said of it.
#[derive(Debug)]
pub struct Loaded<V> {
    /// The value.
    pub value: Arc<V>,
    /// Its weight in bytes.
    pub weight: u64,
    /// The custom policy's number for it, where there is one.
    pub retention: f64,
}

/// A load that failed.
#[derive(Clone, Debug)]
pub struct Failure {
    /// Why.
    pub error: CacheError,
    /// The same in words: asking an error for them is user code, which the store never calls.
    pub message: Arc<str>,
}

/// What user code may have written the destructor of, to be dropped once no lock is held.
#[derive(Debug)]
#[allow(dead_code, reason = "held to be dropped, not to be read")]
pub enum Leaving<V> {
    /// A value.
    Value(Arc<V>),
    /// Why a load failed.
    Failure(Failure),
}

/// All that leaves the store in one step.
pub type Dropped<V> = Vec<Leaving<V>>;

/// The state of a cache. See the module.
pub struct Store<V> {
    entries: FxHashMap<u64, Entry<V>>,
    /// Wide enough for any number of any weights.
    bytes: u128,
    capacity: Capacity,
    in_flight: FxHashMap<u64, InFlight>,
    prefetches_in_flight: usize,
    failed: FxHashMap<u64, Failure>,
    /// Weights of values that were loaded and not let in, so that a plan does not count on room for them.
    refused_weights: FxHashMap<u64, u64>,
    policy: Policy,
    plan: Plan,
    /// The planned keys still to be loaded, the likeliest last; only the last `degree` count as queued.
    pending: Vec<u64>,
    degree: usize,
    moves: Moves,
    current: Option<u64>,
    last_move: Option<LastMove>,
    /// The newest requested value that arrived, with the number of its request.
    latest: Option<(u64, u64, Arc<V>)>,
    requests: u64,
    tick: u64,
    counters: CacheStats,
    load_times: Histogram,
    /// The weight of the value that arrived last.
    loaded_weight: Option<u64>,
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
            prefetches_in_flight: 0,
            failed: FxHashMap::default(),
            refused_weights: FxHashMap::default(),
            policy,
            plan: Plan::default(),
            pending: Vec::new(),
            degree,
            moves: Moves::new(history),
            current: None,
            last_move: None,
            latest: None,
            requests: 0,
            tick: 0,
            counters: CacheStats::default(),
            load_times: Histogram::default(),
            loaded_weight: None,
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

    /// Whether a key's load is in flight.
    pub fn is_in_flight(&self, key: u64) -> bool {
        self.in_flight.contains_key(&key)
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
                if !entry.used {
                    entry.used = true;
                    self.counters.used += u64::from(entry.prefetched);
                }
                let asked_by = entry.asked_by;
                self.counters.hits += 1;
                self.moved(key, now, Verdict::Hit, asked_by);
                self.events.emit(now, EventKind::Hit, key);
            }
            return Touch::Ready(value);
        }
        if let Some(flight) = self.in_flight.get_mut(&key) {
            flight.joined = true;
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

    /// Numbers a `request`, so that what arrives later can be told from what was asked for later.
    pub fn new_request(&mut self) -> u64 {
        self.requests += 1;
        self.requests
    }

    /// Makes a key's value the latest that a request got, now or when it lands, unless a later request got its own. The
    /// one it replaces is returned, to be dropped without a lock.
    pub fn attach_request(&mut self, key: u64, number: u64) -> Option<Arc<V>> {
        if let Some(flight) = self.in_flight.get_mut(&key) {
            flight.requested = flight.requested.max(number);
            return None;
        }
        let value = Arc::clone(&self.entries.get(&key)?.value);
        self.arrived_for(number, key, value)
    }

    fn arrived_for(&mut self, number: u64, key: u64, value: Arc<V>) -> Option<Arc<V>> {
        if number <= self.latest.as_ref().map_or(0, |latest| latest.0) {
            // Not the last reference: the caller keeps another.
            return None;
        }
        self.latest.replace((number, key, value)).map(|(_, _, old)| old)
    }

    /// The value of the newest request that has one: what a window should show.
    pub fn latest(&self) -> Option<(u64, &Arc<V>)> {
        self.latest.as_ref().map(|(_, key, value)| (*key, value))
    }

    /// Forgets that a key failed. The failure is returned, to be dropped without a lock.
    pub fn forgive(&mut self, key: u64) -> Option<Failure> {
        self.failed.remove(&key)
    }

    /// A load begins. `requested` is the number of the request it is for, 0 for none.
    pub fn begin(&mut self, key: u64, lane: Lane, requested: u64, now: Duration) {
        let joined = lane == Lane::Demand;
        let asked_by = self.plan.get(key).filter(|_| !joined).and_then(|candidate| candidate.main_term);
        self.in_flight.insert(key, InFlight { lane, began: now, requested, joined, asked_by });
        self.counters.loads += 1;
        self.prefetches_in_flight += usize::from(lane == Lane::Prefetch);
        let kind = if lane == Lane::Prefetch { EventKind::PrefetchStart } else { EventKind::LoadStart };
        self.events.emit(now, kind, key);
    }

    /// A load ends. What has to leave for its value is pushed to `dropped`.
    pub fn finish(&mut self, key: u64, result: Result<Loaded<V>, Failure>, now: Duration, dropped: &mut Dropped<V>) {
        let Some(flight) = self.in_flight.remove(&key) else { return };
        self.prefetches_in_flight -= usize::from(flight.lane == Lane::Prefetch);
        let took = now.saturating_sub(flight.began);
        if let Some(last) = self.last_move.as_mut().filter(|last| last.key == key && last.wait.is_none()) {
            last.wait = Some(now.saturating_sub(last.at));
        }
        match result {
            Ok(loaded) => self.arrived(key, flight, loaded, took, now, dropped),
            Err(failure) => self.load_failed(key, flight.lane, failure, took, now, dropped),
        }
    }

    fn arrived(
        &mut self,
        key: u64,
        flight: InFlight,
        loaded: Loaded<V>,
        took: Duration,
        now: Duration,
        dropped: &mut Dropped<V>,
    ) {
        let prefetched = flight.lane == Lane::Prefetch;
        let kind = if prefetched { EventKind::PrefetchSuccess } else { EventKind::LoadComplete };
        self.events.emit_full(Event { at: now, kind, key, took, message: None });
        self.load_times.record(took);
        dropped.extend(self.failed.remove(&key).map(Leaving::Failure));
        self.counters.prefetched += u64::from(prefetched);
        self.counters.used += u64::from(prefetched && flight.joined);
        self.loaded_weight = Some(loaded.weight);
        let replaced = self.arrived_for(flight.requested, key, Arc::clone(&loaded.value));
        dropped.extend(replaced.map(Leaving::Value));
        self.tick += 1;
        let entry = Entry {
            value: loaded.value,
            weight: loaded.weight,
            inserted: self.tick,
            accessed: self.tick,
            likelihood: self.plan.likelihood(key),
            retention: loaded.retention,
            load_time: took,
            wanted: false,
            prefetched,
            used: flight.joined,
            asked_by: flight.asked_by,
        };
        self.admit(key, entry, now, dropped);
        if self.is_bounded_in_bytes() {
            // What there is room for was an estimate until now.
            self.choose_wanted();
        }
    }

    fn load_failed(
        &mut self,
        key: u64,
        lane: Lane,
        failure: Failure,
        took: Duration,
        now: Duration,
        dropped: &mut Dropped<V>,
    ) {
        let kind = if lane == Lane::Prefetch {
            self.counters.prefetch_errors += 1;
            EventKind::PrefetchError
        } else {
            self.counters.load_errors += 1;
            EventKind::LoadError
        };
        self.events.emit_full(Event { at: now, kind, key, took, message: Some(Arc::clone(&failure.message)) });
        if self.failed.len() >= MAX_FAILURES {
            dropped.extend(self.failed.drain().map(|(_, failure)| Leaving::Failure(failure)));
        }
        dropped.extend(self.failed.insert(key, failure).map(Leaving::Failure));
    }

    /// What a custom policy is told of a value about to be let in.
    pub fn newcomer(&self, key: u64, weight: u64, now: Duration) -> EntryInfo {
        let flight = self.in_flight.get(&key);
        EntryInfo {
            key,
            weight,
            likelihood: self.plan.likelihood(key),
            inserted: self.tick + 1,
            accessed: self.tick + 1,
            load_time: flight.map_or(Duration::ZERO, |flight| now.saturating_sub(flight.began)),
            prefetched: flight.is_some_and(|flight| flight.lane == Lane::Prefetch),
            used: flight.is_some_and(|flight| flight.joined),
        }
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
        self.bytes = 0;
        let latest = self.latest.take().map(|(_, _, value)| value);
        let values = self.entries.drain().map(|(_, entry)| entry.value).chain(latest).map(Leaving::Value);
        values.chain(self.failed.drain().map(|(_, failure)| Leaving::Failure(failure))).collect()
    }

    /// A load will never end: whoever carried it out is gone.
    pub fn abandon(&mut self, key: u64) {
        if let Some(flight) = self.in_flight.remove(&key) {
            self.prefetches_in_flight -= usize::from(flight.lane == Lane::Prefetch);
        }
    }
}

#[cfg(test)]
mod tests;
