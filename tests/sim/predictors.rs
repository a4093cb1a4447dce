//! The three predictors that follow a formula, against the formula, on all kinds of parameters and histories.

use motscope::predict::{
    AccessHistory, AccessPredictor, DistanceDecay, DynamicData, DynamicDistanceDecay, Predictions,
};
use proptest::collection::vec;
use proptest::prelude::*;

use crate::formulas::{self, Scores};

/// What a predictor makes of a history, whose last rank is the current one.
fn predicted(mut predictor: impl AccessPredictor, history: &[i64]) -> Scores {
    let history = AccessHistory::of(history.iter().map(|&rank| rank as u64));
    let mut out = Predictions::default();
    predictor.predict(&history, &mut out);
    out.iter().map(|entry| (history.current() as i64 + entry.offset, entry.score)).collect()
}

fn assert_near(predicted: &Scores, expected: &Scores) -> Result<(), TestCaseError> {
    prop_assert_eq!(predicted.keys().collect::<Vec<_>>(), expected.keys().collect::<Vec<_>>());
    for (key, score) in expected {
        prop_assert!((predicted[key] - score).abs() <= 1e-9, "key {}: {} instead of {}", key, predicted[key], score);
    }
    Ok(())
}

/// Steps, standing still, and jumps; near the first key and far from it.
fn histories() -> impl Strategy<Value = Vec<i64>> {
    let move_by = prop_oneof![3 => Just(1_i64), 1 => Just(-1), 1 => Just(0), 2 => -60_i64..60];
    (0_i64..200, vec(move_by, 0..6)).prop_map(|(start, moves)| {
        let mut at = start;
        let rest = moves.into_iter().map(|by| {
            at = (at + by).max(0);
            at
        });
        [start].into_iter().chain(rest).collect()
    })
}

proptest! {
    #[test]
    fn distance_decay_scores_every_key_by_its_formula(
        max_span in 0_u32..80, decay in 0.0_f64..4.0, history in histories(),
    ) {
        let predictor = DistanceDecay { max_span, decay };
        assert_near(&predicted(predictor, &history), &formulas::distance_decay(&predictor, history[history.len() - 1]))?;
    }

    #[test]
    fn dynamic_distance_decay_scores_every_key_by_its_formula(
        forward_bias in 0.0_f64..9.0, max_span in 0_u32..80, history in histories(),
    ) {
        let predictor = DynamicDistanceDecay { forward_bias, max_span };
        let expected = formulas::dynamic_distance_decay(&predictor, history[history.len() - 1], &history);
        assert_near(&predicted(predictor, &history), &expected)?;
    }

    #[test]
    fn dynamic_data_scores_every_key_by_its_formula(
        possible_jumps in vec(-40_i64..40, 0..8),
        boosts in (0.0_f64..9.0, 0.0_f64..9.0, 0.0_f64..9.0, 0.0_f64..9.0, 0.0_f64..9.0),
        exponents in (0.0_f64..3.0, 0.0_f64..3.0),
        ranges in (0_u32..60, 0_u32..9),
        length in prop::option::of(200_u64..400),
        history in histories(),
    ) {
        let (forward_bias, backward_bias, jump_boost, proximity_boost, history_boost) = boosts;
        let (forward_exp, backward_exp) = exponents;
        let (max_span, proximity_range) = ranges;
        let predictor = DynamicData {
            possible_jumps, forward_bias, backward_bias, jump_boost, proximity_boost, history_boost,
            max_span, forward_exp, backward_exp, proximity_range, length,
        };
        let expected = formulas::dynamic_data(&predictor, history[history.len() - 1], &history);
        assert_near(&predicted(predictor, &history), &expected)?;
    }
}
