//! Who may come in, and who has to leave for it.

use std::time::Duration;

use super::capacity::Capacity;
use super::state::Store;
use super::value::{Dropped, Entry, Leaving};
use crate::cache::event::EventKind;
use crate::cache::eviction::{EntryInfo, Policy};

/// How many weights of refused values are remembered.
const MAX_REFUSED: usize = 4096;

impl<V> Store<V> {
    /// Lets a loaded value in, if it may come in:
    ///
    /// - the current key always, beyond capacity if it alone is heavier;
    /// - a key that the newest plan wants, or that somebody asked for before the play head moved on, in place of what the
    ///   plan does not want, or of what is worth less;
    /// - anything else only if there is room.
    pub(super) fn admit(&mut self, key: u64, entry: Entry<V>, now: Duration, dropped: &mut Dropped<V>) {
        let over = Over {
            entries: (self.entries.len() + 1).saturating_sub(self.capacity.entries),
            bytes: (self.bytes + u128::from(entry.weight)).saturating_sub(self.capacity.bytes.into()),
        };
        let is_current = self.current == Some(key);
        if over.is_over() {
            let may_replace = entry.used || self.is_wanted(key);
            let victims = self
                .victims(over, |victim| is_current || (may_replace && (!victim.wanted || victim.worth < entry.worth)));
            match victims {
                Some(victims) => victims.into_iter().for_each(|victim| self.evict(victim, now, dropped)),
                None if is_current => {
                    let others: Vec<u64> = self.entries.keys().copied().collect();
                    others.into_iter().for_each(|victim| self.evict(victim, now, dropped));
                }
                None => return self.refuse(key, entry, now, dropped),
            }
        }
        self.bytes += u128::from(entry.weight);
        self.refused_weights.remove(&key);
        let wanted = self.is_wanted(key);
        let mut entry = Entry { wanted, ..entry };
        entry.rate(key, &self.policy);
        self.victims.add(key, &entry);
        self.entries.insert(key, entry);
    }

    fn refuse(&mut self, key: u64, entry: Entry<V>, now: Duration, dropped: &mut Dropped<V>) {
        self.counters.rejected += 1;
        self.counters.wasted += u64::from(entry.prefetched && !entry.used);
        if self.refused_weights.len() >= MAX_REFUSED {
            self.refused_weights.clear();
        }
        self.refused_weights.insert(key, entry.weight);
        // There was no room where some was expected.
        self.misjudged = u64::MAX;
        self.events.emit(now, EventKind::Rejected, key);
        dropped.push(Leaving::Value(entry.value));
    }

    /// The fewest entries to evict, the least worth keeping first, so that what is over fits; the current key never.
    /// None if what `may_go` does not hold enough. `may_go` must not let one go while it keeps one that is worth less.
    fn victims(&mut self, over: Over, may_go: impl Fn(&Entry<V>) -> bool) -> Option<Vec<u64>> {
        let mut count = over.entries.max(1) + 1;
        loop {
            self.victims.find(count, &self.entries);
            let (mut chosen, mut left, mut found) = (Vec::new(), over, 0);
            for key in self.victims.iter() {
                found += 1;
                let Some(entry) = self.entries.get(&key).filter(|_| self.current != Some(key)) else { continue };
                if !may_go(entry) {
                    return None;
                }
                chosen.push(key);
                match left.without(entry.weight) {
                    Some(still) => left = still,
                    None => return Some(chosen),
                }
            }
            if found >= self.entries.len() {
                return None;
            }
            count = found * 4;
        }
    }

    fn evict(&mut self, key: u64, now: Duration, dropped: &mut Dropped<V>) {
        let Some(entry) = self.entries.remove(&key) else { return };
        self.victims.remove(key);
        let unused = entry.prefetched && !entry.used;
        self.bytes -= u128::from(entry.weight);
        self.counters.evictions += 1;
        self.counters.wasted += u64::from(unused);
        self.events.emit(now, EventKind::Evict { unused }, key);
        dropped.push(Leaving::Value(entry.value));
    }

    /// Changes the capacity, evicting what no longer fits.
    pub fn set_capacity(&mut self, capacity: Capacity, now: Duration, dropped: &mut Dropped<V>) {
        self.capacity = Capacity { entries: capacity.entries.max(1), ..capacity };
        self.choose_wanted();
        let over = Over {
            entries: self.entries.len().saturating_sub(self.capacity.entries),
            bytes: self.bytes.saturating_sub(self.capacity.bytes.into()),
        };
        if over.is_over() {
            let victims = self.victims(over, |_| true);
            let everything = || self.entries.keys().copied().filter(|&key| self.current != Some(key)).collect();
            let victims = victims.unwrap_or_else(everything);
            victims.into_iter().for_each(|victim| self.evict(victim, now, dropped));
        }
    }

    /// Changes the policy; the old one is returned, to be dropped without a lock.
    pub fn set_policy(&mut self, policy: Policy) -> Policy {
        self.entries.iter_mut().for_each(|(&key, entry)| entry.rate(key, &policy));
        self.victims.forget();
        std::mem::replace(&mut self.policy, policy)
    }

    /// The policy in use.
    pub fn policy(&self) -> &Policy {
        &self.policy
    }

    /// What a custom policy has to rank, with the likelihoods of the plan in force.
    pub fn entries_to_rank(&self) -> Vec<EntryInfo> {
        self.entries.iter().map(|(&key, entry)| entry.info(key)).collect()
    }
}

/// By how much the capacity would be exceeded.
#[derive(Clone, Copy)]
struct Over {
    entries: usize,
    bytes: u128,
}

impl Over {
    fn is_over(self) -> bool {
        self.entries > 0 || self.bytes > 0
    }

    /// What is still over once an entry of this weight left; none if nothing is.
    fn without(self, weight: u64) -> Option<Self> {
        let left = Self { entries: self.entries.saturating_sub(1), bytes: self.bytes.saturating_sub(weight.into()) };
        left.is_over().then_some(left)
    }
}
