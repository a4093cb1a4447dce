//! Algorithms to compare the cache with: what others do, and limits that no cache can beat.

mod clairvoyant;
mod lower_bound;
mod lru;
mod python;
mod resident;
mod window;

use std::fmt;
use std::sync::atomic::AtomicBool;
use std::time::Duration;

use super::machine::{Machine, User};
use super::outcome::Outcome;
use super::run::run;
use super::trace::Trace;
use crate::predict::{AccessPredictor, DistanceDecay, DynamicData, DynamicDistanceDecay};

/// The jumps that the viewer of the Python library offers, in keys.
pub const DEFAULT_JUMPS: [i64; 7] = [-15, -5, -1, 1, 5, 15, 30];

/// A prediction formula of the Python library.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Formula {
    /// [`DistanceDecay`].
    DistanceDecay,
    /// [`DynamicDistanceDecay`].
    DynamicDistanceDecay,
    /// [`DynamicData`].
    DynamicData,
}

impl Formula {
    /// The number of slots of the Python set that holds the keys of a formula. It decides between equally likely keys:
    /// the one with the smallest remainder comes first. Distance decay has a set of 121 keys, for which Python makes a
    /// table of 512 slots. The other formulas keep their keys in order, as if there were a slot for each key.
    fn slots(self) -> u64 {
        if self == Self::DistanceDecay { 512 } else { u64::MAX }
    }
}

/// An algorithm to compare the cache with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Reference {
    /// The Python library that motscope follows, with one background loader. Its queue keeps stale keys, and it loads
    /// keys that are resident or in flight.
    PythonLibrary(Formula),
    /// Loads only what is requested, and evicts what was least recently used.
    NoPrefetchLru,
    /// Loads ahead in the direction of the last move, as film players do.
    ReadAhead,
    /// Loads the frames around the play head, the nearest first.
    Spiral,
    /// Knows the whole trace in advance.
    Clairvoyant,
    /// A sum of stalls that no schedule can beat. It is known for [`User::Block`] only, and not for a video: what a load
    /// costs depends on all loads before it.
    LowerBound,
}

impl Reference {
    /// All references, in the order in which they are shown.
    pub const ALL: [Self; 8] = [
        Self::PythonLibrary(Formula::DistanceDecay),
        Self::PythonLibrary(Formula::DynamicDistanceDecay),
        Self::PythonLibrary(Formula::DynamicData),
        Self::NoPrefetchLru,
        Self::ReadAhead,
        Self::Spiral,
        Self::Clairvoyant,
        Self::LowerBound,
    ];

    /// Its name on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::PythonLibrary(Formula::DistanceDecay) => "python-library/distance-decay",
            Self::PythonLibrary(Formula::DynamicDistanceDecay) => "python-library/dynamic-distance-decay",
            Self::PythonLibrary(Formula::DynamicData) => "python-library/dynamic-data",
            Self::NoPrefetchLru => "no-prefetch-lru",
            Self::ReadAhead => "read-ahead",
            Self::Spiral => "spiral",
            Self::Clairvoyant => "clairvoyant",
            Self::LowerBound => "lower-bound",
        }
    }
}

impl fmt::Display for Reference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

/// The result of a replay.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ReplayResult {
    /// The outcome of a replay.
    Outcome(Outcome),
    /// A bound on the sum of all stalls, without a replay.
    Stall {
        /// The sum; none if it is not known.
        stall: Option<Duration>,
        /// How many rows the trace has.
        rows: usize,
    },
}

impl ReplayResult {
    /// The outcome, if there was a replay.
    pub fn outcome(&self) -> Option<&Outcome> {
        match self {
            Self::Outcome(outcome) => Some(outcome),
            Self::Stall { .. } => None,
        }
    }

    /// Mean stall of a row in milliseconds; none if it is not known, 0 without rows.
    pub fn stall_mean_ms(&self) -> Option<f64> {
        match self {
            Self::Outcome(outcome) => Some(outcome.stall_mean_ms()),
            Self::Stall { rows: 0, .. } => Some(0.0),
            Self::Stall { stall, rows } => stall.map(|stall| stall.as_nanos() as f64 / 1e6 / *rows as f64),
        }
    }
}

/// Replays `trace` with `reference`. Returns none if `cancel` became true meanwhile.
///
/// `jumps` are the possible jumps of the Python library's dynamic data, usually [`DEFAULT_JUMPS`]. The Python library
/// has one background loader, even if the machine has more. [`Reference::LowerBound`] is not known for [`User::Live`] and for a video. Without
/// prefetching, and in the Python library, nothing is kept but what was loaded; their decoders stay open, too.
pub fn run_reference(
    reference: Reference,
    machine: &Machine,
    trace: &Trace,
    jumps: &[i64],
    cancel: &AtomicBool,
) -> Option<ReplayResult> {
    let outcome = match reference {
        Reference::PythonLibrary(formula) => {
            let machine = Machine { workers: 1, ..machine.clone() };
            let predictor: Box<dyn AccessPredictor> = match formula {
                Formula::DistanceDecay => Box::new(DistanceDecay::default()),
                Formula::DynamicDistanceDecay => Box::new(DynamicDistanceDecay::default()),
                Formula::DynamicData => Box::new(DynamicData {
                    possible_jumps: jumps.to_vec(),
                    length: Some(machine.keys.len()),
                    ..DynamicData::default()
                }),
            };
            run(&machine, trace, &mut python::Library::new(&machine, predictor, formula.slots()), cancel)
        }
        Reference::NoPrefetchLru => run(machine, trace, &mut lru::Lru::new(machine), cancel),
        Reference::ReadAhead => run(machine, trace, &mut window::Window::read_ahead(machine), cancel),
        Reference::Spiral => run(machine, trace, &mut window::Window::spiral(machine), cancel),
        Reference::Clairvoyant => clairvoyant::best(machine, trace, cancel),
        Reference::LowerBound => {
            let stall = match (machine.user, machine.video) {
                (User::Block, None) => Some(lower_bound::lower_bound(machine, trace, cancel)?),
                _ => None,
            };
            return Some(ReplayResult::Stall { stall, rows: trace.moves.len() });
        }
    };
    outcome.map(ReplayResult::Outcome)
}

#[cfg(test)]
mod tests;
