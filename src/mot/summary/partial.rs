//! The summary of a part of a file, and how the summaries of two parts are merged.

use std::ops::Range;

use super::classes::ClassTable;
use super::contents::{Extent, NegativeIds, Summary};
use super::frames::FrameSet;
use super::keys::{KeyForm, PartKeys};
use super::problem::{Problem, ProblemKind};
use super::tracks::{RowBuffers, TrackList, TrackTable};
use crate::mot::detection::Detection;
use crate::mot::layout::{CLASS_COLUMN, Layout};
use crate::mot::line::{self, LineKind};
use crate::mot::line_reader::LineReader;
use crate::mot::progress::Progress;
use crate::mot::row::{self, BriefRow, ColumnOrder};

/// How many bytes are read before the progress is checked again.
const BLOCK: usize = 64 << 10;

/// A part has no order if, in its first block, one row of this many has a lower frame than the row before.
const DESCENTS: u64 = 4;

/// The summary of consecutive lines. Its memory grows with the number of tracks, classes and frames.
#[derive(Clone, Debug)]
#[allow(clippy::struct_excessive_bools, reason = "each is a fact of its own about the lines")]
pub(super) struct PartialSummary {
    pub(super) lines: u64,
    pub(super) rows: u64,
    pub(super) rows_without_id: u64,
    pub(super) negative_ids: NegativeIds,
    pub(super) comments: u64,
    pub(super) blank: u64,
    pub(super) rejected: u64,
    pub(super) degenerate: u64,
    /// Whether rows without width and height are points.
    are_points: bool,
    /// Whether any line is neither blank nor a comment.
    has_data: bool,
    /// Whether the first such line looks like a header. It counts as rejected until this part is found to be the first one
    /// with such lines.
    may_have_header: bool,
    pub(super) header: bool,
    /// The first rejected and the first degenerate lines. Lines are counted from the first line of this part.
    problems: [Vec<Problem>; 2],
    pub(super) frames: FrameSet,
    /// The tracks while rows are added. Afterwards they are in `tracks`.
    table: TrackTable,
    pub(super) tracks: TrackList,
    /// The form of the keys of all rows with identities. `None` if some of the rows have no keys: then `frames` says which
    /// frames of theirs may have duplicates.
    key_form: Option<KeyForm>,
    /// The keys while rows are added. Afterwards they are in `keys`.
    new_keys: Vec<u64>,
    pub(super) keys: Vec<PartKeys>,
    /// The frame of the latest row.
    latest_frame: u32,
    /// How many rows have a lower frame than the row before.
    descents: u64,
    pub(super) classes: ClassTable,
    /// The rectangle around all boxes. Reversed until a box is added: its left side is greater than its right side.
    extent: Extent,
    /// The greatest width and height of a box with an area; 0 without any.
    largest: (f64, f64),
    /// The least and the greatest confidence. Reversed until a confidence is added.
    confidence: (f64, f64),
}

impl Default for PartialSummary {
    fn default() -> Self {
        let (most, least) = (f64::INFINITY, f64::NEG_INFINITY);
        Self {
            lines: 0,
            rows: 0,
            rows_without_id: 0,
            negative_ids: NegativeIds::default(),
            comments: 0,
            blank: 0,
            rejected: 0,
            degenerate: 0,
            are_points: false,
            has_data: false,
            may_have_header: false,
            header: false,
            problems: [Vec::new(), Vec::new()],
            frames: FrameSet::default(),
            table: TrackTable::default(),
            tracks: TrackList::default(),
            key_form: None,
            new_keys: Vec::new(),
            keys: Vec::new(),
            latest_frame: 0,
            descents: 0,
            classes: ClassTable::default(),
            extent: Extent { left: most, top: most, right: least, bottom: least },
            largest: (0.0, 0.0),
            confidence: (most, least),
        }
    }
}

impl PartialSummary {
    /// Reads the lines of `body` that begin within `places`, which must begin at the start of a line. If they have no order,
    /// their rows leave keys of this form. `None` if cancelled.
    pub(super) fn read(
        body: &[u8],
        places: Range<usize>,
        reader: &LineReader,
        layout: Layout,
        form: KeyForm,
        buffers: &mut RowBuffers,
        progress: &Progress,
    ) -> Option<Self> {
        let mut part = Self { are_points: layout.are_points, ..Self::default() };
        let with_class = layout.class_column == Some(CLASS_COLUMN);
        let mut at = places.start;
        while at < places.end {
            let start = at;
            let end = places.end.min(start + BLOCK);
            part.read_block(body, &mut at, end, reader, layout, with_class);
            let has_no_order = part.descents * DESCENTS > part.rows;
            if start == places.start && at < places.end && (has_no_order || part.table.looks_up_often(part.rows)) {
                // Begun again, in the way that suits these rows.
                let rows = part.rows as usize * (places.len() / (at - start) + 1);
                let are_points = layout.are_points;
                part = Self { table: TrackTable::by_groups(rows, buffers), are_points, ..Self::default() };
                if has_no_order {
                    (part.key_form, part.new_keys) = (Some(form), std::mem::take(&mut buffers.keys));
                    part.new_keys.clear();
                    part.new_keys.reserve(rows);
                }
                at = start;
                part.read_block(body, &mut at, end, reader, layout, with_class);
            }
            // A cancelled pass ends here.
            if !progress.advance((at - start) as u64) {
                return None;
            }
        }
        let has_key = part.key_form.is_some();
        let table = std::mem::take(&mut part.table);
        part.tracks = table.into_list(buffers, |frame| {
            if !has_key {
                part.frames.add(frame, true);
            }
        });
        if let Some(form) = part.key_form {
            buffers.keys = std::mem::take(&mut part.new_keys);
            part.keys.push(PartKeys::new(form, &buffers.keys));
        }
        Some(part)
    }

    /// Reads the lines that begin from `at` to `end`. Afterwards, `at` is where the last one of them ends.
    fn read_block(
        &mut self,
        body: &[u8],
        at: &mut usize,
        end: usize,
        reader: &LineReader,
        layout: Layout,
        with_class: bool,
    ) {
        if let Some(order) = reader.order() {
            return self.read_in_order(body, at, end, (reader, &order), layout, with_class);
        }
        while *at < end {
            self.lines += 1;
            *at += match reader.brief(&body[*at..], with_class) {
                Some((brief, length)) => {
                    self.plain_row(&brief, *at as u64);
                    length
                }
                None => self.other_line(&body[*at..], *at as u64, reader, layout),
            };
        }
    }

    /// Reads lines as [`read_block`](Self::read_block) does, with their columns in an order of their own. It has a loop of its
    /// own, so that the usual one has nothing to decide for each line.
    #[inline(never)]
    fn read_in_order(
        &mut self,
        body: &[u8],
        at: &mut usize,
        end: usize,
        (reader, order): (&LineReader, &ColumnOrder),
        layout: Layout,
        with_class: bool,
    ) {
        while *at < end {
            self.lines += 1;
            *at += match row::brief_in_order(&body[*at..], order, with_class) {
                Some((brief, length)) => {
                    self.plain_row(&brief, *at as u64);
                    length
                }
                None => self.other_line(&body[*at..], *at as u64, reader, layout),
            };
        }
    }

    /// Adds the first line of `rest`, whatever it is. Returns its length in bytes with its line end.
    #[cold]
    fn other_line(&mut self, rest: &[u8], offset: u64, reader: &LineReader, layout: Layout) -> usize {
        let without_id = self.rows_without_id;
        let (text, facts, length) = reader.first_rows(rest, offset, &mut |row| {
            let class = layout.class_of(&row.detection).map(|class| self.classes.count(class));
            self.row(&brief_of(row.frame, &row.detection), class, row.detection.offset);
        });
        match facts {
            // A line may also have no box.
            Ok(_) => {
                self.has_data = true;
                if self.rows_without_id > without_id {
                    let count = reader.other_negative_ids(text) as u64;
                    self.negative_ids.add(count, self.lines);
                }
            }
            Err(error) => match line::kind(line::trim(text)) {
                LineKind::Blank => self.blank += 1,
                LineKind::Comment => self.comments += 1,
                LineKind::Data => {
                    self.may_have_header |= !self.has_data && reader.may_be_header(text);
                    self.has_data = true;
                    self.rejected += 1;
                    let frame = reader.frame_of(text).map(u64::from);
                    self.note(ProblemKind::Rejected, offset, frame, || {
                        (Some(error.reason), reader.describe(error, text))
                    });
                }
            },
        }
        length
    }

    #[inline(always)]
    #[allow(clippy::inline_always, reason = "so that a row is never written to be read again")]
    fn plain_row(&mut self, row: &BriefRow, offset: u64) {
        let class = if row.class.is_nan() { None } else { Layout::class_of_number(row.class) };
        let class = class.map(|class| self.classes.count(class));
        self.row(row, class, offset);
    }

    /// Adds a row, with the place of its class.
    #[inline(always)]
    #[allow(clippy::inline_always, reason = "as above")]
    fn row(&mut self, row: &BriefRow, class: Option<u32>, offset: u64) {
        self.rows += 1;
        self.has_data = true;
        let [left, top, width, height] = row.sides;
        if width <= 0.0 || height <= 0.0 {
            self.degenerate_row(row.frame, row.sides, offset);
        } else {
            self.extent.add(Extent { left, top, right: left + width, bottom: top + height });
            self.largest = (self.largest.0.max(width), self.largest.1.max(height));
        }
        // NaN stands for no confidence. It changes neither the least nor the greatest.
        self.confidence = (self.confidence.0.min(row.confidence), self.confidence.1.max(row.confidence));
        self.frames.add(row.frame, false);
        self.rows_without_id += u64::from(row.id.is_none());
        if let Some(id) = row.id {
            // If the row leaves a key, the key tells of duplicates.
            let has_key = self.key_form.is_some();
            let doubt = |frame| self.frames.add(frame, !has_key);
            self.table.add(id, row.frame, class, row.confidence, doubt);
            if let Some(form) = &self.key_form {
                self.new_keys.push(form.key(row.frame, id.0));
            }
        }
        self.descents += u64::from(row.frame < self.latest_frame);
        self.latest_frame = row.frame;
    }

    #[cold]
    fn degenerate_row(&mut self, frame: u32, [left, top, width, height]: [f64; 4], offset: u64) {
        if self.are_points && (width, height) == (0.0, 0.0) {
            self.extent.add(Extent { left, top, right: left, bottom: top });
            return;
        }
        self.degenerate += 1;
        let (name, side) = if width <= 0.0 { ("width", width) } else { ("height", height) };
        self.note(ProblemKind::Degenerate, offset, Some(u64::from(frame)), || (None, format!("{name} is {side}")));
    }

    /// Adds a problem, unless there are enough of its kind.
    fn note(
        &mut self,
        kind: ProblemKind,
        offset: u64,
        frame: Option<u64>,
        describe: impl FnOnce() -> (Option<row::RowReason>, String),
    ) {
        let problems = &mut self.problems[usize::from(kind == ProblemKind::Degenerate)];
        // One more than is kept in the end, because the first may be a header.
        if problems.len() <= Summary::MAX_PROBLEMS {
            let (reason, message) = describe();
            problems.push(Problem { kind, line: self.lines, place: None, offset, frame, reason, message });
        }
    }

    /// Adds the summary of the lines that follow.
    pub(super) fn merge(&mut self, mut part: Self) {
        if part.may_have_header && !self.has_data {
            part.rejected -= 1;
            part.problems[0].remove(0);
            part.header = true;
        }
        part.problems.iter_mut().for_each(|problems| problems.truncate(Summary::MAX_PROBLEMS));
        if self.lines == 0 {
            *self = part;
            return;
        }
        self.header |= part.header;
        self.negative_ids.add(part.negative_ids.rows, self.lines + part.negative_ids.first.unwrap_or(0));
        for (own, more) in self.problems.iter_mut().zip(part.problems) {
            let room = Summary::MAX_PROBLEMS - own.len();
            let moved = |problem: Problem| Problem { line: self.lines + problem.line, ..problem };
            own.extend(more.into_iter().take(room).map(moved));
        }
        self.lines += part.lines;
        self.rows += part.rows;
        self.rows_without_id += part.rows_without_id;
        self.comments += part.comments;
        self.blank += part.blank;
        self.rejected += part.rejected;
        self.degenerate += part.degenerate;
        self.has_data |= part.has_data;
        self.extent.add(part.extent);
        self.largest = (self.largest.0.max(part.largest.0), self.largest.1.max(part.largest.1));
        self.confidence = (self.confidence.0.min(part.confidence.0), self.confidence.1.max(part.confidence.1));
        let classes = self.classes.merge(part.classes);
        // If all rows have keys, the keys tell which frames may have duplicates.
        let have_keys = self.key_form.is_some() && self.key_form == part.key_form;
        let doubtful = self.tracks.merge(part.tracks, &classes, !have_keys);
        self.frames.merge(&part.frames, &doubtful);
        self.key_form = self.key_form.filter(|_| have_keys);
        self.keys.append(&mut part.keys);
    }

    /// Forgets keys and doubts, after all frames in doubt were searched.
    pub(super) fn clear_doubts(&mut self) {
        self.frames.clear_doubts();
        self.keys.clear();
        self.key_form = None;
    }

    /// The rejected and the degenerate lines that are kept.
    pub(super) fn problems(&self) -> impl Iterator<Item = &Problem> {
        self.problems.iter().flatten()
    }

    /// The rectangle around all boxes; `None` without boxes.
    pub(super) fn extent(&self) -> Option<Extent> {
        (self.extent.left <= self.extent.right).then_some(self.extent)
    }

    /// The greatest width and height; `None` without boxes.
    pub(super) fn largest(&self) -> Option<(f64, f64)> {
        self.extent().filter(|_| !self.are_points).map(|_| self.largest)
    }

    /// The least and the greatest confidence; `None` without any.
    pub(super) fn confidence(&self) -> Option<(f64, f64)> {
        (self.confidence.0 <= self.confidence.1).then_some(self.confidence)
    }
}

impl Extent {
    /// Grows to contain another rectangle.
    #[inline]
    fn add(&mut self, other: Self) {
        self.left = self.left.min(other.left);
        self.top = self.top.min(other.top);
        self.right = self.right.max(other.right);
        self.bottom = self.bottom.max(other.bottom);
    }
}

fn brief_of(frame: u32, row: &Detection) -> BriefRow {
    let sides = [row.left, row.top, row.width, row.height];
    BriefRow { frame, id: row.id, sides, confidence: row.confidence.unwrap_or(f64::NAN), class: f64::NAN }
}
