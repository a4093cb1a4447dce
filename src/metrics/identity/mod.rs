//! Identity: which track of the results stands for which track of the ground truth over the whole sequence.
//!
//! Source: E. Ristani, F. Solera, R. Zou, R. Cucchiara and C. Tomasi, "Performance Measures and a Data Set for Multi-Target,
//! Multi-Camera Tracking", ECCV workshops 2016; details as in `TrackEval` 1.3.0.

use super::assignment::{GreatestSum, Pair};
use super::value::Value;

/// The counts of Identity, and the shares that follow from them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Identity {
    /// `IDTP`: boxes of the ground truth where the track that stands for it is close enough.
    pub true_positives: u64,
    /// `IDFN`: all other boxes of the ground truth.
    pub false_negatives: u64,
    /// `IDFP`: boxes of the results that are not where the ground truth is that their track stands for.
    pub false_positives: u64,
}

impl Identity {
    /// Chooses for each track of the ground truth at most one track of the results, so that most boxes agree. `together` has, by
    /// pair of tracks, in how many frames they are close enough; `truth` and `result` are the numbers of boxes.
    ///
    /// The sum of false positives and false negatives is least exactly if the number of true positives is greatest, and that
    /// number does not depend on which of several best choices is made.
    pub(super) fn of(together: &mut [Pair], truth: u64, result: u64, go_on: impl FnMut() -> bool) -> Option<Self> {
        together.sort_unstable_by_key(|pair| (pair.row, pair.column));
        let rows = together.last().map_or(0, |pair| pair.row as usize + 1);
        let columns = together.iter().map(|pair| pair.column as usize + 1).max().unwrap_or(0);
        let true_positives = GreatestSum::default().of(rows, columns, together, go_on)? as u64;
        Some(Self {
            true_positives,
            false_negatives: truth.saturating_sub(true_positives),
            false_positives: result.saturating_sub(true_positives),
        })
    }

    /// `IDF1`: IDTP / (IDTP + IDFP / 2 + IDFN / 2). Ristani et al. 2016.
    pub fn f1(&self) -> f64 {
        let wrong = 0.5 * self.false_positives as f64 + 0.5 * self.false_negatives as f64;
        self.share_of(self.true_positives as f64 + wrong)
    }

    /// `IDR`: IDTP / (IDTP + IDFN). Ristani et al. 2016.
    pub fn recall(&self) -> f64 {
        self.share_of((self.true_positives + self.false_negatives) as f64)
    }

    /// `IDP`: IDTP / (IDTP + IDFP). Ristani et al. 2016.
    pub fn precision(&self) -> f64 {
        self.share_of((self.true_positives + self.false_positives) as f64)
    }

    fn share_of(&self, whole: f64) -> f64 {
        self.true_positives as f64 / whole.max(1.0)
    }

    /// The counts of several sequences together: sums.
    pub fn combined<'a>(of: impl IntoIterator<Item = &'a Self>) -> Self {
        of.into_iter().fold(Self::default(), |sum, one| Self {
            true_positives: sum.true_positives + one.true_positives,
            false_negatives: sum.false_negatives + one.false_negatives,
            false_positives: sum.false_positives + one.false_positives,
        })
    }

    /// All scores by the names of `TrackEval`.
    pub(super) fn fields(&self) -> Vec<(&'static str, Value)> {
        vec![
            ("IDF1", Value::Share(self.f1())),
            ("IDR", Value::Share(self.recall())),
            ("IDP", Value::Share(self.precision())),
            ("IDTP", Value::Count(self.true_positives)),
            ("IDFN", Value::Count(self.false_negatives)),
            ("IDFP", Value::Count(self.false_positives)),
        ]
    }
}
