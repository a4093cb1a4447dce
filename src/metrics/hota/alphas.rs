//! The thresholds of HOTA.

/// How many thresholds there are.
pub(in crate::metrics) const COUNT: usize = 19;

/// The thresholds: 0.05, 0.1, … 0.95, each as numpy's `arange(0.05, 0.99, 0.05)` computes it.
pub const ALPHAS: [f64; COUNT] = {
    let mut alphas = [0.0; COUNT];
    let mut at = 0;
    while at < COUNT {
        alphas[at] = 0.05 + at as f64 * 0.05;
        at += 1;
    }
    alphas
};

/// How many thresholds a similarity reaches.
#[inline]
pub(in crate::metrics) fn level(similarity: f64) -> usize {
    // A guess that is right or one too low, then the exact comparison.
    let mut level = ((similarity * 20.0) as usize).saturating_sub(1).min(COUNT);
    while level < COUNT && similarity >= ALPHAS[level] - f64::EPSILON {
        level += 1;
    }
    level
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn the_level_is_the_number_of_thresholds_reached(similarity in 0.0..=1.0_f64, near in 0..COUNT, bits in -3..4_i64) {
            let close = f64::from_bits((ALPHAS[near].to_bits() as i64 + bits) as u64);
            for similarity in [similarity, close] {
                let reached = ALPHAS.iter().filter(|&&alpha| similarity >= alpha - f64::EPSILON).count();
                prop_assert_eq!(level(similarity), reached);
            }
        }
    }
}
