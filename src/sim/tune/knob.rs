//! One number of the settings, and its place in its range.

use std::ops::RangeInclusive;

use super::settings::Settings;
use crate::predict::Param;

/// A range whose ends are further apart than this factor is searched by ratios.
const WIDE: f64 = 16.0;

/// One number that can be turned.
pub(super) enum Knob {
    /// How many frames fit the cache.
    Capacity(RangeInclusive<usize>),
    /// How many prefetches are asked for at once.
    Degree(RangeInclusive<usize>),
    /// A parameter of the predictor.
    Param(&'static Param),
}

impl Knob {
    /// Whether it can be anything but one number.
    pub(super) fn has_room(&self) -> bool {
        let (low, high) = self.ends();
        low < high
    }

    /// Sets it to a place in its range, from 0 to 1.
    pub(super) fn set_place(&self, settings: &mut Settings, place: f64) {
        let (low, high) = self.ends();
        let place = place.clamp(0.0, 1.0);
        let value = if self.is_wide() { low * (high / low).powf(place) } else { low + (high - low) * place };
        self.set(settings, value);
    }

    /// Moves it by a part of its range; where it has whole numbers, by 1 at least. At an end it stays.
    pub(super) fn turn(&self, settings: &mut Settings, by: f64) {
        let before = self.get(settings);
        self.set_place(settings, self.place(settings) + by);
        if self.get(settings) == before && self.is_whole() {
            self.set(settings, before + by.signum());
        }
    }

    fn place(&self, settings: &Settings) -> f64 {
        let (low, high) = self.ends();
        let value = self.get(settings).clamp(low, high);
        if self.is_wide() { (value / low).ln() / (high / low).ln() } else { (value - low) / (high - low) }
    }

    fn get(&self, settings: &Settings) -> f64 {
        match self {
            Self::Capacity(_) => settings.capacity as f64,
            Self::Degree(_) => settings.degree as f64,
            Self::Param(param) => param.get(&settings.predictors),
        }
    }

    fn set(&self, settings: &mut Settings, value: f64) {
        let (low, high) = self.ends();
        let value = value.clamp(low, high);
        match self {
            Self::Capacity(_) => settings.capacity = value.round() as usize,
            Self::Degree(_) => settings.degree = value.round() as usize,
            Self::Param(param) => param.set(&mut settings.predictors, rounded(value)),
        }
    }

    fn ends(&self) -> (f64, f64) {
        match self {
            Self::Capacity(range) | Self::Degree(range) => (*range.start() as f64, *range.end() as f64),
            Self::Param(param) => (*param.range.start(), *param.range.end()),
        }
    }

    fn is_wide(&self) -> bool {
        let (low, high) = self.ends();
        low > 0.0 && high / low >= WIDE
    }

    fn is_whole(&self) -> bool {
        match self {
            Self::Capacity(_) | Self::Degree(_) => true,
            Self::Param(param) => param.integer,
        }
    }
}

/// To three digits: what is found can be typed in, and the last bits of a logarithm, which differ from machine to
/// machine, do not matter.
fn rounded(value: f64) -> f64 {
    format!("{value:.2e}").parse().unwrap_or(value)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::predict::{PredictorConfig, PredictorKind};
    use proptest::prelude::*;

    fn settings(kind: PredictorKind) -> Settings {
        Settings { predictors: PredictorConfig { kind, ..PredictorConfig::default() }, capacity: 20, degree: 5 }
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
                knob.set_place(&mut settings, place);
                let before = knob.get(&settings);
                prop_assert!(knob.has_room() && (low..=high).contains(&before));
                prop_assert!((knob.place(&settings) - place.clamp(0.0, 1.0)).abs() < 0.15, "{}", knob.place(&settings));
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
