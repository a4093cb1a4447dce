//! The choice of a predictor and the parameters of all of them: [`PredictorConfig`].

use std::ops::RangeInclusive;

use serde::{Deserialize, Serialize};

use super::adaptive::{Adaptive, AdaptivePredictor, SharedHabits};
use super::distance::{DistanceDecay, DynamicDistanceDecay};
use super::dynamic_data::DynamicData;
use super::memoized::Memoized;
use super::predictor::{AccessPredictor, NoPrefetch};

/// The built-in predictors.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PredictorKind {
    /// [`NoPrefetch`].
    None,
    /// [`DistanceDecay`].
    DistanceDecay,
    /// [`DynamicDistanceDecay`].
    DynamicDistanceDecay,
    /// [`DynamicData`].
    DynamicData,
    /// [`AdaptivePredictor`].
    #[default]
    Adaptive,
}

impl PredictorKind {
    /// All kinds, in the order of a menu.
    pub const ALL: [Self; 5] =
        [Self::None, Self::DistanceDecay, Self::DynamicDistanceDecay, Self::DynamicData, Self::Adaptive];

    /// The name in settings files and on the command line.
    pub fn id(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::DistanceDecay => "distance-decay",
            Self::DynamicDistanceDecay => "dynamic-distance-decay",
            Self::DynamicData => "dynamic-data",
            Self::Adaptive => "adaptive",
        }
    }

    /// The name for display.
    pub fn name(self) -> &'static str {
        match self {
            Self::None => "no prefetch",
            Self::DistanceDecay => "distance decay",
            Self::DynamicDistanceDecay => "dynamic distance decay",
            Self::DynamicData => "dynamic data",
            Self::Adaptive => "adaptive",
        }
    }

    /// One sentence about what the predictor does, for display.
    pub fn summary(self) -> &'static str {
        match self {
            Self::None => "Loads only what is asked for.",
            Self::DistanceDecay => "Near frames are more likely, equally in both directions.",
            Self::DynamicDistanceDecay => {
                "Near frames are more likely, ahead more than behind, even more so after a step forward."
            }
            Self::DynamicData => "Also expects the targets of the jump buttons and the frames around them.",
            Self::Adaptive => "Learns how you move: steps, returns, landmarks, and where a drag will end.",
        }
    }
}

/// A numeric parameter of a predictor, for a slider.
pub struct Param {
    /// The name for display.
    pub name: &'static str,
    /// The unit for display; empty for a plain number.
    pub unit: &'static str,
    /// One sentence about what it does, for display.
    pub help: &'static str,
    /// The values that make sense.
    pub range: RangeInclusive<f64>,
    /// Whether it is a whole number.
    pub integer: bool,
    get: fn(&PredictorConfig) -> f64,
    set: fn(&mut PredictorConfig, f64),
}

impl Param {
    /// The value in `config`.
    pub fn get(&self, config: &PredictorConfig) -> f64 {
        (self.get)(config)
    }

    /// Sets the value in `config`, clamped to the range and rounded if it is a whole number. NaN changes nothing.
    pub fn set(&self, config: &mut PredictorConfig, value: f64) {
        if !value.is_nan() {
            let value = value.clamp(*self.range.start(), *self.range.end());
            (self.set)(config, if self.integer { value.round() } else { value });
        }
    }

    /// The default value.
    pub fn default_value(&self) -> f64 {
        self.get(&PredictorConfig::default())
    }
}

/// The chosen predictor and the parameters of all of them, so that a change of the predictor and back loses nothing.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct PredictorConfig {
    /// The chosen predictor.
    pub kind: PredictorKind,
    /// Parameters of distance decay.
    pub distance_decay: DistanceDecay,
    /// Parameters of dynamic distance decay.
    pub dynamic_distance_decay: DynamicDistanceDecay,
    /// Parameters of dynamic data.
    pub dynamic_data: DynamicData,
    /// Parameters of the adaptive predictor.
    pub adaptive: Adaptive,
}

impl PredictorConfig {
    /// Makes the chosen predictor. If it learns, it begins without habits.
    pub fn build(&self) -> Box<dyn AccessPredictor> {
        self.build_with(&SharedHabits::default())
    }

    /// Makes the chosen predictor. If it learns, it continues to learn `habits`.
    pub fn build_with(&self, habits: &SharedHabits) -> Box<dyn AccessPredictor> {
        match self.kind {
            PredictorKind::None => Box::new(NoPrefetch),
            PredictorKind::DistanceDecay => Box::new(Memoized::new(self.distance_decay, 0)),
            PredictorKind::DynamicDistanceDecay => {
                let formula = self.dynamic_distance_decay;
                Box::new(Memoized::new(formula, u64::from(formula.max_span)))
            }
            // Not memoized: with a length, the predictions depend on the distance to the last key, too.
            PredictorKind::DynamicData if self.dynamic_data.length.is_some() => Box::new(self.dynamic_data.clone()),
            PredictorKind::Adaptive => Box::new(AdaptivePredictor::new(self.adaptive, habits.clone())),
            PredictorKind::DynamicData => Box::new(Memoized::new(self.dynamic_data.clone(), self.dynamic_data.reach())),
        }
    }

    /// The numeric parameters of the chosen predictor.
    pub fn params(&self) -> &'static [Param] {
        match self.kind {
            PredictorKind::None => &[],
            PredictorKind::DistanceDecay => DISTANCE_DECAY,
            PredictorKind::DynamicDistanceDecay => DYNAMIC_DISTANCE_DECAY,
            PredictorKind::DynamicData => DYNAMIC_DATA,
            PredictorKind::Adaptive => ADAPTIVE,
        }
    }

    /// Brings every parameter into its range, since a settings file may hold anything.
    #[must_use]
    pub fn sanitized(mut self) -> Self {
        for param in [DISTANCE_DECAY, DYNAMIC_DISTANCE_DECAY, DYNAMIC_DATA, ADAPTIVE].into_iter().flatten() {
            let value = param.get(&self);
            param.set(&mut self, if value.is_nan() { param.default_value() } else { value });
        }
        self.dynamic_data.possible_jumps.truncate(64);
        self
    }
}

/// A [`Param`]: name, unit, range, field of [`PredictorConfig`] with its type, and help.
macro_rules! param {
    ($name:literal, $unit:literal, $range:expr, $($field:ident).+ : f64, $help:literal) => {
        param!(@ $name, $unit, $range, $($field).+, f64, false, $help)
    };
    ($name:literal, $unit:literal, $range:expr, $($field:ident).+ : u32, $help:literal) => {
        param!(@ $name, $unit, $range, $($field).+, u32, true, $help)
    };
    (@ $name:literal, $unit:literal, $range:expr, $($field:ident).+, $type:ty, $integer:literal, $help:literal) => {
        Param {
            name: $name,
            unit: $unit,
            help: $help,
            range: $range,
            integer: $integer,
            get: |config| f64::from(config.$($field).+),
            set: |config, value| config.$($field).+ = value as $type,
        }
    };
}

/// Parameters of the predictor [`DistanceDecay`].
const DISTANCE_DECAY: &[Param] = &[
    param!("max span", "frames", 1.0..=500.0, distance_decay.max_span: u32, "How far it looks in both directions."),
    param!("decay", "", 0.0..=5.0, distance_decay.decay: f64, "How fast likelihood falls with distance."),
];

/// Parameters of the predictor [`DynamicDistanceDecay`].
const DYNAMIC_DISTANCE_DECAY: &[Param] = &[
    param!("forward bias", "", 0.0..=10.0, dynamic_distance_decay.forward_bias: f64, "Score of the next frame."),
    param!("max span", "frames", 1.0..=500.0, dynamic_distance_decay.max_span: u32, "How far it looks ahead; it looks half as far back."),
];

/// Parameters of the predictor [`DynamicData`].
const DYNAMIC_DATA: &[Param] = &[
    param!("forward bias", "", 0.0..=10.0, dynamic_data.forward_bias: f64, "Score of the next frame."),
    param!("backward bias", "", 0.0..=10.0, dynamic_data.backward_bias: f64, "Score of the previous frame."),
    param!("jump boost", "", 0.0..=20.0, dynamic_data.jump_boost: f64, "Score added for the target of a jump button."),
    param!("proximity boost", "", 0.0..=10.0, dynamic_data.proximity_boost: f64, "Score added for the frames around the target of a jump."),
    param!("history boost", "×", 1.0..=10.0, dynamic_data.history_boost: f64, "Factor on the next frames after two moves forward."),
    param!("max span", "frames", 1.0..=500.0, dynamic_data.max_span: u32, "How far it looks ahead; it looks half as far back."),
    param!("forward exponent", "", 0.0..=4.0, dynamic_data.forward_exp: f64, "How fast likelihood falls ahead."),
    param!("backward exponent", "", 0.0..=4.0, dynamic_data.backward_exp: f64, "How fast likelihood falls behind."),
    param!("proximity range", "frames", 0.0..=50.0, dynamic_data.proximity_range: u32, "How far it looks around the target of a jump."),
];

/// Parameters of the predictor [`AdaptivePredictor`].
const ADAPTIVE: &[Param] = &[
    param!("floor", "", 0.001..=0.2, adaptive.floor: f64, "A frame is loaded only if it is worth at least this: likelihood times the share of its load time saved."),
    param!("drag floor", "", 0.001..=0.2, adaptive.drag_floor: f64, "The floor for frames that a drag of the scrubber may reach."),
    param!("decay", "", 0.8..=1.0, adaptive.decay: f64, "Factor on the worth of a frame for each move that it is further ahead."),
    param!("depth", "moves", 1.0..=64.0, adaptive.depth: u32, "How far ahead all futures are followed."),
    param!("width", "", 1.0..=128.0, adaptive.width: u32, "How many futures are followed at once."),
    param!("caution", "moves", 0.1..=20.0, adaptive.caution: f64, "How often a habit must be seen until it outweighs the initial assumptions."),
    param!("places", "", 0.0..=128.0, adaptive.places: u32, "How many places are kept that a jump may return to."),
    param!("recency", "", 0.001..=0.5, adaptive.recency: f64, "What keeping a frame is worth that was just used and is not expected again."),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_parameter_can_be_set_and_read_back_and_has_its_default_in_range() {
        for kind in PredictorKind::ALL {
            let mut config = PredictorConfig { kind, ..PredictorConfig::default() };
            for param in config.params() {
                assert!(param.range.contains(&param.default_value()), "{}", param.name);
                for value in [*param.range.start(), *param.range.end()] {
                    param.set(&mut config, value);
                    assert_eq!(param.get(&config), value, "{}", param.name);
                }
                param.set(&mut config, f64::INFINITY);
                assert_eq!(param.get(&config), *param.range.end());
                param.set(&mut config, f64::NAN);
                assert_eq!(param.get(&config), *param.range.end());
            }
        }
    }

    #[test]
    fn a_settings_file_with_absurd_values_is_brought_back_into_range() {
        let mut config = PredictorConfig::default();
        config.dynamic_data.max_span = u32::MAX;
        config.distance_decay.decay = f64::NAN;
        let config = config.sanitized();
        assert_eq!(config.dynamic_data.max_span, 500);
        assert_eq!(config.distance_decay.decay, 1.5);
    }
}
