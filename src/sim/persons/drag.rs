//! Aimed movements of a hand that drags the scrubber, sampled in whole pixels once per display refresh.

use super::chance::log2;
use super::walk::{REFRESH, Walk};
use crate::random::Random;

/// How a made-up person moves the pointer.
pub(super) struct Hand {
    /// Width of the scrubber in pixels.
    pub(super) pixels: u32,
    /// How much faster the movement starts than it ends; below 0 slower.
    haste: f64,
    /// Standard deviation in pixels of the pointer from the planned movement.
    tremor: f64,
}

impl Hand {
    /// Draws a hand.
    pub(super) fn new(random: &mut Random) -> Self {
        Self {
            pixels: random.pick(&[600, 1000, 1400, 1800]),
            haste: random.between(-0.1, 0.25),
            tremor: random.between(0.2, 0.7),
        }
    }

    /// Moves to a far or near target. A far movement may miss it, and a second one corrects that.
    pub(super) fn drag(&self, walk: &mut Walk) {
        let from = self.pixel_of(walk);
        let is_far = walk.random.happens(0.4);
        let distance = walk.random.around(if is_far { 120.0 } else { 12.0 }, 0.8).min(f64::from(self.pixels) / 2.0);
        let last = f64::from(self.pixels - 1);
        // Turns away from an end that is too near.
        let is_back = from + distance > last || from >= distance && walk.random.happens(0.5);
        let target = if is_back { from - distance } else { from + distance };
        let miss = if is_far && walk.random.happens(0.6) { 0.06 * (target - from) * walk.random.normal() } else { 0.0 };
        walk.think(500.0, 0.7);
        let reached = self.aim(walk, from, target + miss);
        if miss.abs() > 1.0 {
            self.aim(walk, reached, target);
        }
        if walk.random.happens(0.25) {
            walk.steps(2.0);
        }
    }

    /// Moves from one pixel to another, and returns where the movement ends. Its shape is that of minimum jerk (Flash
    /// and Hogan 1985). Its duration is about 220 ms + 110 ms · log2(1 + distance), by the Shannon formulation of
    /// Fitts' law with a target one pixel wide.
    fn aim(&self, walk: &mut Walk, from: f64, target: f64) -> f64 {
        walk.think(280.0, 0.7);
        let distance = target - from;
        let usual = 220.0 + 110.0 * log2(1.0 + distance.abs());
        let samples = (walk.random.around(usual, 0.15) / REFRESH).max(1.0) as u64;
        for sample in 1..=samples {
            let x = sample as f64 / samples as f64;
            let x = x + self.haste * x * (1.0 - x);
            let part = x * x * x * (10.0 - 15.0 * x + 6.0 * x * x);
            let tremor = self.tremor * walk.random.normal();
            let frame = self.frame_at(from + distance * part + tremor, walk.last);
            walk.go(frame, REFRESH);
        }
        target.clamp(0.0, f64::from(self.pixels - 1))
    }

    /// The frame under a position on the scrubber: pixel k of n has frame round(k · last / (n − 1)).
    fn frame_at(&self, position: f64, last: u64) -> u64 {
        let intervals = u128::from(self.pixels - 1);
        let pixel = (position.round().max(0.0) as u128).min(intervals);
        ((2 * pixel * u128::from(last) + intervals) / (2 * intervals)) as u64
    }

    /// The position on the scrubber, in pixels, of the frame that the person is on.
    fn pixel_of(&self, walk: &Walk) -> f64 {
        walk.frame as f64 * f64::from(self.pixels - 1) / walk.last as f64
    }
}
