//! What a whole file holds.

use super::classes::ClassCount;
use super::problem::{Problem, ProblemKind};
use super::tracks::Track;
use crate::mot::detection::TrackId;
use crate::mot::layout::Class;

/// What a file holds. Its memory grows with the number of tracks, classes and frames, not with the largest id or frame.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Summary {
    /// How many lines are rows.
    pub rows: u64,
    /// How many rows have a negative id, that is, no identity.
    pub rows_without_id: u64,
    /// Those of them whose negative id is not −1.
    pub negative_ids: NegativeIds,
    /// How many rows have the frame and the identity of an earlier row.
    pub duplicates: u64,
    /// How many rows have a box without area.
    pub degenerate: u64,
    /// Whether the first line that is neither blank nor comment is a header.
    pub header: bool,
    /// How many lines are comments: they begin with `#`.
    pub comments: u64,
    /// How many lines are empty or have only blanks.
    pub blank: u64,
    /// Whether there is a frame 0.
    pub zero_based: bool,
    /// Whether the last line seems to be still being written. This line is not counted in any other field.
    pub pending_last_line: bool,
    /// The frames that have rows.
    pub frames: Frames,
    /// All tracks, sorted by id.
    pub tracks: Vec<Track>,
    /// All classes, sorted. Empty if the file has no class column.
    pub classes: Vec<ClassCount>,
    /// The least and the greatest confidence.
    pub confidence: Option<(f64, f64)>,
    /// The smallest rectangle around all boxes that have an area.
    pub extent: Option<Extent>,
    /// The greatest width and the greatest height of all boxes.
    pub largest_box: Option<(f64, f64)>,
    /// How many lines are neither rows, blank, comments nor a header.
    pub rejected: u64,
    /// The first [`MAX_PROBLEMS`](Self::MAX_PROBLEMS) problems of each kind, sorted by line.
    pub problems: Vec<Problem>,
}

/// The frames that have rows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Frames {
    /// How many frames have rows.
    pub count: u64,
    /// The lowest frame number; `None` without rows.
    pub first: Option<u64>,
    /// The highest frame number; `None` without rows.
    pub last: Option<u64>,
}

/// Rows with a negative id other than −1. Such an id may be meant as one, but is read as "no identity".
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct NegativeIds {
    /// How many rows there are.
    pub rows: u64,
    /// The number of the first line with such a row.
    pub first: Option<u64>,
}

impl NegativeIds {
    /// Adds the rows of a line.
    pub(super) fn add(&mut self, rows: u64, line: u64) {
        if rows > 0 {
            self.rows += rows;
            self.first.get_or_insert(line);
        }
    }
}

/// A rectangle in pixels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Extent {
    /// The least x, in pixels.
    pub left: f64,
    /// The least y, in pixels.
    pub top: f64,
    /// The greatest x, in pixels.
    pub right: f64,
    /// The greatest y, in pixels.
    pub bottom: f64,
}

impl Summary {
    /// How many problems of each kind are kept. Further ones are only counted.
    pub const MAX_PROBLEMS: usize = 1000;

    /// How many lines have a problem of this kind, whether it is kept or not.
    pub fn count(&self, kind: ProblemKind) -> u64 {
        match kind {
            ProblemKind::Rejected => self.rejected,
            ProblemKind::Degenerate => self.degenerate,
            ProblemKind::Duplicate => self.duplicates,
            ProblemKind::Pending => u64::from(self.pending_last_line),
        }
    }

    /// The problems of this kind that are kept, sorted by line.
    pub fn problems_of(&self, kind: ProblemKind) -> impl Iterator<Item = &Problem> {
        self.problems.iter().filter(move |problem| problem.kind == kind)
    }

    /// The track with this id.
    pub fn track(&self, id: TrackId) -> Option<&Track> {
        self.tracks.binary_search_by_key(&id, |track| track.id).ok().map(|at| &self.tracks[at])
    }

    /// The class of most boxes of a track; `None` if its boxes have no class.
    pub fn class_of(&self, track: &Track) -> Option<&Class> {
        self.classes.get(track.class()? as usize).map(|count| &count.class)
    }
}
