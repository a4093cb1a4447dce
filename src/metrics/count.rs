//! How many boxes and tracks are judged.

/// How many boxes and tracks are judged (`TrackEval` 1.3.0, Count).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Count {
    /// `Dets`: boxes of the results.
    pub result_boxes: u64,
    /// `GT_Dets`: boxes of the ground truth.
    pub truth_boxes: u64,
    /// `IDs`: tracks of the results.
    pub result_tracks: u64,
    /// `GT_IDs`: tracks of the ground truth.
    pub truth_tracks: u64,
    /// `Frames`: frames of the sequence. `TrackEval` does not combine this number; here it is summed.
    pub frames: u64,
}

impl Count {
    /// The counts of several sequences together.
    pub fn combined<'a>(of: impl IntoIterator<Item = &'a Self>) -> Self {
        of.into_iter().fold(Self::default(), |sum, one| Self {
            result_boxes: sum.result_boxes + one.result_boxes,
            truth_boxes: sum.truth_boxes + one.truth_boxes,
            result_tracks: sum.result_tracks + one.result_tracks,
            truth_tracks: sum.truth_tracks + one.truth_tracks,
            frames: sum.frames + one.frames,
        })
    }
}
