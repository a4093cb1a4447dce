//! The shape of an aimed movement, and what is learned of the hand that makes it.

use serde::{Deserialize, Serialize};

/// How far along a movement is, 0 to 1, at a share of its duration; and its speed, as the slope of that.
///
/// The bell of speed with the least jerk, by which hands are known to aim.
pub(super) fn bell(share: f32) -> (f32, f32) {
    let u = share.clamp(0.0, 1.0);
    let rest = 1.0 - u;
    (u * u * u * (10.0 - 15.0 * u + 6.0 * u * u), 30.0 * u * u * rest * rest)
}

/// The share of a normal distribution that lies below `z` deviations.
fn below(z: f32) -> f32 {
    1.0 / (1.0 + (-z * (1.5976 + 0.070_56 * z * z)).exp())
}

/// A position that is known but for a normal error, in pixels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Position {
    pub(super) mean: f32,
    pub(super) deviation: f32,
}

impl Position {
    /// How likely it is that the pixel at `at` is under it.
    pub(super) fn mass(self, at: f32) -> f32 {
        self.below(at + 0.5) - self.below(at - 0.5)
    }

    /// How likely it is below `at`.
    pub(super) fn below(self, at: f32) -> f32 {
        below((at - self.mean) / self.deviation)
    }
}

/// What is learned of a person's hand and pointer.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Hand {
    /// Variance of the tremor, in square pixels.
    pub(super) tremor: f32,
    /// Mean square distance of movements, in square pixels.
    pub(super) reach: f32,
    /// Time between two samples of the pointer, in milliseconds.
    pub(super) tick: f32,
    /// How much the one best movement is trusted over the mixture of all, 0 to 1.
    pub(super) one: f32,
    /// How much movements are trusted over habits while one is under way, 0 to 1.
    pub(super) trust: f32,
}

impl Default for Hand {
    fn default() -> Self {
        Self { tremor: 0.6, reach: 2500.0, tick: 16.7, one: 0.5, trust: 0.5 }
    }
}

impl Hand {
    /// The same within bounds, as after reading it from a file that anybody may have written.
    pub(super) fn sanitized(self) -> Self {
        let start = Self::default();
        let within = |value: f32, low: f32, high: f32, start: f32| {
            if value.is_nan() { start } else { value.clamp(low, high) }
        };
        Self {
            tremor: within(self.tremor, 0.1, 4.0, start.tremor),
            reach: within(self.reach, 25.0, 1e6, start.reach),
            tick: within(self.tick, 4.0, 60.0, start.tick),
            one: within(self.one, 0.02, 0.98, start.one),
            trust: within(self.trust, 0.02, 0.98, start.trust),
        }
    }

    /// Learns from what a movement was off by, on average of squares, at the weight of `samples`, and how far it went.
    pub(super) fn learn(&mut self, miss: f32, samples: f32, distance: f32) {
        let share = (samples / 60.0).min(0.3);
        self.tremor += share * (miss.clamp(0.1, 4.0) - self.tremor);
        self.reach = (0.9 * self.reach + 0.1 * distance * distance).clamp(25.0, 1e6);
    }

    /// Learns from the time between two samples that a changed pixel came with.
    pub(super) fn tick(&mut self, gap: f32) {
        if gap < 3.0 {
            return;
        }
        // A longer gap is one or more samples of the same pixel; it counts only if all gaps are long.
        let tick = gap.clamp(4.0, 60.0);
        self.tick = if tick < 1.3 * self.tick { self.tick + 0.1 * (tick - self.tick) } else { self.tick * 1.002 };
        self.tick = self.tick.min(60.0);
    }
}

/// How much the first of two forecasts is trusted, after the likelihoods they gave to what happened. Never wholly.
pub(super) fn shifted(trust: f32, first: f32, second: f32) -> f32 {
    let both = trust * first + (1.0 - trust) * second;
    0.03 + 0.94 * (trust * first / both.max(1e-9)).clamp(0.0, 1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_movement_begins_and_ends_at_rest() {
        assert_eq!((bell(-1.0), bell(2.0)), ((0.0, 0.0), (1.0, 0.0)));
        let half = bell(0.5);
        assert!((half.0 - 0.5).abs() < 1e-6 && (half.1 - 1.875).abs() < 1e-6);
    }

    #[test]
    fn pixels_share_all_likelihood() {
        let position = Position { mean: 3.3, deviation: 1.7 };
        let all: f32 = (-20..30).map(|at| position.mass(at as f32)).sum();
        assert!((all - 1.0).abs() < 1e-4 && position.mass(3.0) > position.mass(4.0));
    }

    #[test]
    fn absurd_hands_are_brought_back_into_bounds() {
        let absurd = Hand { tremor: f32::NAN, reach: f32::INFINITY, tick: -1.0, one: 7.0, trust: -7.0 };
        assert_eq!(absurd.sanitized(), Hand { tremor: 0.6, reach: 1e6, tick: 4.0, one: 0.98, trust: 0.02 });
    }
}
