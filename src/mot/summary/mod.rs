//! The summary of a file: a second pass, which reads every row.

mod classes;
mod contents;
mod duplicates;
mod frames;
mod keyed;
mod parallel;
mod partial;
mod pass;
mod problem;
#[cfg(test)]
mod tests;
mod tracks;

use std::thread;

use super::file::MotFile;
use super::progress::Progress;
pub use classes::ClassCount;
pub use contents::{Extent, Frames, Summary};
pub(crate) use pass::SummaryPass;
pub use problem::{Problem, ProblemKind};
pub use tracks::Track;

impl MotFile {
    /// Reads every line of the file: its tracks, classes and problems, which the index does not have. `None` if cancelled.
    ///
    /// This takes seconds for a large file, on all cores. Call it on a thread of its own.
    pub fn summarize(&self, progress: &Progress) -> Option<Summary> {
        self.summarize_on(thread::available_parallelism().map_or(1, usize::from), progress)
    }

    /// Summarises the part of the file that is indexed now. Only the lines that `pass` has not read yet are read, on all
    /// cores. `None` if cancelled.
    #[cfg(feature = "gui")]
    pub(crate) fn summarize_more(&self, pass: &mut Option<SummaryPass>, progress: &Progress) -> Option<Summary> {
        let threads = thread::available_parallelism().map_or(1, usize::from);
        let indexed = self.indexed();
        let pass = pass.get_or_insert_with(|| SummaryPass::new(&indexed));
        pass.extend(&indexed, threads, progress)?;
        pass.summary(&indexed, threads, progress)
    }

    /// Reads every line of the file on this many threads. The summary does not depend on their number. `None` if cancelled.
    pub fn summarize_on(&self, threads: usize, progress: &Progress) -> Option<Summary> {
        let indexed = self.indexed();
        let mut pass = SummaryPass::new(&indexed);
        pass.extend(&indexed, threads, progress)?;
        pass.finish(&indexed, threads, progress)
    }
}
