//! What the threads of a cache share: one mutex around the store, and who waits for what.

use std::any::Any;
use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::time::Duration;

use parking_lot::{Condvar, Mutex, MutexGuard};
use quanta::Instant;
use rustc_hash::FxHashMap;

use super::error::panic_message;
use super::flight::Flight;
use super::planner::Planner;
use super::store::{Store, Ticket};
use crate::predict::AccessPredictor;
use crate::provider::{DataProvider, KeySet};

/// Everything behind the mutex.
pub(super) struct CacheState<P: DataProvider> {
    pub(super) store: Store<P::Value>,
    /// Loads that whoever asks for their key may wait for.
    pub(super) flights: FxHashMap<u64, Arc<Flight<P::Value>>>,
    /// Loads that only those wait for who asked before their key was invalidated.
    pub(super) outdated: Vec<Arc<Flight<P::Value>>>,
    pub(super) keys: Arc<KeySet>,
    /// Counts how often the provider was asked for its keys, and which of these answers `keys` is.
    pub(super) key_queries: u64,
    pub(super) keys_query: u64,
    pub(super) closed: bool,
    /// How many workers there should be; those numbered beyond leave.
    pub(super) workers: usize,
    /// Whether that is chosen automatically.
    pub(super) is_automatic: bool,
    /// Workers that wait for something to do, and how many of them were woken and have not looked yet.
    pub(super) idle_workers: usize,
    pub(super) woken_workers: usize,
    /// Counts what a new plan is needed for: moves, and settings changed. The plan is stale if it is of an older count.
    pub(super) plan_requested: u64,
    /// Moves counted when a plan was last asked for because of one.
    moves: u64,
    pub(super) plan_made: u64,
    pub(super) planner_phase: PlannerPhase,
    /// One key may be taken from the newest plan even though the play head has moved on: a slow predictor must not keep
    /// the workers from loading anything.
    pub(super) grace: bool,
    pub(super) planner: Option<Planner>,
    pub(super) next_predictor: Option<Box<dyn AccessPredictor>>,
    /// The key that `request` wants the demand thread to load, the newest only, with its number.
    pub(super) pending_demand: Option<(u64, u64)>,
    /// Which numbers of workers have a thread.
    pub(super) hired: Vec<bool>,
    /// Threads of ours that still run.
    pub(super) running_threads: usize,
}

impl<P: DataProvider> CacheState<P> {
    pub(super) fn new(
        store: Store<P::Value>,
        keys: Arc<KeySet>,
        predictor: Box<dyn AccessPredictor>,
        workers: usize,
    ) -> Self {
        Self {
            store,
            flights: FxHashMap::default(),
            outdated: Vec::new(),
            keys,
            key_queries: 0,
            keys_query: 0,
            closed: false,
            workers,
            is_automatic: false,
            idle_workers: 0,
            woken_workers: 0,
            plan_requested: 0,
            moves: 0,
            plan_made: 0,
            planner_phase: PlannerPhase::Awake,
            grace: false,
            planner: Some(Planner::new(predictor)),
            next_predictor: None,
            pending_demand: None,
            hired: Vec::new(),
            running_threads: 0,
        }
    }

    pub(super) fn is_stale(&self) -> bool {
        self.plan_requested != self.plan_made
    }

    /// Whether nothing is going on and nothing is about to.
    pub(super) fn is_idle(&self) -> bool {
        let settled = self.workers == 0
            || (!self.is_stale()
                && self.planner_phase != PlannerPhase::Planning
                && self.store.queued().next().is_none());
        settled && self.flights.is_empty() && self.outdated.is_empty() && self.pending_demand.is_none()
    }

    /// Takes a load out that has ended.
    pub(super) fn remove_flight(&mut self, ticket: Ticket) {
        if self.flights.get(&ticket.key).is_some_and(|flight| flight.ticket == ticket) {
            self.flights.remove(&ticket.key);
        } else {
            self.outdated.retain(|flight| flight.ticket != ticket);
        }
    }

    /// Sets the loads apart that the store holds outdated.
    pub(super) fn separate_outdated(&mut self) {
        let outdated = self.flights.extract_if(|_, flight| !self.store.is_up_to_date(flight.ticket));
        self.outdated.extend(outdated.map(|(_, flight)| flight));
    }

    /// The key that a free worker should load now, by the newest plan.
    pub(super) fn take_prefetch(&mut self) -> Option<u64> {
        if self.is_stale() && !self.grace {
            return None;
        }
        let key = self.store.take_prefetch()?;
        self.grace = false;
        Some(key)
    }

    /// Claims as many sleeping workers as there is something to load for.
    pub(super) fn claim_workers(&mut self) -> Wake {
        let needed = self.store.queued().take(self.idle_workers - self.woken_workers).count();
        self.woken_workers += needed;
        Wake::Workers(needed)
    }

    /// Asks for a new plan if the play head has moved since the last one was asked for.
    pub(super) fn moved(&mut self) -> Wake {
        let moves = self.store.moves();
        let has_moved = moves != self.moves;
        self.moves = moves;
        if has_moved { self.request_plan() } else { Wake::Nobody }
    }

    /// Asks for a new plan. The planning thread is claimed if it rests; otherwise it will see by itself.
    pub(super) fn request_plan(&mut self) -> Wake {
        self.plan_requested += 1;
        // Without workers there is nobody to plan for.
        if self.workers == 0 || self.planner_phase != PlannerPhase::Resting {
            return Wake::Nobody;
        }
        self.planner_phase = PlannerPhase::Awake;
        Wake::Planner
    }
}

/// What the planning thread does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum PlannerPhase {
    /// It waits to be woken.
    Resting,
    /// It looks for something to do, or is about to.
    Awake,
    /// It plans, without the lock.
    Planning,
}

/// Who has to be notified once the lock is released.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[must_use]
pub(super) enum Wake {
    Nobody,
    Workers(usize),
    Planner,
}

/// What the handle and its threads share.
pub(super) struct Shared<P: DataProvider> {
    pub(super) provider: P,
    pub(super) state: Mutex<CacheState<P>>,
    /// Idle workers wait here.
    pub(super) work_ready: Condvar,
    /// The planning thread waits here.
    pub(super) plan_due: Condvar,
    /// The demand thread waits here.
    pub(super) demand_ready: Condvar,
    /// `wait_idle` waits here.
    pub(super) became_idle: Condvar,
    /// `close` waits here for the threads to end.
    pub(super) thread_ended: Condvar,
    started: Instant,
}

impl<P: DataProvider> Shared<P> {
    pub(super) fn new(provider: P, state: CacheState<P>) -> Self {
        Self {
            provider,
            state: Mutex::new(state),
            work_ready: Condvar::new(),
            plan_due: Condvar::new(),
            demand_ready: Condvar::new(),
            became_idle: Condvar::new(),
            thread_ended: Condvar::new(),
            started: Instant::now(),
        }
    }

    /// Time since the cache was built.
    pub(super) fn now(&self) -> Duration {
        self.started.elapsed()
    }

    /// Releases the lock, then notifies whoever was claimed.
    pub(super) fn release(&self, state: MutexGuard<'_, CacheState<P>>, wake: Wake) {
        drop(state);
        match wake {
            Wake::Nobody => {}
            Wake::Workers(count) => (0..count).for_each(|_| {
                self.work_ready.notify_one();
            }),
            Wake::Planner => {
                self.plan_due.notify_one();
            }
        }
    }

    /// Runs user code: a panic is caught, and whatever it asks this cache for is no move of the play head.
    pub(super) fn user<T>(&self, code: impl FnOnce() -> T) -> Result<T, Box<dyn Any + Send>> {
        let before = INSIDE.replace(self.address());
        let result = catch_unwind(AssertUnwindSafe(code));
        INSIDE.set(before);
        result
    }

    /// Whether this thread is running user code for this cache.
    pub(super) fn is_inside(&self) -> bool {
        INSIDE.get() == self.address()
    }

    /// Tells this cache from others.
    pub(super) fn address(&self) -> usize {
        std::ptr::from_ref(self).cast::<()>() as usize
    }

    /// Drops something that user code may have written the destructor of; a panic in it is reported and goes no further.
    pub(super) fn let_go<T>(&self, value: T) {
        if let Err(thrown) = self.user(move || drop(value)) {
            self.report("dropping a value", thrown);
        }
    }

    /// The same for several, one by one: a second panic while the first unwinds would end the program.
    pub(super) fn let_go_all<T>(&self, values: impl IntoIterator<Item = T>) {
        values.into_iter().for_each(|value| self.let_go(value));
    }

    /// Reports a panic of user code.
    pub(super) fn report(&self, place: &str, thrown: Box<dyn Any + Send>) {
        let message = format!("{place} panicked: {}", self.message_of(thrown));
        let now = self.now();
        self.state.lock().store.worker_error(message.into(), now);
    }

    /// What a panic said. What it was thrown with is dropped here, and may panic in turn.
    pub(super) fn message_of(&self, thrown: Box<dyn Any + Send>) -> Arc<str> {
        let message = panic_message(&*thrown);
        if let Err(again) = self.user(move || drop(thrown)) {
            std::mem::forget(again);
        }
        message
    }
}

thread_local! {
    /// Address of the cache that this thread runs user code for; 0 for none.
    static INSIDE: Cell<usize> = const { Cell::new(0) };
}
