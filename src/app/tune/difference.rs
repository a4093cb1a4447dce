//! In which settings two differ, in words. Pure.

use crate::app::engine::EngineSettings;
use crate::app::knob;
use crate::predict::{Param, PredictorConfig};
use crate::sim::tune::Settings;

/// The settings of the engine with what a search found, as exactly as sliders can show it.
pub fn applied(engine: &EngineSettings, found: &Settings) -> EngineSettings {
    let mut predictor = found.predictors.clone();
    for param in predictor.params() {
        let value = rounded(param, &predictor);
        param.set(&mut predictor, value);
    }
    EngineSettings { predictor, capacity_entries: found.capacity, degree: found.degree, ..engine.clone() }
}

/// What is other than in `now`, one setting a line: `degree 12 (now 20)`.
pub fn lines(now: &EngineSettings, found: &Settings) -> Vec<String> {
    let mut lines = Vec::new();
    let (old, new) = (&now.predictor, &found.predictors);
    if old.kind != new.kind {
        lines.push(format!("{} (now {})", new.kind.name(), old.kind.name()));
    }
    let mut number = |name: &str, was: f64, is: f64| {
        if was != is {
            lines.push(format!("{name} {is} (now {was})"));
        }
    };
    number("frames", now.capacity_entries as f64, found.capacity as f64);
    number("degree", now.degree as f64, found.degree as f64);
    for param in new.params() {
        number(param.name, rounded(param, old), rounded(param, new));
    }
    lines
}

/// A parameter as exactly as sliders have it.
fn rounded(param: &Param, config: &PredictorConfig) -> f64 {
    knob::rounded(param.get(config), &param.range, param.integer)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::predict::PredictorKind;

    #[test]
    fn only_what_differs_is_told_and_all_of_it_is_applied() {
        let mut now = EngineSettings { latency_ms: 7.0, ..EngineSettings::default() };
        let mut found =
            Settings { predictors: now.predictor.clone(), capacity: now.capacity_entries, degree: now.degree };
        assert!(lines(&now, &found).is_empty());
        assert_eq!(applied(&now, &found), now);
        found.degree = 12;
        found.predictors.kind = PredictorKind::DistanceDecay;
        found.predictors.distance_decay.decay = 0.333_3;
        now.predictor.kind = PredictorKind::DynamicData;
        assert_eq!(
            lines(&now, &found),
            ["distance decay (now dynamic data)", "degree 12 (now 20)", "decay 0.33 (now 1.5)"]
        );
        let applied = applied(&now, &found);
        assert_eq!((applied.degree, applied.latency_ms), (12, 7.0));
        assert_eq!(applied.predictor.distance_decay.decay, 0.33);
        assert!(lines(&applied, &found).is_empty());
    }
}
