//! The begin and the end of a load, and what happens to its value.

use std::sync::Arc;
use std::time::Duration;

use super::in_flight::{InFlight, Lane, Ticket};
use super::state::Store;
use super::value::{Dropped, Entry, Failure, Latest, Leaving, Loaded, Renewal};
use super::worth::LastUse;
use crate::cache::event::{Event, EventKind};
use crate::cache::eviction::EntryInfo;

/// How many failures are kept. If there are more, all are forgotten, and the keys may be tried again.
const MAX_FAILURES: usize = 4096;

impl<V> Store<V> {
    /// Whether a load of a key is in flight and not outdated.
    pub fn is_in_flight(&self, key: u64) -> bool {
        self.in_flight.contains_key(&key)
    }

    /// Whether a load is in flight and not outdated.
    pub fn is_up_to_date(&self, ticket: Ticket) -> bool {
        self.in_flight.get(&ticket.key).is_some_and(|flight| flight.ticket == ticket)
    }

    /// Notes that a load begins. `requested` is the number of the `request` that it is for; 0 if it is for none.
    pub fn begin(&mut self, key: u64, lane: Lane, requested: u64, now: Duration) -> Ticket {
        let asked = (lane == Lane::Demand).then(|| self.counters.moves());
        let asked_by = self.plan.get(key).filter(|_| asked.is_none()).and_then(|candidate| candidate.main_term);
        self.counters.loads += 1;
        let ticket = self.new_ticket(key);
        let (stale, changes) = (false, self.changes);
        self.in_flight.insert(key, InFlight { ticket, lane, began: now, requested, asked, asked_by, stale, changes });
        self.prefetches_in_flight += usize::from(lane == Lane::Prefetch);
        let kind = if lane == Lane::Prefetch { EventKind::PrefetchStart } else { EventKind::LoadStart };
        self.events.emit(now, kind, key);
        ticket
    }

    /// Numbers a load of a key.
    pub(super) fn new_ticket(&mut self, key: u64) -> Ticket {
        self.tickets += 1;
        Ticket { key, number: self.tickets }
    }

    /// Notes that a load ends, and admits its value unless the load is outdated. What leaves the store, or is not
    /// admitted, is pushed to `dropped`.
    pub fn finish(
        &mut self,
        ticket: Ticket,
        result: Result<Loaded<V>, Failure>,
        now: Duration,
        dropped: &mut Dropped<V>,
    ) {
        if let Some(began) = self.take_refresh(ticket) {
            return self.refreshed(ticket, result, now.saturating_sub(began), now, dropped);
        }
        let outdated = !self.is_up_to_date(ticket);
        let Some(flight) = self.take_flight(ticket) else { return };
        if !outdated {
            self.answer_move(ticket.key, now);
        }
        match result {
            Ok(loaded) => self.arrived(flight, outdated, loaded, now, dropped),
            Err(failure) => self.load_failed(flight, outdated, failure, now, dropped),
        }
    }

    /// Ends the wait of the last move if it waits for this key.
    pub(super) fn answer_move(&mut self, key: u64, now: Duration) {
        if let Some(last) = self.last_move.as_mut().filter(|last| last.key == key && last.wait.is_none()) {
            let wait = now.saturating_sub(last.at);
            last.wait = Some(wait);
            self.moves.answered(wait);
        }
    }

    /// Removes a load that has ended.
    fn take_flight(&mut self, ticket: Ticket) -> Option<InFlight> {
        let flight = if self.is_up_to_date(ticket) {
            self.in_flight.remove(&ticket.key)?
        } else {
            let at = self.outdated.iter().position(|flight| flight.ticket == ticket)?;
            self.outdated.swap_remove(at)
        };
        self.prefetches_in_flight -= usize::from(flight.lane == Lane::Prefetch);
        Some(flight)
    }

    /// Takes in the value of a load.
    fn arrived(
        &mut self,
        flight: InFlight,
        outdated: bool,
        loaded: Loaded<V>,
        now: Duration,
        dropped: &mut Dropped<V>,
    ) {
        let (key, took) = (flight.ticket.key, now.saturating_sub(flight.began));
        let prefetched = flight.lane == Lane::Prefetch;
        let kind = if prefetched { EventKind::PrefetchSuccess } else { EventKind::LoadComplete };
        self.events.emit_full(Event { at: now, kind, key, took, message: None });
        self.load_times.record(took);
        self.last_loads.record(took);
        self.counters.prefetched += u64::from(prefetched);
        self.counters.used += u64::from(prefetched && flight.asked.is_some());
        self.weighed(key, loaded.weight);
        let value = Arc::clone(&loaded.value);
        let load = flight.ticket.number;
        let replaced = self.show(Latest { number: flight.requested, key, value, load, outdated });
        dropped.extend(replaced.map(Leaving::Value));
        if outdated {
            self.count_invalidated(key, prefetched && flight.asked.is_none(), now);
            dropped.push(Leaving::Value(loaded.value));
        } else {
            dropped.extend(self.failed.remove(&key).map(Leaving::Failure));
            let renewal = Renewal { due: flight.stale, load: None };
            let entry = Entry { prefetched, renewal, ..self.new_entry(flight, key, loaded, now) };
            self.admit(key, entry, now, dropped);
        }
        self.choose_again();
    }

    /// The entry of a value that came with a load, as if it had been loaded on demand. `flight` tells when the load began,
    /// and whether the key was asked for since.
    pub(super) fn new_entry(&mut self, flight: InFlight, key: u64, loaded: Loaded<V>, now: Duration) -> Entry<V> {
        self.tick += 1;
        let likelihood = self.plan.likelihood(key);
        let last_use = LastUse { asked: flight.asked, loaded: self.counters.moves() };
        let given = loaded.retention.filter(|given| given.version == self.policy_version);
        Entry {
            value: loaded.value,
            load: flight.ticket.number,
            weight: loaded.weight,
            inserted: self.tick,
            accessed: self.tick,
            last_use,
            likelihood,
            worth: likelihood + self.recency(last_use),
            retention: given.map_or(0.0, |given| given.number),
            load_time: now.saturating_sub(flight.began),
            wanted: false,
            prefetched: false,
            used: flight.asked.is_some(),
            asked_by: flight.asked_by,
            renewal: Renewal::default(),
        }
    }

    /// Takes in the failure of a load.
    fn load_failed(
        &mut self,
        flight: InFlight,
        outdated: bool,
        failure: Failure,
        now: Duration,
        dropped: &mut Dropped<V>,
    ) {
        let (key, took) = (flight.ticket.key, now.saturating_sub(flight.began));
        let kind = if flight.lane == Lane::Prefetch {
            self.counters.prefetch_errors += 1;
            EventKind::PrefetchError
        } else {
            self.counters.load_errors += 1;
            EventKind::LoadError
        };
        self.events.emit_full(Event { at: now, kind, key, took, message: Some(Arc::clone(&failure.message)) });
        if outdated {
            return dropped.push(Leaving::Failure(failure));
        }
        self.remember_failure(key, failure, dropped);
    }

    /// Remembers that the load of a key has failed, so that it is not tried again and again.
    pub(super) fn remember_failure(&mut self, key: u64, failure: Failure, dropped: &mut Dropped<V>) {
        if self.failed.len() >= MAX_FAILURES {
            dropped.extend(self.failed.drain().map(|(_, failure)| Leaving::Failure(failure)));
        }
        dropped.extend(self.failed.insert(key, failure).map(Leaving::Failure));
    }

    /// The information about a value that is about to be admitted, or to replace a resident one, for a custom policy. `from` is
    /// the load that it comes from, which may be that of another key.
    pub fn newcomer(&self, from: Ticket, key: u64, weight: u64, now: Duration) -> EntryInfo {
        if let Some(entry) = self.entries.get(&key) {
            return EntryInfo { weight, ..entry.info(key) };
        }
        let flight = self.in_flight.get(&from.key);
        let is_own = from.key == key;
        EntryInfo {
            key,
            weight,
            likelihood: self.plan.likelihood(key),
            inserted: self.tick + 1,
            accessed: self.tick + 1,
            load_time: flight.map_or(Duration::ZERO, |flight| now.saturating_sub(flight.began)),
            prefetched: !is_own || flight.is_some_and(|flight| flight.lane == Lane::Prefetch),
            used: if is_own { flight.is_some_and(|flight| flight.asked.is_some()) } else { self.current == Some(key) },
        }
    }

    /// Removes a load that will never end, because the thread that carried it out is gone.
    pub fn abandon(&mut self, ticket: Ticket) {
        if self.take_refresh(ticket).is_none() {
            self.take_flight(ticket);
        } else if let Some(entry) = self.entries.get_mut(&ticket.key).filter(|entry| entry.renewal.load == Some(ticket))
        {
            entry.renewal.load = None;
            self.order_stale();
        }
    }
}
