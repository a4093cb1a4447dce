//! Answers of a formula, memoized: a formula says the same of every place that is far enough from the first key.

use super::history::AccessHistory;
use super::predictions::Predictions;
use super::predictor::AccessPredictor;

/// A formula whose answer depends only on how far the first key is, up to `reach`, and on whether the last moves went
/// forward.
pub(super) struct Memoized<P> {
    formula: P,
    reach: u64,
    /// By whether the last move, and the last two, went forward.
    answers: [[Option<(u64, Predictions)>; 2]; 2],
}

impl<P> Memoized<P> {
    /// `reach`: the farthest that the formula looks back.
    pub(super) fn new(formula: P, reach: u64) -> Self {
        Self { formula, reach, answers: [[None, None], [None, None]] }
    }
}

impl<P: AccessPredictor> AccessPredictor for Memoized<P> {
    fn predict(&mut self, history: &AccessHistory, out: &mut Predictions) {
        let place = history.current().min(self.reach);
        let answer = &mut self.answers[usize::from(history.rising(1))][usize::from(history.rising(2))];
        match answer {
            Some((for_place, answer)) if *for_place == place => out.clone_from(answer),
            _ => {
                self.formula.predict(history, out);
                out.sort();
                *answer = Some((place, out.clone()));
            }
        }
    }

    fn terms(&self) -> &'static [&'static str] {
        self.formula.terms()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::predict::{PredictorConfig, PredictorKind};
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn what_is_remembered_is_what_the_formula_says(
            walk in prop::collection::vec(prop_oneof![0_u64..60, 0_u64..100_000], 1..30), kind in 1_usize..4,
        ) {
            let config = PredictorConfig { kind: PredictorKind::ALL[kind], ..PredictorConfig::default() };
            let mut memoized = config.build();
            for end in 1..=walk.len() {
                let history = AccessHistory::of(walk[..end].iter().copied());
                let (mut got, mut expected) = (Predictions::default(), Predictions::default());
                memoized.predict(&history, &mut got);
                match config.kind {
                    PredictorKind::DistanceDecay => config.distance_decay.clone().predict(&history, &mut expected),
                    PredictorKind::DynamicDistanceDecay => config.dynamic_distance_decay.clone().predict(&history, &mut expected),
                    _ => config.dynamic_data.clone().predict(&history, &mut expected),
                }
                prop_assert_eq!(got.len(), expected.len());
                for prediction in &expected {
                    prop_assert_eq!(got.get(prediction.offset), Some(prediction));
                }
            }
        }
    }
}
