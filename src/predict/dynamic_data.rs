//! The predictor that also knows the jumps that the buttons make: [`DynamicData`].

use serde::{Deserialize, Serialize};

use super::history::AccessHistory;
use super::predictions::Predictions;
use super::predictor::AccessPredictor;

const FORWARD: usize = 0;
const BACKWARD: usize = 1;
const JUMP: usize = 2;
const NEAR_JUMP: usize = 3;
const RISING: usize = 4;

/// Forward and backward by distance, the targets of possible jumps and what lies around them, and a boost ahead while
/// the history rises.
///
/// Sums of `forward_bias` / d^`forward_exp` for d = 1 … `max_span`; `backward_bias` / d^`backward_exp` for
/// d = 1 … min(`max_span` / 2, c); `jump_boost` at each c + j; `proximity_boost` / (|o| + 1) at c + j + o for
/// 0 < |o| ≤ `proximity_range`. Targets outside 0 … `length` − 1 are dropped, and with a jump its neighbourhood. Then,
/// if the last three accesses rise strictly, the scores of c + 1 … c + min(10, `max_span`) are multiplied by
/// `history_boost`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct DynamicData {
    /// Distances that a single move may cover, in keys.
    pub possible_jumps: Vec<i64>,
    /// Score of the next key.
    pub forward_bias: f64,
    /// Score of the previous key.
    pub backward_bias: f64,
    /// What the target of a possible jump gains.
    pub jump_boost: f64,
    /// What the neighbours of a jump's target gain, at distance 0.
    pub proximity_boost: f64,
    /// Factor on the keys ahead while the history rises.
    pub history_boost: f64,
    /// How far ahead it looks, in keys; half as far back.
    pub max_span: u32,
    /// How fast likelihood falls ahead.
    pub forward_exp: f64,
    /// How fast likelihood falls behind.
    pub backward_exp: f64,
    /// How far around a jump's target it looks, in keys.
    pub proximity_range: u32,
    /// Number of keys, if known; the cache clips to the keys there are in any case.
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
    /// The farthest that it looks back: farther from the first rank than that, all places are alike.
    pub(super) fn reach(&self) -> u64 {
        let jump = self.possible_jumps.iter().map(|jump| jump.unsigned_abs()).max().unwrap_or(0);
        jump.saturating_add(self.proximity_range.into()).max(self.max_span.into())
    }

    /// Whether the key at `offset` from rank `current` is one that scores may be given to.
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
