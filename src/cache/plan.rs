//! From a predictor's scores to the keys worth having. Pure: no thread, clock or I/O.

use crate::predict::{MAX_TERMS, Offsets, Predictions, Recency, by_benefit};
use crate::provider::KeySet;

/// A key that the predictor gave a score.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Candidate {
    /// The key.
    pub key: u64,
    /// Its likelihood: what is resident is kept by it.
    pub score: f64,
    /// What loading it is worth: what is missing is loaded by it.
    pub benefit: f64,
    /// What each term of the predictor contributed.
    pub terms: [f32; MAX_TERMS],
    /// Name of the term that contributed most.
    pub main_term: Option<&'static str>,
    /// The move that is repeated to get there, in ranks, where that is the reason; 0 if it is not.
    pub step: i64,
    /// Distance from the key that the plan was made for, in ranks.
    pub offset: i64,
    /// It is among those that fit the capacity; chosen by the store.
    pub wanted: bool,
}

impl Candidate {
    /// Why it is held likely, in words: "repeat of −5", "next landmark". Empty if nothing says so.
    pub fn why(&self) -> String {
        let term = self.main_term.unwrap_or_default();
        match self.step {
            0 => term.to_owned(),
            step if step < 0 => format!("{term} of −{}", step.unsigned_abs()),
            step => format!("{term} of +{step}"),
        }
    }
}

/// What is wanted from one position: candidates, the ones most worth loading first.
#[derive(Clone, Debug, Default)]
pub struct Plan {
    /// The key it was made for.
    pub position: u64,
    /// Keys that exist, other than `position`, by falling benefit; among equals the nearest first, ahead before behind.
    pub candidates: Vec<Candidate>,
    /// The least benefit that is worth a load.
    pub floor: f64,
    /// What resident values are worth for having been asked for lately.
    pub recency: Recency,
    /// Where in `candidates` a key is, by its distance from `position` in keys.
    by_distance: Offsets,
    /// Names of the predictor's terms.
    pub terms: &'static [&'static str],
}

impl Plan {
    /// A plan that wants nothing.
    pub fn empty(position: u64) -> Self {
        Self { position, ..Self::default() }
    }

    /// Ranks `predictions` made for `position`, dropping what leads outside `keys` and what has no positive finite score.
    pub fn new(position: u64, keys: &KeySet, predictions: &Predictions, terms: &'static [&'static str]) -> Self {
        let (floor, recency) = (predictions.floor(), predictions.recency());
        let mut plan = Self { floor, recency, terms, ..Self::empty(position) };
        let Some(rank) = keys.nearest(position).and_then(|nearest| keys.rank_of(nearest)) else { return plan };
        plan.candidates.reserve(predictions.len());
        for prediction in predictions {
            if !(prediction.score > 0.0 && prediction.score.is_finite()) {
                continue;
            }
            let Some(key) = rank.checked_add_signed(prediction.offset).and_then(|rank| keys.key_at(rank)) else {
                continue;
            };
            if key != position {
                plan.candidates.push(Candidate {
                    key,
                    score: prediction.score,
                    benefit: if prediction.benefit.is_finite() { prediction.benefit } else { 0.0 },
                    terms: prediction.terms,
                    main_term: terms.get(prediction.main_term()).copied(),
                    step: prediction.step,
                    offset: prediction.offset,
                    wanted: false,
                });
            }
        }
        plan.candidates.sort_unstable_by(|a, b| by_benefit((a.benefit, a.offset), (b.benefit, b.offset)));
        plan.number_candidates();
        plan
    }

    /// Drops the candidates that `exists` does not name.
    pub fn retain(&mut self, exists: impl Fn(u64) -> bool) {
        self.candidates.retain(|candidate| exists(candidate.key));
        self.number_candidates();
    }

    fn number_candidates(&mut self) {
        self.by_distance.clear();
        for (at, candidate) in (0..).zip(&self.candidates) {
            self.by_distance.insert(distance(self.position, candidate.key), at);
        }
    }

    /// What the plan says of a key.
    pub fn get(&self, key: u64) -> Option<&Candidate> {
        self.by_distance.get(distance(self.position, key)).map(|at| &self.candidates[at as usize])
    }

    /// The same, to be changed.
    pub(super) fn candidate_mut(&mut self, key: u64) -> Option<&mut Candidate> {
        self.by_distance.get(distance(self.position, key)).map(|at| &mut self.candidates[at as usize])
    }

    /// The likelihood of a key; 0 if the plan does not mention it.
    pub fn likelihood(&self, key: u64) -> f64 {
        self.get(key).map_or(0.0, |candidate| candidate.score)
    }
}

/// One number for every key: that of keys half the range away wraps.
fn distance(from: u64, to: u64) -> i64 {
    to.wrapping_sub(from).cast_signed()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plan(keys: &KeySet, position: u64, scores: &[(i64, f64)]) -> Vec<u64> {
        let mut predictions = Predictions::default();
        scores.iter().for_each(|&(offset, score)| predictions.add(offset, score, 0));
        Plan::new(position, keys, &predictions, &["score"]).candidates.iter().map(|candidate| candidate.key).collect()
    }

    #[test]
    fn keys_that_do_not_exist_are_never_planned() {
        let keys = KeySet::from_runs([0..=2, 10..=11]);
        assert_eq!(plan(&keys, 0, &[(-5, 9.0), (-1, 8.0), (1, 2.0), (3, 3.0), (4, 1.0), (5, 7.0)]), [10, 1, 11]);
        assert!(plan(&KeySet::default(), 0, &[(1, 1.0)]).is_empty());
    }

    #[test]
    fn one_step_on_is_the_next_key_there_is() {
        assert_eq!(plan(&KeySet::from_keys([10, 20, 30]), 20, &[(1, 2.0), (-1, 1.0)]), [30, 10]);
    }

    #[test]
    fn scores_that_are_no_likelihood_are_dropped_and_the_position_is_not_a_candidate() {
        let scores = [(0, 9.0), (1, f64::NAN), (2, f64::INFINITY), (3, -1.0), (4, 0.0), (5, 1e-9)];
        assert_eq!(plan(&KeySet::first_n(100), 50, &scores), [55]);
    }

    #[test]
    fn a_candidate_tells_why() {
        let mut predictions = Predictions::default();
        predictions.add(-10, 0.5, 1);
        predictions.set_step(-10, -5);
        predictions.add(7, 0.4, 0);
        predictions.set_step(8, 3);
        let plan = Plan::new(50, &KeySet::first_n(100), &predictions, &["next landmark", "repeat"]);
        let why: Vec<String> = plan.candidates.iter().map(Candidate::why).collect();
        assert_eq!(why, ["repeat of −5", "next landmark"]);
    }

    #[test]
    fn of_equal_scores_the_nearest_goes_first_and_ahead_before_behind() {
        let scores = [(-2, 1.0), (2, 1.0), (-1, 1.0), (1, 1.0)];
        assert_eq!(plan(&KeySet::first_n(100), 50, &scores), [51, 49, 52, 48]);
    }
}
