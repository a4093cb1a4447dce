//! The keys of a provider: [`KeySet`].

use std::ops::RangeInclusive;

/// A run of consecutive keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Run {
    first: u64,
    /// How many keys it has.
    len: u64,
    /// The rank of `first`: how many keys come before it.
    rank: u64,
}

/// An ordered set of keys, stored as runs of consecutive keys. Its memory is proportional to the number of runs.
///
/// The *rank* of a key is its position in the set, from 0. Predictors work with ranks, so that "+1" is always the next
/// existing key, even after a gap.
///
/// ```
/// use motscope::KeySet;
/// let keys = KeySet::from_runs([10..=12, 20..=20]);
/// assert_eq!(keys.len(), 4);
/// assert_eq!(keys.rank_of(20), Some(3));
/// assert_eq!(keys.key_at(3), Some(20));
/// assert!(!keys.contains(15));
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct KeySet {
    runs: Vec<Run>,
    len: u64,
}

impl KeySet {
    /// The keys `0 … count − 1`.
    pub fn first_n(count: u64) -> Self {
        if count == 0 { Self::default() } else { Self::from_runs([0..=count - 1]) }
    }

    /// The keys of these inclusive runs, in any order. Runs may overlap; empty ones are ignored.
    pub fn from_runs(runs: impl IntoIterator<Item = RangeInclusive<u64>>) -> Self {
        let mut sorted: Vec<(u64, u64)> =
            runs.into_iter().filter(|run| !run.is_empty()).map(|run| (*run.start(), *run.end())).collect();
        sorted.sort_unstable();
        let mut joined: Vec<(u64, u64)> = Vec::with_capacity(sorted.len());
        for (first, last) in sorted {
            match joined.last_mut() {
                Some(previous) if first <= previous.1.saturating_add(1) => previous.1 = previous.1.max(last),
                _ => joined.push((first, last)),
            }
        }
        let mut set = Self { runs: Vec::with_capacity(joined.len()), len: 0 };
        for (first, last) in joined {
            // The count of all 2^64 keys does not fit into 64 bits; that set loses its largest key.
            let len = (last - first).saturating_add(1);
            set.runs.push(Run { first, len, rank: set.len });
            set.len = set.len.saturating_add(len);
        }
        set
    }

    /// The given keys, in any order. A repeated key counts once.
    pub fn from_keys(keys: impl IntoIterator<Item = u64>) -> Self {
        Self::from_runs(keys.into_iter().map(|key| key..=key))
    }

    /// How many keys there are.
    pub fn len(&self) -> u64 {
        self.len
    }

    /// Whether there are no keys at all.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// The smallest key; none if the set is empty.
    pub fn first(&self) -> Option<u64> {
        self.runs.first().map(|run| run.first)
    }

    /// The largest key; none if the set is empty.
    pub fn last(&self) -> Option<u64> {
        self.runs.last().map(|run| run.first + (run.len - 1))
    }

    /// Whether `key` is in the set.
    pub fn contains(&self, key: u64) -> bool {
        self.rank_of(key).is_some()
    }

    /// The rank of a key: how many keys of the set are smaller. None if the key is not in the set.
    pub fn rank_of(&self, key: u64) -> Option<u64> {
        let run = self.runs.get(self.runs.partition_point(|run| run.first <= key).checked_sub(1)?)?;
        (key - run.first < run.len).then(|| run.rank + (key - run.first))
    }

    /// The key with a rank; none if the rank is too large.
    pub fn key_at(&self, rank: u64) -> Option<u64> {
        let run = self.runs.get(self.runs.partition_point(|run| run.rank <= rank).checked_sub(1)?)?;
        (rank - run.rank < run.len).then(|| run.first + (rank - run.rank))
    }

    /// The key of the set that is nearest to `key`, the smaller one of two. None if the set is empty.
    pub fn nearest(&self, key: u64) -> Option<u64> {
        let after = self.runs.partition_point(|run| run.first <= key);
        let above = self.runs.get(after).map(|run| run.first);
        let below = after.checked_sub(1).and_then(|at| self.runs.get(at)).map(|run| key.min(run.first + (run.len - 1)));
        match (below, above) {
            (Some(below), Some(above)) => Some(if key - below <= above - key { below } else { above }),
            (one, other) => one.or(other),
        }
    }

    /// The runs of consecutive keys, in order.
    pub fn runs(&self) -> impl ExactSizeIterator<Item = RangeInclusive<u64>> + '_ {
        self.runs.iter().map(|run| run.first..=run.first + (run.len - 1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn ranks_and_membership_equal_a_sorted_list(
            runs in prop::collection::vec((0_u64..200, 0_u64..20), 0..12), probe in 0_u64..240,
        ) {
            let mut naive: Vec<u64> = runs.iter().flat_map(|&(first, len)| first..first + len).collect();
            naive.sort_unstable();
            naive.dedup();
            let from_runs = KeySet::from_runs(runs.iter().filter(|run| run.1 > 0).map(|&(first, len)| first..=first + len - 1));
            prop_assert_eq!(&from_runs, &KeySet::from_keys(naive.iter().copied()));
            prop_assert_eq!(from_runs.len() as usize, naive.len());
            prop_assert_eq!(from_runs.rank_of(probe), naive.binary_search(&probe).ok().map(|rank| rank as u64));
            prop_assert_eq!(from_runs.key_at(probe), naive.get(probe as usize).copied());
            prop_assert_eq!(from_runs.first(), naive.first().copied());
            prop_assert_eq!(from_runs.last(), naive.last().copied());
            let nearest = naive.iter().copied().min_by_key(|&key| (key.abs_diff(probe), key));
            prop_assert_eq!(from_runs.nearest(probe), nearest);
        }
    }

    #[test]
    fn the_largest_keys_do_not_overflow() {
        let keys = KeySet::from_runs([1..=u64::MAX]);
        assert!(keys.contains(u64::MAX) && keys.nearest(u64::MAX) == Some(u64::MAX) && keys.nearest(0) == Some(1));
        assert_eq!(KeySet::from_runs([0..=u64::MAX]).len(), u64::MAX);
        assert_eq!(KeySet::from_keys([u64::MAX, 0]).key_at(1), Some(u64::MAX));
    }
}
