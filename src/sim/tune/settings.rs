//! The settings that a search changes: [`TunedSettings`].

use crate::predict::{PredictorConfig, PredictorKind};
use crate::sim::algorithm::Setup;

/// The settings of a cache that a search changes.
#[derive(Clone, Debug, PartialEq)]
pub struct TunedSettings {
    /// The predictor and its parameters.
    pub predictors: PredictorConfig,
    /// How many frames fit into the cache.
    pub capacity: usize,
    /// How many prefetches are asked for at once, queued and in flight.
    pub degree: usize,
}

impl TunedSettings {
    /// The settings of a setup.
    pub fn of(setup: &Setup) -> Self {
        let (capacity, degree) = (setup.machine.capacity.entries, setup.tuning.degree);
        Self { predictors: setup.predictors.clone(), capacity, degree }
    }

    /// A copy of a setup with these settings.
    #[must_use]
    pub fn applied(&self, setup: &Setup) -> Setup {
        let mut setup = setup.clone();
        setup.machine.capacity.entries = self.capacity;
        setup.tuning.degree = self.degree;
        setup.predictors = self.predictors.clone();
        setup
    }

    /// These settings with a predictor of this kind that has its default parameters.
    pub(super) fn with_defaults_of(&self, kind: PredictorKind) -> Self {
        let mut predictors = PredictorConfig { kind, ..self.predictors.clone() };
        for param in predictors.params() {
            param.set(&mut predictors, param.default_value());
        }
        Self { predictors, ..self.clone() }
    }

    /// A key that is equal for settings with equal results.
    pub(super) fn key(&self) -> Vec<u64> {
        let params = self.predictors.params().iter().map(|param| param.get(&self.predictors).to_bits());
        [self.predictors.kind as u64, self.capacity as u64, self.degree as u64].into_iter().chain(params).collect()
    }
}
