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
pub(super) struct State<P: DataProvider> {
    pub(super) store: Store<P::Value>,
    /// Loads that whoever asks for their key may wait for.
    pub(super) flights: FxHashMap<u64, Arc<Flight<P::Value>>>,
    /// Loads that only those wait for who asked before their key was invalidated.
    pub(super) outdated: Vec<Arc<Flight<P::Value>>>,
    pub(super) keys: Arc<KeySet>,
    /// Counts how often the provider was asked for its keys, and which of these answers `keys` is.
    pub(super) looks: u64,
    pub(super) seen: u64,
    pub(super) closed: bool,
    /// How many workers there should be; those numbered beyond leave.
    pub(super) workers: usize,
    /// Whether that is chosen automatically.
    pub(super) is_automatic: bool,
    /// Workers that wait for something to do, and how many of them were woken and have not looked yet.
    pub(super) idle: usize,
    pub(super) woken: usize,
    /// Counts what a new plan is needed for: moves, and settings changed. The plan is stale if it is of an older count.
    pub(super) wish: u64,
    /// Moves counted when a plan was last asked for because of one.
    moves: u64,
    pub(super) planned: u64,
    pub(super) planner_is: PlannerIs,
    /// One key may be taken from the newest plan even though the play head has moved on: a slow predictor must not keep
    /// the workers from loading anything.
    pub(super) grace: bool,
    pub(super) planner: Option<Planner>,
    pub(super) next_predictor: Option<Box<dyn AccessPredictor>>,
    /// The key that `request` wants the demand thread to load, the newest only, with its number.
    pub(super) waiting: Option<(u64, u64)>,
    /// Which numbers of workers have a thread.
    pub(super) hired: Vec<bool>,
    /// Threads of ours that still run.
    pub(super) running: usize,
}

impl<P: DataProvider> State<P> {
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
            looks: 0,
            seen: 0,
            closed: false,
            workers,
            is_automatic: false,
            idle: 0,
            woken: 0,
            wish: 0,
            moves: 0,
            planned: 0,
            planner_is: PlannerIs::Awake,
            grace: false,
            planner: Some(Planner::new(predictor)),
            next_predictor: None,
            waiting: None,
            hired: Vec::new(),
            running: 0,
        }
    }

    pub(super) fn is_stale(&self) -> bool {
        self.wish != self.planned
    }

    /// Whether nothing is going on and nothing is about to.
    pub(super) fn is_idle(&self) -> bool {
        let settled = self.workers == 0
            || (!self.is_stale() && self.planner_is != PlannerIs::Planning && self.store.queued().next().is_none());
        settled && self.flights.is_empty() && self.outdated.is_empty() && self.waiting.is_none()
    }

    /// Takes a load out that has ended.
    pub(super) fn landed(&mut self, ticket: Ticket) {
        if self.flights.get(&ticket.key).is_some_and(|flight| flight.ticket == ticket) {
            self.flights.remove(&ticket.key);
        } else {
            self.outdated.retain(|flight| flight.ticket != ticket);
        }
    }

    /// Sets the loads apart that the store holds outdated.
    pub(super) fn set_outdated_apart(&mut self) {
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
        let needed = self.store.queued().take(self.idle - self.woken).count();
        self.woken += needed;
        Wake::Workers(needed)
    }

    /// Asks for a new plan if the play head has moved since the last one was asked for.
    pub(super) fn moved(&mut self) -> Wake {
        let moves = self.store.moves();
        let has_moved = moves != self.moves;
        self.moves = moves;
        if has_moved { self.wish_plan() } else { Wake::Nobody }
    }

    /// Asks for a new plan. The planning thread is claimed if it rests; otherwise it will see by itself.
    pub(super) fn wish_plan(&mut self) -> Wake {
        self.wish += 1;
        // Without workers there is nobody to plan for.
        if self.workers == 0 || self.planner_is != PlannerIs::Resting {
            return Wake::Nobody;
        }
        self.planner_is = PlannerIs::Awake;
        Wake::Planner
    }
}

/// What the planning thread does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum PlannerIs {
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
    pub(super) state: Mutex<State<P>>,
    /// Idle workers wait here.
    pub(super) work: Condvar,
    /// The planning thread waits here.
    pub(super) plan: Condvar,
    /// The demand thread waits here.
    pub(super) demand: Condvar,
    /// `wait_idle` waits here.
    pub(super) calm: Condvar,
    /// `close` waits here for the threads to end.
    pub(super) ended: Condvar,
    started: Instant,
}

impl<P: DataProvider> Shared<P> {
    pub(super) fn new(provider: P, state: State<P>) -> Self {
        Self {
            provider,
            state: Mutex::new(state),
            work: Condvar::new(),
            plan: Condvar::new(),
            demand: Condvar::new(),
            calm: Condvar::new(),
            ended: Condvar::new(),
            started: Instant::now(),
        }
    }

    /// Time since the cache was built.
    pub(super) fn now(&self) -> Duration {
        self.started.elapsed()
    }

    /// Releases the lock, then notifies whoever was claimed.
    pub(super) fn release(&self, state: MutexGuard<'_, State<P>>, wake: Wake) {
        drop(state);
        match wake {
            Wake::Nobody => {}
            Wake::Workers(count) => (0..count).for_each(|_| {
                self.work.notify_one();
            }),
            Wake::Planner => {
                self.plan.notify_one();
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
