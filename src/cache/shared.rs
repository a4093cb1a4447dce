//! What the threads of a cache share: one mutex around the store, and who waits for what.

use std::any::Any;
use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::time::Duration;

use parking_lot::{Condvar, Mutex, MutexGuard};
use quanta::Instant;
use rustc_hash::FxHashMap;

use super::error::{CacheError, panic_message};
use super::eviction::{EvictionPolicy, Policy};
use super::flight::{Flight, Outcome};
use super::plan::Plan;
use super::store::{Dropped, Failure, Lane, Leaving, Loaded, Store, history_of};
use crate::predict::{AccessHistory, AccessPredictor, Predictions};
use crate::provider::{DataProvider, KeySet};

/// Everything behind the mutex.
pub(super) struct State<P: DataProvider> {
    pub(super) store: Store<P::Value>,
    pub(super) flights: FxHashMap<u64, Arc<Flight<P::Value>>>,
    pub(super) keys: Arc<KeySet>,
    pub(super) closed: bool,
    /// How many workers there should be; those numbered beyond leave.
    pub(super) workers: usize,
    /// Workers that wait for something to do, and how many of them were woken and have not looked yet.
    pub(super) idle: usize,
    pub(super) woken: usize,
    /// Counts what a new plan is needed for: moves, and settings changed. The plan is stale if it is of an older count.
    pub(super) wish: u64,
    /// Moves counted when a plan was last asked for because of one.
    moves: u64,
    pub(super) planned: u64,
    pub(super) planning: bool,
    planner: Option<Planner>,
    next_predictor: Option<Box<dyn AccessPredictor>>,
    /// The key that `request` wants the demand thread to load, the newest only, with its number.
    pub(super) waiting: Option<(u64, u64)>,
    /// Which numbers of workers have a thread.
    pub(super) hired: Vec<bool>,
    /// Threads of ours that still run.
    pub(super) running: usize,
}

/// The predictor and what it works with. Taken out of the state while it runs.
struct Planner {
    predictor: Box<dyn AccessPredictor>,
    history: AccessHistory,
    predictions: Predictions,
    moves: Vec<(u64, Duration)>,
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
            keys,
            closed: false,
            workers,
            idle: 0,
            woken: 0,
            wish: 0,
            moves: 0,
            planned: 0,
            planning: false,
            planner: Some(Planner {
                predictor,
                history: AccessHistory::default(),
                predictions: Predictions::default(),
                moves: Vec::new(),
            }),
            next_predictor: None,
            waiting: None,
            hired: Vec::new(),
            running: 0,
        }
    }

    /// Hands over a new predictor; the one it replaces before it ever ran is returned.
    pub(super) fn replace_predictor(&mut self, next: Box<dyn AccessPredictor>) -> Option<Box<dyn AccessPredictor>> {
        self.next_predictor.replace(next)
    }

    /// Takes the predictors out, as the cache is closed; one that is running stays with its worker.
    pub(super) fn take_predictors(&mut self) -> impl Sized + use<P> {
        (self.planner.take(), self.next_predictor.take())
    }

    pub(super) fn is_stale(&self) -> bool {
        self.wish != self.planned
    }

    /// Whether nothing is going on and nothing is about to.
    pub(super) fn is_idle(&self) -> bool {
        let settled = self.workers == 0 || (!self.is_stale() && !self.planning && self.store.queued().next().is_none());
        settled && self.flights.is_empty() && self.waiting.is_none()
    }

    /// Claims a sleeping worker; if true, one has to be notified once the lock is released.
    pub(super) fn claim_worker(&mut self) -> bool {
        let sleeping = self.idle > self.woken;
        self.woken += usize::from(sleeping);
        sleeping
    }

    /// Asks for a new plan if the play head has moved since the last one was asked for; as [`wish_plan`](Self::wish_plan).
    pub(super) fn moved(&mut self) -> bool {
        let moves = self.store.moves();
        let has_moved = moves != self.moves;
        self.moves = moves;
        has_moved && self.wish_plan()
    }

    /// Asks for a new plan; if true, a worker has to be notified. One that is on its way already will see to it.
    pub(super) fn wish_plan(&mut self) -> bool {
        self.wish += 1;
        !self.planning && self.woken == 0 && self.claim_worker()
    }
}

/// What the handle and its threads share.
pub(super) struct Shared<P: DataProvider> {
    pub(super) provider: P,
    pub(super) state: Mutex<State<P>>,
    /// Idle workers wait here.
    pub(super) work: Condvar,
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

    /// Releases the lock, then wakes a worker if `wake` says that one was claimed.
    pub(super) fn release(&self, state: MutexGuard<'_, State<P>>, wake: bool) {
        drop(state);
        if wake {
            self.work.notify_one();
        }
    }

    /// Runs user code: a panic is caught, and whatever it asks this cache for is no move of the play head.
    fn user<T>(&self, code: impl FnOnce() -> T) -> Result<T, Box<dyn Any + Send>> {
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

    /// The provider's keys now. A panic leaves the set as it was.
    pub(super) fn refresh_keys(&self) -> Arc<KeySet> {
        match self.user(|| self.provider.keys()) {
            Ok(keys) => {
                let old = std::mem::replace(&mut self.state.lock().keys, Arc::clone(&keys));
                drop(old);
                keys
            }
            Err(thrown) => {
                self.report("the provider's keys()", thrown);
                Arc::clone(&self.state.lock().keys)
            }
        }
    }

    /// Registers a load that is about to be carried out.
    pub(super) fn begin(&self, state: &mut State<P>, key: u64, lane: Lane, requested: u64) -> Arc<Flight<P::Value>> {
        let flight = Flight::new();
        state.store.begin(key, lane, requested, self.now());
        state.flights.insert(key, Arc::clone(&flight));
        flight
    }

    /// Carries out a registered load on this thread, without any lock, and answers all who wait for it.
    pub(super) fn load(&self, key: u64, flight: &Flight<P::Value>) -> Outcome<P::Value> {
        flight.board();
        let mut landing = Landing { shared: self, key, flight, is_done: false };
        let result = match self.user(|| self.provider.load(key)) {
            Ok(Ok(value)) => Ok(self.weigh(key, Arc::new(value))),
            Ok(Err(error)) => Err(self.failure(CacheError::from(error))),
            Err(thrown) => Err(self.failure(CacheError::Panicked(self.message_of(thrown)))),
        };
        let outcome = match &result {
            Ok(loaded) => Ok(Arc::clone(&loaded.value)),
            Err(failure) => Err(failure.error.clone()),
        };
        let mut dropped = Dropped::new();
        let mut state = self.state.lock();
        let now = self.now();
        state.flights.remove(&key);
        if state.closed {
            dropped.push(match result {
                Ok(loaded) => Leaving::Value(loaded.value),
                Err(failure) => Leaving::Failure(failure),
            });
        } else {
            state.store.finish(key, result, now, &mut dropped);
        }
        let wake = state.store.queued().next().is_some() && state.claim_worker();
        if state.is_idle() {
            self.calm.notify_all();
        }
        self.release(state, wake);
        let refused = flight.land(outcome.clone());
        landing.is_done = true;
        self.let_go_all(dropped);
        self.let_go(refused);
        outcome
    }

    /// Puts a failure into words, which is user code.
    fn failure(&self, error: CacheError) -> Failure {
        let message = self.user(|| error.to_string()).unwrap_or_else(|thrown| {
            self.report("the error's Display", thrown);
            "an error that cannot be told".to_owned()
        });
        Failure { error, message: message.into() }
    }

    /// Asks user code what a value weighs, and a custom policy what it is worth.
    fn weigh(&self, key: u64, value: Arc<P::Value>) -> Loaded<P::Value> {
        let weight = self.user(|| self.provider.weight(&value)).unwrap_or_else(|thrown| {
            self.report("the provider's weight()", thrown);
            size_of::<P::Value>() as u64
        });
        let custom = {
            let state = self.state.lock();
            match state.store.policy() {
                Policy::Custom(policy) => Some((Arc::clone(policy), state.store.newcomer(key, weight, self.now()))),
                Policy::BuiltIn(_) => None,
            }
        };
        let retention = custom.map_or(0.0, |(policy, info)| {
            let retention = self.retention(&*policy, &info);
            self.let_go(policy);
            retention
        });
        Loaded { value, weight, retention }
    }

    fn retention(&self, policy: &dyn EvictionPolicy, info: &super::EntryInfo) -> f64 {
        self.user(|| policy.retention(info)).unwrap_or_else(|thrown| {
            self.report("the eviction policy", thrown);
            f64::NAN
        })
    }

    /// Runs the predictor and makes its answer the plan in force. No other worker may be planning.
    pub(super) fn plan(&self, mut state: MutexGuard<'_, State<P>>) {
        let began = self.now();
        let wish = state.wish;
        // Before the first move there is nothing to plan for; without a planner the cache is closed.
        let Some(current) = state.store.current() else {
            state.planned = wish;
            return;
        };
        let Some(mut planner) = state.planner.take() else {
            state.planned = wish;
            return;
        };
        state.planning = true;
        let old_predictor = state.next_predictor.take().map(|next| std::mem::replace(&mut planner.predictor, next));
        state.store.moves_into(&mut planner.moves);
        let ranking = match state.store.policy() {
            Policy::Custom(policy) => Some((Arc::clone(policy), state.store.entries_to_rank())),
            Policy::BuiltIn(_) => None,
        };
        drop(state);
        self.let_go(old_predictor);
        let plan = self.predict(&mut planner, current);
        let retentions: Vec<(u64, f64)> = ranking.map_or_else(Vec::new, |(policy, mut infos)| {
            infos.iter_mut().for_each(|info| info.likelihood = plan.likelihood(info.key));
            let retentions = infos.iter().map(|info| (info.key, self.retention(&*policy, info))).collect();
            self.let_go(policy);
            retentions
        });
        let mut state = self.state.lock();
        let now = self.now();
        // Without workers there is nobody to make the next plan, and this one would hold its keys for ever.
        let plan = if state.workers == 0 { Plan::empty(current) } else { plan };
        let old = state.store.adopt(plan, &retentions, now.saturating_sub(began), now);
        state.planner = Some(planner);
        state.planned = wish;
        state.planning = false;
        // This worker takes one key itself; the others that could help are woken.
        let helpers = state.store.queued().count().saturating_sub(1).min(state.idle - state.woken);
        state.woken += helpers;
        if state.is_idle() {
            self.calm.notify_all();
        }
        drop(state);
        for _ in 0..helpers {
            self.work.notify_one();
        }
        drop(old);
    }

    fn predict(&self, planner: &mut Planner, current: u64) -> Plan {
        let keys = self.refresh_keys();
        history_of(current, &planner.moves, &keys, &mut planner.history);
        planner.predictions.clear();
        let Planner { predictor, history, predictions, .. } = planner;
        let terms = self.user(|| {
            predictor.predict(history, predictions);
            predictor.terms()
        });
        match terms {
            Ok(terms) => Plan::new(current, &keys, predictions, terms),
            Err(thrown) => {
                self.report("the predictor", thrown);
                Plan::empty(current)
            }
        }
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
    fn message_of(&self, thrown: Box<dyn Any + Send>) -> Arc<str> {
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

/// Answers those who wait for a load even if whoever carries it out unwinds before it can.
struct Landing<'a, P: DataProvider> {
    shared: &'a Shared<P>,
    key: u64,
    flight: &'a Flight<P::Value>,
    is_done: bool,
}

impl<P: DataProvider> Drop for Landing<'_, P> {
    fn drop(&mut self) {
        if !self.is_done {
            let mut state = self.shared.state.lock();
            state.flights.remove(&self.key);
            state.store.abandon(self.key);
            drop(state);
            self.flight.land(Err(CacheError::Panicked("the load was abandoned".into())));
        }
    }
}
