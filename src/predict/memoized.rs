//! Keeps the predictions of a formula, which are equal at all positions far enough from the first key: [`Memoized`].

use super::history::AccessHistory;
use super::predictions::Predictions;
use super::predictor::AccessPredictor;

/// A formula with its last predictions. They may only depend on the distance to the first key, up to `reach`, and on
/// whether the last two moves went forward.
pub(super) struct Memoized<P> {
    formula: P,
    reach: u64,
    /// Predictions and the rank they were made for, up to `reach`. The indices tell whether the last move, and whether
    /// the last two moves, went forward.
    predictions: [[Option<(u64, Predictions)>; 2]; 2],
}

impl<P> Memoized<P> {
    /// Wraps a formula. `reach` is how far it looks back, in ranks.
    pub(super) fn new(formula: P, reach: u64) -> Self {
        Self { formula, reach, predictions: [[None, None], [None, None]] }
    }
}

impl<P: AccessPredictor> AccessPredictor for Memoized<P> {
    fn predict(&mut self, history: &AccessHistory, out: &mut Predictions) {
        let rank = history.current().min(self.reach);
        let known = &mut self.predictions[usize::from(history.rising(1))][usize::from(history.rising(2))];
        match known {
            Some((for_rank, known)) if *for_rank == rank => out.clone_from(known),
            _ => {
                self.formula.predict(history, out);
                out.sort();
                *known = Some((rank, out.clone()));
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
        fn what_is_memoized_is_what_the_formula_says(
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
