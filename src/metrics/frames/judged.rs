//! A frame after the rules of the benchmark.

use crate::metrics::assignment::Pair;
use crate::metrics::similarity::Corners;

/// The boxes of one frame that are judged, in the order of their files.
#[derive(Debug, Default)]
pub(in crate::metrics) struct Judged {
    pub number: u32,
    /// The identity of each box, as in the file.
    pub truth_ids: Vec<u64>,
    pub result_ids: Vec<u64>,
    pub truth_boxes: Vec<Corners>,
    pub result_boxes: Vec<Corners>,
    /// The track of each box, numbered from 0 in the order in which tracks appear. Filled in by the reader of this frame.
    pub truth_tracks: Vec<u32>,
    pub result_tracks: Vec<u32>,
    /// The boxes that overlap, by their places, with their similarity. Sorted by row (ground truth) and column (results).
    pub pairs: Vec<Pair>,
}

impl Judged {
    pub(super) fn clear(&mut self) {
        self.truth_ids.clear();
        self.result_ids.clear();
        self.truth_boxes.clear();
        self.result_boxes.clear();
        self.truth_tracks.clear();
        self.result_tracks.clear();
        self.pairs.clear();
    }
}
