//! What is searched: settings, and the space that they are drawn from.

use std::ops::RangeInclusive;

use super::knob::Knob;
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

/// Where to search.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Space {
    /// How many frames may fit the cache.
    pub capacities: RangeInclusive<usize>,
    /// How many prefetches may be asked for at once.
    pub degrees: RangeInclusive<usize>,
    /// Which predictors there are to choose from. Their parameters have the ranges that they have.
    pub kinds: Vec<PredictorKind>,
    /// How many settings are evaluated; at least those of now.
    pub budget: usize,
}

impl Space {
    /// The predictor of a setup, up to its capacity and down to an eighth of it.
    pub fn around(setup: &Setup, budget: usize) -> Self {
        let capacity = setup.machine.capacity.entries.max(1);
        Self {
            capacities: (capacity / 8).max(1)..=capacity,
            degrees: 1..=64,
            kinds: vec![setup.predictors.kind],
            budget,
        }
    }

    /// All that can be turned for a predictor.
    pub(super) fn knobs(&self, kind: PredictorKind) -> Vec<Knob> {
        let predictors = PredictorConfig { kind, ..PredictorConfig::default() };
        let own = [Knob::Capacity(self.capacities.clone()), Knob::Degree(self.degrees.clone())];
        let params = predictors.params().iter().map(Knob::Param);
        own.into_iter().chain(params).filter(Knob::has_room).collect()
    }

    /// The nearest settings inside.
    pub(super) fn clamped(&self, mut settings: Settings) -> Settings {
        // `clamp` panics where a range is empty.
        let inside = |value: usize, range: &RangeInclusive<usize>| value.min(*range.end()).max(*range.start());
        settings.capacity = inside(settings.capacity, &self.capacities);
        settings.degree = inside(settings.degree, &self.degrees);
        settings
    }
}
