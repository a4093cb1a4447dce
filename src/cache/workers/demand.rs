//! The demand lane: threads that load what [`request`](crate::PrefetchCache::request) misses.
//!
//! They also load stale values again, while no request waits for them.
//!
//! Only the newest miss waits. The first free thread loads it: a thread of the lane, or a worker. The lane runs few loads
//! at once, so that a burst of requests costs few loads. A load that takes much longer than usual does not count: a
//! stuck load never holds up a newer request. So one thread of the lane is always free, up to a limit.

use std::sync::Arc;
use std::time::Instant;

use super::lane::{LANE_WIDTH, Turn};
use super::spawn::start;
use crate::cache::flight::Flight;
use crate::cache::shared::{CacheState, Shared, Wake};
use crate::cache::store::Lane;
use crate::cache::sync::MutexGuard;
use crate::provider::DataProvider;

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
        let mut state = shared.state.lock();
        state.lane.threads -= 1;
        // A request may have counted on this thread.
        let wake = state.claim_workers();
        shared.release(state, wake);
    }
}

/// The body of a thread of the lane.
fn serve<P: DataProvider>(shared: &Arc<Shared<P>>) {
    let mut state = shared.state.lock();
    while !state.closed {
        let (now, load_time) = (shared.now(), state.store.load_time());
        let has_stale = state.store.has_stale();
        match state.lane.turn(now, load_time, has_stale) {
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
            Turn::Refresh => {
                refresh(shared, state);
                state = shared.state.lock();
            }
            // What was to be refreshed may have been invalidated meanwhile. Then there is nothing to do, and nobody else tells it.
            Turn::Wait if state.lane.idle < LANE_WIDTH && state.is_idle() => {
                shared.became_idle.notify_all();
                state.lane.idle += 1;
                shared.demand_ready.wait(&mut state);
                state.lane.idle -= 1;
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

/// Loads the next stale value again. Releases the lock meanwhile.
fn refresh<P: DataProvider>(shared: &Arc<Shared<P>>, mut state: MutexGuard<'_, CacheState<P>>) {
    let now = shared.now();
    let Some((ticket, old)) = state.store.begin_refresh(now) else { return };
    state.lane.refreshing.push((ticket, now));
    let grows = state.lane.grow();
    // This load may take long, so another thread looks after what else there is to do.
    let wake = Wake { demand: true, ..Wake::NOBODY };
    shared.release(state, wake);
    if grows {
        start_thread(shared);
    }
    let flight = Flight::new(ticket);
    let outcome = shared.reload(&flight, &old);
    shared.state.lock().lane.refreshing.retain(|(other, _)| *other != ticket);
    shared.let_go((flight, outcome));
    shared.let_go(old);
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
