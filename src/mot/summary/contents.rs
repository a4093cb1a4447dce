//! What a whole file holds.

use super::classes::ClassCount;
use super::problem::{Problem, ProblemKind};
use super::tracks::Track;
use crate::mot::detection::TrackId;
use crate::mot::layout::Class;

/// What a file holds. Memory follows the number of tracks, classes and frames with rows, not the largest id or frame.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Summary {
    /// Lines that are rows.
    pub rows: u64,
    /// Rows with a negative id.
    pub rows_without_id: u64,
    /// Rows after the first one of the same frame and identity.
    pub duplicates: u64,
    /// Rows whose box has no area.
    pub degenerate: u64,
    /// Whether the first data line is a header.
    pub header: bool,
    /// Lines that begin with `#`.
    pub comments: u64,
    /// Lines of nothing but blanks.
    pub blank: u64,
    /// Whether a frame 0 occurs.
    pub zero_based: bool,
    /// Whether the last line looks as if it were still being written. It is counted nowhere else.
    pub pending_last_line: bool,
    /// Frames that have rows.
    pub frames: Frames,
    /// All identities, by id.
    pub tracks: Vec<Track>,
    /// All classes, by class; empty if the file has no class column.
    pub classes: Vec<ClassCount>,
    /// Least and greatest confidence.
    pub confidence: Option<(f64, f64)>,
    /// The rectangle around all boxes that have an area.
    pub extent: Option<Extent>,
    /// How many lines were rejected.
    pub rejected: u64,
    /// The first [`MAX_PROBLEMS`](Self::MAX_PROBLEMS) problems of each kind, by line.
    pub problems: Vec<Problem>,
}

/// Frames that have rows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Frames {
    /// How many.
    pub count: u64,
    /// The lowest number.
    pub first: Option<u64>,
    /// The highest number.
    pub last: Option<u64>,
}

/// A rectangle in pixels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Extent {
    /// Least x.
    pub left: f64,
    /// Least y.
    pub top: f64,
    /// Greatest x.
    pub right: f64,
    /// Greatest y.
    pub bottom: f64,
}

impl Summary {
    /// So many problems of each kind are kept; more are only counted.
    pub const MAX_PROBLEMS: usize = 1000;

    /// How many lines have a problem of this kind, kept or not.
    pub fn count(&self, kind: ProblemKind) -> u64 {
        match kind {
            ProblemKind::Rejected => self.rejected,
            ProblemKind::Degenerate => self.degenerate,
            ProblemKind::Duplicate => self.duplicates,
            ProblemKind::Pending => u64::from(self.pending_last_line),
        }
    }

    /// The problems of one kind that are kept, by line.
    pub fn problems_of(&self, kind: ProblemKind) -> impl Iterator<Item = &Problem> {
        self.problems.iter().filter(move |problem| problem.kind == kind)
    }

    /// The track of an id.
    pub fn track(&self, id: TrackId) -> Option<&Track> {
        self.tracks.binary_search_by_key(&id, |track| track.id).ok().map(|at| &self.tracks[at])
    }

    /// The class most boxes of a track have, if its boxes have classes.
    pub fn class_of(&self, track: &Track) -> Option<&Class> {
        self.classes.get(track.class? as usize).map(|count| &count.class)
    }
}
