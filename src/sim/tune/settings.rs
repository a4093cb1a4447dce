//! What is searched: settings, and the space that they are drawn from.

use crate::predict::{PredictorConfig, PredictorKind};
use crate::sim::algorithm::Setup;

/// What a person can set.
#[derive(Clone, Debug, PartialEq)]
pub struct Settings {
    /// The predictor and its parameters.
    pub predictors: PredictorConfig,
    /// How many frames fit the cache.
    pub capacity: usize,
    /// How many prefetches are asked for at once.
    pub degree: usize,
}

impl Settings {
    /// Those of a setup.
    pub fn of(setup: &Setup) -> Self {
        let (capacity, degree) = (setup.machine.capacity.entries, setup.tuning.degree);
        Self { predictors: setup.predictors.clone(), capacity, degree }
    }

    /// A setup with these settings, and all else as it was.
    #[must_use]
    pub fn applied(&self, setup: &Setup) -> Setup {
        let mut setup = setup.clone();
        setup.machine.capacity.entries = self.capacity;
        setup.tuning.degree = self.degree;
        setup.predictors = self.predictors.clone();
        setup
    }

    /// The same with another predictor, or this one, as it comes.
    pub(super) fn with_defaults_of(&self, kind: PredictorKind) -> Self {
        let mut predictors = PredictorConfig { kind, ..self.predictors.clone() };
        for param in predictors.params() {
            param.set(&mut predictors, param.default_value());
        }
        Self { predictors, ..self.clone() }
    }

    /// Equal for settings that cannot differ in what they reach.
    pub(super) fn key(&self) -> Vec<u64> {
        let params = self.predictors.params().iter().map(|param| param.get(&self.predictors).to_bits());
        [self.predictors.kind as u64, self.capacity as u64, self.degree as u64].into_iter().chain(params).collect()
    }
}
