//! What the threads of a cache share: one mutex around the state, and the condition variables they wait for.

use std::any::Any;
use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::time::Duration;

use quanta::{Clock, Instant};
use rustc_hash::FxHashMap;

use super::error::panic_message;
use super::flight::Flight;
use super::planner::Planner;
use super::store::{Store, Ticket};
use super::sync::{self, Condvar, Mutex, MutexGuard};
use super::workers::DemandLane;
use crate::predict::AccessPredictor;
use crate::provider::{DataProvider, KeySet};

/// Everything behind the mutex.
pub(super) struct CacheState<P: DataProvider> {
    pub(super) store: Store<P::Value>,
    /// Loads in flight by key, which new callers may wait for.
    pub(super) flights: FxHashMap<u64, Arc<Flight<P::Value>>>,
    /// Outdated loads in flight. Only callers that asked before their key was invalidated wait for them.
    pub(super) outdated: Vec<Arc<Flight<P::Value>>>,
    /// The keys that the provider had when it was last asked.
    pub(super) keys: Arc<KeySet>,
    /// How often the provider was asked for its keys.
    pub(super) key_queries: u64,
    /// The number of the query whose answer is `keys`.
    pub(super) keys_from_query: u64,
    pub(super) closed: bool,
    /// How many workers there should be. Workers with a higher number end.
    pub(super) workers: usize,
    /// Whether the number of workers is chosen automatically.
    pub(super) is_automatic: bool,
    /// How many workers wait for something to load.
    pub(super) idle_workers: usize,
    /// How many of the idle workers were woken and have not run yet.
    pub(super) woken_workers: usize,
    /// How often a new plan was asked for, because of a move or a changed setting.
    pub(super) plan_requested: u64,
    /// The value of `plan_requested` that the current plan was made for. The plan is stale if the two differ.
    pub(super) plan_made: u64,
    /// The number of moves when a move last asked for a plan.
    moves: u64,
    /// What the planning thread does.
    pub(super) planner_phase: PlannerPhase,
    /// Whether one key may be taken from a plan that is stale already. Without this, a slow predictor would keep the
    /// workers from loading anything.
    pub(super) grace: bool,
    /// None while it makes a plan, and when the cache is closed.
    pub(super) planner: Option<Planner>,
    /// The predictor for the next plan, if it was replaced.
    pub(super) next_predictor: Option<Box<dyn AccessPredictor>>,
    /// The newest miss of `request`, and the threads that load it.
    pub(super) lane: DemandLane,
    /// How many threads carry out a load for `get_timeout`.
    pub(super) timed_loads: usize,
    /// Whether each worker has a thread, by its number.
    pub(super) hired: Vec<bool>,
    /// How many threads of the cache run.
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
            keys_from_query: 0,
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
            lane: DemandLane::default(),
            timed_loads: 0,
            hired: Vec::new(),
            running_threads: 0,
        }
    }

    /// Whether the current plan is older than the last move or changed setting.
    pub(super) fn is_stale(&self) -> bool {
        self.plan_requested != self.plan_made
    }

    /// Whether the newest plan is made and carried out and no load is in flight or about to begin.
    pub(super) fn is_idle(&self) -> bool {
        let settled = self.workers == 0
            || (!self.is_stale()
                && self.planner_phase != PlannerPhase::Planning
                && self.store.queued().next().is_none());
        settled
            && self.store.is_fresh()
            && self.flights.is_empty()
            && self.outdated.is_empty()
            && self.lane.pending.is_none()
    }

    /// Removes a load that has ended.
    pub(super) fn remove_flight(&mut self, ticket: Ticket) {
        if self.flights.get(&ticket.key).is_some_and(|flight| flight.ticket == ticket) {
            self.flights.remove(&ticket.key);
        } else {
            self.outdated.retain(|flight| flight.ticket != ticket);
        }
    }

    /// Moves the loads that the store has marked as outdated from `flights` to `outdated`.
    pub(super) fn separate_outdated(&mut self) {
        let outdated = self.flights.extract_if(|_, flight| !self.store.is_up_to_date(flight.ticket));
        self.outdated.extend(outdated.map(|(_, flight)| flight));
    }

    /// Takes the key that a free worker should load now. None if there is none or the plan is stale.
    pub(super) fn take_prefetch(&mut self) -> Option<u64> {
        if self.is_stale() && !self.grace {
            return None;
        }
        let key = self.store.take_prefetch()?;
        self.grace = false;
        Some(key)
    }

    /// Claims as many idle workers as there are queued keys, and one for a request that the demand lane may be too busy
    /// for.
    pub(super) fn claim_workers(&mut self) -> Wake {
        let free = self.idle_workers - self.woken_workers;
        let needed = usize::from(self.lane.needs_worker()) + self.store.startable(free);
        let workers = needed.min(free);
        self.woken_workers += workers;
        Wake { workers, ..Wake::NOBODY }
    }

    /// Asks for a new plan if the play head has moved since a move last asked for one.
    pub(super) fn moved(&mut self) -> Wake {
        let moves = self.store.moves();
        let has_moved = moves != self.moves;
        self.moves = moves;
        if has_moved { self.request_plan() } else { Wake::NOBODY }
    }

    /// Asks for a new plan. Claims the planning thread if it rests; otherwise it will notice by itself.
    pub(super) fn request_plan(&mut self) -> Wake {
        self.plan_requested += 1;
        // Without workers no plan is needed.
        if self.workers == 0 || self.planner_phase != PlannerPhase::Resting {
            return Wake::NOBODY;
        }
        self.planner_phase = PlannerPhase::Awake;
        Wake { planner: true, ..Wake::NOBODY }
    }
}

/// What the planning thread does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum PlannerPhase {
    /// It waits until it is woken.
    Resting,
    /// It is about to check whether a plan is needed.
    Awake,
    /// It makes a plan, without the lock.
    Planning,
}

/// Which threads have to be notified once the lock is released.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[must_use]
pub(super) struct Wake {
    /// How many idle workers.
    pub(super) workers: usize,
    /// Whether the planning thread.
    pub(super) planner: bool,
    /// Whether one thread of the demand lane.
    pub(super) demand: bool,
}

impl Wake {
    /// No thread.
    pub(super) const NOBODY: Self = Self { workers: 0, planner: false, demand: false };

    /// The threads of both.
    pub(super) fn and(self, other: Self) -> Self {
        Self {
            workers: self.workers + other.workers,
            planner: self.planner || other.planner,
            demand: self.demand || other.demand,
        }
    }
}

/// What the handle of a cache and its threads share.
pub(super) struct Shared<P: DataProvider> {
    pub(super) provider: P,
    pub(super) state: Mutex<CacheState<P>>,
    /// Idle workers wait for it.
    pub(super) work_ready: Condvar,
    /// The planning thread waits for it.
    pub(super) plan_due: Condvar,
    /// Free threads of the demand lane wait for it.
    pub(super) demand_ready: Condvar,
    /// `get_timeout` waits for it if too many of its loads are in flight.
    pub(super) timed_load_ended: Condvar,
    /// `wait_idle` waits for it.
    pub(super) became_idle: Condvar,
    /// `close` waits for it.
    pub(super) thread_ended: Condvar,
    /// A clock of its own: the shared one of `Instant::now` looks for an override first, which costs a hit some nanoseconds.
    clock: Clock,
    /// When the cache was built.
    started: Instant,
}

impl<P: DataProvider> Shared<P> {
    pub(super) fn new(provider: P, state: CacheState<P>) -> Self {
        let clock = Clock::new();
        Self {
            provider,
            state: Mutex::new(state),
            work_ready: Condvar::new(),
            plan_due: Condvar::new(),
            demand_ready: Condvar::new(),
            timed_load_ended: Condvar::new(),
            became_idle: Condvar::new(),
            thread_ended: Condvar::new(),
            started: clock.now(),
            clock,
        }
    }

    /// Time since the cache was built.
    pub(super) fn now(&self) -> Duration {
        self.clock.now().saturating_duration_since(self.started)
    }

    /// Releases the lock, then notifies the claimed threads.
    pub(super) fn release(&self, state: MutexGuard<'_, CacheState<P>>, wake: Wake) {
        drop(state);
        if wake.demand {
            self.demand_ready.notify_one();
        }
        (0..wake.workers).for_each(|_| {
            self.work_ready.notify_one();
        });
        if wake.planner {
            self.plan_due.notify_one();
        }
    }

    /// Runs user code. A panic is caught and returned. Keys that the code asks this cache for do not move the play
    /// head.
    pub(super) fn user<T>(&self, code: impl FnOnce() -> T) -> Result<T, Box<dyn Any + Send>> {
        let before = INSIDE.with(|inside| inside.replace(self.address()));
        let result = catch_unwind(AssertUnwindSafe(code));
        INSIDE.with(|inside| inside.set(before));
        result
    }

    /// Whether this thread is running user code for this cache.
    pub(super) fn is_inside(&self) -> bool {
        INSIDE.with(Cell::get) == self.address()
    }

    /// A number that distinguishes this cache from all others.
    pub(super) fn address(&self) -> usize {
        std::ptr::from_ref(self).cast::<()>() as usize
    }

    /// Drops a value whose destructor may be user code. A panic in it is reported and goes no further.
    pub(super) fn let_go<T>(&self, value: T) {
        if let Err(thrown) = self.user(move || drop(value)) {
            self.report("dropping a value", thrown);
        }
    }

    /// Drops several values one by one, as [`let_go`](Self::let_go) does. Dropped together, a second panic during the
    /// first would end the program.
    pub(super) fn let_go_all<T>(&self, values: impl IntoIterator<Item = T>) {
        values.into_iter().for_each(|value| self.let_go(value));
    }

    /// Reports a panic of user code; `place` names the code.
    pub(super) fn report(&self, place: &str, thrown: Box<dyn Any + Send>) {
        let message = format!("{place} panicked: {}", self.message_of(thrown));
        let now = self.now();
        self.state.lock().store.worker_error(message.into(), now);
    }

    /// The message of a panic. Drops its payload, which may panic, too.
    pub(super) fn message_of(&self, thrown: Box<dyn Any + Send>) -> Arc<str> {
        let message = panic_message(&*thrown);
        if let Err(again) = self.user(move || drop(thrown)) {
            std::mem::forget(again);
        }
        message
    }
}

sync::thread_local! {
    /// The address of the cache that this thread runs user code for; 0 if there is none.
    static INSIDE: Cell<usize> = const { Cell::new(0) };
}
