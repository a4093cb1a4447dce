//! A random permutation that is computed instead of stored.

use crate::random::{Random, mix};

/// The numbers `0 … len − 1`, each once, in random order. It is a Feistel network over the next power of four that skips
/// the numbers from `len` on (Black and Rogaway, "Ciphers with Arbitrary Finite Domains", 2002).
pub(super) struct Permutation {
    len: u64,
    half_bits: u32,
    keys: [u64; 4],
    next: u64,
}

impl Permutation {
    pub(super) fn new(len: u64, seed: u64) -> Self {
        let bits = 64 - len.saturating_sub(1).leading_zeros();
        let mut random = Random::new(seed ^ 0x5348_5546_464C_4544);
        Self { len, half_bits: bits.div_ceil(2).max(1), keys: std::array::from_fn(|_| random.next()), next: 0 }
    }

    /// The place of `place` in the permutation of all numbers of `2 × half_bits` bits.
    fn image(&self, place: u64) -> u64 {
        let mask = (1_u64 << self.half_bits) - 1;
        let (mut left, mut right) = (place >> self.half_bits, place & mask);
        for key in self.keys {
            (left, right) = (right, left ^ (mix(right ^ key) & mask));
        }
        left << self.half_bits | right
    }
}

impl Iterator for Permutation {
    type Item = u64;

    fn next(&mut self) -> Option<u64> {
        while self.next < 1 << (2 * self.half_bits) {
            let image = self.image(self.next);
            self.next += 1;
            if image < self.len {
                return Some(image);
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_permutation_has_every_number_once_and_no_order() {
        for len in [0, 1, 2, 3, 64, 65, 1000] {
            let shuffled: Vec<u64> = Permutation::new(len, 1).collect();
            let mut sorted = shuffled.clone();
            sorted.sort_unstable();
            assert!(sorted.iter().copied().eq(0..len), "{len}");
            let rising = shuffled.windows(2).filter(|pair| pair[0] < pair[1]).count();
            assert!(len < 1000 || (400..600).contains(&rising), "{rising}");
        }
    }
}
