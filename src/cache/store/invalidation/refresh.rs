//! Refreshing: resident values whose data has changed stay until they are loaded again.

use std::sync::Arc;
use std::time::Duration;

use crate::cache::event::{Event, EventKind};
use crate::cache::store::in_flight::Ticket;
use crate::cache::store::state::Store;
use crate::cache::store::value::{Dropped, Failure, Leaving, Loaded, Renewal};

impl<V> Store<V> {
    /// Marks the keys for which `has_changed` is true as stale. Resident values stay, and are to be loaded again. A value
    /// that is being loaded is to be loaded again once it is resident. Failures are forgotten, and pushed to `dropped`.
    pub fn refresh(&mut self, has_changed: impl Fn(u64) -> bool, dropped: &mut Dropped<V>) {
        self.changes += 1;
        for (&key, entry) in &mut self.entries {
            entry.renewal.due |= has_changed(key);
        }
        for (&key, flight) in &mut self.in_flight {
            flight.stale |= has_changed(key);
        }
        // If it is not resident, nothing replaces it before it is requested again.
        let gone = |key: u64| has_changed(key) && !self.entries.contains_key(&key);
        if let Some(latest) = self.latest.as_mut().filter(|latest| gone(latest.key)) {
            latest.outdated = true;
        }
        let forgiven: Vec<_> = self.failed.extract_if(|&key, _| has_changed(key)).collect();
        if forgiven.is_empty() {
            self.order_stale();
        } else {
            self.choose_wanted();
        }
        dropped.extend(forgiven.into_iter().map(|(_, failure)| Leaving::Failure(failure)));
    }

    /// Lists what is to be loaded again: what is worth most comes first, among equals what is near the current key.
    pub(in crate::cache::store) fn order_stale(&mut self) {
        let current = self.current.unwrap_or(0);
        let due = self.entries.iter().filter(|(_, entry)| entry.renewal.due && entry.renewal.load.is_none());
        let mut due: Vec<(f64, u64, u64)> =
            due.map(|(&key, entry)| (entry.worth, key.abs_diff(current), key)).collect();
        due.sort_unstable_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)).then(a.2.cmp(&b.2)));
        self.stale.set(due.into_iter().map(|(_, _, key)| key));
    }

    /// Whether a value is to be loaded again whose load has not begun.
    pub fn has_stale(&self) -> bool {
        !self.stale.is_empty()
    }

    /// Whether no value is to be loaded again, or is being loaded again.
    pub fn is_fresh(&self) -> bool {
        self.stale.is_empty() && self.refreshes.is_empty()
    }

    /// Begins the next load that replaces a resident value: that of the current key first. Returns the value, too.
    pub fn begin_refresh(&mut self, now: Duration) -> Option<(Ticket, Arc<V>)> {
        let current = self.current.filter(|&key| self.stale.remove(key));
        let key = current.or_else(|| self.stale.pop())?;
        let ticket = self.new_ticket(key);
        let entry = self.entries.get_mut(&key)?;
        entry.renewal = Renewal { due: false, load: Some(ticket) };
        let old = Arc::clone(&entry.value);
        self.refreshes.push((ticket, now));
        Some((ticket, old))
    }

    /// Removes a load that was to replace a resident value, because it has ended. Returns when it began.
    pub(in crate::cache::store) fn take_refresh(&mut self, ticket: Ticket) -> Option<Duration> {
        let at = self.refreshes.iter().position(|(other, _)| *other == ticket)?;
        Some(self.refreshes.swap_remove(at).1)
    }

    /// Takes in the end of a load that was to replace a resident value. If that has left meanwhile, the new one is not
    /// admitted. If its data has changed once more, it is newer than the old one, and is to be loaded again.
    pub(in crate::cache::store) fn refreshed(
        &mut self,
        ticket: Ticket,
        result: Result<Loaded<V>, Failure>,
        took: Duration,
        now: Duration,
        dropped: &mut Dropped<V>,
    ) {
        let key = ticket.key;
        let entry = self.entries.get_mut(&key).filter(|entry| entry.renewal.load == Some(ticket));
        let Some(entry) = entry else {
            return dropped.push(match result {
                Ok(loaded) => Leaving::Value(loaded.value),
                Err(failure) => Leaving::Failure(failure),
            });
        };
        entry.renewal.load = None;
        let stale = entry.renewal.due;
        if stale {
            // Behind the others: one that changes all the time must not keep them waiting.
            self.stale.push(key);
        }
        match result {
            Ok(loaded) => self.replace(ticket, loaded, took, now, dropped),
            // The data has changed since, so the failure says nothing about it.
            Err(failure) if stale => dropped.push(Leaving::Failure(failure)),
            Err(failure) => self.lose(key, failure, took, now, dropped),
        }
    }

    /// Replaces a resident value by a newer one.
    fn replace(&mut self, ticket: Ticket, loaded: Loaded<V>, took: Duration, now: Duration, dropped: &mut Dropped<V>) {
        let Ticket { key, number: load } = ticket;
        self.weighed(key, loaded.weight);
        let Some(entry) = self.entries.get_mut(&key) else { return dropped.push(Leaving::Value(loaded.value)) };
        self.bytes = self.bytes + u128::from(loaded.weight) - u128::from(entry.weight);
        entry.weight = loaded.weight;
        entry.load = load;
        if let Some(given) = loaded.retention.filter(|given| given.version == self.policy_version) {
            entry.retention = given.number;
        }
        entry.rate(key, &self.policy);
        let value = Arc::clone(&loaded.value);
        dropped.push(Leaving::Value(std::mem::replace(&mut entry.value, loaded.value)));
        if let Some(latest) = self.latest.as_mut().filter(|latest| latest.key == key) {
            (latest.outdated, latest.load) = (false, load);
            dropped.push(Leaving::Value(std::mem::replace(&mut latest.value, value)));
        }
        self.counters.refreshed += 1;
        self.events.emit_full(Event { at: now, kind: EventKind::Refreshed, key, took, message: None });
        self.victims.forget();
        self.evict_surplus(now, dropped);
        self.choose_again();
    }

    /// Removes a resident value that could not be loaded again.
    fn lose(&mut self, key: u64, failure: Failure, took: Duration, now: Duration, dropped: &mut Dropped<V>) {
        self.counters.refresh_errors += 1;
        let message = Some(Arc::clone(&failure.message));
        self.events.emit_full(Event { at: now, kind: EventKind::RefreshError, key, took, message });
        self.invalidate(|other| other == key, now, dropped);
        self.remember_failure(key, failure, dropped);
        self.choose_wanted();
    }
}

#[cfg(test)]
mod tests;
