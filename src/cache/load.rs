//! Carries out a load and answers all callers that wait for it.

mod neighbours;

use std::sync::Arc;

use super::error::CacheError;
use super::eviction::Policy;
use super::flight::{Flight, LoadResult};
use super::shared::{CacheState, Shared};
use super::store::{Dropped, Failure, Lane, Leaving, Loaded, Retention, Ticket};
use crate::provider::{BoxError, DataProvider};
use neighbours::Offers;

impl<P: DataProvider> Shared<P> {
    /// Registers a load that is about to be carried out.
    pub(super) fn begin(
        &self,
        state: &mut CacheState<P>,
        key: u64,
        lane: Lane,
        requested: u64,
    ) -> Arc<Flight<P::Value>> {
        let flight = Flight::new(state.store.begin(key, lane, requested, self.now()));
        state.flights.insert(key, Arc::clone(&flight));
        flight
    }

    /// Carries out a registered load on this thread, without the lock, and answers all callers that wait for it.
    pub(super) fn load(&self, flight: &Flight<P::Value>) -> LoadResult<P::Value> {
        let offers = Offers { shared: self, from: flight.ticket };
        self.carry_out(flight, || self.provider.load_with(flight.ticket.key, &offers))
    }

    /// Carries out a load that replaces the resident value `old`, on this thread, without the lock.
    pub(super) fn reload(&self, flight: &Flight<P::Value>, old: &P::Value) -> LoadResult<P::Value> {
        self.carry_out(flight, || self.provider.reload(flight.ticket.key, old))
    }

    fn carry_out(
        &self,
        flight: &Flight<P::Value>,
        load: impl FnOnce() -> Result<P::Value, BoxError>,
    ) -> LoadResult<P::Value> {
        let loading = flight.start();
        let mut guard = LoadGuard { shared: self, flight, is_done: false };
        let loaded = self.user(load);
        let result = match loaded {
            Ok(Ok(value)) => Ok(self.weigh(flight.ticket, flight.ticket.key, Arc::new(value))),
            Ok(Err(error)) => Err(self.failure(CacheError::from(error))),
            Err(thrown) => Err(self.failure(CacheError::Panicked(self.message_of(thrown)))),
        };
        let outcome = match &result {
            Ok(loaded) => Ok(Arc::clone(&loaded.value)),
            Err(failure) => Err(failure.error.clone()),
        };
        // Until here user code could ask for other keys.
        drop(loading);
        let mut dropped = Dropped::new();
        let mut state = self.state.lock();
        let now = self.now();
        state.remove_flight(flight.ticket);
        if state.closed {
            dropped.push(match result {
                Ok(loaded) => Leaving::Value(loaded.value),
                Err(failure) => Leaving::Failure(failure),
            });
        } else {
            state.store.finish(flight.ticket, result, now, &mut dropped);
        }
        let mut wake = state.claim_workers();
        // The data may have changed during the load.
        wake.demand |= state.store.has_stale();
        if state.is_idle() {
            self.became_idle.notify_all();
        }
        self.release(state, wake);
        let refused = flight.finish(outcome.clone());
        guard.is_done = true;
        self.let_go_all(dropped);
        self.let_go(refused);
        outcome
    }

    /// A failure with its text, which the error's `Display` makes: that is user code, which the store must not call.
    fn failure(&self, error: CacheError) -> Failure {
        let message = self.user(|| error.to_string()).unwrap_or_else(|thrown| {
            self.report("the error's Display", thrown);
            "an error without a text, because its Display panicked".to_owned()
        });
        Failure { error, message: message.into() }
    }

    /// A value with its weight, and with the number that a custom policy gives it. `from` is the load that it comes from.
    fn weigh(&self, from: Ticket, key: u64, value: Arc<P::Value>) -> Loaded<P::Value> {
        let weight = self.user(|| self.provider.weight(&value)).unwrap_or_else(|thrown| {
            self.report("the provider's weight()", thrown);
            size_of::<P::Value>() as u64
        });
        let custom = {
            let state = self.state.lock();
            match state.store.policy() {
                Policy::Custom(policy) => {
                    let info = state.store.newcomer(from, key, weight, self.now());
                    Some((Arc::clone(policy), info, state.store.policy_version()))
                }
                Policy::BuiltIn(_) => None,
            }
        };
        let retention = custom.map(|(policy, info, version)| {
            let retention = self.retention(&*policy, &info);
            self.let_go(policy);
            Retention { number: retention, version }
        });
        Loaded { value, weight, retention }
    }
}

/// Ends a load if the thread that carries it out unwinds, so that no caller waits for ever.
struct LoadGuard<'a, P: DataProvider> {
    shared: &'a Shared<P>,
    flight: &'a Flight<P::Value>,
    is_done: bool,
}

impl<P: DataProvider> Drop for LoadGuard<'_, P> {
    fn drop(&mut self) {
        if !self.is_done {
            let mut state = self.shared.state.lock();
            state.remove_flight(self.flight.ticket);
            state.store.abandon(self.flight.ticket);
            drop(state);
            self.flight.finish(Err(CacheError::Panicked("the load was abandoned".into())));
        }
    }
}
