//! Finds the frames of rows that may be duplicates in a file without any order, by one number for each row.
//!
//! In such a file nothing is known of a row from its neighbours. To read the rows of each frame through the index would read
//! the whole file once more, in random order. Instead each row leaves a *key*: eight bytes that are equal for rows of one
//! frame and one identity, and hardly ever for others. Frames with equal keys are then searched exactly.

use super::keyed::Keyed;
use crate::parallel;

/// How many buckets the keys are sorted into, as a power of two. A bucket of a large file fits the cache of the processor.
const BUCKET_BITS: u32 = 10;
const BUCKETS: usize = 1 << BUCKET_BITS;

/// An odd number that mixes the bits of a key by a multiplication, which can be undone.
const MIX: u64 = 0x9E37_79B9_7F4A_7C15;
/// The factor that undoes it.
const UNMIX: u64 = inverse(MIX);

/// The number whose product with the odd number `factor` is 1, without the bits above 64. Each step doubles the number of
/// right bits (Newton's method); an odd number is right in three bits for itself.
const fn inverse(factor: u64) -> u64 {
    let mut inverse = factor;
    let mut step = 0;
    while step < 5 {
        inverse = inverse.wrapping_mul(2_u64.wrapping_sub(factor.wrapping_mul(inverse)));
        step += 1;
    }
    inverse
}

/// How the frame and the identity of a row become a key. Only keys that were made in one way can be compared.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct KeyForm {
    /// The least frame.
    first: u32,
    /// How many bits a frame takes, counted from the least one. The other bits are a hash of the identity.
    frame_bits: u32,
    hash: Keyed,
}

impl PartialEq for KeyForm {
    fn eq(&self, other: &Self) -> bool {
        (self.first, self.frame_bits) == (other.first, other.frame_bits)
    }
}

impl KeyForm {
    /// The form for frames from `first` to `last`.
    pub(super) fn new((first, last): (u32, u32)) -> Self {
        Self { first, frame_bits: u32::BITS - (last - first).leading_zeros(), hash: Keyed::default() }
    }

    /// The key of a row.
    #[inline]
    pub(super) fn key(&self, frame: u32, id: u64) -> u64 {
        let frame = u64::from(frame.wrapping_sub(self.first));
        let hash = self.hash.hash_of(id) >> self.frame_bits;
        (frame.checked_shl(u64::BITS - self.frame_bits).unwrap_or(0) | hash).wrapping_mul(MIX)
    }

    /// The frame of a key.
    fn frame(&self, key: u64) -> u32 {
        let frame = key.wrapping_mul(UNMIX).checked_shr(u64::BITS - self.frame_bits).unwrap_or(0);
        self.first.wrapping_add(frame as u32)
    }
}

/// The keys of the rows of a part of the file, sorted into buckets.
#[derive(Clone, Debug)]
pub(super) struct PartKeys {
    form: KeyForm,
    keys: Vec<u64>,
    /// Where each bucket begins, and where the last one ends.
    starts: Vec<u32>,
}

/// The bucket of a key. Its first bits are mixed well.
fn bucket(key: u64) -> usize {
    (key >> (u64::BITS - BUCKET_BITS)) as usize
}

impl PartKeys {
    /// Sorts keys into buckets.
    pub(super) fn new(form: KeyForm, unsorted: &[u64]) -> Self {
        let mut next = vec![0_u32; BUCKETS + 1];
        for &key in unsorted {
            next[bucket(key) + 1] += 1;
        }
        for bucket in 0..BUCKETS {
            next[bucket + 1] += next[bucket];
        }
        let starts = next.clone();
        let mut keys = vec![0; unsorted.len()];
        for &key in unsorted {
            let place = &mut next[bucket(key)];
            keys[*place as usize] = key;
            *place += 1;
        }
        Self { form, keys, starts }
    }

    /// The keys of a bucket.
    fn of_bucket(&self, bucket: usize) -> &[u64] {
        &self.keys[self.starts[bucket] as usize..self.starts[bucket + 1] as usize]
    }
}

/// The frames of equal keys, sorted, each once. Keys of different forms are not compared.
pub(super) fn frames_of_equal(parts: &[PartKeys], threads: usize) -> Vec<u32> {
    let mut frames = Vec::new();
    for parts in parts.chunk_by(|one, next| one.form == next.form) {
        let found = parallel::shared_out(BUCKETS, threads, |found: &mut EqualKeys, bucket| {
            found.search(parts, bucket);
            true
        });
        frames.extend(found.into_iter().flat_map(|found| found.frames));
    }
    frames.sort_unstable();
    frames.dedup();
    frames
}

/// The equal keys that a thread has found.
#[derive(Debug, Default)]
struct EqualKeys {
    /// The frames of the equal keys. A frame may come several times.
    frames: Vec<u32>,
    /// A hash table of the keys of one bucket. 0 is a free place.
    table: Vec<u64>,
}

impl EqualKeys {
    /// Searches one bucket of all parts.
    fn search(&mut self, parts: &[PartKeys], bucket: usize) {
        let count: usize = parts.iter().map(|part| part.of_bucket(bucket).len()).sum();
        let bits = (2 * count).max(2).next_power_of_two().ilog2();
        self.table.clear();
        self.table.resize(1 << bits, 0);
        for part in parts {
            for &key in part.of_bucket(bucket) {
                // The key 0 counts as 1. If both are there, one frame is searched in vain.
                let sought = key.max(1);
                let mut place = (key << BUCKET_BITS >> (u64::BITS - bits)) as usize;
                while self.table[place] != 0 && self.table[place] != sought {
                    place = (place + 1) & ((1 << bits) - 1);
                }
                if self.table[place] == sought {
                    let frame = part.form.frame(key);
                    if self.frames.last() != Some(&frame) {
                        self.frames.push(frame);
                    }
                }
                self.table[place] = sought;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::HashSet;

    proptest! {
        #[test]
        fn a_key_has_the_frame_of_its_row(first in 0..1_u32 << 31, more in 0..1_u32 << 31, id in any::<u64>(), share in 0.0..=1.0) {
            let last = first + more;
            let frame = first + (f64::from(more) * share) as u32;
            let form = KeyForm::new((first, last));
            prop_assert_eq!(form.frame(form.key(frame, id)), frame);
        }

        #[test]
        fn the_frames_of_equal_rows_are_found_whatever_the_parts(
            rows in prop::collection::vec((3..20_u32, 0..40_u64), 0..60), cut in 0..60_usize, threads in 1..3_usize,
        ) {
            let form = KeyForm::new((3, 19));
            let keys: Vec<u64> = rows.iter().map(|&(frame, id)| form.key(frame, id)).collect();
            let (one, other) = keys.split_at(cut.min(keys.len()));
            let mut seen = HashSet::new();
            let mut expected: Vec<u32> = rows.iter().filter(|row| !seen.insert(**row)).map(|row| row.0).collect();
            expected.sort_unstable();
            expected.dedup();
            prop_assert_eq!(frames_of_equal(&[PartKeys::new(form, one), PartKeys::new(form, other)], threads), expected);
        }
    }
}
