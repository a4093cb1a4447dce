//! The counts of CLEAR, and the shares that follow from them.

use crate::metrics::value::Value;

/// The counts of CLEAR. Shares are computed from them, as `TrackEval` 1.3.0 does for a sequence and for several.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Clear {
    /// `CLR_TP`: boxes of the ground truth that are matched.
    pub true_positives: u64,
    /// `CLR_FN`: boxes of the ground truth that are missed.
    pub false_negatives: u64,
    /// `CLR_FP`: boxes of the results without a match.
    pub false_positives: u64,
    /// `IDSW`: matches by another track than the last match of that ground truth, however long ago that was.
    pub switches: u64,
    /// `MT`: tracks of the ground truth matched in more than 0.8 of their frames.
    pub mostly_tracked: u64,
    /// `PT`: tracks matched in 0.2 to 0.8 of their frames.
    pub partly_tracked: u64,
    /// `ML`: tracks matched in less than 0.2 of their frames.
    pub mostly_lost: u64,
    /// `Frag`: how often tracks are matched again after a frame in which they were not.
    pub fragmentations: u64,
    /// `CLR_Frames`: frames of the sequence; 0 if ground truth or results have no boxes, as in `TrackEval`.
    pub frames: u64,
    /// `MOTP_sum`: the sum of the similarities of all matches.
    pub similarity_sum: f64,
    /// Whether ground truth or results have no boxes. `TrackEval` then gives no shares, but a share of lost tracks of 1.
    pub is_empty: bool,
}

/// A share, whose divisor counts as 1 if it is less.
fn share(part: f64, whole: f64) -> f64 {
    part / whole.max(1.0)
}

impl Clear {
    /// The boxes of the ground truth.
    fn truth(&self) -> f64 {
        (self.true_positives + self.false_negatives) as f64
    }

    fn tracks(&self) -> f64 {
        (self.mostly_tracked + self.partly_tracked + self.mostly_lost) as f64
    }

    /// A share that `TrackEval` leaves at 0 if ground truth or results have no boxes.
    fn unless_empty(&self, value: f64) -> f64 {
        if self.is_empty { 0.0 } else { value }
    }

    /// `MOTA`: (TP − FP − IDSW) / (TP + FN). Bernardin and Stiefelhagen 2008.
    pub fn mota(&self) -> f64 {
        let lost = self.true_positives as f64 - self.false_positives as f64 - self.switches as f64;
        self.unless_empty(share(lost, self.truth()))
    }

    /// `MOTP`: the mean similarity of matches. Bernardin and Stiefelhagen 2008; a similarity, not a distance, as in `TrackEval`.
    pub fn motp(&self) -> f64 {
        share(self.similarity_sum, self.true_positives as f64)
    }

    /// `MODA`: MOTA without switches, (TP − FP) / (TP + FN). `TrackEval` 1.3.0.
    pub fn moda(&self) -> f64 {
        self.unless_empty(share(self.true_positives as f64 - self.false_positives as f64, self.truth()))
    }

    /// `sMOTA`: MOTA in which each match counts with its similarity. `TrackEval` 1.3.0.
    pub fn smota(&self) -> f64 {
        let lost = self.similarity_sum - self.false_positives as f64 - self.switches as f64;
        self.unless_empty(share(lost, self.truth()))
    }

    /// `MOTAL`: MOTA in which switches count by their decimal logarithm. `TrackEval` 1.3.0.
    pub fn motal(&self) -> f64 {
        let switches = if self.switches > 0 { (self.switches as f64).log10() } else { 0.0 };
        let lost = self.true_positives as f64 - self.false_positives as f64 - switches;
        self.unless_empty(share(lost, self.truth()))
    }

    /// `CLR_Re`: TP / (TP + FN).
    pub fn recall(&self) -> f64 {
        share(self.true_positives as f64, self.truth())
    }

    /// `CLR_Pr`: TP / (TP + FP).
    pub fn precision(&self) -> f64 {
        share(self.true_positives as f64, (self.true_positives + self.false_positives) as f64)
    }

    /// `CLR_F1`: TP / (TP + FN / 2 + FP / 2).
    pub fn f1(&self) -> f64 {
        let wrong = 0.5 * self.false_negatives as f64 + 0.5 * self.false_positives as f64;
        share(self.true_positives as f64, self.true_positives as f64 + wrong)
    }

    /// `MTR`: the share of tracks that are mostly tracked.
    pub fn mostly_tracked_share(&self) -> f64 {
        self.unless_empty(share(self.mostly_tracked as f64, self.tracks()))
    }

    /// `PTR`: the share of tracks that are partly tracked.
    pub fn partly_tracked_share(&self) -> f64 {
        share(self.partly_tracked as f64, self.tracks())
    }

    /// `MLR`: the share of tracks that are mostly lost; 1 for a sequence without boxes of ground truth or of results.
    pub fn mostly_lost_share(&self) -> f64 {
        if self.is_empty { 1.0 } else { share(self.mostly_lost as f64, self.tracks()) }
    }

    /// `FP_per_frame`.
    pub fn false_positives_per_frame(&self) -> f64 {
        self.unless_empty(share(self.false_positives as f64, self.frames as f64))
    }

    /// The counts of several sequences together: sums.
    pub fn combined<'a>(of: impl IntoIterator<Item = &'a Self>) -> Self {
        of.into_iter().fold(Self::default(), |sum, one| Self {
            true_positives: sum.true_positives + one.true_positives,
            false_negatives: sum.false_negatives + one.false_negatives,
            false_positives: sum.false_positives + one.false_positives,
            switches: sum.switches + one.switches,
            mostly_tracked: sum.mostly_tracked + one.mostly_tracked,
            partly_tracked: sum.partly_tracked + one.partly_tracked,
            mostly_lost: sum.mostly_lost + one.mostly_lost,
            fragmentations: sum.fragmentations + one.fragmentations,
            frames: sum.frames + one.frames,
            similarity_sum: sum.similarity_sum + one.similarity_sum,
            is_empty: false,
        })
    }

    /// All scores by the names of `TrackEval`.
    pub(in crate::metrics) fn fields(&self) -> Vec<(&'static str, Value)> {
        vec![
            ("MOTA", Value::Share(self.mota())),
            ("MOTP", Value::Share(self.motp())),
            ("MODA", Value::Share(self.moda())),
            ("CLR_Re", Value::Share(self.recall())),
            ("CLR_Pr", Value::Share(self.precision())),
            ("CLR_F1", Value::Share(self.f1())),
            ("MTR", Value::Share(self.mostly_tracked_share())),
            ("PTR", Value::Share(self.partly_tracked_share())),
            ("MLR", Value::Share(self.mostly_lost_share())),
            ("sMOTA", Value::Share(self.smota())),
            ("MOTAL", Value::Share(self.motal())),
            ("CLR_TP", Value::Count(self.true_positives)),
            ("CLR_FN", Value::Count(self.false_negatives)),
            ("CLR_FP", Value::Count(self.false_positives)),
            ("IDSW", Value::Count(self.switches)),
            ("MT", Value::Count(self.mostly_tracked)),
            ("PT", Value::Count(self.partly_tracked)),
            ("ML", Value::Count(self.mostly_lost)),
            ("Frag", Value::Count(self.fragmentations)),
            ("CLR_Frames", Value::Count(self.frames)),
            ("FP_per_frame", Value::Share(self.false_positives_per_frame())),
            ("MOTP_sum", Value::Share(self.similarity_sum)),
        ]
    }
}
