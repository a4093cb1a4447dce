//! What a whole file holds: the second pass, which reads every row.

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
        let part = self.indexed();
        let pass = pass.get_or_insert_with(|| SummaryPass::new(&part));
        pass.extend(&part, threads, progress)?;
        pass.summary(&part, threads, progress)
    }

    /// The same on so many threads; the result does not depend on their number.
    pub fn summarize_on(&self, threads: usize, progress: &Progress) -> Option<Summary> {
        let part = self.indexed();
        let mut pass = SummaryPass::new(&part);
        pass.extend(&part, threads, progress)?;
        pass.finish(&part, threads, progress)
    }
}
