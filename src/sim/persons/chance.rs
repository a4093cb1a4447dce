//! The random distributions that times and distances of made-up persons are drawn from.

use crate::random::{Random, unit};

impl Random {
    /// True with this probability, from 0 to 1.
    pub(super) fn happens(&mut self, probability: f64) -> bool {
        unit(self.next()) < probability
    }

    /// One of `choices`, each with equal probability. Panics if there are none.
    pub(super) fn pick<T: Copy>(&mut self, choices: &[T]) -> T {
        choices[self.below(choices.len() as u64) as usize]
    }

    /// About normally distributed, with mean 0 and standard deviation 1: the sum of twelve uniform numbers, minus 6
    /// (Irwin–Hall). It uses no logarithm, whose last digit differs between machines.
    pub(super) fn normal(&mut self) -> f64 {
        (0..12).map(|_| unit(self.next())).sum::<f64>() - 6.0
    }

    /// About log-normally distributed around `median`; `spread` is the standard deviation of the logarithm.
    pub(super) fn around(&mut self, median: f64, spread: f64) -> f64 {
        median * exp(spread * self.normal())
    }

    /// A count from 1 with this mean, geometrically distributed, at most 100,000.
    pub(super) fn several(&mut self, mean: f64) -> u64 {
        let mut count = 1;
        while count < 100_000 && self.happens(1.0 - 1.0 / mean) {
            count += 1;
        }
        count
    }
}

/// The exponential function, computed as (1 + x / 1024)^1024 from products alone. Right to 1 % for |x| up to 3.
fn exp(x: f64) -> f64 {
    (0..10).fold(1.0 + x / 1024.0, |power, _| power * power)
}

/// The logarithm to base 2 of a number of at least 1, interpolated linearly between powers of two.
pub(super) fn log2(x: f64) -> f64 {
    let (mut whole, mut rest) = (0.0, x);
    while rest >= 2.0 {
        rest /= 2.0;
        whole += 1.0;
    }
    whole + rest - 1.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn draws_have_the_mean_and_the_median_that_they_are_asked_for() {
        let mut random = Random::new(3);
        let count = 20_000;
        let mean = (0..count).map(|_| random.several(15.0)).sum::<u64>() as f64 / f64::from(count);
        assert!((mean / 15.0 - 1.0).abs() < 0.05, "{mean}");
        let above = (0..count).filter(|_| random.around(300.0, 0.6) > 300.0).count() as f64 / f64::from(count);
        assert!((above - 0.5).abs() < 0.02, "{above}");
    }

    #[test]
    fn functions_without_a_library_are_near_those_of_one() {
        for step in -30..=30 {
            let x = f64::from(step) / 10.0;
            assert!((exp(x) / x.exp() - 1.0).abs() < 0.01, "{x}");
        }
        for x in [1.0, 1.5, 2.0, 100.0, 1e6] {
            assert!((log2(x) - x.log2()).abs() < 0.1, "{x}");
        }
        assert!(log2(f64::MAX) > 1000.0);
    }
}
