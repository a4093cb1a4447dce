//! The demand lane: threads that load what [`request`](crate::PrefetchCache::request) misses.
//!
//! Only the newest miss waits. The first free thread loads it: a thread of the lane, or a worker. The lane runs few loads
//! at once, so that a burst of requests costs few loads. A load that takes much longer than usual does not count: a
//! stuck load never holds up a newer request. So one thread of the lane is always free, up to a limit.

use std::sync::Arc;
use std::time::{Duration, Instant};

use super::thread::start;
use crate::cache::flight::Flight;
use crate::cache::shared::{CacheState, Shared, Wake};
use crate::cache::store::{Lane, Ticket};
use crate::cache::sync::MutexGuard;
use crate::provider::DataProvider;

/// How many loads the lane runs at once, not counting stuck ones.
pub(crate) const LANE_WIDTH: usize = 2;
/// Most threads of the lane. If all of them are stuck, a request waits for one of them, or for a worker.
const MAX_THREADS: usize = 32;
/// A load that takes this many times the median load time is stuck.
const STUCK_AFTER: u32 = 4;
/// No load is stuck before the first time, and every load is after the second.
const STUCK_BOUNDS: (Duration, Duration) = (Duration::from_millis(100), Duration::from_secs(2));

/// What waits for the lane, and what its threads do. It has no thread or clock of its own.
#[derive(Debug, Default)]
pub(in crate::cache) struct DemandLane {
    /// The newest miss: its key, and the number of the request.
    pub(in crate::cache) pending: Option<(u64, u64)>,
    /// The loads that threads of the lane carry out, and when they began, since the cache was built.
    running: Vec<(Ticket, Duration)>,
    /// How many threads the lane has.
    threads: usize,
    /// How many of them are free.
    idle: usize,
}

/// What a free thread of the lane does next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Turn {
    /// It loads this key, for the request with this number.
    Load(u64, u64),
    /// It waits for this long, after which another load counts as stuck.
    WaitFor(Duration),
    /// It waits for the next request.
    Wait,
}

impl DemandLane {
    /// What a free thread does now. `load_time` is the median time of a load.
    fn turn(&mut self, now: Duration, load_time: Duration) -> Turn {
        let Some((key, requested)) = self.pending else { return Turn::Wait };
        let patience = load_time.saturating_mul(STUCK_AFTER).clamp(STUCK_BOUNDS.0, STUCK_BOUNDS.1);
        let left = self.running.iter().map(|&(_, began)| (began + patience).saturating_sub(now));
        let (mut moving, mut soonest) = (0, Duration::MAX);
        for left in left.filter(|left| !left.is_zero()) {
            moving += 1;
            soonest = soonest.min(left);
        }
        if moving >= LANE_WIDTH {
            return Turn::WaitFor(soonest);
        }
        self.pending = None;
        Turn::Load(key, requested)
    }

    /// Whether a key waits that a worker should take, because the lane may be too busy.
    pub(in crate::cache) fn needs_worker(&self) -> bool {
        let busy = self.running.len();
        self.pending.is_some() && (busy >= LANE_WIDTH || busy >= self.threads)
    }

    /// Takes the key that waits, if a worker should load it.
    pub(super) fn take_for_worker(&mut self) -> Option<(u64, u64)> {
        if self.needs_worker() { self.pending.take() } else { None }
    }

    /// Whether a further thread is needed, so that one is always free. If so, it counts as started.
    fn grow(&mut self) -> bool {
        let grows = self.idle == 0 && self.threads < MAX_THREADS;
        self.threads += usize::from(grows);
        grows
    }
}

impl<P: DataProvider> CacheState<P> {
    /// Makes a key the one that waits for the lane. Says which threads to wake: one of the lane, and an idle worker if the
    /// lane may be busy.
    pub(in crate::cache) fn demand(&mut self, key: u64, requested: u64) -> Wake {
        self.lane.pending = Some((key, requested));
        Wake { demand: true, ..self.claim_workers() }
    }
}

/// Starts the first thread of the lane.
pub(in crate::cache) fn start_lane<P: DataProvider>(shared: &Arc<Shared<P>>) {
    let grows = shared.state.lock().lane.grow();
    if grows {
        start_thread(shared);
    }
}

fn start_thread<P: DataProvider>(shared: &Arc<Shared<P>>) {
    if !start(shared, "motscope-demand", serve) {
        shared.state.lock().lane.threads -= 1;
    }
}

/// The body of a thread of the lane.
fn serve<P: DataProvider>(shared: &Arc<Shared<P>>) {
    let mut state = shared.state.lock();
    while !state.closed {
        let (now, load_time) = (shared.now(), state.store.load_time());
        match state.lane.turn(now, load_time) {
            Turn::Load(key, requested) => {
                let grows = state.lane.grow();
                let flight = begin(shared, state, key, requested, true);
                if grows {
                    start_thread(shared);
                }
                if let Some(flight) = flight {
                    let outcome = shared.load(&flight);
                    shared.state.lock().lane.running.retain(|(ticket, _)| *ticket != flight.ticket);
                    shared.let_go((flight, outcome));
                }
                state = shared.state.lock();
            }
            // After many stuck loads there may be more free threads than are ever needed.
            Turn::Wait if state.lane.idle >= LANE_WIDTH => break,
            turn => {
                state.lane.idle += 1;
                match turn {
                    Turn::WaitFor(left) => {
                        shared.demand_ready.wait_until(&mut state, Instant::now() + left);
                    }
                    _ => shared.demand_ready.wait(&mut state),
                }
                state.lane.idle -= 1;
            }
        }
    }
    state.lane.threads -= 1;
}

/// Registers the load of a request's key and releases the lock. None if the value has arrived, or is being loaded,
/// meanwhile. The lock is held since the key was taken, so that no other thread sees the key as neither waiting nor in
/// flight. `in_lane` tells whether a thread of the lane will carry the load out.
pub(super) fn begin<P: DataProvider>(
    shared: &Shared<P>,
    mut state: MutexGuard<'_, CacheState<P>>,
    key: u64,
    requested: u64,
    in_lane: bool,
) -> Option<Arc<Flight<P::Value>>> {
    if state.store.peek(key).is_some() || state.store.is_in_flight(key) {
        let replaced = state.store.attach_request(key, requested);
        if state.is_idle() {
            shared.became_idle.notify_all();
        }
        drop(state);
        shared.let_go(replaced);
        return None;
    }
    let flight = shared.begin(&mut state, key, Lane::Demand, requested);
    if in_lane {
        state.lane.running.push((flight.ticket, shared.now()));
    }
    Some(flight)
}

#[cfg(test)]
mod tests;
