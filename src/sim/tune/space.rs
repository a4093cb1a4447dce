//! The space that a search draws settings from: [`Space`].

use std::ops::RangeInclusive;

use super::knob::Knob;
use super::settings::TunedSettings;
use crate::predict::{PredictorConfig, PredictorKind};
use crate::sim::algorithm::Setup;

/// The space of a search: the ranges and kinds that settings are drawn from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Space {
    /// How many frames may fit into the cache.
    pub capacities: RangeInclusive<usize>,
    /// How many prefetches may be asked for at once, queued and in flight.
    pub degrees: RangeInclusive<usize>,
    /// The predictors to choose from. Their parameters have the ranges of [`Param`](crate::predict::Param).
    pub kinds: Vec<PredictorKind>,
    /// How many settings are evaluated, at least 1.
    pub budget: usize,
}

impl Space {
    /// A space with the predictor of a setup, and capacities from an eighth of its capacity up to all of it.
    pub fn around(setup: &Setup, budget: usize) -> Self {
        let capacity = setup.machine.capacity.entries.max(1);
        Self {
            capacities: (capacity / 8).max(1)..=capacity,
            degrees: 1..=64,
            kinds: vec![setup.predictors.kind],
            budget,
        }
    }

    /// The knobs of the settings with a predictor of this kind.
    pub(super) fn knobs(&self, kind: PredictorKind) -> Vec<Knob> {
        let predictors = PredictorConfig { kind, ..PredictorConfig::default() };
        let own = [Knob::Capacity(self.capacities.clone()), Knob::Degree(self.degrees.clone())];
        let params = predictors.params().iter().map(Knob::Param);
        own.into_iter().chain(params).filter(Knob::has_room).collect()
    }

    /// The nearest settings within the ranges.
    pub(super) fn clamped(&self, mut settings: TunedSettings) -> TunedSettings {
        // Not `clamp`, which panics if a range is empty.
        let inside = |value: usize, range: &RangeInclusive<usize>| value.min(*range.end()).max(*range.start());
        settings.capacity = inside(settings.capacity, &self.capacities);
        settings.degree = inside(settings.degree, &self.degrees);
        settings
    }
}
