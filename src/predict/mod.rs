//! Prediction: which keys are asked for next.
//!
//! An [`AccessPredictor`] gets an [`AccessHistory`] and returns [`Predictions`]. Three predictors are formulas of the
//! distance: [`DistanceDecay`], [`DynamicDistanceDecay`] and [`DynamicData`]. [`AdaptivePredictor`] learns from the
//! person who navigates. [`PredictorConfig`] holds the parameters of all of them, for sliders and for a settings file.

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
