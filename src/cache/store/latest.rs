//! What a window should show: the newest requested value that arrived.

use std::sync::Arc;

use super::state::Store;
use super::value::Latest;

impl<V> Store<V> {
    /// Numbers a `request`, so that what arrives later can be told from what was asked for later.
    pub fn new_request(&mut self) -> u64 {
        self.requests += 1;
        self.requests
    }

    /// Makes a key's value the latest that a request got, now or when it lands, unless a later request got its own. The
    /// one it replaces is returned, to be dropped without a lock.
    pub fn attach_request(&mut self, key: u64, number: u64) -> Option<Arc<V>> {
        if let Some(flight) = self.in_flight.get_mut(&key) {
            flight.requested = flight.requested.max(number);
            return None;
        }
        let value = Arc::clone(&self.entries.get(&key)?.value);
        self.show(Latest { number, key, value, outdated: false })
    }

    /// Requests made after an invalidation have higher numbers than those that an outdated load can be for, so a value
    /// never takes the place of a newer one of the same key.
    pub(super) fn show(&mut self, value: Latest<V>) -> Option<Arc<V>> {
        if value.number <= self.latest.as_ref().map_or(0, |latest| latest.number) {
            // Not the last reference: the caller keeps another.
            return None;
        }
        self.latest.replace(value).map(|old| old.value)
    }

    /// The value of the newest request that has one: what a window should show.
    pub fn latest(&self) -> Option<(u64, &Arc<V>)> {
        self.latest.as_ref().map(|latest| (latest.key, &latest.value))
    }

    /// Whether the latest value is this key's, and still true.
    pub fn shows(&self, key: u64) -> bool {
        self.latest.as_ref().is_some_and(|latest| latest.key == key && !latest.outdated)
    }
}
