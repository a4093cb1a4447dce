//! The pass over a file, as a value that can be kept while the file grows.

use std::ops::Range;

use super::contents::Summary;
use super::duplicates::Duplicates;
use super::parallel;
use super::partial::PartialSummary;
use super::problem::{Problem, ProblemKind};
use crate::mot::file::Indexed;
use crate::mot::format::Format;
use crate::mot::layout::Layout;
use crate::mot::line::{self, Separator};
use crate::mot::progress::Progress;
use crate::mot::row;

/// What a thread reads at a time. The parts do not depend on the number of threads, and so the summary does not.
const PART: usize = 2 << 20;

/// What the lines of a file hold, up to some line. When the file has grown, only the new lines are read.
#[derive(Clone, Debug)]
pub(crate) struct SummaryPass {
    format: Format,
    layout: Layout,
    part: PartialSummary,
    /// Where the first line begins that is not read yet.
    reached: usize,
    /// Some places where lines begin, with the number of lines before each, by place.
    marks: Vec<(usize, u64)>,
    duplicates: Duplicates,
}

impl SummaryPass {
    /// Nothing of the file is read yet.
    pub(in crate::mot) fn new(file: &Indexed) -> Self {
        Self {
            format: file.format(),
            layout: file.layout(),
            part: PartialSummary::default(),
            reached: file.body_start(),
            marks: Vec::new(),
            duplicates: Duplicates::default(),
        }
    }

    /// Reads all lines that were not read yet, on so many threads. `None` if cancelled: what was read until then is
    /// kept, and the next call goes on from there.
    ///
    /// A last line without line end may change while the file grows. It is read, but will be again.
    /// Begins anew if the file is shorter than what was read, or if its lines mean something else now.
    pub(in crate::mot) fn extend(&mut self, file: &Indexed, threads: usize, progress: &Progress) -> Option<()> {
        self.extend_in(file, PART, threads, progress)
    }

    pub(super) fn extend_in(&mut self, file: &Indexed, step: usize, threads: usize, progress: &Progress) -> Option<()> {
        let body = file.body_bytes();
        if self.reached > body.len() || (self.format, self.layout) != (file.format(), file.layout()) {
            *self = Self::new(file);
        }
        let unread = &body[self.reached..];
        let places = self.reached..self.reached + memchr::memrchr(b'\n', unread).map_or(0, |end| end + 1);
        progress.begin(places.len() as u64);
        let (first, layout) = (places.start, self.layout);
        let read = |places: Range<usize>| {
            let start = if places.start == first { Some(first) } else { first_line(body, &places) };
            PartialSummary::read(body, start.unwrap_or(places.end)..places.end, file.reader(), layout, progress)
        };
        parallel::in_order(places, step, threads, read, |places, part| self.take(&places, part))
    }

    fn take(&mut self, places: &Range<usize>, part: PartialSummary) {
        if self.marks.last().is_none_or(|mark| places.start >= mark.0 + PART) {
            self.marks.push((places.start, self.part.lines));
        }
        self.part.merge(part);
        self.reached = places.end;
    }

    /// What the lines hold that were read, and a last line without line end. `None` if cancelled.
    pub(in crate::mot) fn summary(&mut self, file: &Indexed, threads: usize, progress: &Progress) -> Option<Summary> {
        if self.has_open_line(file) {
            return self.clone().finish(file, threads, progress);
        }
        let doubtful = self.part.frames.doubtful();
        self.duplicates.search(file, &doubtful, self.reached, threads, progress)?;
        self.part.frames.settle();
        Some(self.told(file))
    }

    /// The same where nothing follows.
    pub(super) fn finish(mut self, file: &Indexed, threads: usize, progress: &Progress) -> Option<Summary> {
        if self.has_open_line(file) {
            let body = file.body_bytes();
            let places = self.reached..body.len();
            self.take(&places, PartialSummary::read(body, places.clone(), file.reader(), self.layout, progress)?);
        }
        self.summary(file, threads, progress)
    }

    /// Whether all that is left to read is a line without line end.
    fn has_open_line(&self, file: &Indexed) -> bool {
        let rest = file.body_bytes().get(self.reached..).unwrap_or_default();
        !rest.is_empty() && memchr::memchr(b'\n', rest).is_none()
    }

    fn told(&self, file: &Indexed) -> Summary {
        let part = &self.part;
        let (classes, order) = part.classes.sorted();
        let pending = file.pending_last_line().map(|text| pending(text, part.lines + 1, self.reached as u64));
        let mut problems: Vec<Problem> = part.problems().cloned().collect();
        problems.extend(self.duplicates.problems(file.body_bytes(), &self.marks));
        let pending_last_line = pending.is_some();
        problems.extend(pending);
        problems.sort_by_key(|problem| (problem.line, problem.kind));
        let frames = part.frames.frames();
        Summary {
            rows: part.rows,
            rows_without_id: part.rows_without_id,
            duplicates: self.duplicates.count(),
            degenerate: part.degenerate,
            header: part.header,
            comments: part.comments,
            blank: part.blank,
            zero_based: frames.first == Some(0),
            pending_last_line,
            frames,
            tracks: part.tracks.sorted(&order),
            classes,
            confidence: part.confidence(),
            extent: part.extent(),
            rejected: part.rejected,
            problems,
        }
    }
}

/// Where the first line begins that begins within `places`; not at the start of the text.
fn first_line(body: &[u8], places: &Range<usize>) -> Option<usize> {
    memchr::memchr(b'\n', &body[places.start - 1..places.end - 1]).map(|before| places.start + before)
}

/// The last line, which has no end.
fn pending(text: &[u8], line: u64, offset: u64) -> Problem {
    let text = line::trim(text);
    // Only a number that something follows is written to its end.
    let is_whole = line::fields(text, Separator::of(text)).nth(1).is_some();
    Problem {
        kind: ProblemKind::Pending,
        line,
        offset,
        frame: row::frame_of(text).filter(|_| is_whole).map(u64::from),
        reason: None,
        message: format!("the last line has no end yet: {}", row::excerpt(text)),
    }
}
