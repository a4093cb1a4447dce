//! Values that a load offers beside its own: which of them are taken. The rules are told at
//! [`Neighbours`](crate::Neighbours).

use std::time::Duration;

use crate::cache::event::EventKind;
use crate::cache::store::in_flight::{InFlight, Ticket};
use crate::cache::store::state::Store;
use crate::cache::store::value::{Dropped, Entry, Leaving, Loaded};
use crate::cache::store::worth::LastUse;

impl<V> Store<V> {
    /// Whether the value of a key would be taken now if the load `from` offered it, as far as its weight is known.
    pub fn wants_neighbour(&mut self, from: Ticket, key: u64) -> bool {
        self.offering(from, key).is_some() && self.room_for_neighbour(key, self.expected_weight(key)).is_some()
    }

    /// Takes or refuses the value of a key that the load `from` offers. Returns whether it was taken. What leaves, or is not
    /// taken, is pushed to `dropped`.
    pub fn offer(
        &mut self,
        from: Ticket,
        key: u64,
        loaded: Loaded<V>,
        now: Duration,
        dropped: &mut Dropped<V>,
    ) -> bool {
        let Some(flight) = self.offering(from, key) else {
            self.refuse_neighbour();
            dropped.push(Leaving::Value(loaded.value));
            return false;
        };
        self.weighed(key, loaded.weight);
        let Some(victims) = self.room_for_neighbour(key, loaded.weight) else {
            self.refuse_neighbour();
            self.remember_refused(key, loaded.weight);
            self.choose_again();
            dropped.push(Leaving::Value(loaded.value));
            return false;
        };
        victims.into_iter().for_each(|victim| self.evict(victim, now, dropped));
        self.counters.neighbours += 1;
        self.counters.prefetched += 1;
        self.counters.used += u64::from(flight.asked.is_some());
        self.events.emit(now, EventKind::Neighbour, key);
        self.answer_move(key, now);
        let entry = Entry { prefetched: true, ..self.new_entry(flight, key, loaded, now) };
        self.insert(key, entry);
        self.choose_again();
        true
    }

    /// Counts an offer that was refused.
    pub fn refuse_neighbour(&mut self) {
        self.counters.neighbours_refused += 1;
    }

    /// The load `from`, as if it were one of this key, if its offer of the key can be taken at all: the data is up to date, and
    /// the key is neither resident nor in flight nor failed, and is waited for or named by the plan.
    fn offering(&self, from: Ticket, key: u64) -> Option<InFlight> {
        let flight = *self.in_flight.get(&from.key).filter(|flight| flight.ticket == from)?;
        let is_absent = !self.entries.contains_key(&key) && !self.is_in_flight(key) && !self.failed.contains_key(&key);
        let is_current = self.current == Some(key);
        let candidate = self.plan.get(key);
        let asked = is_current.then(|| self.counters.moves());
        let asked_by = candidate.and_then(|candidate| candidate.main_term);
        let may_be_taken = is_absent && flight.changes == self.changes && (is_current || candidate.is_some());
        may_be_taken.then_some(InFlight { asked, asked_by, ..flight })
    }

    /// The entries outside the wanted set that the value of a key may replace, so that it fits.
    fn room_for_neighbour(&mut self, key: u64, weight: u64) -> Option<Vec<u64>> {
        let may_replace = self.current == Some(key) || self.is_wanted(key);
        let last_use = LastUse { asked: None, loaded: self.counters.moves() };
        let worth = self.plan.likelihood(key) + self.recency(last_use);
        self.make_room(weight, |victim| !victim.wanted && (may_replace || victim.worth < worth))
    }
}

#[cfg(test)]
mod tests;
