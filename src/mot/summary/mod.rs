//! The summary of a file: a second pass, which reads every row.

mod classes;
mod contents;
mod duplicates;
mod error;
mod frames;
mod keyed;
mod keys;
mod partial;
mod pass;
mod problem;
#[cfg(test)]
mod tests;
mod tracks;

use std::thread;

use super::file::MotFile;
use super::foreign::places::Places;
use super::progress::Progress;
pub use classes::ClassCount;
pub use contents::{Extent, Frames, NegativeIds, Summary};
pub use error::SummaryError;
pub(crate) use pass::SummaryPass;
pub use problem::{Problem, ProblemKind};
pub use tracks::Track;

impl MotFile {
    /// Reads every line of the file: its tracks, classes and problems, which the index does not have.
    ///
    /// This takes seconds for a large file, on all cores. Call it on a thread of its own.
    ///
    /// # Errors
    /// If cancelled, or if the file was shortened or rewritten meanwhile.
    pub fn summarize(&self, progress: &Progress) -> Result<Summary, SummaryError> {
        self.summarize_on(thread::available_parallelism().map_or(1, usize::from), progress)
    }

    /// Summarises the part of the file that is indexed now. Only the lines that `pass` has not read yet are read, on all
    /// cores. If the file was shortened or rewritten meanwhile, the pass is dropped, so that the next one begins anew.
    #[cfg(feature = "gui")]
    pub(crate) fn summarize_more(
        &self,
        pass: &mut Option<SummaryPass>,
        progress: &Progress,
    ) -> Result<Summary, SummaryError> {
        let threads = thread::available_parallelism().map_or(1, usize::from);
        let indexed = self.indexed();
        let begun = pass.get_or_insert_with(|| SummaryPass::new(&indexed));
        let summary = begun
            .extend(&indexed, threads, progress)
            .and_then(|()| begun.summary(&indexed, threads, progress))
            .and_then(|summary| self.unless_changed(summary));
        if summary == Err(SummaryError::Changed) {
            *pass = None;
        }
        summary
    }

    /// Reads every line of the file on this many threads. The summary does not depend on their number.
    ///
    /// # Errors
    /// If cancelled, or if the file was shortened or rewritten meanwhile.
    pub fn summarize_on(&self, threads: usize, progress: &Progress) -> Result<Summary, SummaryError> {
        let indexed = self.indexed();
        let mut pass = SummaryPass::new(&indexed);
        pass.extend(&indexed, threads, progress)?;
        self.unless_changed(pass.finish(&indexed, threads, progress)?)
    }

    /// The summary, unless the file on disk no longer begins with what was indexed.
    ///
    /// The mapping alone does not tell this: a file that is shortened within its last page reads as zeros there, without a
    /// fault, and a file that is rewritten in place reads as its new contents.
    fn unless_changed(&self, summary: Summary) -> Result<Summary, SummaryError> {
        if self.still_has_its_contents() { Ok(self.with_rejected_items(summary)) } else { Err(SummaryError::Changed) }
    }

    /// Adds the items of a document that are no boxes, and says where in the document the boxes with problems are. The text
    /// that was made of the document has neither.
    fn with_rejected_items(&self, mut summary: Summary) -> Summary {
        let Some(converted) = self.converted() else { return summary };
        summary.problems.iter_mut().for_each(|problem| in_document(problem, &converted.places));
        summary.rejected += converted.rejected;
        let line_of = |message: &str| {
            let digits = message.strip_prefix("line ")?.split(':').next()?;
            digits.parse().ok().filter(|_| converted.places.are_lines())
        };
        let rejected = converted.problems.iter().map(|problem| {
            let line = line_of(&problem.message);
            let place = problem.message.split(": ").next().filter(|_| line.is_none());
            Problem {
                kind: ProblemKind::Rejected,
                line: line.unwrap_or(problem.number),
                place: place.map(str::to_owned),
                offset: 0,
                frame: problem.frame,
                reason: None,
                message: problem.message.clone(),
            }
        });
        summary.problems.extend(rejected);
        summary.problems.sort_by_key(|problem| problem.line);
        summary
    }
}

/// Tells a problem of a box with the place of the box in its document. Its line is the number of the box until then.
fn in_document(problem: &mut Problem, places: &Places) {
    let told = |number: u64| places.told(number.saturating_sub(1)).unwrap_or_else(|| format!("box {number}"));
    if let Some((before, first)) = problem.message.rsplit_once("first in line ")
        && let Ok(first) = first.parse()
    {
        problem.message = format!("{before}first in {}", told(first));
    }
    if let Some(line) = places.line(problem.line.saturating_sub(1)) {
        problem.line = line;
        return;
    }
    let place = told(problem.line);
    problem.message = format!("{place}: {}", problem.message);
    problem.place = Some(place);
}
