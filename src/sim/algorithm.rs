//! What can be replayed, by name.

use std::fmt;
use std::str::FromStr;
use std::sync::atomic::AtomicBool;

use super::{Engine, Machine, Reached, Reference, Trace, Tuning, run, run_reference};
use crate::predict::{Hints, PredictorConfig, PredictorKind};

/// A predictor in the program's own cache, or a reference beside it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Algorithm {
    /// The program's cache with this predictor.
    Predictor(PredictorKind),
    /// Something to compare it with.
    Reference(Reference),
}

/// What a replay is made with.
#[derive(Clone, Debug)]
pub struct Setup {
    /// How long loads take, and how many may run.
    pub machine: Machine,
    /// The cache's settings.
    pub tuning: Tuning,
    /// The parameters of all predictors.
    pub predictors: PredictorConfig,
    /// What is known of the person.
    pub hints: Hints,
    /// The possible jumps of somebody of whom none are known, for references that ask for them.
    pub jumps: Vec<i64>,
}

impl Setup {
    /// The same with a person of whom this is known; the formula that asks for possible jumps is told those.
    #[must_use]
    pub fn told(mut self, hints: Hints) -> Self {
        self.predictors.dynamic_data.possible_jumps = hints.jumps.to_vec();
        Self { hints, ..self }
    }
}

impl Algorithm {
    /// Every algorithm there is, the predictors first.
    pub fn all() -> impl Iterator<Item = Self> {
        PredictorKind::ALL.into_iter().map(Self::Predictor).chain(Reference::ALL.into_iter().map(Self::Reference))
    }

    /// Replays a trace. None if `cancel` became true meanwhile.
    pub fn replay(self, setup: &Setup, trace: &Trace, cancel: &AtomicBool) -> Option<Reached> {
        let machine = &setup.machine;
        match self {
            Self::Predictor(kind) => {
                let predictors = PredictorConfig { kind, ..setup.predictors.clone() };
                let mut engine = Engine::new(machine, setup.tuning, predictors.build(), &setup.hints);
                run(machine, trace, &mut engine, cancel).map(Reached::Outcome)
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

impl FromStr for Algorithm {
    type Err = String;

    fn from_str(name: &str) -> Result<Self, String> {
        Self::all().find(|algorithm| algorithm.to_string() == name).ok_or_else(|| {
            let names: Vec<String> = Self::all().map(|algorithm| algorithm.to_string()).collect();
            format!("\"{name}\" is none of {}", names.join(", "))
        })
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
        let told = "belady".parse::<Algorithm>().unwrap_err();
        assert!(told.contains("belady") && told.contains("clairvoyant") && told.contains("dynamic-data"), "{told}");
    }
}
