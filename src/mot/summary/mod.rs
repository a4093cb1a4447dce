//! What a whole file holds: the second pass, which reads every row.

mod classes;
mod duplicates;
mod frames;
mod keyed;
mod parallel;
mod part;
mod pass;
mod problem;
#[cfg(test)]
mod tests;
mod tracks;

use std::thread;

use super::Progress;
use super::detection::TrackId;
use super::file::MotFile;
use super::layout::Class;
pub use classes::ClassCount;
pub(crate) use pass::SummaryPass;
pub use problem::{Problem, ProblemKind};
pub use tracks::Track;

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
    /// The track of an id.
    pub fn track(&self, id: TrackId) -> Option<&Track> {
        self.tracks.binary_search_by_key(&id, |track| track.id).ok().map(|at| &self.tracks[at])
    }

    /// The class most boxes of a track have, if its boxes have classes.
    pub fn class_of(&self, track: &Track) -> Option<&Class> {
        self.classes.get(track.class? as usize).map(|count| &count.class)
    }
}

impl MotFile {
    /// Reads every line: tracks, classes, problems and all that the index does not know. `None` if cancelled.
    ///
    /// Takes seconds for a large file, on all cores, so call it from a thread of its own.
    pub fn summarize(&self, progress: &Progress) -> Option<Summary> {
        self.summarize_on(thread::available_parallelism().map_or(1, usize::from), progress)
    }

    /// What the file holds as far as it is indexed now; only what `pass` has not read yet is read, on all cores. `None` if
    /// cancelled.
    #[cfg(feature = "gui")]
    pub(crate) fn summarize_more(&self, pass: &mut Option<SummaryPass>, progress: &Progress) -> Option<Summary> {
        let threads = thread::available_parallelism().map_or(1, usize::from);
        let part = self.part();
        let pass = pass.get_or_insert_with(|| SummaryPass::new(&part));
        pass.extend(&part, threads, progress)?;
        pass.summary(&part, threads, progress)
    }

    /// The same on so many threads; the result does not depend on their number.
    pub fn summarize_on(&self, threads: usize, progress: &Progress) -> Option<Summary> {
        let part = self.part();
        let mut pass = SummaryPass::new(&part);
        pass.extend(&part, threads, progress)?;
        pass.finish(&part, threads, progress)
    }
}
