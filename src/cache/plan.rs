//! A plan: the keys that a predictor gave scores, in the order in which they are worth loading.

mod groups;

use std::ops::RangeInclusive;

use crate::predict::{MAX_TERMS, Offsets, Predictions, Recency, by_benefit};
use crate::provider::KeySet;
use groups::Groups;

/// A key that the predictor gave a score.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Candidate {
    /// The key.
    pub key: u64,
    /// How likely it is asked for. Decides what stays resident.
    pub score: f64,
    /// How much it is worth to load now. Decides what is loaded first.
    pub benefit: f64,
    /// The contribution of each term of the predictor to the score.
    pub terms: [f32; MAX_TERMS],
    /// The name of the term that contributed most.
    pub main_term: Option<&'static str>,
    /// The move in ranks whose repetition leads to this key, if that is the reason; otherwise 0.
    pub step: i64,
    /// Distance in ranks from the position of the plan.
    pub offset: i64,
    /// Whether it is in the wanted set: the store chose it among those that fit the capacity.
    pub wanted: bool,
}

impl Candidate {
    /// The reason for the score in words, like "repeat of −5" or "next landmark". Empty if the predictor names no
    /// terms.
    pub fn why(&self) -> String {
        let term = self.main_term.unwrap_or_default();
        match self.step {
            0 => term.to_owned(),
            step if step < 0 => format!("{term} of −{}", step.unsigned_abs()),
            step => format!("{term} of +{step}"),
        }
    }
}

/// The candidates for one position of the play head.
#[derive(Clone, Debug, Default)]
pub struct Plan {
    /// The key that the plan was made for.
    pub position: u64,
    /// Existing keys other than `position`, by falling benefit. Among equals the nearest comes first, and a key ahead
    /// before one behind.
    pub candidates: Vec<Candidate>,
    /// The least benefit for which a key is loaded.
    pub floor: f64,
    /// What resident values are worth because they were asked for recently.
    pub recency: Recency,
    /// The index in `candidates` of each key, by its distance from `position`.
    by_distance: Offsets,
    /// Which keys a load brings together.
    pub(super) groups: Groups,
    /// The names of the predictor's terms.
    pub terms: &'static [&'static str],
}

impl Plan {
    /// A plan without candidates.
    pub fn empty(position: u64) -> Self {
        Self { position, ..Self::default() }
    }

    /// A plan from `predictions` for `position`. Drops offsets that lead outside `keys`, and scores that are not
    /// positive and finite.
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

    /// Notes which keys a load brings together, by [`together`](crate::DataProvider::together).
    pub fn group_by(&mut self, together: impl FnMut(u64) -> RangeInclusive<u64>) {
        self.groups = Groups::of(self.candidates.iter().map(|candidate| candidate.key), together);
    }

    /// Keeps only the candidates for whose key `exists` is true.
    pub fn retain(&mut self, exists: impl Fn(u64) -> bool) {
        self.candidates.retain(|candidate| exists(candidate.key));
        self.number_candidates();
    }

    /// Fills the index by key.
    fn number_candidates(&mut self) {
        self.by_distance.clear();
        for (at, candidate) in (0..).zip(&self.candidates) {
            self.by_distance.insert(distance(self.position, candidate.key), at);
        }
    }

    /// The candidate with this key, if the plan has it.
    pub fn get(&self, key: u64) -> Option<&Candidate> {
        self.by_distance.get(distance(self.position, key)).map(|at| &self.candidates[at as usize])
    }

    /// The candidate with this key, mutable, if the plan has it.
    pub(super) fn candidate_mut(&mut self, key: u64) -> Option<&mut Candidate> {
        self.by_distance.get(distance(self.position, key)).map(|at| &mut self.candidates[at as usize])
    }

    /// The score of a key; 0 if the plan does not have it.
    pub fn likelihood(&self, key: u64) -> f64 {
        self.get(key).map_or(0.0, |candidate| candidate.score)
    }
}

/// The signed distance between two keys. It wraps, so that each key has a different one.
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
