//! The spread of one foretold position over pixels: [`Kernel`].

/// Standard deviation in pixels of a foretold position that is where the pointer is.
const LEAST_DEVIATION: f32 = 0.35;
/// What the standard deviation grows by for each pixel of distance. No hand repeats a movement exactly.
const GROWTH: f32 = 0.15;

/// The spread of one foretold position over pixels. It has the shape of a parabola (Epanechnikov's kernel), which costs
/// no exponential. The masses of all pixels sum to 1.
#[derive(Clone, Copy, Debug)]
pub(super) struct Kernel {
    place: f32,
    /// Half the width, in pixels.
    reach: f32,
    scale: f32,
}

impl Kernel {
    /// A position this many pixels from the pointer. It is less certain the farther it is.
    pub(super) fn new(place: f32) -> Self {
        // The root of 5 is the ratio of half the width of the parabola to its standard deviation.
        let reach = 5.0_f32.sqrt() * (LEAST_DEVIATION + GROWTH * place.abs());
        let kernel = Self { place, reach, scale: 1.0 };
        let (first, last) = kernel.range();
        // The sum of 1 − z² over the pixels, without a loop: for n numbers in a row around m, the sum of their squares is
        // n · (m² + (n² − 1) ÷ 12).
        let (count, middle) = ((last - first + 1) as f32, (first + last) as f32 / 2.0 - place);
        let sum = count * (1.0 - (middle * middle + (count * count - 1.0) / 12.0) / (reach * reach));
        Self { scale: 1.0 / sum.max(1e-6), ..kernel }
    }

    /// The first and the last pixel in reach.
    fn range(&self) -> (i64, i64) {
        ((self.place - self.reach).ceil() as i64, (self.place + self.reach).floor() as i64)
    }

    /// The likelihood of a pixel.
    pub(super) fn mass(&self, pixel: f32) -> f32 {
        let z = (pixel - self.place) / self.reach;
        self.scale * (1.0 - z * z).max(0.0)
    }

    /// The pixels in reach, each with its likelihood.
    pub(super) fn pixels(&self) -> impl Iterator<Item = (i64, f32)> {
        let (kernel, (first, last)) = (*self, self.range());
        (first..=last).map(move |pixel| (pixel, kernel.mass(pixel as f32)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn pixels_share_all_likelihood_and_the_nearest_has_most(place in -300.0_f32..300.0) {
            let kernel = Kernel::new(place);
            let all: f32 = kernel.pixels().map(|(_, mass)| mass).sum();
            prop_assert!((all - 1.0).abs() < 1e-4);
            let most = kernel.pixels().max_by(|a, b| a.1.total_cmp(&b.1)).unwrap();
            prop_assert!((most.0 as f32 - place).abs() <= 0.501);
        }
    }
}
