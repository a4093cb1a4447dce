//! The normal distribution: [`Gaussian`].

/// The share of the standard normal distribution below `z`, with an error below 0.00015.
///
/// The logistic approximation of Bowling, Khasawneh, Kaewkuekool and Cho ("A logistic approximation to the cumulative
/// normal distribution", Journal of Industrial Engineering and Management 2, 2009).
fn below(z: f32) -> f32 {
    1.0 / (1.0 + (-z * (1.5976 + 0.070_56 * z * z)).exp())
}

/// A position with a normally distributed error, in pixels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Gaussian {
    pub(super) mean: f32,
    /// Standard deviation; above 0.
    pub(super) deviation: f32,
}

impl Gaussian {
    /// The likelihood that the position lies in the pixel whose centre is `at`.
    pub(super) fn mass(self, at: f32) -> f32 {
        self.below(at + 0.5) - self.below(at - 0.5)
    }

    /// The likelihood that the position is below `at`.
    pub(super) fn below(self, at: f32) -> f32 {
        below((at - self.mean) / self.deviation)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pixels_share_all_likelihood() {
        let position = Gaussian { mean: 3.3, deviation: 1.7 };
        let all: f32 = (-20..30).map(|at| position.mass(at as f32)).sum();
        assert!((all - 1.0).abs() < 1e-4 && position.mass(3.0) > position.mass(4.0));
    }

    #[test]
    fn the_approximation_is_as_exact_as_its_source_says() {
        // From a table of the standard normal distribution.
        for (z, share) in [(0.0, 0.5), (0.5, 0.691_462), (1.0, 0.841_345), (1.96, 0.975_002), (3.0, 0.998_650)] {
            assert!((below(z) - share).abs() < 1.5e-4 && (below(-z) - (1.0 - share)).abs() < 1.5e-4, "{z}");
        }
    }
}
