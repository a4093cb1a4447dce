//! The counts of HOTA at each threshold, and the shares that follow from them.

use super::alphas::COUNT;
use crate::metrics::value::Value;

/// HOTA at each of the 19 thresholds. Shares are computed as `TrackEval` 1.3.0 does for a sequence and for several.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Hota {
    /// `HOTA_TP`: matches at least this similar.
    pub true_positives: [u64; COUNT],
    /// `HOTA_FN`: boxes of the ground truth without such a match.
    pub false_negatives: [u64; COUNT],
    /// `HOTA_FP`: boxes of the results without such a match.
    pub false_positives: [u64; COUNT],
    /// `AssA`: how well the tracks of a match go together over the sequence, in the mean of all matches.
    pub association: [f64; COUNT],
    /// `AssRe`: the share of the track of the ground truth that these two have in common.
    pub association_recall: [f64; COUNT],
    /// `AssPr`: the share of the track of the results that these two have in common.
    pub association_precision: [f64; COUNT],
    /// `LocA`: the mean similarity of matches; 1 without matches.
    pub localisation: [f64; COUNT],
    /// Whether ground truth or results have no boxes.
    pub is_empty: bool,
}

impl Default for Hota {
    fn default() -> Self {
        Self {
            true_positives: [0; COUNT],
            false_negatives: [0; COUNT],
            false_positives: [0; COUNT],
            association: [0.0; COUNT],
            association_recall: [0.0; COUNT],
            association_precision: [0.0; COUNT],
            localisation: [1.0; COUNT],
            is_empty: true,
        }
    }
}

/// The values of a share at each threshold.
fn by_alpha(value: impl Fn(usize) -> f64) -> [f64; COUNT] {
    std::array::from_fn(value)
}

impl Hota {
    /// A share of true positives; 0 without any.
    fn share(&self, at: usize, others: u64) -> f64 {
        let right = self.true_positives[at];
        right as f64 / ((right + others).max(1)) as f64
    }

    /// `DetA`: TP / (TP + FN + FP). Luiten et al. 2021.
    pub fn detection(&self) -> [f64; COUNT] {
        by_alpha(|at| self.share(at, self.false_negatives[at] + self.false_positives[at]))
    }

    /// `DetRe`: TP / (TP + FN). Luiten et al. 2021.
    pub fn detection_recall(&self) -> [f64; COUNT] {
        by_alpha(|at| self.share(at, self.false_negatives[at]))
    }

    /// `DetPr`: TP / (TP + FP). Luiten et al. 2021.
    pub fn detection_precision(&self) -> [f64; COUNT] {
        by_alpha(|at| self.share(at, self.false_positives[at]))
    }

    /// `HOTA`: the geometric mean of detection and association. Luiten et al. 2021.
    pub fn hota(&self) -> [f64; COUNT] {
        let detection = self.detection();
        by_alpha(|at| (detection[at] * self.association[at]).sqrt())
    }

    /// `OWTA`: the geometric mean of the recall of detection and of association. `TrackEval` 1.3.0.
    pub fn owta(&self) -> [f64; COUNT] {
        let recall = self.detection_recall();
        by_alpha(|at| (recall[at] * self.association[at]).sqrt())
    }

    /// Several sequences together: counts are summed, associations and localisation are weighted by matches.
    pub fn combined<'a>(of: impl IntoIterator<Item = &'a Self, IntoIter: Clone>) -> Self {
        let of = of.into_iter();
        let sum = |part: fn(&Self) -> &[u64; COUNT]| {
            std::array::from_fn(|at| of.clone().map(|one| part(one)[at]).sum::<u64>())
        };
        let true_positives = sum(|one| &one.true_positives);
        let weighted = |part: fn(&Self) -> &[f64; COUNT], at: usize| {
            of.clone().map(|one| part(one)[at] * one.true_positives[at] as f64).sum::<f64>()
        };
        let mean =
            |part: fn(&Self) -> &[f64; COUNT]| by_alpha(|at| weighted(part, at) / true_positives[at].max(1) as f64);
        Self {
            true_positives,
            false_negatives: sum(|one| &one.false_negatives),
            false_positives: sum(|one| &one.false_positives),
            association: mean(|one| &one.association),
            association_recall: mean(|one| &one.association_recall),
            association_precision: mean(|one| &one.association_precision),
            localisation: by_alpha(|at| localisation(weighted(|one| &one.localisation, at), true_positives[at])),
            is_empty: false,
        }
    }

    /// All scores by the names of `TrackEval`.
    pub(in crate::metrics) fn fields(&self) -> Vec<(&'static str, Value)> {
        let counts = |of: &[u64; COUNT]| Value::ByAlpha(of.map(|count| count as f64));
        let hota = self.hota();
        // Of an empty sequence, `TrackEval` leaves this product at 0.
        let both = if self.is_empty { 0.0 } else { hota[0] * self.localisation[0] };
        vec![
            ("HOTA", Value::ByAlpha(hota)),
            ("DetA", Value::ByAlpha(self.detection())),
            ("AssA", Value::ByAlpha(self.association)),
            ("DetRe", Value::ByAlpha(self.detection_recall())),
            ("DetPr", Value::ByAlpha(self.detection_precision())),
            ("AssRe", Value::ByAlpha(self.association_recall)),
            ("AssPr", Value::ByAlpha(self.association_precision)),
            ("LocA", Value::ByAlpha(self.localisation)),
            ("OWTA", Value::ByAlpha(self.owta())),
            ("HOTA(0)", Value::Share(hota[0])),
            ("LocA(0)", Value::Share(self.localisation[0])),
            ("HOTALocA(0)", Value::Share(both)),
            ("HOTA_TP", counts(&self.true_positives)),
            ("HOTA_FN", counts(&self.false_negatives)),
            ("HOTA_FP", counts(&self.false_positives)),
        ]
    }
}

/// The mean similarity of matches; 1 without matches. `TrackEval` 1.3.0 divides two numbers that are at least 1e-10.
pub(super) fn localisation(sum: f64, matches: u64) -> f64 {
    sum.max(1e-10) / (matches as f64).max(1e-10)
}
