//! What a predictor returns: a score for each offset, and the terms it is made of.

use std::cmp::Ordering;

use super::offsets::Offsets;

/// The most terms that a score is split into. A term with a higher index is added to the last one.
pub const MAX_TERMS: usize = 6;

/// The prediction for one offset.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Prediction {
    /// Distance from the current rank, in keys.
    pub offset: i64,
    /// How likely the key is asked for, on any scale; higher means more likely. Decides what stays resident.
    pub score: f64,
    /// How much it is worth to load the key now, on the scale of the score. Decides what is loaded first. Equal to the
    /// score, unless [`Predictions::set_benefit`] was called.
    pub benefit: f64,
    /// The move in ranks whose repetition leads to the key, if that is the reason; otherwise 0.
    pub step: i64,
    /// The contribution of each term; they sum to `score`.
    pub terms: [f32; MAX_TERMS],
}

/// The order of a plan, for pairs of benefit and offset: by falling benefit. Among equals the nearest comes first, and
/// one ahead before one behind.
pub(crate) fn by_benefit(one: (f64, i64), other: (f64, i64)) -> Ordering {
    let nearer = one.1.unsigned_abs().cmp(&other.1.unsigned_abs());
    other.0.total_cmp(&one.0).then(nearer).then(other.1.cmp(&one.1))
}

impl Prediction {
    /// The index of the term that contributed most.
    pub fn main_term(&self) -> usize {
        (1..MAX_TERMS).fold(0, |best, term| if self.terms[term] > self.terms[best] { term } else { best })
    }
}

/// What a value is worth because it was asked for recently, in addition to its score: `worth` / (1 + age / `moves`),
/// where age is the number of moves since it was last asked for. A value that was loaded and not asked for yet is worth
/// `loaded` times that, and its age counts since it was loaded.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Recency {
    /// The worth right after the value was asked for, on the scale of the scores. 0 if recent use is worth nothing.
    pub worth: f64,
    /// After how many moves half of the worth is left.
    pub moves: f64,
    /// What a value is worth that was loaded and not asked for yet, as a share from 0 to 1 of what it is worth if it was
    /// asked for.
    pub loaded: f64,
}

/// The predictions by offset. A predictor fills them.
#[derive(Debug, Default)]
pub struct Predictions {
    entries: Vec<Prediction>,
    by_offset: Offsets,
    floor: f64,
    recency: Recency,
}

impl Predictions {
    /// Adds `amount` to the score of an offset, as a contribution of the term with this index.
    pub fn add(&mut self, offset: i64, amount: f64, term: usize) {
        let at = self.by_offset.get(offset).unwrap_or_else(|| {
            let at = self.entries.len() as u32;
            self.entries.push(Prediction { offset, score: 0.0, benefit: 0.0, step: 0, terms: [0.0; MAX_TERMS] });
            self.by_offset.insert(offset, at);
            at
        });
        let entry = &mut self.entries[at as usize];
        entry.score += amount;
        entry.benefit += amount;
        entry.terms[term.min(MAX_TERMS - 1)] += amount as f32;
    }

    /// Multiplies the score of an offset, if it has one. The difference is a contribution of the term with this index.
    pub fn scale(&mut self, offset: i64, factor: f64, term: usize) {
        if let Some(at) = self.by_offset.get(offset) {
            let entry = &mut self.entries[at as usize];
            let before = entry.score;
            entry.score *= factor;
            entry.benefit *= factor;
            entry.terms[term.min(MAX_TERMS - 1)] += (entry.score - before) as f32;
        }
    }

    /// Sets how much it is worth to load the key at an offset now, if that is not its score. Call it after the last
    /// `add`.
    pub fn set_benefit(&mut self, offset: i64, benefit: f64) {
        if let Some(at) = self.by_offset.get(offset) {
            self.entries[at as usize].benefit = benefit;
        }
    }

    /// Sets the move in ranks whose repetition leads to an offset.
    pub fn set_step(&mut self, offset: i64, step: i64) {
        if let Some(at) = self.by_offset.get(offset) {
            self.entries[at as usize].step = step;
        }
    }

    /// Sets the least benefit for which a key is loaded. It is 0 unless set.
    pub fn set_floor(&mut self, floor: f64) {
        self.floor = floor;
    }

    /// The least benefit for which a key is loaded.
    pub fn floor(&self) -> f64 {
        self.floor
    }

    /// Sets what values are worth because they were asked for recently. It is nothing unless set; then the values that
    /// the newest plan does not mention are evicted first, in the order of the cache's
    /// [`EvictionPolicy`](crate::EvictionPolicy).
    pub fn set_recency(&mut self, recency: Recency) {
        self.recency = recency;
    }

    /// What values are worth because they were asked for recently.
    pub fn recency(&self) -> Recency {
        self.recency
    }

    /// The score of an offset; 0 if it has none.
    pub fn score(&self, offset: i64) -> f64 {
        self.get(offset).map_or(0.0, |entry| entry.score)
    }

    /// The prediction for an offset.
    pub fn get(&self, offset: i64) -> Option<&Prediction> {
        self.by_offset.get(offset).map(|at| &self.entries[at as usize])
    }

    /// Sorts the predictions into the order of a plan: the one most worth loading first.
    pub(crate) fn sort(&mut self) {
        self.entries.sort_by(|a, b| by_benefit((a.benefit, a.offset), (b.benefit, b.offset)));
        self.by_offset.clear();
        for (at, entry) in (0..).zip(&self.entries) {
            self.by_offset.insert(entry.offset, at);
        }
    }

    /// All predictions, in any order.
    pub fn iter(&self) -> std::slice::Iter<'_, Prediction> {
        self.entries.iter()
    }

    /// How many offsets have a score.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether nothing was predicted.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Removes everything, but keeps the memory for new predictions.
    pub fn clear(&mut self) {
        self.entries.clear();
        self.by_offset.clear();
        self.floor = 0.0;
        self.recency = Recency::default();
    }
}

impl Clone for Predictions {
    fn clone(&self) -> Self {
        let Self { entries, by_offset, floor, recency } = self;
        Self { entries: entries.clone(), by_offset: by_offset.clone(), floor: *floor, recency: *recency }
    }

    fn clone_from(&mut self, source: &Self) {
        self.entries.clone_from(&source.entries);
        self.by_offset.clone_from(&source.by_offset);
        (self.floor, self.recency) = (source.floor, source.recency);
    }
}

impl<'a> IntoIterator for &'a Predictions {
    type Item = &'a Prediction;
    type IntoIter = std::slice::Iter<'a, Prediction>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn terms_sum_to_the_score_and_name_what_contributed_most() {
        let mut out = Predictions::default();
        out.add(3, 2.0, 0);
        out.add(3, 1.0, 1);
        out.scale(3, 3.0, 2);
        out.scale(4, 3.0, 2);
        let entry = out.get(3).unwrap();
        assert_eq!((entry.score, entry.main_term()), (9.0, 2));
        assert_eq!(entry.terms.iter().sum::<f32>(), 9.0);
        assert_eq!(out.len(), 1);
        out.add(5, 1.0, 99);
        assert_eq!(out.get(5).unwrap().main_term(), MAX_TERMS - 1);
        assert_eq!(Prediction { offset: 0, score: 0.0, benefit: 0.0, step: 0, terms: [0.0; MAX_TERMS] }.main_term(), 0);
    }
}
