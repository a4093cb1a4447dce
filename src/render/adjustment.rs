//! How a picture is changed before it is shown under its boxes: brightness, contrast, gamma, dimming.

use serde::{Deserialize, Serialize};

use crate::sequence::Rgba;

/// How a picture is changed, in red, green and blue alike. The default changes nothing. A value out of its range counts as the
/// nearest one in it, and a value that is not a number as the default.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct PictureAdjustment {
    /// Added to every value, from −1 to 1: 1 is the difference between black and white.
    pub brightness: f32,
    /// Factor on the difference from mid-grey, from 0 to 4.
    pub contrast: f32,
    /// Gamma, from 0.1 to 10: above 1 dark parts become lighter.
    pub gamma: f32,
    /// How much darker the result is made, from 0 to 1, so that boxes are easy to see on it.
    pub dim: f32,
}

impl Default for PictureAdjustment {
    fn default() -> Self {
        Self { brightness: 0.0, contrast: 1.0, gamma: 1.0, dim: 0.0 }
    }
}

impl PictureAdjustment {
    /// Whether it changes nothing.
    pub fn is_identity(&self) -> bool {
        self.sanitized() == Self::default()
    }

    /// The new value for each of the 256 values of a channel.
    pub fn table(&self) -> [u8; 256] {
        let Self { brightness, contrast, gamma, dim } = self.sanitized();
        std::array::from_fn(|value| {
            let light = (value as f32 / 255.0 + brightness - 0.5) * contrast + 0.5;
            let light = light.clamp(0.0, 1.0).powf(1.0 / gamma) * (1.0 - dim);
            (light * 255.0).round() as u8
        })
    }

    /// Changes pixels in place. Alpha stays.
    pub fn apply(&self, pixels: &mut [Rgba]) {
        if self.is_identity() {
            return;
        }
        let table = self.table();
        for pixel in pixels {
            *pixel = through(&table, *pixel);
        }
    }

    /// Writes the changed `pixels` into `changed`, as many as both have. This takes one pass; copying first would take two.
    pub fn apply_to(&self, pixels: &[Rgba], changed: &mut [Rgba]) {
        let table = self.table();
        for (to, from) in changed.iter_mut().zip(pixels) {
            *to = through(&table, *from);
        }
    }

    /// A copy with every value in its range.
    #[must_use]
    pub fn sanitized(&self) -> Self {
        let within = |value: f32, low: f32, high: f32, default: f32| {
            if value.is_nan() { default } else { value.clamp(low, high) }
        };
        let default = Self::default();
        Self {
            brightness: within(self.brightness, -1.0, 1.0, default.brightness),
            contrast: within(self.contrast, 0.0, 4.0, default.contrast),
            gamma: within(self.gamma, 0.1, 10.0, default.gamma),
            dim: within(self.dim, 0.0, 1.0, default.dim),
        }
    }
}

fn through(table: &[u8; 256], Rgba([red, green, blue, alpha]): Rgba) -> Rgba {
    let [red, green, blue] = [red, green, blue].map(|value| table[usize::from(value)]);
    Rgba([red, green, blue, alpha])
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The new value of one channel by the definition, in 64 bits.
    fn naive(adjustment: PictureAdjustment, value: u8) -> f64 {
        let [brightness, contrast, gamma, dim] =
            [adjustment.brightness, adjustment.contrast, adjustment.gamma, adjustment.dim].map(f64::from);
        let light = (f64::from(value) / 255.0 + brightness - 0.5) * contrast + 0.5;
        light.clamp(0.0, 1.0).powf(1.0 / gamma) * (1.0 - dim) * 255.0
    }

    proptest! {
        #[test]
        fn the_table_is_what_the_definition_says(
            brightness in -1.0_f32..=1.0, contrast in 0.0_f32..=4.0, gamma in 0.1_f32..=10.0, dim in 0.0_f32..=1.0,
        ) {
            let adjustment = PictureAdjustment { brightness, contrast, gamma, dim };
            for (value, &becomes) in (0..=255_u8).zip(&adjustment.table()) {
                // Half a step of rounding, and a little where the curve of 32 bits is steep.
                prop_assert!((f64::from(becomes) - naive(adjustment, value)).abs() <= 0.6, "{value} {becomes}");
            }
            prop_assert!(adjustment.table().is_sorted());
        }

        #[test]
        fn any_numbers_give_a_table(
            brightness in any::<f32>(), contrast in any::<f32>(), gamma in any::<f32>(), dim in any::<f32>(),
        ) {
            let adjustment = PictureAdjustment { brightness, contrast, gamma, dim };
            prop_assert!(adjustment.table().is_sorted());
        }
    }

    #[test]
    fn the_default_changes_nothing() {
        assert!(PictureAdjustment::default().is_identity());
        assert_eq!(PictureAdjustment::default().table().to_vec(), (0..=255).collect::<Vec<u8>>());
        let absent = PictureAdjustment { brightness: f32::NAN, gamma: f32::NAN, ..PictureAdjustment::default() };
        assert!(absent.is_identity());
    }

    #[test]
    fn colours_change_and_alpha_stays() {
        let mut pixels = [Rgba([0, 100, 255, 7])];
        PictureAdjustment { dim: 0.5, ..PictureAdjustment::default() }.apply(&mut pixels);
        assert_eq!(pixels, [Rgba([0, 50, 128, 7])]);
    }

    #[test]
    fn beside_and_in_place_are_the_same() {
        let pixels = [Rgba([0, 100, 255, 7]), Rgba([1, 2, 3, 255])];
        for adjustment in [
            PictureAdjustment::default(),
            PictureAdjustment { brightness: 0.2, gamma: 2.0, ..PictureAdjustment::default() },
        ] {
            let (mut changed, mut beside) = (pixels, [Rgba::default(); 2]);
            adjustment.apply(&mut changed);
            adjustment.apply_to(&pixels, &mut beside);
            assert_eq!(changed, beside);
        }
    }
}
