//! What a trace can be replayed with, by name: [`Algorithm`].

use std::fmt;
use std::str::FromStr;
use std::sync::atomic::AtomicBool;

use thiserror::Error;

use super::engine::{Engine, Tuning};
use super::machine::Machine;
use super::reference::{Reference, ReplayResult, run_reference};
use super::run::run;
use super::trace::Trace;
use crate::predict::{Hints, PredictorConfig, PredictorKind};

/// What a trace is replayed with: the cache of this library with one of its predictors, or a reference.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Algorithm {
    /// The cache of this library with this predictor.
    Predictor(PredictorKind),
    /// Another algorithm to compare with.
    Reference(Reference),
}

/// Everything a replay needs beside the algorithm and the trace.
#[derive(Clone, Debug)]
pub struct Setup {
    /// How long loads take, and how many may run.
    pub machine: Machine,
    /// The cache's settings.
    pub tuning: Tuning,
    /// The parameters of all predictors.
    pub predictors: PredictorConfig,
    /// What the caller tells the predictor.
    pub hints: Hints,
    /// Distances of the jump buttons in keys, for references that need them.
    pub jumps: Vec<i64>,
}

impl Setup {
    /// Replaces the hints. The possible jumps of [`DynamicData`](crate::predict::DynamicData) become those of the
    /// hints.
    #[must_use]
    pub fn with_hints(mut self, hints: Hints) -> Self {
        self.predictors.dynamic_data.possible_jumps = hints.jumps.to_vec();
        Self { hints, ..self }
    }
}

impl Algorithm {
    /// All algorithms, the predictors first.
    pub fn all() -> impl Iterator<Item = Self> {
        PredictorKind::ALL.into_iter().map(Self::Predictor).chain(Reference::ALL.into_iter().map(Self::Reference))
    }

    /// Replays a trace. Returns none if `cancel` became true meanwhile.
    pub fn replay(self, setup: &Setup, trace: &Trace, cancel: &AtomicBool) -> Option<ReplayResult> {
        let machine = &setup.machine;
        match self {
            Self::Predictor(kind) => {
                let predictors = PredictorConfig { kind, ..setup.predictors.clone() };
                let mut engine = Engine::new(machine, setup.tuning, predictors.build(), &setup.hints);
                run(machine, trace, &mut engine, cancel).map(ReplayResult::Outcome)
            }
            Self::Reference(reference) => run_reference(reference, machine, trace, &setup.jumps, cancel),
        }
    }
}

impl fmt::Display for Algorithm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Predictor(kind) => f.pad(kind.id()),
            Self::Reference(reference) => reference.fmt(f),
        }
    }
}

/// The error of parsing an [`Algorithm`]: no algorithm has this name. Its text lists the names there are.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("there is no algorithm \"{0}\"; choose one of {names}", names = names())]
pub struct UnknownAlgorithm(pub String);

/// The names of all algorithms, separated by commas.
fn names() -> String {
    Algorithm::all().map(|algorithm| algorithm.to_string()).collect::<Vec<_>>().join(", ")
}

impl FromStr for Algorithm {
    type Err = UnknownAlgorithm;

    fn from_str(name: &str) -> Result<Self, UnknownAlgorithm> {
        let found = Self::all().find(|algorithm| algorithm.to_string() == name);
        found.ok_or_else(|| UnknownAlgorithm(name.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_algorithm_is_found_by_its_name_and_others_are_told_what_there_is() {
        for algorithm in Algorithm::all() {
            assert_eq!(algorithm.to_string().parse(), Ok(algorithm));
        }
        let told = "belady".parse::<Algorithm>().unwrap_err().to_string();
        assert!(told.contains("belady") && told.contains("clairvoyant") && told.contains("dynamic-data"), "{told}");
    }
}
