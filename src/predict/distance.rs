//! Two predictors that look only at the distance: [`DistanceDecay`] and [`DynamicDistanceDecay`].

use serde::{Deserialize, Serialize};

use super::history::AccessHistory;
use super::predictions::Predictions;
use super::predictor::AccessPredictor;

/// The nearer, the likelier, both ways alike.
///
/// For `|d| ≤ max_span`: score(c + d) = 1 / (|d| + 1)^decay.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct DistanceDecay {
    /// How far it looks, in keys.
    pub max_span: u32,
    /// How fast likelihood falls with distance.
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

/// The nearer, the likelier; forward more than backward, and more so after a move forward.
///
/// For i = 1 … `max_span`: score(c + i) = `forward_bias` / i^0.8, × 1.5 for i ≤ 9 if the last move was forward.
/// For i = 1 … min(`max_span` / 2, c): score(c − i) = 0.3 / i^1.2.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct DynamicDistanceDecay {
    /// Score of the next key.
    pub forward_bias: f64,
    /// How far ahead it looks, in keys; half as far back.
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
