//! Stable sort of the entries by frame, in time proportional to their number.

use super::Entry;
use crate::mot::Progress;

const DIGIT_BITS: u32 = 11;
const BUCKETS: usize = 1 << DIGIT_BITS;

/// Sorts by frame and keeps the order among equals: a radix sort from the lowest digit up. Digits that all entries share
/// are skipped, so frames 1 to 10,000 take two passes. `false` if cancelled.
///
/// A file ordered by track is millions of short ascending stretches, the worst case of a sort by comparisons.
pub(super) fn by_frame(entries: &mut Vec<Entry>, progress: &Progress) -> bool {
    let mut spare: Vec<Entry> = Vec::new();
    for shift in [0, DIGIT_BITS, 2 * DIGIT_BITS] {
        let digit = |entry: &Entry| (entry.frame >> shift) as usize & (BUCKETS - 1);
        let mut next = [0_usize; BUCKETS];
        for entry in entries.iter() {
            next[digit(entry)] += 1;
        }
        if next.contains(&entries.len()) {
            continue;
        }
        let mut start = 0;
        for count in &mut next {
            start += std::mem::replace(count, start);
        }
        // Filled with any entries: each place is written exactly once below.
        spare.clone_from(entries);
        for part in entries.chunks(1 << 16) {
            if progress.is_cancelled() {
                return false;
            }
            for entry in part {
                let place = &mut next[digit(entry)];
                spare[*place] = *entry;
                *place += 1;
            }
        }
        std::mem::swap(entries, &mut spare);
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn the_order_is_that_of_a_stable_sort(frames in prop::collection::vec(0..=i32::MAX as u32, 0..300), mask in any::<u32>()) {
            let mut entries: Vec<Entry> =
                frames.iter().enumerate().map(|(at, &frame)| Entry::new(frame & mask, at as u64, at as u64 + 1)).collect();
            let mut expected = entries.clone();
            expected.sort_by_key(|entry| entry.frame);
            prop_assert!(by_frame(&mut entries, &Progress::new()));
            prop_assert_eq!(entries, expected);
        }
    }
}
