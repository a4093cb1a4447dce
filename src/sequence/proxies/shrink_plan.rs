//! Which pictures of a sequence get a small one, and in which order: coarse to fine, within a memory budget.

/// The assumed size of a small picture, in bytes, before the first one is made.
const ASSUMED_BYTES: u64 = 4096;

/// Plans small pictures for every s-th of `count` pictures. The stride s is the smallest power of two at which they fit the
/// budget, judged by the mean size of those made so far. Pictures are named by their rank: their place in the sequence from 0.
#[derive(Debug)]
pub(super) struct ShrinkPlan {
    count: u64,
    /// In bytes, as are the sizes below.
    budget: u64,
    bytes: u64,
    stored: u64,
    at: Cursor,
    /// Whether the budget is used up.
    is_full: bool,
}

/// A place in the order of ranks. Rank 0 comes first, then the odd multiples of each power of two, from the largest power to
/// 1. All ranks before this place are done.
#[derive(Clone, Copy, Debug)]
struct Cursor {
    stride: u64,
    rank: u64,
}

impl Cursor {
    fn first(count: u64) -> Self {
        // The largest power of two below `count`.
        let stride = count.checked_sub(1).and_then(u64::checked_ilog2).map_or(1, |log| 1 << log);
        Self { stride, rank: 0 }
    }

    /// The next place. `None` after the last one.
    fn next(self, count: u64) -> Option<Self> {
        let Self { stride, rank } = self;
        let next = if rank == 0 { stride } else { rank.checked_add(2 * stride)? };
        if next < count {
            return Some(Self { stride, rank: next });
        }
        (rank > 0 && stride > 1).then_some(Self { stride: stride / 2, rank: stride / 2 })
    }
}

impl ShrinkPlan {
    /// A plan for `count` pictures and a budget in bytes.
    pub(super) fn new(count: u64, budget: u64) -> Self {
        Self { count, budget, bytes: 0, stored: 0, at: Cursor::first(count), is_full: count == 0 }
    }

    /// The planned distance between small pictures, for now.
    pub(super) fn stride(&self) -> u64 {
        let mean = self.bytes.checked_div(self.stored).unwrap_or(ASSUMED_BYTES).max(1);
        let fitting = (self.budget / mean).max(1);
        self.count.div_ceil(fitting).max(1).checked_next_power_of_two().unwrap_or(1 << 63)
    }

    /// How many small pictures are planned, for now.
    pub(super) fn planned(&self) -> u64 {
        self.count.div_ceil(self.stride())
    }

    /// Whether a rank is part of the plan and the budget is not used up.
    pub(super) fn wants(&self, rank: u64) -> bool {
        !self.is_full && rank < self.count && rank.is_multiple_of(self.stride())
    }

    /// The next rank to make a small picture of, `None` if all are done. `is_done` returns true for a rank that has one or
    /// cannot have one.
    pub(super) fn next(&mut self, is_done: impl Fn(u64) -> bool) -> Option<u64> {
        if self.is_full {
            return None;
        }
        loop {
            // Rank 0 belongs to every stride.
            if self.at.rank > 0 && self.at.stride < self.stride() {
                return None;
            }
            if !is_done(self.at.rank) {
                return Some(self.at.rank);
            }
            self.at = self.at.next(self.count)?;
        }
    }

    /// Counts a small picture of this size. Returns false if it does not fit the budget.
    pub(super) fn add(&mut self, bytes: u64) -> bool {
        if self.bytes + bytes > self.budget {
            self.is_full = true;
            return false;
        }
        self.bytes += bytes;
        self.stored += 1;
        true
    }

    /// Uncounts a small picture of this size, which was forgotten.
    pub(super) fn remove(&mut self, bytes: u64) {
        self.bytes -= bytes;
        self.stored -= 1;
        self.is_full = false;
    }

    /// Looks again at all ranks, because some are no longer done.
    pub(super) fn begin_again(&mut self) {
        self.at = Cursor::first(self.count);
    }

    /// Size of all small pictures in bytes.
    pub(super) fn bytes(&self) -> u64 {
        self.bytes
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use proptest::prelude::*;

    /// Carries a plan out with small pictures of these sizes; those of size 0 cannot be made.
    fn carried_out(count: u64, budget: u64, size: impl Fn(u64) -> u64) -> (ShrinkPlan, Vec<u64>) {
        let (mut plan, mut order, mut done) = (ShrinkPlan::new(count, budget), Vec::new(), BTreeSet::new());
        while let Some(rank) = plan.next(|rank| done.contains(&rank)) {
            assert!(done.insert(rank) && rank < count);
            if size(rank) > 0 && plan.add(size(rank)) {
                order.push(rank);
            }
        }
        (plan, order)
    }

    fn largest_gap(ranks: &[u64], count: u64) -> u64 {
        let sorted: BTreeSet<u64> = ranks.iter().copied().chain([count]).collect();
        sorted.iter().zip(sorted.iter().skip(1)).map(|(one, next)| next - one).max().unwrap_or(0)
    }

    #[test]
    fn pictures_come_coarse_to_fine() {
        assert_eq!(carried_out(8, u64::MAX, |_| 1).1, [0, 4, 2, 6, 1, 3, 5, 7]);
        assert_eq!(carried_out(6, u64::MAX, |_| 1).1, [0, 4, 2, 1, 3, 5]);
        assert_eq!(carried_out(1, u64::MAX, |_| 1).1, [0]);
        assert_eq!(carried_out(0, u64::MAX, |_| 1).1, [0; 0]);
        assert_eq!(carried_out(1 << 40, 100, |_| 50).1.len(), 2);
    }

    proptest! {
        #[test]
        fn without_bounds_every_picture_gets_one_and_gaps_halve(count in 1_u64..300) {
            let (plan, order) = carried_out(count, u64::MAX, |_| 100);
            prop_assert_eq!(order.iter().copied().collect::<BTreeSet<_>>(), (0..count).collect());
            prop_assert_eq!((order.len() as u64, plan.stride()), (count, 1));
            for made in 1..=order.len() {
                // No more than twice what evenly spread ones would have.
                prop_assert!(largest_gap(&order[..made], count) <= 2 * count.div_ceil(made as u64).next_power_of_two());
            }
        }

        #[test]
        fn the_budget_is_kept_and_used_whatever_a_picture_needs(
            count in 1_u64..2000, budget in 1_u64..200_000, sizes in prop::collection::vec(0_u64..9000, 1..20),
        ) {
            let size = |rank: u64| sizes[rank as usize % sizes.len()];
            let (plan, order) = carried_out(count, budget, size);
            prop_assert!(plan.bytes() <= budget);
            prop_assert_eq!(plan.bytes(), order.iter().map(|&rank| size(rank)).sum::<u64>());
        }

        #[test]
        fn small_pictures_of_one_size_are_as_dense_as_a_power_of_two_allows(
            count in 1_u64..2000, budget in 1000_u64..400_000, size in 1000_u64..9000,
        ) {
            let (plan, order) = carried_out(count, budget, |_| size);
            prop_assert!(!order.is_empty() || size > budget);
            if size <= budget {
                prop_assert!(largest_gap(&order, count) <= 2 * plan.stride());
                prop_assert!(plan.stride() == 1 || count.div_ceil(plan.stride() / 2) > budget / size);
            }
        }
    }
}
