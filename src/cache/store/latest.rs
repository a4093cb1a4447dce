//! The newest requested value that has arrived, which a window should show.

use std::sync::Arc;

use super::state::Store;
use super::value::Latest;

impl<V> Store<V> {
    /// The number of a new `request`. Values arrive in any order; these numbers tell which was requested last.
    pub fn new_request(&mut self) -> u64 {
        self.requests += 1;
        self.requests
    }

    /// Notes that request `number` is for a key, and makes the key's value the latest one, now or when it arrives,
    /// unless a later request has its value by then. Returns the value it replaces, to be dropped without the lock.
    pub fn attach_request(&mut self, key: u64, number: u64) -> Option<Arc<V>> {
        if let Some(flight) = self.in_flight.get_mut(&key) {
            flight.requested = flight.requested.max(number);
            return None;
        }
        let entry = self.entries.get(&key)?;
        let (value, load) = (Arc::clone(&entry.value), entry.load);
        self.show(Latest { number, key, value, load, outdated: false })
    }

    /// Makes a value the latest one if its request is newer than that of the current one. Returns the value it
    /// replaces.
    ///
    /// Loads of one key may end in another order than they began, and a value that was loaded again serves no request. So a
    /// request may be answered by a value that is older than the one that is shown: then that one stays, and counts as the
    /// answer.
    pub(super) fn show(&mut self, value: Latest<V>) -> Option<Arc<V>> {
        if value.number <= self.latest.as_ref().map_or(0, |latest| latest.number) {
            // This drop runs no user code: the caller holds another reference.
            return None;
        }
        if let Some(latest) = self.latest.as_mut().filter(|old| old.key == value.key && old.load > value.load) {
            latest.number = value.number;
            return None;
        }
        self.latest.replace(value).map(|old| old.value)
    }

    /// The key and value of the newest request whose value has arrived; none before the first.
    pub fn latest(&self) -> Option<(u64, &Arc<V>)> {
        self.latest.as_ref().map(|latest| (latest.key, &latest.value))
    }

    /// Whether the latest value is that of this key and not outdated.
    pub fn shows(&self, key: u64) -> bool {
        self.latest.as_ref().is_some_and(|latest| latest.key == key && !latest.outdated)
    }
}
