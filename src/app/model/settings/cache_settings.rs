//! The settings of cache and predictor, which the tuning panel edits and a settings file can hold.

use std::ops::RangeInclusive;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::jumps;
use crate::cache::{Builder, Capacity, Eviction, PrefetchCache, Workers};
use crate::predict::{PredictorConfig, SharedHabits};
use crate::provider::{DataProvider, Latency};
use crate::sim::Tuning;

/// The settings of cache, predictor and simulated latency.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct CacheSettings {
    /// The predictor and its settings. Its possible jumps are also the jumps of the buttons.
    pub predictor: PredictorConfig,
    /// The most frames that may be resident. It has no effect on frames with pictures.
    pub capacity_entries: usize,
    /// The most megabytes (10⁶ bytes) that may be resident. `None` if the user chose no limit.
    pub capacity_mb: Option<u64>,
    /// Megabytes (10⁶ bytes) of memory that frames with pictures leave free. It replaces `capacity_mb` for them.
    pub keep_free_mb: Option<u64>,
    /// The number of threads that prefetch. If it is `None`, the number is chosen automatically.
    pub workers: Option<usize>,
    /// The degree: how many frames the predictor may propose at once.
    pub degree: usize,
    /// How many past moves the predictor sees.
    pub history: usize,
    /// Which of equally unlikely frames is evicted first.
    pub eviction: Eviction,
    /// The simulated latency of the storage, in milliseconds. It ends with the program: an experiment must not slow down the next
    /// session.
    #[serde(skip)]
    pub latency_ms: f64,
    /// How much the latency varies up and down, as a share of it from 0 to 1. It ends with the program, too.
    #[serde(skip)]
    pub jitter: f64,
}

impl Default for CacheSettings {
    fn default() -> Self {
        Self {
            predictor: PredictorConfig::default(),
            capacity_entries: 100,
            capacity_mb: None,
            keep_free_mb: None,
            workers: None,
            degree: 20,
            history: 30,
            eviction: Eviction::default(),
            latency_ms: 0.0,
            jitter: 0.0,
        }
    }
}

impl CacheSettings {
    /// The allowed numbers of resident frames.
    pub const ENTRIES: RangeInclusive<usize> = 1..=10_000;
    /// The allowed limits in megabytes.
    pub const MEGABYTES: RangeInclusive<u64> = 1..=65_536;
    /// The allowed numbers of workers.
    pub const WORKERS: RangeInclusive<usize> = 1..=64;
    /// The allowed degrees.
    pub const DEGREE: RangeInclusive<usize> = 1..=500;
    /// The allowed lengths of the history, in moves.
    pub const HISTORY: RangeInclusive<usize> = 1..=500;
    /// The allowed latencies, in milliseconds.
    pub const LATENCY_MS: RangeInclusive<f64> = 0.0..=500.0;

    /// Brings every value into its range, because a person may have edited the settings file.
    #[must_use]
    pub fn sanitized(self) -> Self {
        let number = |value: f64, range: RangeInclusive<f64>| {
            if value.is_nan() { *range.start() } else { value.clamp(*range.start(), *range.end()) }
        };
        let mut predictor = self.predictor.sanitized();
        jumps::tidy(&mut predictor.dynamic_data.possible_jumps);
        Self {
            predictor,
            capacity_entries: clamp(self.capacity_entries, Self::ENTRIES),
            capacity_mb: self.capacity_mb.map(|megabytes| clamp(megabytes, Self::MEGABYTES)),
            keep_free_mb: self.keep_free_mb.map(|megabytes| clamp(megabytes, Self::MEGABYTES)),
            workers: self.workers.map(|workers| clamp(workers, Self::WORKERS)),
            degree: clamp(self.degree, Self::DEGREE),
            history: clamp(self.history, Self::HISTORY),
            eviction: self.eviction,
            latency_ms: number(self.latency_ms, Self::LATENCY_MS),
            jitter: number(self.jitter, 0.0..=1.0),
        }
    }

    /// The capacity of the cache. Frames with pictures are limited in bytes only, because a hundred of them may take
    /// ten megabytes or ten gigabytes. `room` is their limit in bytes if the user chose none; `None` for frames without
    /// pictures.
    pub fn capacity(&self, room: Option<u64>) -> Capacity {
        let bytes = self.capacity_mb.map(|megabytes| megabytes.saturating_mul(1_000_000));
        match room {
            Some(room) if self.keep_free_mb.is_some() => Capacity::entries(usize::MAX).and_bytes(room),
            Some(room) => Capacity::entries(usize::MAX).and_bytes(bytes.unwrap_or(room)),
            None => Capacity::entries(self.capacity_entries).and_bytes(bytes.unwrap_or(u64::MAX)),
        }
    }

    /// How many bytes frames with pictures leave free. `None` if something else limits them.
    pub fn keep_free(&self) -> Option<u64> {
        self.keep_free_mb.map(|megabytes| megabytes.saturating_mul(1_000_000))
    }

    /// The number of threads that prefetch, in the form that the cache takes.
    pub fn workers(&self) -> Workers {
        self.workers.map_or(Workers::Automatic, Workers::Fixed)
    }

    /// The simulated latency.
    pub fn latency(&self) -> Duration {
        milliseconds(self.latency_ms)
    }

    /// The settings that a replay needs in addition to the predictor.
    pub fn tuning(&self) -> Tuning {
        Tuning { degree: self.degree, history: self.history, eviction: self.eviction }
    }

    /// Sets the simulated latency of the storage.
    pub fn apply_latency(&self, latency: &Latency) {
        latency.set(self.latency(), self.jitter);
    }

    /// Applies these settings to a cache that is being built. Its predictor starts with `habits`. The latency belongs
    /// to the provider: see [`apply_latency`](Self::apply_latency).
    pub fn configure<P: DataProvider>(
        &self,
        builder: Builder<P>,
        room: Option<u64>,
        habits: &SharedHabits,
    ) -> Builder<P> {
        builder
            .capacity(self.capacity(room))
            .predictor(self.predictor.build_with(habits))
            .workers(self.workers())
            .degree(self.degree)
            .history(self.history)
            .eviction(self.eviction)
    }
}

/// Changes a running cache from `old` settings to `new` ones. Only what differs is changed. `room` is the limit in
/// bytes of frames with pictures if the user chose none.
pub fn apply_changes<P: DataProvider>(
    old: &CacheSettings,
    new: &CacheSettings,
    room: Option<u64>,
    cache: &PrefetchCache<P>,
    latency: &Latency,
    habits: &SharedHabits,
) {
    if (old.latency_ms, old.jitter) != (new.latency_ms, new.jitter) {
        new.apply_latency(latency);
    }
    if old.predictor != new.predictor {
        cache.set_predictor(new.predictor.build_with(habits));
    }
    let limits = |settings: &CacheSettings| (settings.capacity_entries, settings.capacity_mb, settings.keep_free_mb);
    if limits(old) != limits(new) {
        cache.set_capacity(new.capacity(room));
    }
    if old.workers != new.workers {
        cache.set_workers(new.workers());
    }
    if old.degree != new.degree {
        cache.set_degree(new.degree);
    }
    if old.history != new.history {
        cache.set_history(new.history);
    }
    if old.eviction != new.eviction {
        cache.set_eviction(new.eviction);
    }
}

/// A kind of storage: its latency to simulate, and settings that suit it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Preset {
    /// A disk in this computer.
    LocalDisk,
    /// A file server nearby.
    NetworkShare,
    /// Object storage in a distant data centre.
    ObjectStore,
}

impl Preset {
    /// All presets, from the nearest to the farthest storage.
    pub const ALL: [Self; 3] = [Self::LocalDisk, Self::NetworkShare, Self::ObjectStore];

    /// The name that the user sees.
    pub fn name(self) -> &'static str {
        match self {
            Self::LocalDisk => "local disk",
            Self::NetworkShare => "network share",
            Self::ObjectStore => "object store",
        }
    }

    /// What the preset sets, in words for the user.
    pub fn summary(self) -> String {
        let mut set = CacheSettings::default();
        self.apply(&mut set);
        let latency = if set.latency_ms == 0.0 {
            "no latency".to_owned()
        } else {
            format!("{} ms ± {:.0} %", set.latency_ms, set.jitter * 100.0)
        };
        let workers = set.workers.map_or("workers as needed".to_owned(), |workers| format!("{workers} workers"));
        format!("{latency}, {workers}, degree {}, {} frames", set.degree, set.capacity_entries)
    }

    /// Sets latency, jitter, workers, degree and number of frames. All other settings stay.
    pub fn apply(self, settings: &mut CacheSettings) {
        // The slower the storage, the more frames have to be loaded at once, and the farther ahead.
        let (latency_ms, jitter, workers, degree, entries) = match self {
            Self::LocalDisk => (0.0, 0.0, None, 20, 100),
            Self::NetworkShare => (8.0, 0.5, None, 32, 200),
            Self::ObjectStore => (80.0, 0.5, Some(16), 64, 400),
        };
        *settings = CacheSettings {
            latency_ms,
            jitter,
            workers,
            degree,
            capacity_entries: entries,
            ..std::mem::take(settings)
        };
    }
}

/// A number of milliseconds as a duration; zero if it is negative or not finite.
pub fn milliseconds(millis: f64) -> Duration {
    Duration::try_from_secs_f64(millis / 1000.0).unwrap_or_default()
}

/// The value of `range` nearest to `value`.
fn clamp<T: Ord + Copy>(value: T, range: RangeInclusive<T>) -> T {
    value.clamp(*range.start(), *range.end())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use std::sync::Arc;

    use super::*;
    use crate::predict::PredictorKind;
    use crate::provider::{Delayed, Synthetic};

    #[test]
    fn a_settings_file_with_absurd_values_is_brought_back_into_range() {
        let text = r#"{"capacity_entries": 0, "capacity_mb": 0, "keep_free_mb": 99999999, "workers": 9999, "degree": 100000, "history": 0,
            "unknown": true,
            "predictor": {"dynamic_data": {"possible_jumps": [5, 0, -9223372036854775808, 5, -5]}}}"#;
        let settings = serde_json::from_str::<CacheSettings>(text).unwrap();
        let settings = CacheSettings { latency_ms: 1e300, jitter: -3.0, ..settings }.sanitized();
        assert_eq!((settings.capacity_entries, settings.capacity_mb, settings.workers), (1, Some(1), Some(64)));
        assert_eq!(settings.keep_free_mb, Some(65_536));
        assert_eq!((settings.degree, settings.history, settings.latency_ms, settings.jitter), (500, 1, 500.0, 0.0));
        assert_eq!(settings.predictor.dynamic_data.possible_jumps, [-5, 5]);
        let settings = CacheSettings { latency_ms: f64::NAN, jitter: f64::NAN, ..settings }.sanitized();
        assert_eq!((settings.latency_ms, settings.jitter), (0.0, 0.0));
        assert_eq!(settings, settings.clone().sanitized());
    }

    #[test]
    fn of_frames_with_pictures_bytes_alone_are_limited_and_of_others_frames() {
        let of = |capacity_mb, keep_free_mb| CacheSettings { capacity_mb, keep_free_mb, ..CacheSettings::default() };
        let pictures = |settings: CacheSettings| settings.capacity(Some(7_000_000));
        assert_eq!(pictures(of(None, None)), Capacity::entries(usize::MAX).and_bytes(7_000_000));
        assert_eq!(pictures(of(Some(5), None)), Capacity::entries(usize::MAX).and_bytes(5_000_000));
        assert_eq!(pictures(of(Some(5), Some(900))), Capacity::entries(usize::MAX).and_bytes(7_000_000));
        assert_eq!(of(None, Some(900)).capacity(None), Capacity::entries(100));
        assert_eq!(of(Some(5), None).capacity(None), Capacity::entries(100).and_bytes(5_000_000));
    }

    #[test]
    fn settings_survive_a_file() {
        let mut settings = CacheSettings { capacity_mb: Some(512), ..CacheSettings::default() };
        settings.predictor.kind = PredictorKind::DistanceDecay;
        let text = serde_json::to_string(&settings).unwrap();
        assert_eq!(serde_json::from_str::<CacheSettings>(&text).unwrap(), settings);
        assert_eq!(serde_json::from_str::<CacheSettings>("{}").unwrap(), CacheSettings::default());
    }

    #[test]
    fn simulated_latency_ends_with_the_program() {
        let text = r#"{"latency_ms": 60, "jitter": 0.5, "degree": 7}"#;
        let stored = serde_json::from_str::<CacheSettings>(text).unwrap();
        assert_eq!(stored, CacheSettings { degree: 7, ..CacheSettings::default() });
        let slow = CacheSettings { latency_ms: 60.0, jitter: 0.5, ..stored.clone() };
        assert_eq!(serde_json::from_str::<CacheSettings>(&serde_json::to_string(&slow).unwrap()).unwrap(), stored);
    }

    #[test]
    fn presets_are_within_range_and_keep_the_predictor() {
        for preset in Preset::ALL {
            let mut settings = CacheSettings::default();
            settings.predictor.kind = PredictorKind::DistanceDecay;
            preset.apply(&mut settings);
            assert_eq!(settings.predictor.kind, PredictorKind::DistanceDecay);
            assert_eq!(settings, settings.clone().sanitized(), "{}", preset.name());
        }
    }

    #[test]
    fn only_what_differs_is_changed_and_it_acts_at_once() {
        let latency = Arc::new(Latency::default());
        let habits = SharedHabits::default();
        let old = CacheSettings { workers: Some(1), ..CacheSettings::default() };
        let cache = old
            .configure(PrefetchCache::builder(Delayed::new(Synthetic::new(1000), Arc::clone(&latency))), None, &habits)
            .build();
        let patience = Duration::from_secs(20);
        cache.get(500).unwrap();
        assert!(cache.wait_idle(patience));
        assert!(cache.stats().resident > 5);
        let planned = cache.stats().planned;
        apply_changes(&old, &old.clone(), None, &cache, &latency, &habits);
        assert!(cache.wait_idle(patience));
        assert_eq!(cache.stats().planned, planned, "nothing differs, so nothing is planned again");

        let mut new = CacheSettings { capacity_entries: 5, capacity_mb: Some(3), latency_ms: 1.0, ..old.clone() };
        new.predictor.kind = PredictorKind::None;
        apply_changes(&old, &new, None, &cache, &latency, &habits);
        let stats = cache.stats();
        assert!(stats.resident <= 5);
        assert_eq!((stats.capacity_entries, stats.capacity_bytes), (5, 3_000_000));
        assert_eq!(latency.of(3), Duration::from_millis(1));
    }
}
