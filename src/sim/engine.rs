//! The program's own store, planner and predictor under the virtual clock.

use std::sync::Arc;
use std::time::Duration;

use super::machine::{Found, Machine, Simulated};
use crate::cache::event::Emitter;
use crate::cache::eviction::Policy;
use crate::cache::planner::Planner;
use crate::cache::store::{Dropped, Loaded, Store, Ticket, Touch};
use crate::cache::{Eviction, Lane};
use crate::predict::{AccessPredictor, Hints};
use crate::provider::KeySet;

/// What the cache is given, beside what the machine says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tuning {
    /// How many prefetches are asked for at once.
    pub degree: usize,
    /// How many past moves the predictor sees.
    pub history: usize,
    /// Which of equally unlikely frames leaves first.
    pub eviction: Eviction,
}

impl Default for Tuning {
    fn default() -> Self {
        Self { degree: 20, history: 30, eviction: Eviction::default() }
    }
}

/// The program's own cache, without its threads. A plan takes no time, and is made with every move.
pub struct Engine {
    store: Store<()>,
    planner: Planner,
    keys: Arc<KeySet>,
    workers: usize,
    frame_bytes: u64,
    in_flight: Vec<(Ticket, Lane)>,
    /// The one value that all frames have here.
    value: Arc<()>,
    dropped: Dropped<()>,
}

impl Engine {
    /// A cache before its first move.
    pub fn new(machine: &Machine, tuning: Tuning, predictor: impl AccessPredictor, hints: &Hints) -> Self {
        let emitter = Emitter::new(Vec::new());
        let policy = Policy::BuiltIn(tuning.eviction);
        let mut store = Store::new(machine.capacity, policy, tuning.degree, tuning.history, emitter);
        for hint in hints.each() {
            store.hint(hint);
        }
        Self {
            store,
            planner: Planner::new(Box::new(predictor)),
            keys: Arc::clone(&machine.keys),
            workers: machine.workers,
            frame_bytes: machine.frame_bytes,
            in_flight: Vec::with_capacity(machine.workers + 1),
            value: Arc::new(()),
            dropped: Dropped::new(),
        }
    }

    fn begin(&mut self, key: u64, lane: Lane, now: Duration) {
        self.in_flight.push((self.store.begin(key, lane, 0, now), lane));
    }

    fn plan(&mut self, now: Duration) {
        if self.workers > 0 && self.planner.look(&self.store, self.workers, now) {
            self.planner.predict(&self.keys);
            let plan = self.planner.plan(&self.keys);
            self.store.adopt(plan, &[], Duration::ZERO, now);
        }
    }
}

impl Simulated for Engine {
    fn ask(&mut self, key: u64, now: Duration) -> Found {
        let is_move = self.store.current() != Some(key);
        let found = match self.store.touch(key, now) {
            Touch::Ready(_) => Found::Ready,
            Touch::InFlight => Found::InFlight,
            Touch::Absent => {
                self.store.miss(key, now);
                Found::Absent
            }
        };
        if is_move {
            self.plan(now);
        }
        found
    }

    fn begin_demand(&mut self, key: u64, now: Duration) {
        self.begin(key, Lane::Demand, now);
    }

    fn next_prefetch(&mut self, now: Duration) -> Option<u64> {
        let key = self.store.take_prefetch()?;
        self.begin(key, Lane::Prefetch, now);
        Some(key)
    }

    fn finish(&mut self, key: u64, lane: Lane, now: Duration) {
        let Some(at) = self.in_flight.iter().position(|(ticket, by)| ticket.key == key && *by == lane) else { return };
        let (ticket, _) = self.in_flight.swap_remove(at);
        let loaded = Loaded { value: Arc::clone(&self.value), weight: self.frame_bytes, retention: 0.0 };
        self.store.finish(ticket, Ok(loaded), now, &mut self.dropped);
        self.dropped.clear();
    }

    fn is_resident(&self, key: u64) -> bool {
        self.store.peek(key).is_some()
    }
}
