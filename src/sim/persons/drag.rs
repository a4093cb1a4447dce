//! A hand on the scrubber: aimed movements, seen in whole pixels at the pace of a display.

use super::chance::log2;
use super::walk::{REFRESH, Walk};
use crate::random::Random;

/// How somebody moves a pointer.
pub(super) struct Hand {
    /// Width of the scrubber.
    pub(super) pixels: u32,
    /// Above 0 the movement starts faster than it ends.
    haste: f64,
    /// Deviation in pixels from where the hand means to be.
    tremor: f64,
}

impl Hand {
    pub(super) fn new(random: &mut Random) -> Self {
        Self {
            pixels: random.one_of(&[600, 1000, 1400, 1800]),
            haste: random.between(-0.1, 0.25),
            tremor: random.between(0.2, 0.7),
        }
    }

    /// One movement to a target, far or near; a far one may miss it and is corrected.
    pub(super) fn drag(&self, walk: &mut Walk) {
        let from = self.pixel_of(walk);
        let is_far = walk.random.happens(0.4);
        let distance = walk.random.around(if is_far { 120.0 } else { 12.0 }, 0.8).min(f64::from(self.pixels) / 2.0);
        let last = f64::from(self.pixels - 1);
        // Away from an end that is too near.
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

    /// Moves from pixel to pixel with a bell-shaped speed; the time is Fitts'. Answers where it ends.
    fn aim(&self, walk: &mut Walk, from: f64, target: f64) -> f64 {
        walk.think(280.0, 0.7);
        let distance = target - from;
        let usual = 220.0 + 110.0 * log2(1.0 + distance.abs());
        let samples = (walk.random.around(usual, 0.15) / REFRESH).max(1.0) as u64;
        for sample in 1..=samples {
            let x = sample as f64 / samples as f64;
            let x = x + self.haste * x * (1.0 - x);
            // The movement of least jerk.
            let part = x * x * x * (10.0 - 15.0 * x + 6.0 * x * x);
            let tremor = self.tremor * walk.random.normal();
            let frame = self.frame_at(from + distance * part + tremor, walk.last);
            walk.go(frame, REFRESH);
        }
        target.clamp(0.0, f64::from(self.pixels - 1))
    }

    /// The frame under a place of the scrubber: pixel k of n is frame round(k · (N − 1) / (n − 1)).
    fn frame_at(&self, place: f64, last: u64) -> u64 {
        let intervals = u128::from(self.pixels - 1);
        let pixel = (place.round().max(0.0) as u128).min(intervals);
        ((2 * pixel * u128::from(last) + intervals) / (2 * intervals)) as u64
    }

    fn pixel_of(&self, walk: &Walk) -> f64 {
        walk.frame as f64 * f64::from(self.pixels - 1) / walk.last as f64
    }
}
