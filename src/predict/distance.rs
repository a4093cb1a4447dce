//! Two predictors by distance from the current key: [`DistanceDecay`] and [`DynamicDistanceDecay`].

use serde::{Deserialize, Serialize};

use super::history::AccessHistory;
use super::predictions::Predictions;
use super::predictor::AccessPredictor;

/// Predicts that near keys are more likely, equally in both directions.
///
/// The score of the key at distance d, for |d| ≤ `max_span`, is 1 / (|d| + 1)^`decay`.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct DistanceDecay {
    /// How far it looks in both directions, in keys.
    pub max_span: u32,
    /// How fast the score falls with distance; 0 for not at all.
    pub decay: f64,
}

impl Default for DistanceDecay {
    fn default() -> Self {
        Self { max_span: 60, decay: 1.5 }
    }
}

impl AccessPredictor for DistanceDecay {
    fn predict(&mut self, _: &AccessHistory, out: &mut Predictions) {
        out.add(0, 1.0, 0);
        for distance in 1..=i64::from(self.max_span) {
            let score = 1.0 / (distance as f64 + 1.0).powf(self.decay);
            out.add(distance, score, 0);
            out.add(-distance, score, 0);
        }
    }

    fn terms(&self) -> &'static [&'static str] {
        &["distance"]
    }
}

/// Predicts that near keys are more likely, and keys ahead more than keys behind, even more so after a move forward.
///
/// The score of the key d ahead, for d = 1 … `max_span`, is `forward_bias` / d^0.8. It is multiplied by 1.5 for d ≤ 9
/// if the last move went forward. The score of the key d behind, for d = 1 … `max_span` / 2, is 0.3 / d^1.2.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct DynamicDistanceDecay {
    /// The score of the next key.
    pub forward_bias: f64,
    /// How far it looks ahead, in keys. It looks half as far back.
    pub max_span: u32,
}

impl Default for DynamicDistanceDecay {
    fn default() -> Self {
        Self { forward_bias: 2.0, max_span: 25 }
    }
}

impl AccessPredictor for DynamicDistanceDecay {
    fn predict(&mut self, history: &AccessHistory, out: &mut Predictions) {
        for distance in 1..=i64::from(self.max_span) {
            out.add(distance, self.forward_bias / (distance as f64).powf(0.8), 0);
        }
        for distance in 1..=u64::from(self.max_span / 2).min(history.current()) {
            out.add(-(distance as i64), 0.3 / (distance as f64).powf(1.2), 1);
        }
        if history.rising(1) {
            for distance in 1..=9 {
                out.scale(distance, 1.5, 2);
            }
        }
    }

    fn terms(&self) -> &'static [&'static str] {
        &["forward", "backward", "moving on"]
    }
}
