//! The pass that summarises a file. It can be kept and continued while the file grows.

use std::ops::Range;

use parking_lot::Mutex;

use super::contents::Summary;
use super::duplicates::Duplicates;
use super::error::SummaryError;
use super::keys::{self, KeyForm};
use super::partial::PartialSummary;
use super::problem::{Problem, ProblemKind};
use super::tracks::{RowBuffers, TrackList};
use crate::mot::file::Indexed;
use crate::mot::format::Format;
use crate::mot::layout::Layout;
use crate::mot::line::{self, Separator};
use crate::mot::progress::Progress;
use crate::mot::row;
use crate::parallel;

/// How many bytes a thread reads at a time, at least and at most. The parts do not depend on the number of threads, so the
/// summary does not either. The fewer parts, the less there is to merge; the larger they are, the more memory they take.
const PART: [usize; 2] = [2 << 20, 16 << 20];
/// About how many parts a large file has.
const PARTS: usize = 32;
/// So many frames are searched before the parts of an index are merged.
const FEW_FRAMES: usize = 1000;
/// The least distance between two places for which the number of lines before them is kept, in bytes.
const MARK: usize = 2 << 20;

/// The summary of the lines that are read so far. When the file has grown, only the new lines are read.
#[derive(Clone, Debug)]
pub(crate) struct SummaryPass {
    format: Format,
    layout: Layout,
    part: PartialSummary,
    /// Where the first line begins that is not read yet, in bytes.
    reached: usize,
    /// Some places where lines begin, sorted, each with the number of lines before it.
    marks: Vec<(usize, u64)>,
    duplicates: Duplicates,
}

impl SummaryPass {
    /// A pass that has read nothing of the file yet.
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

    /// Reads all lines with line ends that are not read yet, on this many threads. If cancelled, what was read until then is
    /// kept, and the next call continues from there. If a part of the file is missing, the pass is of no use any more.
    ///
    /// The pass begins again from the start if the file is shorter than before, or if its format or layout has changed.
    pub(in crate::mot) fn extend(
        &mut self,
        file: &Indexed,
        threads: usize,
        progress: &Progress,
    ) -> Result<(), SummaryError> {
        let unread = file.body_bytes().len().saturating_sub(self.reached);
        self.extend_in(file, (unread / PARTS).clamp(PART[0], PART[1]), threads, progress)
    }

    /// Reads all lines with line ends that are not read yet, in parts of `step` bytes.
    pub(super) fn extend_in(
        &mut self,
        file: &Indexed,
        step: usize,
        threads: usize,
        progress: &Progress,
    ) -> Result<(), SummaryError> {
        let body = file.body_bytes();
        if self.reached > body.len() || (self.format, self.layout) != (file.format(), file.layout()) {
            *self = Self::new(file);
        }
        let unread = &body[self.reached..];
        let places = self.reached..self.reached + memchr::memrchr(b'\n', unread).map_or(0, |end| end + 1);
        progress.begin(places.len() as u64);
        let (first, layout) = (places.start, self.layout);
        let form = KeyForm::new(file.frame_range().unwrap_or_default());
        // One for each thread.
        let pool: Mutex<Vec<RowBuffers>> = Mutex::default();
        let read = |places: Range<usize>| {
            let start = if places.start == first { Some(first) } else { first_line(body, &places) };
            let places = start.unwrap_or(places.end)..places.end;
            let mut buffers = pool.lock().pop().unwrap_or_default();
            let part = PartialSummary::read(body, places, file.reader(), layout, form, &mut buffers, progress)?;
            pool.lock().push(buffers);
            // Asked after reading: a part that is missing has been read as zeros.
            file.is_intact().then_some(part)
        };
        let is_done = parallel::in_order(places, step, threads, read, |places, part| self.take(&places, part));
        // Without a part there was only the search for the last line end, which may have read zeros, too.
        is_done.filter(|()| file.is_intact()).ok_or_else(|| why_ended(progress))
    }

    /// Adds the summary of the next part of the file.
    fn take(&mut self, places: &Range<usize>, part: PartialSummary) {
        if self.marks.last().is_none_or(|mark| places.start >= mark.0 + MARK) {
            self.marks.push((places.start, self.part.lines));
        }
        self.part.merge(part);
        self.reached = places.end;
    }

    /// The summary of the lines that are read, and of a last line without line end.
    #[cfg_attr(not(feature = "gui"), allow(dead_code, reason = "only the window sums up a file that grows"))]
    pub(in crate::mot) fn summary(
        &mut self,
        file: &Indexed,
        threads: usize,
        progress: &Progress,
    ) -> Result<Summary, SummaryError> {
        if self.has_open_line(file) {
            return self.clone().finish(file, threads, progress);
        }
        self.search(file, threads, progress)?;
        let tracks = self.part.tracks.clone();
        self.told(file, tracks)
    }

    /// Searches the frames that may have duplicates.
    fn search(&mut self, file: &Indexed, threads: usize, progress: &Progress) -> Result<(), SummaryError> {
        // A track of key points has several points in a frame.
        let are_key_points = self.layout.are_points && self.layout.class_column.is_some();
        let mut doubtful = if are_key_points { Vec::new() } else { self.part.frames.doubtful() };
        if !are_key_points {
            doubtful.extend(keys::frames_of_equal(&self.part.keys, threads));
        }
        doubtful.sort_unstable();
        doubtful.dedup();
        let is_done = if doubtful.len() > FEW_FRAMES {
            let united = file.united(progress).ok_or_else(|| why_ended(progress))?;
            self.duplicates.search(&united, &doubtful, self.reached, threads, progress)
        } else {
            self.duplicates.search(file, &doubtful, self.reached, threads, progress)
        };
        is_done.ok_or_else(|| why_ended(progress))?;
        self.part.clear_doubts();
        Ok(())
    }

    /// The summary of what is read and searched. `tracks` are its tracks.
    fn told(&self, file: &Indexed, tracks: TrackList) -> Result<Summary, SummaryError> {
        let summary = self.to_summary(file, tracks);
        if file.is_intact() { Ok(summary) } else { Err(SummaryError::Changed) }
    }

    /// Ends the pass: also reads a last line without line end, and returns the summary.
    pub(super) fn finish(
        mut self,
        file: &Indexed,
        threads: usize,
        progress: &Progress,
    ) -> Result<Summary, SummaryError> {
        if self.has_open_line(file) {
            let body = file.body_bytes();
            let places = self.reached..body.len();
            let (form, mut buffers) = (KeyForm::default(), RowBuffers::default());
            let part =
                PartialSummary::read(body, places.clone(), file.reader(), self.layout, form, &mut buffers, progress);
            self.take(&places, part.ok_or_else(|| why_ended(progress))?);
        }
        self.search(file, threads, progress)?;
        let tracks = std::mem::take(&mut self.part.tracks);
        self.told(file, tracks)
    }

    /// Whether only a last line without line end is left to read.
    fn has_open_line(&self, file: &Indexed) -> bool {
        let rest = file.body_bytes().get(self.reached..).unwrap_or_default();
        !rest.is_empty() && memchr::memchr(b'\n', rest).is_none()
    }

    /// The summary of what is read and searched.
    fn to_summary(&self, file: &Indexed, tracks: TrackList) -> Summary {
        let part = &self.part;
        let (classes, order) = part.classes.sorted();
        let pending = |text| pending(text, part.lines + 1, self.reached as u64, file.reader().map().is_none());
        let pending = file.pending_last_line().map(pending);
        let mut problems: Vec<Problem> = part.problems().cloned().collect();
        problems.extend(self.duplicates.problems(file.body_bytes(), &self.marks));
        let pending_last_line = pending.is_some();
        problems.extend(pending);
        problems.sort_by_key(|problem| (problem.line, problem.kind));
        let frames = part.frames.frames();
        Summary {
            rows: part.rows,
            rows_without_id: part.rows_without_id,
            negative_ids: part.negative_ids,
            duplicates: self.duplicates.count(),
            degenerate: part.degenerate,
            header: part.header,
            comments: part.comments,
            blank: part.blank,
            zero_based: frames.first == Some(0),
            pending_last_line,
            frames,
            tracks: tracks.into_tracks(&order),
            classes,
            confidence: part.confidence(),
            extent: part.extent(),
            largest_box: part.largest(),
            rejected: part.rejected,
            problems,
        }
    }
}

/// Why a pass has ended early: it was cancelled, or a part of the file is missing.
fn why_ended(progress: &Progress) -> SummaryError {
    if progress.is_cancelled() { SummaryError::Cancelled } else { SummaryError::Changed }
}

/// The start of the first line that begins within `places`. The places must not begin at the start of the text.
fn first_line(body: &[u8], places: &Range<usize>) -> Option<usize> {
    memchr::memchr(b'\n', &body[places.start - 1..places.end - 1]).map(|before| places.start + before)
}

/// The problem of a last line that is still being written. If lines begin with their frame number, it may be known.
fn pending(text: &[u8], line: u64, offset: u64, begins_with_frame: bool) -> Problem {
    let text = line::trim(text);
    // The frame number is complete only if another field follows it.
    let is_whole = begins_with_frame && line::fields(text, Separator::of(text)).nth(1).is_some();
    Problem {
        kind: ProblemKind::Pending,
        line,
        place: None,
        offset,
        frame: row::frame_of(text).filter(|_| is_whole).map(u64::from),
        reason: None,
        message: format!("the last line has no end yet: {}", row::excerpt(text)),
    }
}
