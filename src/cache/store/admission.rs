//! Who may come in, and who has to leave for it.

use std::time::Duration;

use super::{Capacity, Dropped, Entry, EventKind, Leaving, Policy, Store};
use crate::cache::eviction::{EntryInfo, EvictionPolicy};

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
        self.entries.insert(key, Entry { wanted, ..entry });
    }

    fn refuse(&mut self, key: u64, entry: Entry<V>, now: Duration, dropped: &mut Dropped<V>) {
        self.counters.rejected += 1;
        self.counters.wasted += u64::from(entry.prefetched && !entry.used);
        if self.refused_weights.len() >= MAX_REFUSED {
            self.refused_weights.clear();
        }
        self.refused_weights.insert(key, entry.weight);
        self.events.emit(now, EventKind::Rejected, key);
        dropped.push(Leaving::Value(entry.value));
    }

    /// The fewest entries to evict, the least worth keeping first, so that what is over fits; the current key never.
    /// None if what `may_go` does not hold enough.
    fn victims(&self, over: Over, may_go: impl Fn(&Entry<V>) -> bool) -> Option<Vec<u64>> {
        let mut candidates: Vec<(Standing, u64, u64)> = Vec::new();
        let mut first: Option<(Standing, u64, u64)> = None;
        let eligible = self.entries.iter().filter(|&(&key, entry)| self.current != Some(key) && may_go(entry));
        for (&key, entry) in eligible.clone() {
            let standing = self.standing(key, entry);
            if first.as_ref().is_none_or(|(lowest, ..)| standing.is_below(lowest)) {
                first = Some((standing, key, entry.weight));
            }
        }
        let (_, key, weight) = first?;
        if over.without(weight).is_none() {
            return Some(vec![key]);
        }
        candidates.extend(eligible.map(|(&key, entry)| (self.standing(key, entry), key, entry.weight)));
        candidates.sort_unstable_by(|(a, ..), (b, ..)| a.compare(b));
        let mut left = over;
        for (at, (_, _, weight)) in candidates.iter().enumerate() {
            match left.without(*weight) {
                Some(still) => left = still,
                None => return Some(candidates[..=at].iter().map(|(_, key, _)| *key).collect()),
            }
        }
        None
    }

    fn standing(&self, key: u64, entry: &Entry<V>) -> Standing {
        let retention = match &self.policy {
            Policy::BuiltIn(eviction) => eviction.retention(&entry.info(key)),
            Policy::Custom(_) => entry.retention,
        };
        Standing { wanted: entry.wanted, worth: entry.worth, retention, inserted: entry.inserted }
    }

    fn evict(&mut self, key: u64, now: Duration, dropped: &mut Dropped<V>) {
        let Some(entry) = self.entries.remove(&key) else { return };
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
            let everything = || self.entries.keys().copied().filter(|&key| self.current != Some(key)).collect();
            let victims = self.victims(over, |_| true).unwrap_or_else(everything);
            victims.into_iter().for_each(|victim| self.evict(victim, now, dropped));
        }
    }

    /// Changes the policy; the old one is returned, to be dropped without a lock.
    pub fn set_policy(&mut self, policy: Policy) -> Policy {
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

/// How much an entry is worth keeping. The order of the fields is the order in which they decide.
struct Standing {
    wanted: bool,
    worth: f64,
    retention: f64,
    inserted: u64,
}

impl Standing {
    fn compare(&self, other: &Self) -> std::cmp::Ordering {
        // What is no number counts as the lowest, whatever its sign bit.
        let number = |value: f64| if value.is_nan() { f64::NEG_INFINITY } else { value };
        (self.wanted.cmp(&other.wanted))
            .then(self.worth.total_cmp(&other.worth))
            .then(number(self.retention).total_cmp(&number(other.retention)))
            .then(self.inserted.cmp(&other.inserted))
    }

    fn is_below(&self, other: &Self) -> bool {
        self.compare(other).is_lt()
    }
}
