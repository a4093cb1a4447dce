//! The predictor that knows the distances of jump buttons: [`DynamicData`].

use serde::{Deserialize, Serialize};

use super::history::AccessHistory;
use super::predictions::Predictions;
use super::predictor::AccessPredictor;

/// Index of the term "forward"; the next constants are the indices of the other terms.
const FORWARD: usize = 0;
const BACKWARD: usize = 1;
const JUMP: usize = 2;
const NEAR_JUMP: usize = 3;
const RISING: usize = 4;

/// Predicts near keys, the targets of jump buttons and the keys around these targets.
///
/// The score of a key is a sum of terms:
///
/// - d ahead, for d = 1 … `max_span`: `forward_bias` / d^`forward_exp`;
/// - d behind, for d = 1 … `max_span` / 2: `backward_bias` / d^`backward_exp`;
/// - the target of a jump: `jump_boost`;
/// - o keys from the target of a jump, for 0 < |o| ≤ `proximity_range`: `proximity_boost` / (|o| + 1).
///
/// If the last two moves both went forward, the scores of the next min(10, `max_span`) keys are then multiplied by
/// `history_boost`. Keys outside 0 … `length` − 1 get no score; a jump to such a key gives none to the keys around it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct DynamicData {
    /// Distances of the jump buttons in keys, negative backward.
    pub possible_jumps: Vec<i64>,
    /// The score of the next key.
    pub forward_bias: f64,
    /// The score of the previous key.
    pub backward_bias: f64,
    /// What the target of a jump adds to the score.
    pub jump_boost: f64,
    /// What the keys around the target of a jump add to the score: the value at distance 0, which falls with distance.
    pub proximity_boost: f64,
    /// The factor on the scores of the next keys after two moves forward.
    pub history_boost: f64,
    /// How far it looks ahead, in keys. It looks half as far back.
    pub max_span: u32,
    /// How fast the score falls with the distance ahead.
    pub forward_exp: f64,
    /// How fast the score falls with the distance behind.
    pub backward_exp: f64,
    /// How far it looks around the target of a jump, in keys.
    pub proximity_range: u32,
    /// The number of keys, if known. It is not needed: the cache drops offsets that lead outside the keys.
    pub length: Option<u64>,
}

impl Default for DynamicData {
    fn default() -> Self {
        Self {
            possible_jumps: vec![-15, -5, -1, 1, 5, 15],
            forward_bias: 2.0,
            backward_bias: 0.3,
            jump_boost: 5.0,
            proximity_boost: 2.0,
            history_boost: 2.0,
            max_span: 30,
            forward_exp: 0.8,
            backward_exp: 1.2,
            proximity_range: 5,
            length: None,
        }
    }
}

impl DynamicData {
    /// How far the predictor looks back, in ranks. Further than this from the first rank, its predictions are all
    /// equal.
    pub(super) fn reach(&self) -> u64 {
        let jump = self.possible_jumps.iter().map(|jump| jump.unsigned_abs()).max().unwrap_or(0);
        jump.saturating_add(self.proximity_range.into()).max(self.max_span.into())
    }

    /// Whether the key at an offset from rank `current` may get a score.
    fn allows(&self, current: u64, offset: i64) -> bool {
        current.checked_add_signed(offset).is_some_and(|rank| self.length.is_none_or(|length| rank < length))
    }
}

impl AccessPredictor for DynamicData {
    fn predict(&mut self, history: &AccessHistory, out: &mut Predictions) {
        let current = history.current();
        for distance in 1..=i64::from(self.max_span) {
            if self.allows(current, distance) {
                out.add(distance, self.forward_bias / (distance as f64).powf(self.forward_exp), FORWARD);
            }
        }
        for distance in 1..=i64::from(self.max_span / 2).min(current.min(i64::MAX as u64) as i64) {
            out.add(-distance, self.backward_bias / (distance as f64).powf(self.backward_exp), BACKWARD);
        }
        let reach = i64::from(self.proximity_range);
        for &jump in &self.possible_jumps {
            if !self.allows(current, jump) {
                continue;
            }
            out.add(jump, self.jump_boost, JUMP);
            for around in (-reach..=reach).filter(|&around| around != 0) {
                let offset = jump.saturating_add(around);
                if self.allows(current, offset) {
                    out.add(offset, self.proximity_boost / (around.abs() as f64 + 1.0), NEAR_JUMP);
                }
            }
        }
        if history.rising(2) {
            for distance in 1..=i64::from(self.max_span.min(10)) {
                out.scale(distance, self.history_boost, RISING);
            }
        }
    }

    fn terms(&self) -> &'static [&'static str] {
        &["forward", "backward", "jump", "near a jump", "moving on"]
    }
}
