//! The space that a search draws settings from: [`Space`].

use std::ops::RangeInclusive;

use super::knob::Knob;
use super::settings::Settings;
use crate::predict::{PredictorConfig, PredictorKind};
use crate::sim::algorithm::Setup;

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
