//! Guessing which keys are asked for next: the [`AccessPredictor`] trait, what it sees ([`AccessHistory`]), what it
//! answers ([`Predictions`]), three predictors that are plain values with sliders' worth of parameters, and one that
//! learns ([`Adaptive`]).

mod adaptive;
mod config;
mod distance;
mod dynamic_data;
mod hints;
mod history;
mod memoized;
mod offsets;
mod predictions;
mod predictor;

pub use adaptive::{Adaptive, AdaptivePredictor, Habits, SharedHabits};
pub use config::{Param, PredictorConfig, PredictorKind};
pub use distance::{DistanceDecay, DynamicDistanceDecay};
pub use dynamic_data::DynamicData;
pub use hints::{AccessHint, DragHint, Hints, PlaybackHint};
pub use history::{Access, AccessHistory, Conditions};
pub(crate) use offsets::Offsets;
pub(crate) use predictions::by_benefit;
pub use predictions::{MAX_TERMS, Prediction, Predictions, Recency};
pub use predictor::{AccessPredictor, NoPrefetch};
