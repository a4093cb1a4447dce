//! What is learned of a person's hand and pointer: [`HandModel`].

use serde::{Deserialize, Serialize};

/// How much one sample changes what is learned of how samples follow.
const FOLLOWING: f32 = 0.03;

/// What is learned of a person's hand and pointer. Some fields are saved under their former names.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub(in crate::predict::adaptive) struct HandModel {
    /// Variance of the tremor, in square pixels.
    pub(super) tremor: f32,
    /// Mean square distance of movements, in square pixels.
    pub(super) reach: f32,
    /// Time between two samples of the pointer, in milliseconds.
    #[serde(rename = "tick")]
    pub(in crate::predict::adaptive) sample_time: f32,
    /// How much the one best movement is trusted over the mixture of all, from 0 to 1.
    #[serde(rename = "one")]
    pub(super) trust_in_best: f32,
    /// How much a drag is trusted to go on, over other habits, from 0 to 1.
    #[serde(rename = "trust")]
    pub(in crate::predict::adaptive) trust_in_motion: f32,
    /// How much what the hand did before in a similar moment is trusted over the shape of aimed movements, from 0 to 1.
    pub(in crate::predict::adaptive) trust_in_recall: f32,
    /// The share of samples that follow as they did in similar moments, from 0 to 1.
    pub(super) recalled: f32,
    /// The share of samples that follow as is typical of hands, from 0 to 1. What is left follows neither.
    pub(super) typical: f32,
    /// The share of samples that follow as the shape of aimed movements says, while one is under way, from 0 to 1.
    pub(super) shaped: f32,
}

impl Default for HandModel {
    fn default() -> Self {
        Self {
            tremor: 0.6,
            reach: 2500.0,
            sample_time: 16.7,
            trust_in_best: 0.5,
            trust_in_motion: 0.5,
            trust_in_recall: 0.2,
            recalled: 0.5,
            typical: 0.3,
            shaped: 0.95,
        }
    }
}

impl HandModel {
    /// Brings every field into its range, since a saved model may have been changed by anybody. A field that is not a
    /// number gets its default.
    pub(in crate::predict::adaptive) fn sanitized(self) -> Self {
        let start = Self::default();
        let within = |value: f32, low: f32, high: f32, start: f32| {
            if value.is_nan() { start } else { value.clamp(low, high) }
        };
        Self {
            tremor: within(self.tremor, 0.1, 4.0, start.tremor),
            reach: within(self.reach, 25.0, 1e6, start.reach),
            sample_time: within(self.sample_time, 4.0, 60.0, start.sample_time),
            trust_in_best: within(self.trust_in_best, 0.02, 0.98, start.trust_in_best),
            trust_in_motion: within(self.trust_in_motion, 0.02, 0.98, start.trust_in_motion),
            trust_in_recall: within(self.trust_in_recall, 0.02, 0.98, start.trust_in_recall),
            recalled: within(self.recalled, 0.0, 0.9, start.recalled),
            typical: within(self.typical, 0.0, 0.9, start.typical)
                .min(1.0 - within(self.recalled, 0.0, 0.9, start.recalled)),
            shaped: within(self.shaped, 0.02, 0.98, start.shaped),
        }
    }

    /// Learns from a movement that has ended: its mean square error in square pixels, the number of samples that this
    /// mean is worth, and its distance in pixels.
    pub(super) fn learn_movement(&mut self, error: f32, samples: f32, distance: f32) {
        let share = (samples / 60.0).min(0.3);
        self.tremor += share * (error.clamp(0.1, 4.0) - self.tremor);
        self.reach = (0.9 * self.reach + 0.1 * distance * distance).clamp(25.0, 1e6);
    }

    /// Learns how a sample followed, from the likelihood that each of three explanations gave to it: similar moments, what is
    /// typical, and neither. The shares become those that make all samples likeliest (expectation–maximisation).
    pub(super) fn learn_following(&mut self, [recalled, typical, neither]: [f32; 3]) {
        let unexplained = (1.0 - self.recalled - self.typical).max(0.0);
        let all = self.recalled * recalled + self.typical * typical + unexplained * neither;
        if all > 0.0 {
            self.recalled += FOLLOWING * (self.recalled * recalled / all - self.recalled);
            self.typical += FOLLOWING * (self.typical * typical / all - self.typical);
        }
        // Nothing is ever ruled out.
        (self.recalled, self.typical) = (0.001 + 0.997 * self.recalled, 0.001 + 0.997 * self.typical);
    }

    /// Learns how a sample of an aimed movement followed, from the likelihoods that its shape and nothing gave to it.
    pub(super) fn learn_shaped(&mut self, shape: f32, neither: f32) {
        let all = self.shaped * shape + (1.0 - self.shaped) * neither;
        if all > 0.0 {
            self.shaped += FOLLOWING * (self.shaped * shape / all - self.shaped);
        }
        self.shaped = self.shaped.clamp(0.02, 0.98);
    }

    /// Learns from the time, in milliseconds, between two samples of the pointer that are at different pixels.
    pub(super) fn learn_sample_time(&mut self, gap: f32) {
        if gap < 3.0 {
            return;
        }
        // A long gap usually holds samples that stayed on one pixel. It counts only slowly, in case all gaps are long.
        let gap = gap.clamp(4.0, 60.0);
        let is_one_sample = gap < 1.3 * self.sample_time;
        let learned =
            if is_one_sample { self.sample_time + 0.1 * (gap - self.sample_time) } else { self.sample_time * 1.002 };
        self.sample_time = learned.min(60.0);
    }
}

/// The new trust in the first of two forecasts, from 0.03 to 0.97, after what happened. `trust` is the trust before,
/// and `first` and `second` are the likelihoods that the forecasts gave to what happened. By the rule of Bayes.
pub(in crate::predict::adaptive) fn shifted(trust: f32, first: f32, second: f32) -> f32 {
    let both = trust * first + (1.0 - trust) * second;
    0.03 + 0.94 * (trust * first / both.max(1e-9)).clamp(0.0, 1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn absurd_hands_are_brought_back_into_bounds() {
        let absurd = HandModel {
            tremor: f32::NAN,
            reach: f32::INFINITY,
            sample_time: -1.0,
            trust_in_best: 7.0,
            trust_in_motion: -7.0,
            trust_in_recall: 7.0,
            recalled: 7.0,
            typical: 7.0,
            shaped: 7.0,
        };
        let sane = HandModel {
            tremor: 0.6,
            reach: 1e6,
            sample_time: 4.0,
            trust_in_best: 0.98,
            trust_in_motion: 0.02,
            trust_in_recall: 0.98,
            recalled: 0.9,
            typical: 1.0 - 0.9,
            shaped: 0.98,
        };
        assert_eq!(absurd.sanitized(), sane);
    }

    #[test]
    fn hands_saved_by_an_older_version_are_read() {
        let saved = r#"{"tremor":1.0,"reach":900.0,"tick":8.0,"one":0.25,"trust":0.75}"#;
        let hand: HandModel = serde_json::from_str(saved).unwrap();
        assert_eq!((hand.sample_time, hand.trust_in_best, hand.trust_in_motion), (8.0, 0.25, 0.75));
        assert_eq!(hand.trust_in_recall, HandModel::default().trust_in_recall);
        assert!(serde_json::to_string(&hand).unwrap().starts_with(saved.trim_end_matches('}')));
    }
}
