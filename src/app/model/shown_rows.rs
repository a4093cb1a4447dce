//! Which rows of a layer are shown: those of tracks that are drawn, that pass its filter and, if the user wants it, only those that are judged.

use std::fmt;
use std::sync::Arc;

use super::filter::{Bounds, Filter};
use super::tracks::ShownTracks;
use crate::metrics::Judges;
use crate::mot::{Detection, Layout, Summary, TrackId};

/// Which rows of a layer are shown.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ShownRows {
    /// Which tracks are drawn.
    pub tracks: ShownTracks,
    /// What the user has chosen.
    pub filter: Filter,
    /// The lengths of tracks that are shown, if not all are.
    pub lengths: Option<TrackLengths>,
    /// The rows that are judged, if no others are shown.
    pub judged: Option<JudgedRows>,
}

/// The lengths of tracks that are shown.
#[derive(Clone, Debug)]
pub struct TrackLengths {
    /// The lengths, in boxes.
    pub bounds: Bounds,
    /// What is known of all tracks.
    pub summary: Arc<Summary>,
}

impl TrackLengths {
    /// Whether a track is shown. Rows without identity are, and tracks that are not read yet.
    fn allow(&self, id: Option<TrackId>) -> bool {
        let track = id.and_then(|id| self.summary.track(id));
        track.is_none_or(|track| self.bounds.allow(track.boxes.into()))
    }
}

impl PartialEq for TrackLengths {
    fn eq(&self, other: &Self) -> bool {
        self.bounds == other.bounds && Arc::ptr_eq(&self.summary, &other.summary)
    }
}

/// Which rows of a layer are judged.
#[derive(Clone, Debug, PartialEq)]
pub struct JudgedRows {
    /// The rules of the benchmark.
    pub judges: Judges,
    /// Whether the layer is ground truth. If not, it is results.
    pub is_truth: bool,
    /// The results that are left out although their rows are judged.
    pub left_out: Option<LeftOut>,
}

/// Says which results are left out although their rows are judged, by frame and id. Only the matching of a whole frame can tell
/// it: they are matched with a distractor, or are in a region without labels.
#[derive(Clone)]
pub struct LeftOut {
    /// Another version may say something else.
    version: u64,
    is_left_out: Arc<dyn Fn(u64, TrackId) -> bool + Send + Sync>,
}

/// How many rows of a frame are hidden, by the reason.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct HiddenRows {
    /// As their tracks are not drawn.
    pub of_tracks: usize,
    /// By the filter.
    pub filtered: usize,
    /// As they are not judged.
    pub not_judged: usize,
}

impl ShownRows {
    /// Whether a row of this frame is shown. If not, counts it in `hidden`. `layout` says what its columns mean.
    pub fn shows(&self, frame: u64, row: &Detection, layout: Layout, hidden: &mut HiddenRows) -> bool {
        if !self.tracks.shows(row.id) {
            hidden.of_tracks += 1;
            return false;
        }
        let has_length = || self.lengths.as_ref().is_none_or(|lengths| lengths.allow(row.id));
        if !(self.filter.passes(row, layout) && has_length()) {
            hidden.filtered += 1;
            return false;
        }
        let is_judged = self.judged.as_ref().is_none_or(|judged| judged.has(frame, row, layout));
        hidden.not_judged += usize::from(!is_judged);
        is_judged
    }
}

impl JudgedRows {
    /// Whether a row of this frame is judged.
    fn has(&self, frame: u64, row: &Detection, layout: Layout) -> bool {
        if self.is_truth {
            return self.judges.judges_truth(row, layout);
        }
        let is_left_out = |left_out: &LeftOut| row.id.is_some_and(|id| (left_out.is_left_out)(frame, id));
        self.judges.judges_result(row, layout) && !self.left_out.as_ref().is_some_and(is_left_out)
    }
}

impl LeftOut {
    /// Takes what the matching found. `version` is a number that changes whenever that may have changed.
    pub fn new(version: u64, is_left_out: impl Fn(u64, TrackId) -> bool + Send + Sync + 'static) -> Self {
        Self { version, is_left_out: Arc::new(is_left_out) }
    }
}

impl PartialEq for LeftOut {
    fn eq(&self, other: &Self) -> bool {
        self.version == other.version
    }
}

impl fmt::Debug for LeftOut {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("LeftOut").field("version", &self.version).finish_non_exhaustive()
    }
}

impl HiddenRows {
    /// The number of hidden rows.
    pub fn count(self) -> usize {
        self.of_tracks + self.filtered + self.not_judged
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::metrics::Benchmark;
    use crate::mot::{MotFile, Progress};

    fn hidden(rows: &str, shown: &ShownRows) -> (Vec<u64>, HiddenRows) {
        let file = MotFile::from_bytes("a.txt", rows.as_bytes().to_vec()).unwrap();
        let (layout, mut hidden) = (file.layout(), HiddenRows::default());
        let frame = file.frame(1);
        let rows = frame.detections.iter().filter(|row| shown.shows(1, row, layout, &mut hidden));
        (rows.filter_map(|row| row.id).map(|id| id.0).collect(), hidden)
    }

    #[test]
    fn rows_are_hidden_by_the_filter_or_as_they_are_not_judged_and_counted_once() {
        let truth = "1,1,1,1,9,9,1,1,1\n1,2,1,1,9,9,0,1,1\n1,3,1,1,9,9,1,8,1\n1,4,1,1,9,9,0,3,1\n";
        let rules = Judges::of(Benchmark::Mot17, None);
        let judged = Some(JudgedRows { judges: rules, is_truth: true, left_out: None });
        let shown = ShownRows { judged, ..ShownRows::default() };
        assert_eq!(hidden(truth, &shown), (vec![1], HiddenRows { not_judged: 3, ..HiddenRows::default() }));
        let filter = Filter { min_confidence: Some(0.5), ..Filter::default() };
        let both = ShownRows { filter, ..shown };
        assert_eq!(hidden(truth, &both), (vec![1], HiddenRows { of_tracks: 0, filtered: 2, not_judged: 1 }));
        assert_eq!(hidden(truth, &ShownRows::default()).0, [1, 2, 3, 4]);
    }

    #[test]
    fn tracks_of_other_lengths_are_filtered_and_rows_without_identity_are_not() {
        let rows = "1,1,1,1,9,9,1\n1,2,1,1,9,9,1\n1,-1,1,1,9,9,1\n2,2,1,1,9,9,1\n";
        let file = MotFile::from_bytes("a.txt", rows.as_bytes().to_vec()).unwrap();
        let summary = Arc::new(file.summarize(&Progress::new()).unwrap());
        let bounds = Bounds { least: Some(2.0), most: None };
        let shown = ShownRows { lengths: Some(TrackLengths { bounds, summary }), ..ShownRows::default() };
        assert_eq!(hidden(rows, &shown), (vec![2], HiddenRows { filtered: 1, ..HiddenRows::default() }));
    }

    #[test]
    fn results_are_hidden_that_are_of_a_refused_class_or_that_the_matching_leaves_out() {
        let result = "1,1,1,1,9,9,0.9,1,-1,-1\n1,2,1,1,9,9,0.8,3,-1,-1\n1,3,1,1,9,9,0.7,-1,-1,-1\n";
        let rules = Judges::of(Benchmark::Mot17, None);
        let of = |left_out| {
            let judged = Some(JudgedRows { judges: rules.clone(), is_truth: false, left_out });
            hidden(result, &ShownRows { judged, ..ShownRows::default() }).0
        };
        assert_eq!(of(None), [1, 3]);
        let third = |version| LeftOut::new(version, |frame, id| (frame, id.0) == (1, 3));
        assert_eq!(of(Some(third(1))), [1]);
        assert!(third(1) == third(1) && third(1) != third(2));
    }
}
