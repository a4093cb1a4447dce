//! The threads of a cache: one that plans, workers that prefetch, one that calls back with events, and those of
//! `get_timeout`. The threads that serve `request` are in [`demand`].

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::time::Duration;

use crossbeam_channel::Receiver;

use super::count::{MAX_WORKERS, Workers};
use super::demand;
use super::spawn::start;
use crate::cache::event::{Event, EventCallback, EventKind};
use crate::cache::flight::Flight;
use crate::cache::plan::Plan;
use crate::cache::shared::{CacheState, PlannerPhase, Shared, Wake};
use crate::cache::store::{Lane, Retentions};
use crate::cache::sync::MutexGuard;
use crate::provider::DataProvider;

/// Sets the number of workers, and whether it is chosen automatically.
pub(in crate::cache) fn set_workers<P: DataProvider>(shared: &Arc<Shared<P>>, workers: Workers) {
    let mut state = shared.state.lock();
    state.is_automatic = workers == Workers::Automatic;
    let count = match workers {
        Workers::Automatic => Workers::suited(0, state.store.load_time(), state.store.gap()),
        Workers::Fixed(count) => count.min(MAX_WORKERS),
    };
    resize(shared, state, count);
}

/// Adjusts the number of workers to recent load times and moves, if it is chosen automatically.
fn adjust_workers<P: DataProvider>(shared: &Arc<Shared<P>>) {
    let state = shared.state.lock();
    let suited = Workers::suited(state.workers, state.store.load_time(), state.store.gap());
    if state.is_automatic && suited != state.workers {
        resize(shared, state, suited);
    }
}

/// Changes the number of workers to `count`. Surplus workers end after their load.
fn resize<P: DataProvider>(shared: &Arc<Shared<P>>, mut state: MutexGuard<'_, CacheState<P>>, count: usize) {
    if state.closed {
        return;
    }
    state.workers = count;
    if state.hired.len() < count {
        state.hired.resize(count, false);
    }
    let vacant: Vec<usize> = (0..count).filter(|&number| !state.hired[number]).collect();
    vacant.iter().for_each(|&number| state.hired[number] = true);
    state.plan_requested += 1;
    state.woken_workers = state.idle_workers;
    let position = state.store.current().filter(|_| count == 0);
    let old = position.map(|position| {
        // Without workers no plan is made any more, and the current one would keep its keys resident for ever.
        let now = shared.now();
        state.store.adopt(Plan::empty(position), &Retentions::default(), Duration::ZERO, now)
    });
    if state.is_idle() {
        shared.became_idle.notify_all();
    }
    drop(state);
    drop(old);
    shared.work_ready.notify_all();
    shared.plan_due.notify_one();
    for number in vacant {
        if !start(shared, &format!("motscope-worker-{number}"), move |shared| work(shared, number)) {
            shared.state.lock().hired[number] = false;
        }
    }
}

/// Starts the thread that plans. It is not one of the workers, since a plan must not wait for a load to end.
pub(in crate::cache) fn start_planner<P: DataProvider>(shared: &Arc<Shared<P>>) -> bool {
    start(shared, "motscope-plan", |shared| {
        let mut state = shared.state.lock();
        while !state.closed {
            if state.is_stale() && state.workers > 0 {
                drop(state);
                adjust_workers(shared);
                shared.make_plan(shared.state.lock());
                state = shared.state.lock();
            } else {
                state.planner_phase = PlannerPhase::Resting;
                if state.is_idle() {
                    shared.became_idle.notify_all();
                }
                shared.plan_due.wait(&mut state);
                state.planner_phase = PlannerPhase::Awake;
            }
        }
    })
}

/// The body of worker `number`: loads what a request waits for, else what the newest plan wants, else waits.
fn work<P: DataProvider>(shared: &Arc<Shared<P>>, number: usize) {
    let mut state = shared.state.lock();
    while !state.closed && number < state.workers {
        // A request that the demand lane is too busy for comes before any prefetch.
        if let Some((key, requested)) = state.lane.take_for_worker() {
            if let Some(flight) = demand::begin(shared, state, key, requested, false) {
                let outcome = shared.load(&flight);
                shared.let_go((flight, outcome));
            }
            state = shared.state.lock();
        } else if let Some(key) = state.take_prefetch() {
            let flight = shared.begin(&mut state, key, Lane::Prefetch, 0);
            drop(state);
            let outcome = shared.load(&flight);
            shared.let_go((flight, outcome));
            state = shared.state.lock();
        } else {
            state.idle_workers += 1;
            if state.is_idle() {
                shared.became_idle.notify_all();
            }
            shared.work_ready.wait(&mut state);
            state.idle_workers -= 1;
            state.woken_workers = state.woken_workers.saturating_sub(1);
        }
    }
    state.hired[number] = false;
    // If it was woken for a load, another worker can do that.
    let wake = if state.closed { Wake::NOBODY } else { state.claim_workers() };
    shared.release(state, wake);
}

/// Carries out a load that is registered and counted as timed, on a thread of its own. Returns false if the system refuses
/// the thread; then the load is no longer counted.
pub(in crate::cache) fn start_load<P: DataProvider>(shared: &Arc<Shared<P>>, flight: &Arc<Flight<P::Value>>) -> bool {
    let flight = Arc::clone(flight);
    let started = start(shared, "motscope-load", move |shared| {
        let outcome = shared.load(&flight);
        end_timed_load(shared);
        shared.let_go((flight, outcome));
    });
    if !started {
        end_timed_load(shared);
    }
    started
}

/// Counts a load for `get_timeout` as ended, so that another one may begin. All that wait are woken, as the first of them
/// may need no load any more.
fn end_timed_load<P: DataProvider>(shared: &Shared<P>) {
    shared.state.lock().timed_loads -= 1;
    shared.timed_load_ended.notify_all();
}

/// Starts the thread that calls a function with every event, until the last sender of the channel is gone.
pub(in crate::cache) fn start_events<P: DataProvider>(
    shared: &Arc<Shared<P>>,
    events: Receiver<Event>,
    mut callback: EventCallback,
) -> bool {
    start(shared, "motscope-events", move |shared| {
        for event in events {
            if let Err(thrown) = catch_unwind(AssertUnwindSafe(|| callback(&event))) {
                // A callback that panics at a worker error would cause the next one, and so on for ever.
                if event.kind == EventKind::WorkerError {
                    std::mem::forget(thrown);
                    continue;
                }
                shared.report("the event callback", thrown);
            }
        }
        shared.let_go(callback);
    })
}
