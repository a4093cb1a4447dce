//! Invalidation: forgets values that are no longer valid, because their data has changed.

pub(super) mod stale;

mod refresh;

use std::sync::Arc;
use std::time::Duration;

use super::state::Store;
use super::value::{Dropped, Entry, Leaving};
use crate::cache::error::CacheError;
use crate::cache::event::{Event, EventKind};
use crate::provider::KeySet;

impl<V> Store<V> {
    /// Invalidates the keys for which `is_outdated` is true. Their values leave and are pushed to `dropped`; their
    /// failures are forgotten; and their loads in flight become outdated, so that the values of these are not admitted.
    ///
    /// Returns a key that has to be loaded again, because its load became outdated and the newest request or the
    /// current position waits for it. With it comes the number of the request that the new load is for; 0 if it is for
    /// none.
    pub fn invalidate(
        &mut self,
        is_outdated: impl Fn(u64) -> bool,
        now: Duration,
        dropped: &mut Dropped<V>,
    ) -> Option<(u64, u64)> {
        self.changes += 1;
        let leaving: Vec<(u64, Entry<V>)> = self.entries.extract_if(|&key, _| is_outdated(key)).collect();
        for (key, entry) in leaving {
            self.bytes -= u128::from(entry.weight);
            self.count_invalidated(key, entry.prefetched && !entry.used, now);
            dropped.push(Leaving::Value(entry.value));
        }
        let forgiven = self.failed.extract_if(|&key, _| is_outdated(key));
        dropped.extend(forgiven.map(|(_, failure)| Leaving::Failure(failure)));
        self.refused_weights.retain(|&key, _| !is_outdated(key));
        if let Some(latest) = self.latest.as_mut().filter(|latest| is_outdated(latest.key)) {
            latest.outdated = true;
        }
        let mut awaited = None;
        for (key, flight) in self.in_flight.extract_if(|&key, _| is_outdated(key)) {
            let is_newest = flight.requested > 0 && flight.requested == self.requests;
            if is_newest || (self.current == Some(key) && awaited.is_none()) {
                awaited = Some((key, flight.requested));
            }
            self.outdated.push(flight);
        }
        self.choose_wanted();
        awaited.map(|(key, requested)| (key, if requested > 0 { self.new_request() } else { 0 }))
    }

    /// Forgets all keys that are not in `keys`: invalidates them, and removes them from the plan.
    pub fn forget_missing(&mut self, keys: &KeySet, now: Duration, dropped: &mut Dropped<V>) {
        let queued: Vec<u64> = self.queued().collect();
        self.plan.retain(|key| keys.contains(key));
        self.invalidate(|key| !keys.contains(key), now, dropped);
        self.cancel_unwanted(queued, now);
        if let Some(last) = self.last_move.as_mut().filter(|last| !keys.contains(last.key)) {
            // No value will come that could end the wait.
            last.wait = last.wait.or(Some(now.saturating_sub(last.at)));
        }
    }

    /// Notes that a resident value has left, or was not admitted, before it could be loaded again. Nothing replaces it, so what
    /// shows it is old from now on.
    pub(super) fn left_stale(&mut self, key: u64) {
        if let Some(latest) = self.latest.as_mut().filter(|latest| latest.key == key) {
            latest.outdated = true;
        }
    }

    /// Sends an event for a request whose key is gone before its load began, so that the caller asks again.
    pub fn request_lost(&mut self, key: u64, now: Duration) {
        let message = Some(Arc::from(CacheError::NoSuchKey(key).to_string()));
        self.events.emit_full(Event { at: now, kind: EventKind::LoadError, key, took: Duration::ZERO, message });
    }

    /// Counts a value that left, or was not admitted, because its key was invalidated.
    pub(super) fn count_invalidated(&mut self, key: u64, unused: bool, now: Duration) {
        self.counters.invalidated += 1;
        self.counters.wasted += u64::from(unused);
        self.events.emit(now, EventKind::Invalidated, key);
    }
}

#[cfg(test)]
mod tests;
