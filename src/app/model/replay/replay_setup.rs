//! What the simulator is given so that a replay goes like the window: the storage, the frames, what the cache is told.

use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::Duration;

use super::hint_inputs;
use crate::app::model::settings::cache_settings::EngineSettings;
use crate::cache::Workers;
use crate::predict::Hints;
use crate::provider::KeySet;
use crate::sim::{Engine, Machine, Outcome, Reference, ReplayResult, Trace, User, run, run_reference};

/// The least number of recorded moves that a replay says something about.
pub const LEAST_MOVES: usize = 20;

/// What does not depend on settings.
#[derive(Clone, Debug, PartialEq)]
pub struct ReplaySetup {
    /// What a load takes without simulated latency.
    pub load: Duration,
    /// What a frame weighs, in bytes.
    pub frame_bytes: u64,
    /// Bytes that frames with pictures may take where no number is chosen; none for frames without.
    pub room: Option<u64>,
    /// The frames there are.
    pub keys: Arc<KeySet>,
    /// Frames worth jumping to, rising.
    pub landmarks: Arc<[u64]>,
    /// Places of the scrubber.
    pub scrubber: Option<u32>,
}

impl ReplaySetup {
    /// What a trace is replayed on with these settings.
    ///
    /// The load time is the storage's own plus the latency that is set: a median of the last loads would know nothing of
    /// a latency that was set just now.
    pub fn machine(&self, settings: &EngineSettings, trace: &Trace) -> Machine {
        let latency = settings.latency();
        let load = self.load.saturating_add(latency).max(Duration::from_nanos(1));
        let workers = settings.workers.unwrap_or_else(|| Workers::suited_to(load, gap(trace)));
        let mut capacity = settings.capacity(self.room);
        if self.room.is_some() {
            // So many fit: a search over numbers of frames needs one to begin with.
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
        }
    }

    /// What the cache is told with these settings. Playback and drags are left out: they were true of a moment only.
    pub fn hints(&self, settings: &EngineSettings) -> Hints {
        Hints {
            landmarks: Arc::clone(&self.landmarks),
            jumps: hint_inputs::jumps(settings).into(),
            scrubber: self.scrubber,
            ..Hints::default()
        }
    }

    /// How the program's cache with these settings would have done. None if `cancel` became true meanwhile.
    pub fn replay(&self, settings: &EngineSettings, trace: &Trace, cancel: &AtomicBool) -> Option<Outcome> {
        let machine = self.machine(settings, trace);
        let mut engine = Engine::new(&machine, settings.tuning(), settings.predictor.build(), &self.hints(settings));
        run(&machine, trace, &mut engine, cancel)
    }

    /// The same for whoever knows the trace beforehand.
    pub fn clairvoyant(&self, settings: &EngineSettings, trace: &Trace, cancel: &AtomicBool) -> Option<Outcome> {
        match run_reference(Reference::Clairvoyant, &self.machine(settings, trace), trace, &[], cancel)? {
            ReplayResult::Outcome(outcome) => Some(outcome),
            ReplayResult::Stall { .. } => None,
        }
    }
}

/// Median time between two moves, if there were two.
fn gap(trace: &Trace) -> Option<Duration> {
    let mut gaps: Vec<Duration> = trace.moves.windows(2).map(|pair| pair[1].at.saturating_sub(pair[0].at)).collect();
    let middle = gaps.len() / 2;
    (!gaps.is_empty()).then(|| *gaps.select_nth_unstable(middle).1)
}

/// The sigma of load times that vary as much as those spread evenly over ± a share of their mean.
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

    fn circumstances(load: Duration) -> ReplaySetup {
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
        let circumstances = circumstances(Duration::from_millis(2));
        let mut settings = EngineSettings { latency_ms: 300.0, ..EngineSettings::default() };
        let machine = circumstances.machine(&settings, &trace(33));
        assert_eq!((machine.load, machine.workers, machine.sigma), (Duration::from_millis(302), 11, 0.0));
        assert_eq!(circumstances.machine(&settings, &Trace::default()).workers, 4);
        settings.workers = Some(2);
        settings.jitter = 1.0;
        settings.capacity_mb = Some(1);
        let machine = circumstances.machine(&settings, &trace(33));
        assert_eq!((machine.workers, machine.frames()), (2, 100));
        // Evenly over ± the mean: a standard deviation of 1/√3 of it.
        assert!((machine.sigma - (4.0_f64 / 3.0).ln().sqrt()).abs() < 0.01, "{}", machine.sigma);
    }

    #[test]
    fn a_replay_knows_the_jumps_of_its_settings() {
        let mut settings = EngineSettings::default();
        settings.predictor.dynamic_data.possible_jumps = vec![30];
        let hints = circumstances(Duration::ZERO).hints(&settings);
        assert_eq!((&*hints.jumps, &*hints.landmarks, hints.scrubber), (&[-1, 1, 30][..], &[7, 9][..], Some(80)));
    }
}
