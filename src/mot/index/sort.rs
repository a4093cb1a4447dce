//! A stable sort of entries by frame, in time proportional to their number.

use super::entry::Entry;

/// The number of buckets of one pass, as bits. The counters of so few buckets fit the first-level cache of the processor.
const MAX_BITS: u32 = 11;
/// Fewer entries than this are sorted by comparisons, because setting up counters would take longer.
const FEW: usize = 1 << 12;

/// Sorts entries by frame. Entries of one frame keep their order. `spare` is a buffer that can be used again.
///
/// This is a radix sort from the lowest digit up, over the bits in which the frames differ from the least frame. A file
/// ordered by track has millions of short ascending sequences, the worst case of a sort by comparisons.
pub(super) fn by_frame(entries: &mut Vec<Entry>, spare: &mut Vec<Entry>) {
    if entries.len() < FEW {
        entries.sort_by_key(|entry| entry.frame);
    } else {
        radix_sort(entries, spare);
    }
}

/// Sorts `entries`. `sorted` is the buffer that each pass moves them to.
fn radix_sort(entries: &mut Vec<Entry>, sorted: &mut Vec<Entry>) {
    let least = entries.iter().map(|entry| entry.frame).min().unwrap_or(0);
    let most = entries.iter().map(|entry| entry.frame).max().unwrap_or(0);
    let bits = u32::BITS - (most - least).leading_zeros();
    let passes = bits.div_ceil(MAX_BITS);
    let digit_bits = bits.div_ceil(passes.max(1));
    sorted.resize(entries.len(), Entry::default());
    let mut next = vec![0_usize; 1 << digit_bits];
    for pass in 0..passes {
        let digit = |entry: &Entry| ((entry.frame - least) >> (pass * digit_bits)) as usize & ((1 << digit_bits) - 1);
        next.fill(0);
        for entry in entries.iter() {
            next[digit(entry)] += 1;
        }
        let mut start = 0;
        for count in &mut next {
            start += std::mem::replace(count, start);
        }
        for entry in entries.iter() {
            let place = &mut next[digit(entry)];
            sorted[*place] = *entry;
            *place += 1;
        }
        std::mem::swap(entries, sorted);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn the_order_is_that_of_a_stable_sort(
            frames in prop::collection::vec(0..=i32::MAX as u32, 0..300), mask in any::<u32>(), used in 0..400_usize,
        ) {
            let mut entries: Vec<Entry> =
                frames.iter().zip(0_u64..).map(|(&frame, at)| Entry::new(frame & mask, at, at + 1)).collect();
            let mut expected = entries.clone();
            expected.sort_by_key(|entry| entry.frame);
            radix_sort(&mut entries, &mut vec![Entry::new(1, 2, 3); used]);
            prop_assert_eq!(entries, expected);
        }
    }
}
