//! What a window should show: the newest requested value that arrived.

use std::sync::Arc;

use super::Store;

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
        self.arrived_for(number, key, value)
    }

    pub(super) fn arrived_for(&mut self, number: u64, key: u64, value: Arc<V>) -> Option<Arc<V>> {
        if number <= self.latest.as_ref().map_or(0, |latest| latest.0) {
            // Not the last reference: the caller keeps another.
            return None;
        }
        self.latest.replace((number, key, value)).map(|(_, _, old)| old)
    }

    /// The value of the newest request that has one: what a window should show.
    pub fn latest(&self) -> Option<(u64, &Arc<V>)> {
        self.latest.as_ref().map(|(_, key, value)| (*key, value))
    }
}
