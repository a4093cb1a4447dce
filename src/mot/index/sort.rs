//! Sorts the entries of a part of a file into buckets, in one pass over them.

use super::entry::Entry;

/// The most buckets, as a power of two. The counters of so few buckets fit the first-level cache of the processor.
const MAX_BITS: u32 = 10;
/// Fewer entries than this are sorted by comparisons, because setting up counters would take longer.
const FEW: usize = 1 << 12;
/// Frame numbers are dense if there are at most this many for each entry. Buckets of other numbers could be very uneven.
const DENSITY: usize = 4;

/// Sorts entries, whose frames lie in `least ..= most`, by frame divided by a power of two. Entries of one bucket keep their
/// order. Returns the sorted entries and the power.
///
/// A file ordered by track has millions of short ascending sequences, the worst case of a sort by comparisons.
pub(super) fn into_buckets(entries: &[Entry], least: u32, most: u32) -> (Vec<Entry>, u32) {
    if entries.len() < FEW || (most - least) as usize > DENSITY * entries.len() {
        let mut sorted = entries.to_vec();
        sorted.sort_by_key(|entry| entry.frame);
        return (sorted, 0);
    }
    count_into_buckets(entries, least, most)
}

/// Sorts entries whose frames lie in `least ..= most` by counting.
fn count_into_buckets(entries: &[Entry], least: u32, most: u32) -> (Vec<Entry>, u32) {
    let bits = u32::BITS - (most - least).leading_zeros();
    let shift = bits.saturating_sub(MAX_BITS);
    let first = least >> shift;
    let bucket = |entry: &Entry| ((entry.frame >> shift) - first) as usize;
    let mut next = vec![0_u32; ((most >> shift) - first) as usize + 1];
    for entry in entries {
        next[bucket(entry)] += 1;
    }
    let mut start = 0;
    for count in &mut next {
        start += std::mem::replace(count, start);
    }
    // Filling the memory in order brings it into the cache of the processor, where entries are then moved in any order.
    let mut sorted = vec![Entry::default(); entries.len()];
    for entry in entries {
        let place = &mut next[bucket(entry)];
        sorted[*place as usize] = *entry;
        *place += 1;
    }
    (sorted, shift)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn the_order_is_that_of_a_stable_sort_by_bucket(
            frames in prop::collection::vec(0..=i32::MAX as u32, 1..300), mask in 0..20_u32, base in 0..1_u32 << 30,
        ) {
            let mask = (1 << mask) - 1;
            let entries: Vec<Entry> =
                frames.iter().zip(0_u64..).map(|(&frame, at)| Entry::new(base + (frame & mask), at, at + 1)).collect();
            let mut expected = entries.clone();
            let least = entries.iter().map(|entry| entry.frame).min().unwrap();
            let most = entries.iter().map(|entry| entry.frame).max().unwrap();
            let (sorted, shift) = count_into_buckets(&entries, least, most);
            expected.sort_by_key(|entry| entry.frame >> shift);
            prop_assert_eq!(&sorted, &expected);
            prop_assert!((most >> shift) - (least >> shift) <= 1 << MAX_BITS);
            let (sorted, shift) = into_buckets(&entries, least, most);
            expected.sort_by_key(|entry| entry.frame >> shift);
            prop_assert_eq!(sorted, expected);
        }
    }
}
