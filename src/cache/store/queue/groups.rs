//! Keys that a load brings together: what they are worth, and which of them is loaded.

use crate::cache::plan::Plan;
use crate::cache::store::state::Store;

/// What the missing candidates of each group are worth together.
pub(super) struct GroupBenefits(Vec<f64>);

impl GroupBenefits {
    /// What the group of a key is worth; none if the key is alone.
    pub(super) fn of(&self, key: u64, plan: &Plan) -> Option<f64> {
        plan.groups.number_of(key).map(|group| self.0[group])
    }
}

impl<V> Store<V> {
    /// Adds up for each group what it is worth to load its missing candidates.
    pub(super) fn group_benefits(&self) -> GroupBenefits {
        let mut sums = vec![0.0; self.plan.groups.len()];
        if sums.is_empty() {
            return GroupBenefits(sums);
        }
        for candidate in self.plan.candidates.iter().filter(|candidate| self.is_loadable(candidate.key)) {
            if let Some(group) = self.plan.groups.number_of(candidate.key) {
                sums[group] += candidate.benefit;
            }
        }
        GroupBenefits(sums)
    }

    /// How many of the queued keys workers could begin to load now, up to `most`: of each group one, and none if a load of the
    /// group is in flight.
    pub fn startable(&self, most: usize) -> usize {
        if self.plan.groups.is_empty() {
            return self.queued().take(most).count();
        }
        let mut busy = self.busy_groups();
        let begins = |key: u64| match self.plan.groups.number_of(key) {
            Some(group) => !std::mem::replace(&mut busy[group], true),
            None => true,
        };
        self.queued().map(begins).filter(|&begins| begins).take(most).count()
    }

    /// Whether a load of each group is in flight, which may bring its keys.
    fn busy_groups(&self) -> Vec<bool> {
        let mut busy = vec![false; self.plan.groups.len()];
        let loading = self.in_flight.keys().filter_map(|&key| self.plan.groups.number_of(key));
        loading.for_each(|group| busy[group] = true);
        busy
    }

    /// Takes a key of the first queued key's group among those of which no load is in flight. It is the largest queued key of
    /// that group: on the way to it, a load passes all others.
    pub(super) fn take_of_group(&mut self) -> Option<u64> {
        let busy = self.busy_groups();
        let group_of = |key: u64| self.plan.groups.number_of(key);
        let first = self.queued().find(|&key| group_of(key).is_none_or(|group| !busy[group]))?;
        let group = group_of(first);
        let key = self.queued().filter(|&key| group.is_some() && group_of(key) == group).max().unwrap_or(first);
        self.pending.retain(|&other| other != key);
        Some(key)
    }
}
