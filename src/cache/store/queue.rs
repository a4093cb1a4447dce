//! The wanted set: which keys of the newest plan should be resident, and which of them is loaded next.

mod groups;

use std::time::Duration;

use super::state::Store;
use super::value::Retentions;
use super::worth::{LastUse, Rival, losers};
use crate::cache::event::{Event, EventKind};
use crate::cache::plan::{Candidate, Plan};

/// The wanted set is chosen again if weights differ from what was expected by more than this part of the capacity: 1 ÷
/// 64.
const MISJUDGED: u64 = 64;

impl<V> Store<V> {
    /// Makes `plan` the current one, which replaces the queue and all likelihoods. `retentions` are the numbers of a
    /// custom eviction policy, and `took` is the time it took to make the plan. Returns the old plan, to be
    /// dropped without the lock.
    pub fn adopt(&mut self, plan: Plan, retentions: &Retentions, took: Duration, now: Duration) -> Plan {
        let queued: Vec<u64> = self.queued().collect();
        let old = std::mem::replace(&mut self.plan, plan);
        // The policy may have been replaced while the plan was made. Numbers of an older one mean nothing to it.
        let given = retentions.by_key.iter().filter(|_| retentions.version == self.policy_version);
        for &(key, retention) in given {
            if let Some(entry) = self.entries.get_mut(&key) {
                entry.retention = retention;
            }
        }
        self.choose_wanted();
        self.cancel_unwanted(queued, now);
        self.counters.planned += 1;
        let key = self.plan.position;
        self.events.emit_full(Event { at: now, kind: EventKind::Planned, key, took, message: None });
        old
    }

    /// Counts the keys that were queued and are no longer wanted.
    pub(super) fn cancel_unwanted(&mut self, queued: Vec<u64>, now: Duration) {
        for key in queued {
            if !self.is_wanted(key) {
                self.counters.cancelled += 1;
                self.events.emit(now, EventKind::Cancelled, key);
            }
        }
    }

    /// Notes the weight of a loaded value, and how much it differs from what was expected.
    pub(super) fn weighed(&mut self, key: u64, weight: u64) {
        self.misjudged = match self.loaded_weight {
            Some(_) => self.misjudged.saturating_add(weight.abs_diff(self.expected_weight(key))),
            None => u64::MAX,
        };
        self.loaded_weight = Some(weight);
    }

    /// Chooses the wanted set again if weights differ from what was expected by more than a little. To do so for each
    /// value would take too long, since it looks at all entries.
    pub(super) fn choose_again(&mut self) {
        if self.is_bounded_in_bytes() && self.misjudged > self.capacity.bytes / MISJUDGED {
            self.choose_wanted();
        }
    }

    /// Chooses the wanted set, which fits the capacity together with the current key, and queues what is missing of it.
    /// So no prefetch evicts a value that is worth as much, and no value is loaded that could not stay.
    pub(super) fn choose_wanted(&mut self) {
        for (&key, entry) in &mut self.entries {
            entry.wanted = false;
            entry.likelihood = self.plan.likelihood(key);
        }
        self.pending.clear();
        if self.plan.recency.worth > 0.0 {
            self.choose_worthiest();
        } else {
            self.choose_likeliest();
        }
        self.pending.reverse();
        self.order_stale();
        self.victims.forget();
        self.misjudged = 0;
    }

    /// Chooses the likeliest candidates that fit, for a plan in which recent use is worth nothing.
    fn choose_likeliest(&mut self) {
        let (mut entries_left, mut bytes_left) = self.room_beside_current();
        self.entries.values_mut().for_each(|entry| entry.worth = entry.likelihood);
        for at in 0..self.plan.candidates.len() {
            let key = self.plan.candidates[at].key;
            let weight = if entries_left > 0 { self.expected_weight(key) } else { 0 };
            let wanted = entries_left > 0 && weight <= bytes_left && self.may_be_wanted(at);
            self.plan.candidates[at].wanted = wanted;
            if !wanted {
                continue;
            }
            entries_left -= 1;
            bytes_left -= weight;
            if let Some(entry) = self.entries.get_mut(&key) {
                entry.wanted = true;
            } else {
                self.pending.push(key);
            }
        }
    }

    /// Chooses among resident values and candidates those that are worth most and fit, for a plan in which recent use
    /// is worth something.
    fn choose_worthiest(&mut self) {
        let mut rivals: Vec<Rival> = Vec::with_capacity(self.entries.len() + self.plan.candidates.len());
        let (recency, moves) = (self.plan.recency, self.counters.moves());
        for (&key, entry) in &mut self.entries {
            entry.worth = entry.likelihood + entry.last_use.worth(recency, moves);
            if Some(key) != self.current {
                entry.wanted = true;
                rivals.push(Rival { worth: entry.worth, retention: entry.retention(), weight: entry.weight, key });
            }
        }
        let together = self.group_benefits();
        for at in 0..self.plan.candidates.len() {
            let Candidate { key, score, benefit, .. } = self.plan.candidates[at];
            let is_resident = self.entries.contains_key(&key);
            let brings_enough = || together.of(key, &self.plan).is_some_and(|sum| sum >= self.plan.floor);
            let is_worth_a_load = || benefit >= self.plan.floor || brings_enough();
            let wanted = self.may_be_wanted(at) && (is_resident || is_worth_a_load());
            self.plan.candidates[at].wanted = wanted;
            if wanted && !is_resident {
                // Among equals the resident value stays.
                let (retention, weight) = (f64::NEG_INFINITY, self.expected_weight(key));
                rivals.push(Rival { worth: score, retention, weight, key });
            }
        }
        let (entries, bytes) = self.room_beside_current();
        for loser in losers(rivals, entries, bytes) {
            if let Some(entry) = self.entries.get_mut(&loser.key) {
                entry.wanted = false;
            }
            if let Some(candidate) = self.plan.candidate_mut(loser.key) {
                candidate.wanted = false;
            }
        }
        let missing = self.plan.candidates.iter().filter(|candidate| candidate.wanted).map(|candidate| candidate.key);
        self.pending.extend(missing.filter(|key| !self.entries.contains_key(key)));
    }

    /// Whether a candidate can be wanted: it is not the current key, and its load has not failed.
    fn may_be_wanted(&self, at: usize) -> bool {
        let key = self.plan.candidates[at].key;
        Some(key) != self.current && !self.failed.contains_key(&key)
    }

    /// How many entries and bytes fit together with the current key.
    fn room_beside_current(&self) -> (usize, u64) {
        let current = self.current.map_or(0, |key| self.expected_weight(key));
        (self.capacity.entries - 1, self.capacity.bytes.saturating_sub(current))
    }

    /// What a recent use is worth now.
    pub(super) fn recency(&self, last_use: LastUse) -> f64 {
        last_use.worth(self.plan.recency, self.counters.moves())
    }

    /// The weight of a key's value, or the expected one: that of its last rejection, or else the mean of the resident
    /// values. 0 if there is no limit in bytes.
    pub(super) fn expected_weight(&self, key: u64) -> u64 {
        if !self.is_bounded_in_bytes() {
            return 0;
        }
        self.entries
            .get(&key)
            .map(|entry| entry.weight)
            .or_else(|| self.refused_weights.get(&key).copied())
            .unwrap_or_else(|| {
                let mean = self.bytes.checked_div(self.entries.len() as u128);
                mean.map(|mean| mean.min(u64::MAX.into()) as u64).or(self.loaded_weight).unwrap_or(0)
            })
    }

    /// Whether a key is in the wanted set.
    pub(super) fn is_wanted(&self, key: u64) -> bool {
        self.plan.get(key).is_some_and(|candidate| candidate.wanted)
    }

    /// The keys that wait for a worker, the next one first. Together with the prefetches in flight there are at most
    /// `degree`.
    pub fn queued(&self) -> impl Iterator<Item = u64> + '_ {
        let room = self.room();
        self.pending.iter().rev().copied().filter(|&key| self.is_loadable(key)).take(room)
    }

    /// How many more prefetches may be asked for.
    fn room(&self) -> usize {
        // Before the first value is weighed, it is unknown how many values fit into the bytes.
        let blind = self.is_bounded_in_bytes() && self.loaded_weight.is_none();
        let most = if blind { usize::from(self.in_flight.is_empty() && self.outdated.is_empty()) } else { self.degree };
        most.min(self.degree).saturating_sub(self.prefetches_in_flight)
    }

    /// Whether there is a limit in bytes.
    pub(super) fn is_bounded_in_bytes(&self) -> bool {
        self.capacity.bytes != u64::MAX
    }

    /// Whether a key can be prefetched now.
    fn is_loadable(&self, key: u64) -> bool {
        !self.in_flight.contains_key(&key)
            && !self.entries.contains_key(&key)
            && !self.failed.contains_key(&key)
            && self.current != Some(key)
    }

    /// Takes the next key to prefetch from the queue. The caller has to call `begin` with it.
    pub fn take_prefetch(&mut self) -> Option<u64> {
        if self.room() == 0 {
            return None;
        }
        if !self.plan.groups.is_empty() {
            return self.take_of_group();
        }
        while let Some(key) = self.pending.pop() {
            if self.is_loadable(key) {
                return Some(key);
            }
        }
        None
    }

    /// Changes how many prefetches are asked for at once, queued and in flight.
    pub fn set_degree(&mut self, degree: usize) {
        self.degree = degree;
    }

    /// Changes how many moves are kept.
    pub fn set_history(&mut self, history: usize) {
        self.moves.resize(history);
    }
}

#[cfg(test)]
mod tests;
