//! One number of the settings, as a knob with a range: [`Knob`].

use std::ops::RangeInclusive;

use super::settings::TunedSettings;
use crate::predict::Param;

/// A range whose ends differ by at least this factor is searched on a logarithmic scale.
const WIDE: f64 = 16.0;

/// One number of the settings that the search can change, with its range.
pub(super) enum Knob {
    /// How many frames fit the cache.
    Capacity(RangeInclusive<usize>),
    /// How many prefetches are asked for at once.
    Degree(RangeInclusive<usize>),
    /// A parameter of the predictor.
    Param(&'static Param),
}

impl Knob {
    /// Whether the range has more than one value.
    pub(super) fn has_room(&self) -> bool {
        let (low, high) = self.ends();
        low < high
    }

    /// Sets the number by its position in the range, from 0 to 1.
    pub(super) fn set_position(&self, settings: &mut TunedSettings, position: f64) {
        let (low, high) = self.ends();
        let position = position.clamp(0.0, 1.0);
        let value = if self.is_wide() { low * (high / low).powf(position) } else { low + (high - low) * position };
        self.set(settings, value);
    }

    /// Moves the number by a part of the range, and a whole number by at least 1. It stays within the range.
    pub(super) fn turn(&self, settings: &mut TunedSettings, by: f64) {
        let before = self.get(settings);
        self.set_position(settings, self.position(settings) + by);
        if self.get(settings) == before && self.is_whole() {
            self.set(settings, before + by.signum());
        }
    }

    /// Copies the number from other settings.
    pub(super) fn take(&self, settings: &mut TunedSettings, from: &TunedSettings) {
        self.set(settings, self.get(from));
    }

    /// The position of the number in the range, from 0 to 1.
    fn position(&self, settings: &TunedSettings) -> f64 {
        let (low, high) = self.ends();
        let value = self.get(settings).clamp(low, high);
        if self.is_wide() { (value / low).ln() / (high / low).ln() } else { (value - low) / (high - low) }
    }

    /// The number in `settings`.
    fn get(&self, settings: &TunedSettings) -> f64 {
        match self {
            Self::Capacity(_) => settings.capacity as f64,
            Self::Degree(_) => settings.degree as f64,
            Self::Param(param) => param.get(&settings.predictors),
        }
    }

    /// Sets the number, clamped to the range.
    fn set(&self, settings: &mut TunedSettings, value: f64) {
        let (low, high) = self.ends();
        let value = value.clamp(low, high);
        match self {
            Self::Capacity(_) => settings.capacity = value.round() as usize,
            Self::Degree(_) => settings.degree = value.round() as usize,
            Self::Param(param) => param.set(&mut settings.predictors, rounded(value)),
        }
    }

    /// The ends of the range.
    fn ends(&self) -> (f64, f64) {
        match self {
            Self::Capacity(range) | Self::Degree(range) => (*range.start() as f64, *range.end() as f64),
            Self::Param(param) => (*param.range.start(), *param.range.end()),
        }
    }

    /// Whether the range is searched on a logarithmic scale.
    fn is_wide(&self) -> bool {
        let (low, high) = self.ends();
        low > 0.0 && high / low >= WIDE
    }

    /// Whether it is a whole number.
    fn is_whole(&self) -> bool {
        match self {
            Self::Capacity(_) | Self::Degree(_) => true,
            Self::Param(param) => param.integer,
        }
    }
}

/// Rounds to three digits. So a result can be typed in, and the last bits of a logarithm, which differ between
/// machines, do not matter.
fn rounded(value: f64) -> f64 {
    format!("{value:.2e}").parse().unwrap_or(value)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::predict::{PredictorConfig, PredictorKind};
    use proptest::prelude::*;

    fn settings(kind: PredictorKind) -> TunedSettings {
        TunedSettings { predictors: PredictorConfig { kind, ..PredictorConfig::default() }, capacity: 20, degree: 5 }
    }

    proptest! {
        #[test]
        fn whatever_is_turned_stays_in_its_range_and_moves_the_way_it_was_turned(
            kind in prop::sample::select(PredictorKind::ALL.to_vec()), place in -1.0..2.0, by in -0.5..0.5,
        ) {
            let mut settings = settings(kind);
            let params = settings.predictors.clone();
            let own = [Knob::Capacity(8..=64), Knob::Degree(1..=64)];
            for knob in own.into_iter().chain(params.params().iter().map(Knob::Param)) {
                let (low, high) = knob.ends();
                knob.set_position(&mut settings, place);
                let before = knob.get(&settings);
                prop_assert!(knob.has_room() && (low..=high).contains(&before));
                prop_assert!((knob.position(&settings) - place.clamp(0.0, 1.0)).abs() < 0.15, "{}", knob.position(&settings));
                knob.turn(&mut settings, by);
                let after = knob.get(&settings);
                prop_assert!((low..=high).contains(&after) && (after - before) * by >= 0.0);
                prop_assert!(!knob.is_whole() || after != before || before == low || before == high);
            }
        }
    }

    #[test]
    fn what_is_found_has_three_digits() {
        assert_eq!([0.012_345, 1.0 / 3.0, 499.96, 0.0].map(rounded), [0.0123, 0.333, 500.0, 0.0]);
    }
}
