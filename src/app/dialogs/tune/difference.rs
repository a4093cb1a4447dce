//! Lists the differences between settings as text. Pure functions.

use crate::app::model::settings::cache_settings::CacheSettings;
use crate::app::widgets::knob;
use crate::predict::{Param, PredictorConfig};
use crate::sim::tune::TunedSettings;

/// Sizes of frames with pictures, for which memory is limited instead of their number.
#[derive(Clone, Copy, Debug)]
pub struct Heavy {
    /// Memory of one frame, in bytes.
    pub bytes: u64,
    /// Current memory limit of all frames, in bytes.
    pub room: u64,
}

impl Heavy {
    /// The memory for `frames` frames, in megabytes; `None` if the current limit holds just as many.
    fn megabytes(self, frames: usize) -> Option<u64> {
        let is_all = frames as u64 == (self.room / self.bytes.max(1)).max(1);
        let bytes = (frames as u64).saturating_mul(self.bytes);
        (!is_all).then(|| {
            bytes.div_ceil(1_000_000).clamp(*CacheSettings::MEGABYTES.start(), *CacheSettings::MEGABYTES.end())
        })
    }
}

/// The settings with the result of a search applied, rounded to the precision of the sliders.
pub fn applied(engine: &CacheSettings, found: &TunedSettings, heavy: Option<Heavy>) -> CacheSettings {
    let mut predictor = found.predictors.clone();
    for param in predictor.params() {
        let value = rounded(param, &predictor);
        param.set(&mut predictor, value);
    }
    let mut engine = CacheSettings { predictor, degree: found.degree, ..engine.clone() };
    match heavy.map(|heavy| heavy.megabytes(found.capacity)) {
        None => engine.capacity_entries = found.capacity,
        Some(None) => {}
        Some(megabytes) => (engine.capacity_mb, engine.keep_free_mb) = (megabytes, None),
    }
    engine
}

/// The settings with what a search changes as it was `before`.
pub fn undone(engine: &CacheSettings, before: &CacheSettings) -> CacheSettings {
    CacheSettings {
        predictor: before.predictor.clone(),
        degree: before.degree,
        capacity_entries: before.capacity_entries,
        capacity_mb: before.capacity_mb,
        keep_free_mb: before.keep_free_mb,
        ..engine.clone()
    }
}

/// The differences from `now`, one setting per line: `degree 12 (now 20)`.
pub fn lines(now: &CacheSettings, found: &TunedSettings, heavy: Option<Heavy>) -> Vec<String> {
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
    match heavy {
        None => number("frames", now.capacity_entries as f64, found.capacity as f64),
        Some(heavy) => {
            let was = (heavy.room / 1_000_000) as f64;
            number("memory in MB", was, heavy.megabytes(found.capacity).map_or(was, |megabytes| megabytes as f64));
        }
    }
    number("degree", now.degree as f64, found.degree as f64);
    for param in new.params() {
        number(param.name, rounded(param, old), rounded(param, new));
    }
    lines
}

/// A parameter rounded to the precision of its slider.
fn rounded(param: &Param, config: &PredictorConfig) -> f64 {
    knob::rounded(param.get(config), &param.range, param.integer)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::predict::PredictorKind;

    #[test]
    fn only_what_differs_is_told_and_all_of_it_is_applied() {
        let mut now = CacheSettings { latency_ms: 7.0, ..CacheSettings::default() };
        let mut found =
            TunedSettings { predictors: now.predictor.clone(), capacity: now.capacity_entries, degree: now.degree };
        assert!(lines(&now, &found, None).is_empty());
        assert_eq!(applied(&now, &found, None), now);
        found.degree = 12;
        found.predictors.kind = PredictorKind::DistanceDecay;
        found.predictors.distance_decay.decay = 0.333_3;
        now.predictor.kind = PredictorKind::DynamicData;
        assert_eq!(
            lines(&now, &found, None),
            ["distance decay (now dynamic data)", "degree 12 (now 20)", "decay 0.33 (now 1.5)"]
        );
        let applied = applied(&now, &found, None);
        assert_eq!((applied.degree, applied.latency_ms), (12, 7.0));
        assert_eq!(applied.predictor.distance_decay.decay, 0.33);
        assert!(lines(&applied, &found, None).is_empty());
        let slower = CacheSettings { latency_ms: 60.0, ..applied };
        assert_eq!(undone(&slower, &now), CacheSettings { latency_ms: 60.0, ..now });
    }

    #[test]
    fn of_frames_with_pictures_fewer_are_less_memory() {
        let now = CacheSettings { keep_free_mb: Some(2000), ..CacheSettings::default() };
        let mut found = TunedSettings { predictors: now.predictor.clone(), capacity: 40, degree: now.degree };
        let heavy = Some(Heavy { bytes: 6_000_000, room: 244_000_000 });
        assert!(lines(&now, &found, heavy).is_empty(), "as many as fit");
        assert_eq!(applied(&now, &found, heavy), now);
        found.capacity = 10;
        assert_eq!(lines(&now, &found, heavy), ["memory in MB 60 (now 244)"]);
        let applied = applied(&now, &found, heavy);
        assert_eq!((applied.capacity_mb, applied.keep_free_mb, applied.capacity_entries), (Some(60), None, 100));
        assert!(lines(&applied, &found, Some(Heavy { room: 60_000_000, bytes: 6_000_000 })).is_empty());
    }
}
