//! What others do, and what nobody can beat: algorithms to compare with. None of them is used by the program, but for
//! the clairvoyant.

mod bound;
mod clairvoyant;
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

/// The jumps that the Python library's viewer offers, in keys.
pub const DEFAULT_JUMPS: [i64; 7] = [-15, -5, -1, 1, 5, 15, 30];

/// A formula of the Python library.
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
    /// Among equally likely keys the library takes the one whose number leaves the smallest remainder by this. Distance
    /// decay goes through a set of 121 keys, which Python keeps in a hash table of 512 slots; the others keep keys in order.
    fn slots(self) -> u64 {
        if self == Self::DistanceDecay { 512 } else { u64::MAX }
    }
}

/// An algorithm to compare with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Reference {
    /// The Python library: one background loader, a queue that keeps what is stale, loads without looking.
    PythonLibrary(Formula),
    /// Loads what is asked for, keeps what was used last.
    NoPrefetchLru,
    /// Film players: loads ahead in the direction of the last move.
    ReadAhead,
    /// Loads around the play head, the nearest first.
    Spiral,
    /// Knows the whole trace beforehand.
    Clairvoyant,
    /// What no schedule can beat; for [`User::Block`] only.
    LowerBound,
}

impl Reference {
    /// All of them, in the order in which they are shown.
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

/// What a reference reaches.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reached {
    /// It was replayed.
    Outcome(Outcome),
    /// Only the sum of all stalls is known, or not even that.
    Stall {
        /// The sum, where it is known.
        stall: Option<Duration>,
        /// Over how many rows.
        rows: usize,
    },
}

impl Reached {
    /// The replay, if there was one.
    pub fn outcome(&self) -> Option<&Outcome> {
        match self {
            Self::Outcome(outcome) => Some(outcome),
            Self::Stall { .. } => None,
        }
    }

    /// Mean stall of a row, in milliseconds, where it is known; 0 without rows.
    pub fn stall_mean_ms(&self) -> Option<f64> {
        match self {
            Self::Outcome(outcome) => Some(outcome.stall_mean_ms()),
            Self::Stall { rows: 0, .. } => Some(0.0),
            Self::Stall { stall, rows } => stall.map(|stall| stall.as_nanos() as f64 / 1e6 / *rows as f64),
        }
    }
}

/// What `reference` reaches on `trace`. `jumps` are what the Python library's dynamic data takes for possible jumps,
/// usually [`DEFAULT_JUMPS`]. The Python library has one background loader whatever the machine has. The lower bound of
/// a live person is not known. None if `cancel` became true meanwhile.
pub fn run_reference(
    reference: Reference,
    machine: &Machine,
    trace: &Trace,
    jumps: &[i64],
    cancel: &AtomicBool,
) -> Option<Reached> {
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
            let stall = match machine.user {
                User::Block => Some(bound::lower_bound(machine, trace, cancel)?),
                User::Live => None,
            };
            return Some(Reached::Stall { stall, rows: trace.moves.len() });
        }
    };
    outcome.map(Reached::Outcome)
}

#[cfg(test)]
mod tests;
