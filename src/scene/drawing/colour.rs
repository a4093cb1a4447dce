//! Colours, and noise that makes surfaces look less even.

use crate::random::{Random, mix};
use crate::sequence::Rgba;

/// A colour: red, green and blue, from 0 to 255.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Colour(pub [u8; 3]);

impl Colour {
    /// An opaque pixel of this colour.
    pub fn pixel(self) -> Rgba {
        let [red, green, blue] = self.0;
        Rgba([red, green, blue, 255])
    }

    /// Lays the colour over a pixel. `alpha` is the opacity, from 0 to 256.
    #[inline]
    pub fn over(self, pixel: &mut Rgba, alpha: u32) {
        for (under, over) in pixel.0.iter_mut().zip(self.0) {
            *under = ((u32::from(over) * alpha + u32::from(*under) * (256 - alpha.min(256))) >> 8) as u8;
        }
    }

    /// All channels times `factor`: above 1 lighter, below 1 darker.
    pub fn times(self, factor: f64) -> Self {
        Self(self.0.map(|part| (f64::from(part) * factor + 0.5) as u8))
    }

    /// A mix with another colour, whose share is from 0 to 1.
    pub fn toward(self, other: Self, share: f64) -> Self {
        let between = |at: usize| {
            let [from, to] = [self.0[at], other.0[at]].map(f64::from);
            (from + (to - from) * share + 0.5) as u8
        };
        Self([0, 1, 2].map(between))
    }

    /// A random one of `choices`, made a little lighter or darker so that few are equal.
    pub fn varied(choices: &[Self], random: &mut Random) -> Self {
        let colour = random.one_of(choices).copied().unwrap_or(Self([128; 3]));
        colour.times(random.between(0.88, 1.12))
    }
}

/// Smooth noise from −1 to 1 over a plane: random values at whole coordinates, and a smooth curve between them.
pub fn noise(x: f64, y: f64, seed: u64) -> f64 {
    let (column, row) = (x.floor(), y.floor());
    let bump = |right: i64, down: i64| {
        let [x, y] = [column as i64 + right, row as i64 + down].map(|place| place as u32);
        (mix(seed ^ (u64::from(x) << 32 | u64::from(y))) >> 40) as f64 / f64::from(1 << 23) - 1.0
    };
    let ease = |part: f64| part * part * (3.0 - 2.0 * part);
    let (across, down) = (ease(x - column), ease(y - row));
    let line = |row: i64| bump(0, row) * (1.0 - across) + bump(1, row) * across;
    line(0) * (1.0 - down) + line(1) * down
}

/// A wave like a sine, from −1 to 1, with period 1.
pub fn wave(phase: f64) -> f64 {
    let part = phase - phase.floor();
    let bow = |part: f64| 8.0 * part * (1.0 - 2.0 * part);
    if part < 0.5 { bow(part) } else { -bow(part - 0.5) }
}
