//! The set-up of a replay: storage, frames and hints, so that the simulator acts like the window's cache.

use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::Duration;

use super::hint_inputs;
use crate::app::model::settings::cache_settings::CacheSettings;
use crate::cache::Workers;
use crate::predict::Hints;
use crate::provider::KeySet;
use crate::sim::{Engine, Machine, Outcome, Reference, ReplayResult, Trace, User, run, run_reference};

/// The least number of recorded moves for which a replay is meaningful.
pub const LEAST_MOVES: usize = 20;

/// The part of a replay's set-up that does not depend on settings.
#[derive(Clone, Debug, PartialEq)]
pub struct ReplaySetup {
    /// How long a load takes without simulated latency.
    pub load: Duration,
    /// The memory that a frame takes, in bytes.
    pub frame_bytes: u64,
    /// The bytes that frames with pictures may take if the user chose no limit. `None` for frames without pictures.
    pub room: Option<u64>,
    /// The frames of the sequence.
    pub keys: Arc<KeySet>,
    /// Frames that the user is likely to jump to, in rising order.
    pub landmarks: Arc<[u64]>,
    /// How many frames the scrubber can point to, if it is known.
    pub scrubber: Option<u32>,
}

impl ReplaySetup {
    /// The simulated machine for a replay of `trace` with these settings.
    ///
    /// The load time is the time of the storage plus the simulated latency. A median of past loads would miss a latency
    /// that was changed just now.
    pub fn machine(&self, settings: &CacheSettings, trace: &Trace) -> Machine {
        let latency = settings.latency();
        let load = self.load.saturating_add(latency).max(Duration::from_nanos(1));
        let workers = settings.workers.unwrap_or_else(|| Workers::suited_to(load, gap(trace)));
        let mut capacity = settings.capacity(self.room);
        if self.room.is_some() {
            // The number of frames that fit: a search over numbers of frames needs a start.
            capacity.entries = usize::try_from(capacity.bytes / self.frame_bytes.max(1)).unwrap_or(usize::MAX).max(1);
        }
        Machine {
            load,
            sigma: spread(settings.jitter * latency.as_secs_f64() / load.as_secs_f64()),
            seed: 1,
            capacity,
            frame_bytes: self.frame_bytes,
            workers,
            user: User::Live,
            keys: Arc::clone(&self.keys),
            video: None,
        }
    }

    /// The hints for the cache with these settings. Playback and drags are left out, because they held only for a
    /// moment.
    pub fn hints(&self, settings: &CacheSettings) -> Hints {
        Hints {
            landmarks: Arc::clone(&self.landmarks),
            jumps: hint_inputs::jumps(settings).into(),
            scrubber: self.scrubber,
            ..Hints::default()
        }
    }

    /// Replays `trace` with the program's cache and these settings. `None` if `cancel` became true meanwhile.
    pub fn replay(&self, settings: &CacheSettings, trace: &Trace, cancel: &AtomicBool) -> Option<Outcome> {
        let machine = self.machine(settings, trace);
        let mut engine = Engine::new(&machine, settings.tuning(), settings.predictor.build(), &self.hints(settings));
        run(&machine, trace, &mut engine, cancel)
    }

    /// Replays `trace` with a clairvoyant, which knows all moves in advance. `None` if `cancel` became true meanwhile.
    pub fn clairvoyant(&self, settings: &CacheSettings, trace: &Trace, cancel: &AtomicBool) -> Option<Outcome> {
        match run_reference(Reference::Clairvoyant, &self.machine(settings, trace), trace, &[], cancel)? {
            ReplayResult::Outcome(outcome) => Some(outcome),
            ReplayResult::Stall { .. } => None,
        }
    }
}

/// The median time between two moves. `None` if there were fewer than two moves.
fn gap(trace: &Trace) -> Option<Duration> {
    let mut gaps: Vec<Duration> = trace.moves.windows(2).map(|pair| pair[1].at.saturating_sub(pair[0].at)).collect();
    let middle = gaps.len() / 2;
    (!gaps.is_empty()).then(|| *gaps.select_nth_unstable(middle).1)
}

/// The sigma of log-normal load times with the variance of load times that are uniform in mean × (1 ± `jitter`).
fn spread(jitter: f64) -> f64 {
    (jitter * jitter / 3.0).ln_1p().sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sim::Move;

    fn trace(gap_ms: u64) -> Trace {
        let moves = (0..50).map(|at| Move { at: Duration::from_millis(at * gap_ms), key: at }).collect();
        Trace { moves, ..Trace::default() }
    }

    fn setup(load: Duration) -> ReplaySetup {
        ReplaySetup {
            load,
            frame_bytes: 1000,
            room: None,
            keys: Arc::new(KeySet::first_n(100)),
            landmarks: Arc::from([7, 9]),
            scrubber: Some(80),
        }
    }

    #[test]
    fn a_replay_has_the_latency_that_is_set_and_the_workers_that_suit_it() {
        let setup = setup(Duration::from_millis(2));
        let mut settings = CacheSettings { latency_ms: 300.0, ..CacheSettings::default() };
        let machine = setup.machine(&settings, &trace(33));
        assert_eq!((machine.load, machine.workers, machine.sigma), (Duration::from_millis(302), 11, 0.0));
        assert_eq!(setup.machine(&settings, &Trace::default()).workers, 4);
        settings.workers = Some(2);
        settings.jitter = 1.0;
        settings.capacity_mb = Some(1);
        let machine = setup.machine(&settings, &trace(33));
        assert_eq!((machine.workers, machine.frames()), (2, 100));
        // Uniform from 0 to twice the mean: the standard deviation is the mean / √3.
        assert!((machine.sigma - (4.0_f64 / 3.0).ln().sqrt()).abs() < 0.01, "{}", machine.sigma);
    }

    #[test]
    fn a_replay_knows_the_jumps_of_its_settings() {
        let mut settings = CacheSettings::default();
        settings.predictor.dynamic_data.possible_jumps = vec![30];
        let hints = setup(Duration::ZERO).hints(&settings);
        assert_eq!((&*hints.jumps, &*hints.landmarks, hints.scrubber), (&[-1, 1, 30][..], &[7, 9][..], Some(80)));
    }
}
