//! The cache of this library under the virtual clock: [`Engine`].

use std::sync::Arc;
use std::time::Duration;

use super::machine::{Availability, Machine, Simulated};
use super::pointer::Pointer;
use super::video::Video;
use crate::cache::event::Emitter;
use crate::cache::eviction::Policy;
use crate::cache::planner::Planner;
use crate::cache::store::{Dropped, Loaded, Retentions, Store, Ticket, Touch};
use crate::cache::{Eviction, LANE_WIDTH, Lane};
use crate::predict::{AccessHint, AccessPredictor, DragHint, Hints};
use crate::provider::KeySet;

/// The settings of the cache that a [`Machine`] does not hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tuning {
    /// How many prefetches are asked for at once, queued and in flight.
    pub degree: usize,
    /// How many past moves the predictor sees.
    pub history: usize,
    /// Which of equally unlikely frames is evicted first.
    pub eviction: Eviction,
}

impl Default for Tuning {
    fn default() -> Self {
        Self { degree: 20, history: 30, eviction: Eviction::default() }
    }
}

/// The store, planner and predictor of a [`PrefetchCache`](crate::PrefetchCache), without its threads. A plan is made
/// at every move and takes no time.
pub struct Engine {
    store: Store<()>,
    planner: Planner,
    keys: Arc<KeySet>,
    workers: usize,
    /// What each frame weighs, in bytes.
    frame_bytes: u64,
    in_flight: Vec<(Ticket, Lane)>,
    /// What the frames cost, if they are those of a video.
    video: Option<Video>,
    /// What the window would tell about the pointer.
    pointer: Pointer,
    /// The value of every frame.
    value: Arc<()>,
    dropped: Dropped<()>,
}

impl Engine {
    /// A cache on `machine` before its first move. `hints` is what the caller tells the predictor.
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
            video: machine.video,
            pointer: Pointer::new(hints.scrubber, machine.keys.len()),
            value: Arc::new(()),
            dropped: Dropped::new(),
        }
    }

    fn begin(&mut self, key: u64, lane: Lane, now: Duration) {
        self.in_flight.push((self.store.begin(key, lane, 0, now), lane));
    }

    /// The value of a frame.
    fn loaded(&self) -> Loaded<()> {
        Loaded { value: Arc::clone(&self.value), weight: self.frame_bytes, retention: None }
    }

    /// Gives the store a hint about the drag, as the window does. Makes a plan if it calls for one.
    fn hint(&mut self, drag: Option<DragHint>, now: Duration) {
        let hint = AccessHint::Drag(drag);
        if self.store.hints().says(&hint) {
            return;
        }
        let is_urgent = self.store.hints().is_urgent(&hint);
        self.store.hint(hint);
        if is_urgent {
            self.plan(now);
        }
    }

    fn plan(&mut self, now: Duration) {
        if self.workers > 0 && self.planner.look(&self.store, self.workers, now) {
            self.planner.predict(&self.keys);
            let mut plan = self.planner.plan(&self.keys);
            if let Some(video) = &self.video {
                plan.group_by(|key| video.group_of_key(key, &self.keys));
            }
            self.store.adopt(plan, &Retentions::default(), Duration::ZERO, now);
        }
    }
}

impl Simulated for Engine {
    const DEMAND_LANES: usize = LANE_WIDTH;
    const WORKERS_SERVE_REQUESTS: bool = true;

    fn ask(&mut self, key: u64, now: Duration) -> Availability {
        let is_move = self.store.current() != Some(key);
        let drag = self.pointer.moved(key, self.keys.rank_of(key), now);
        self.hint(drag, now);
        let found = match self.store.touch(key, now) {
            Touch::Ready(_) => Availability::Ready,
            Touch::InFlight => Availability::InFlight,
            Touch::Absent => {
                self.store.miss(key, now);
                Availability::Absent
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
        let loaded = self.loaded();
        self.store.finish(ticket, Ok(loaded), now, &mut self.dropped);
        self.dropped.clear();
    }

    fn offer(&mut self, key: u64, from: u64, lane: Lane, now: Duration) -> bool {
        let load = self.in_flight.iter().find(|(ticket, by)| ticket.key == from && *by == lane);
        let Some(&(ticket, _)) = load else { return false };
        let loaded = self.loaded();
        let taken = self.store.offer(ticket, key, loaded, now, &mut self.dropped);
        self.dropped.clear();
        taken
    }

    fn wakes_at(&self) -> Option<Duration> {
        self.pointer.rests_at()
    }

    fn wake(&mut self, now: Duration) {
        let drag = self.pointer.rest();
        self.hint(drag, now);
    }

    fn is_resident(&self, key: u64) -> bool {
        self.store.peek(key).is_some()
    }
}
