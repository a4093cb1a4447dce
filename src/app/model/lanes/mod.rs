//! The lanes under the scrubber: what is counted in each column of pixels.

mod boxes;
mod errors;

pub use boxes::{BoxesColumn, boxes};
pub use errors::{ErrorLane, ErrorsColumn, errors};

use std::ops::RangeInclusive;

use super::strip;
use crate::provider::KeySet;

/// The frame numbers of a column, if all of `keys` share `columns` columns. Numbers between two frames belong to the later one.
/// `None` without frames.
fn numbers(column: usize, keys: &KeySet, columns: usize) -> Option<RangeInclusive<u64>> {
    let ranks = strip::ranks_of(column, keys.len(), columns);
    let last = keys.key_at(ranks.end - 1)?;
    let before = ranks.start.checked_sub(1).and_then(|rank| keys.key_at(rank));
    let last = if ranks.end == keys.len() { u64::MAX } else { last };
    Some(before.map_or(0, |before| before + 1)..=last)
}

/// How strong a count is drawn, from 0 (nothing) to 1 (the most). A single one among very many is still seen.
pub fn strength(share: f32) -> f32 {
    const LEAST: f32 = 0.45;
    if share > 0.0 { LEAST + (1.0 - LEAST) * share.min(1.0) } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn every_number_belongs_to_the_columns_of_one_frame(
            gap in 1_u64..40, columns in 1_usize..200, number in 0_u64..120,
        ) {
            let keys = KeySet::from_runs([3..=gap + 3, gap + 9..=80]);
            let of: Vec<usize> =
                (0..columns).filter(|&column| numbers(column, &keys, columns).unwrap().contains(&number)).collect();
            prop_assert!(!of.is_empty());
            prop_assert!(of.windows(2).all(|two| two[0] + 1 == two[1]));
            let ranks: Vec<_> = of.iter().map(|&column| strip::ranks_of(column, keys.len(), columns)).collect();
            prop_assert!(ranks.windows(2).all(|two| two[0] == two[1]), "{ranks:?}");
        }
    }

    #[test]
    fn one_among_a_hundred_thousand_is_seen() {
        assert!(strength(1e-5) >= 0.45 && strength(0.0) == 0.0 && strength(1.0) == 1.0 && strength(9.0) == 1.0);
    }
}
