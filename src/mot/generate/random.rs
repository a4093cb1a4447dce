//! Random numbers that are the same everywhere, and a permutation that takes no memory.

/// `SplitMix64` (Steele, Lea and Flood 2014): small, fast, and good enough for people who walk about.
#[derive(Clone, Copy, Debug)]
pub(super) struct Random(u64);

impl Random {
    pub(super) fn new(seed: u64) -> Self {
        Self(seed)
    }

    pub(super) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        mix(self.0)
    }

    /// A whole number below `bound`, which is not 0.
    pub(super) fn below(&mut self, bound: u64) -> u64 {
        ((u128::from(self.next()) * u128::from(bound)) >> 64) as u64
    }

    /// A fraction from `low` to `high`.
    pub(super) fn between(&mut self, low: f64, high: f64) -> f64 {
        low + (high - low) * unit(self.next())
    }
}

/// A fraction from 0 to 1, from the upper 53 bits.
pub(super) fn unit(bits: u64) -> f64 {
    (bits >> 11) as f64 / (1_u64 << 53) as f64
}

/// Spreads every bit over all others.
pub(super) fn mix(mut bits: u64) -> u64 {
    bits = (bits ^ (bits >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    bits = (bits ^ (bits >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    bits ^ (bits >> 31)
}

/// The numbers `0 … len − 1`, each once, in no order: a Feistel network over the next power of four, which skips what
/// lies beyond (Black and Rogaway 2002).
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

    #[test]
    fn numbers_are_those_of_the_published_generator() {
        let mut random = Random::new(1_234_567);
        assert_eq!([random.next(), random.next()], [6_457_827_717_110_365_317, 3_203_168_211_198_807_973]);
    }
}
