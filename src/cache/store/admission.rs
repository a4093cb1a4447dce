//! Admission: which values may stay, and which are evicted for them.

mod neighbours;

use std::time::Duration;

use super::capacity::Capacity;
use super::state::Store;
use super::value::{Dropped, Entry, Leaving};
use crate::cache::event::EventKind;
use crate::cache::eviction::{EntryInfo, Policy};

/// How many weights of values that were not admitted are kept.
const MAX_REFUSED: usize = 4096;

impl<V> Store<V> {
    /// Admits a loaded value, or rejects it.
    ///
    /// - The value of the current key is always admitted, even if it alone is heavier than the capacity.
    /// - A value that the newest plan wants, or that was asked for since its load began, may replace values that the
    ///   plan does not want or that are worth less.
    /// - Any other value may replace values that are worth less: it is loaded now, though the newest plan would not load
    ///   it.
    pub(super) fn admit(&mut self, key: u64, entry: Entry<V>, now: Duration, dropped: &mut Dropped<V>) {
        let is_current = self.current == Some(key);
        let may_replace = entry.used || self.is_wanted(key);
        let may_go = |victim: &Entry<V>| (may_replace && !victim.wanted) || victim.worth < entry.worth;
        let victims = match self.make_room(entry.weight, |victim| is_current || may_go(victim)) {
            Some(victims) => victims,
            None if is_current => self.entries.keys().copied().collect(),
            None => return self.refuse(key, entry, now, dropped),
        };
        victims.into_iter().for_each(|victim| self.evict(victim, now, dropped));
        self.insert(key, entry);
    }

    /// The entries to evict so that another value of this weight fits. None if the entries for which `may_go` is true are not
    /// enough; for `may_go` see [`victims`](Self::victims).
    fn make_room(&mut self, weight: u64, may_go: impl Fn(&Entry<V>) -> bool) -> Option<Vec<u64>> {
        let over = Over {
            entries: (self.entries.len() + 1).saturating_sub(self.capacity.entries),
            bytes: (self.bytes + u128::from(weight)).saturating_sub(self.capacity.bytes.into()),
        };
        if over.is_over() { self.victims(over, may_go) } else { Some(Vec::new()) }
    }

    /// Inserts a value for which there is room.
    fn insert(&mut self, key: u64, entry: Entry<V>) {
        self.bytes += u128::from(entry.weight);
        self.refused_weights.remove(&key);
        let wanted = self.is_wanted(key);
        let mut entry = Entry { wanted, ..entry };
        entry.rate(key, &self.policy);
        self.victims.add(key, &entry);
        if entry.renewal.due {
            self.stale.push(key);
        }
        self.entries.insert(key, entry);
    }

    /// Rejects a loaded value.
    fn refuse(&mut self, key: u64, entry: Entry<V>, now: Duration, dropped: &mut Dropped<V>) {
        self.counters.rejected += 1;
        self.counters.wasted += u64::from(entry.prefetched && !entry.used);
        self.remember_refused(key, entry.weight);
        self.events.emit(now, EventKind::Rejected, key);
        if entry.renewal.due {
            self.left_stale(key);
        }
        dropped.push(Leaving::Value(entry.value));
    }

    /// Remembers the weight of a value for which there was no room.
    fn remember_refused(&mut self, key: u64, weight: u64) {
        if self.refused_weights.len() >= MAX_REFUSED {
            self.refused_weights.clear();
        }
        self.refused_weights.insert(key, weight);
        // There is less room than expected, so the wanted set must be chosen again.
        self.misjudged = u64::MAX;
    }

    /// The fewest entries to evict so that the capacity is kept, the least worth keeping first, without the current
    /// key. None if the entries for which `may_go` is true are not enough. `may_go` must be true for an entry if it is
    /// true for one that is worth more.
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

    /// Evicts an entry.
    fn evict(&mut self, key: u64, now: Duration, dropped: &mut Dropped<V>) {
        let Some(entry) = self.entries.remove(&key) else { return };
        self.victims.remove(key);
        if entry.renewal.due || entry.renewal.load.is_some() {
            self.stale.remove(key);
            self.left_stale(key);
        }
        let unused = entry.prefetched && !entry.used;
        self.bytes -= u128::from(entry.weight);
        self.counters.evictions += 1;
        self.counters.wasted += u64::from(unused);
        self.events.emit(now, EventKind::Evict { unused }, key);
        dropped.push(Leaving::Value(entry.value));
    }

    /// Changes the capacity and evicts what no longer fits.
    pub fn set_capacity(&mut self, capacity: Capacity, now: Duration, dropped: &mut Dropped<V>) {
        self.capacity = Capacity { entries: capacity.entries.max(1), ..capacity };
        self.choose_wanted();
        self.evict_surplus(now, dropped);
    }

    /// Evicts what does not fit the capacity.
    pub(super) fn evict_surplus(&mut self, now: Duration, dropped: &mut Dropped<V>) {
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

    /// Changes the eviction policy. Returns the old one, to be dropped without the lock.
    pub fn set_policy(&mut self, policy: Policy) -> Policy {
        self.entries.iter_mut().for_each(|(&key, entry)| entry.rate(key, &policy));
        self.victims.forget();
        self.policy_version += 1;
        std::mem::replace(&mut self.policy, policy)
    }

    /// How often the policy was replaced. Numbers that an older policy gave are not used.
    pub fn policy_version(&self) -> u64 {
        self.policy_version
    }

    /// The current eviction policy.
    pub fn policy(&self) -> &Policy {
        &self.policy
    }

    /// All entries, for a custom policy, with the likelihoods of the current plan.
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
    /// Whether the capacity would be exceeded at all.
    fn is_over(self) -> bool {
        self.entries > 0 || self.bytes > 0
    }

    /// What remains after an entry of this weight leaves; none if the capacity is kept then.
    fn without(self, weight: u64) -> Option<Self> {
        let left = Self { entries: self.entries.saturating_sub(1), bytes: self.bytes.saturating_sub(weight.into()) };
        left.is_over().then_some(left)
    }
}
