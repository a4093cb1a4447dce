//! Keys that a load brings together: [`Groups`].

use std::ops::RangeInclusive;

/// The first and the last key of a group.
pub(in crate::cache) type Group = (u64, u64);

/// The groups of the keys of a plan that have more than one key. They do not overlap.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::cache) struct Groups(
    /// By rising key.
    Vec<Group>,
);

impl Groups {
    /// The groups of these keys. Of groups that overlap, the one that begins first counts.
    pub(super) fn of(keys: impl Iterator<Item = u64>, mut together: impl FnMut(u64) -> RangeInclusive<u64>) -> Self {
        let mut groups: Vec<Group> = Vec::new();
        for key in keys {
            if groups.last().is_some_and(|group| contains(*group, key)) {
                continue;
            }
            let (first, last) = together(key).into_inner();
            if first < last && contains((first, last), key) {
                groups.push((first, last));
            }
        }
        groups.sort_unstable();
        let mut end = None;
        groups.retain(|&(first, last)| {
            let is_apart = end.is_none_or(|end| first > end);
            end = if is_apart { Some(last) } else { end };
            is_apart
        });
        Self(groups)
    }

    /// Whether every key is alone.
    pub(in crate::cache) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// How many groups there are.
    pub(in crate::cache) fn len(&self) -> usize {
        self.0.len()
    }

    /// The number of a key's group; none if the key is alone.
    pub(in crate::cache) fn number_of(&self, key: u64) -> Option<usize> {
        let at = self.0.partition_point(|group| group.0 <= key).checked_sub(1)?;
        contains(self.0[at], key).then_some(at)
    }
}

fn contains(group: Group, key: u64) -> bool {
    (group.0..=group.1).contains(&key)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn keys_of_one_range_are_one_group_and_others_are_alone(
            keys in prop::collection::vec(0_u64..60, 0..30), size in 1_u64..20, probe in 0_u64..80,
        ) {
            let group = |key: u64| key / size;
            let groups = Groups::of(keys.iter().copied(), |key| group(key) * size..=group(key) * size + size - 1);
            let is_known = size > 1 && keys.iter().any(|&key| group(key) == group(probe));
            prop_assert_eq!(groups.number_of(probe).is_some(), is_known);
            for &other in keys.iter().filter(|_| is_known) {
                prop_assert_eq!(groups.number_of(other) == groups.number_of(probe), group(other) == group(probe));
            }
        }

        #[test]
        fn absurd_groups_never_overlap(
            ranges in prop::collection::vec((0_u64..60, 0_u64..60), 1..30), probe in 0_u64..60,
        ) {
            let mut next = ranges.iter().cycle();
            let groups = Groups::of(0..60, |_| next.next().map_or(0..=0, |&(first, last)| first..=last));
            let holding = groups.0.iter().filter(|group| contains(**group, probe)).count();
            prop_assert!(holding <= 1 && (holding == 1) == groups.number_of(probe).is_some());
        }
    }
}
