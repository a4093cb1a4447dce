//! Reads the lines of one file, with its format and its class names.

use std::ops::Range;

use super::detection::{Columns, Detection, Frame, TrackId};
use super::format::Format;
use super::labels_file::LabelsFile;
use super::line::{self, LineKind, Separator};
use super::row::{self, BriefRow, Row, RowError};

/// The reader of the lines of one file.
#[derive(Debug)]
pub(super) struct LineReader {
    format: Format,
    /// The names for the numbers in column 8, if there are any.
    labels: Option<LabelsFile>,
}

impl LineReader {
    pub(super) fn new(format: Format) -> Self {
        Self { format, labels: None }
    }

    pub(super) fn format(&self) -> Format {
        self.format
    }

    /// Whether [`row::fast`] may read the lines. It knows neither other formats nor class names.
    pub(super) fn is_plain(&self) -> bool {
        self.format == Format::Mot && self.labels.is_none()
    }

    pub(super) fn set_labels(&mut self, labels: LabelsFile) {
        self.labels = Some(labels);
    }

    /// Reads one line, with or without its line end. The line begins at `offset` in the file.
    pub(super) fn parse(&self, line: &[u8], offset: u64) -> Result<Row, RowError> {
        let row = match self.format {
            Format::Mot | Format::Mots => row::parse(line, offset),
            Format::Kitti => kitti(line::trim(line::first(line)), offset),
            Format::Obb => oriented(line::trim(line::first(line)), offset),
        };
        row.map(|row| self.named(row))
    }

    /// Reads the first line of `text`, which begins at `offset` in the file and must not be empty. Returns the line without
    /// its line end, the row, and the length of the line in bytes with its line end.
    pub(super) fn parse_first<'a>(&self, text: &'a [u8], offset: u64) -> (&'a [u8], Result<Row, RowError>, usize) {
        let end = memchr::memchr(b'\n', text);
        let line = &text[..end.unwrap_or(text.len())];
        (line, self.parse(line, offset), end.map_or(text.len(), |end| end + 1))
    }

    /// Adds the rows in `span` of `body` that belong to `frame`. `false` if the first line of the span is not of that frame:
    /// then the file has changed since it was indexed.
    pub(super) fn read_span(&self, body: &[u8], span: Range<usize>, frame: &mut Frame) -> bool {
        let first = body.get(span.clone()).unwrap_or_default();
        let first = &first[..memchr::memchr(b'\n', first).unwrap_or(first.len())];
        let is_own = is_of_frame(first, frame.number);
        // Decided once for many lines. Even a well predicted branch for each line costs time that can be measured.
        if self.is_plain() {
            self.read_span_by(body, span, frame, row::fast);
        } else {
            self.read_span_by(body, span, frame, |_, _| None);
        }
        is_own
    }

    /// Adds the rows of a span. `fast` reads lines that it can, and all others are read by the full rules.
    #[inline(always)]
    #[allow(clippy::inline_always, reason = "so that the fast path is compiled into the loop")]
    fn read_span_by(
        &self,
        body: &[u8],
        span: Range<usize>,
        frame: &mut Frame,
        fast: impl Fn(&[u8], u64) -> Option<(u32, Detection, usize)>,
    ) {
        let mut at = span.start;
        while at < span.end {
            if let Some((number, detection, length)) = fast(&body[at..], at as u64) {
                if u64::from(number) == frame.number {
                    frame.detections.push(detection);
                }
                at += length;
            } else {
                at += self.read_line(&body[at..], at as u64, frame);
            }
        }
    }

    /// Adds the first line of `text`, whatever it is. Returns its length in bytes with its line end.
    #[cold]
    fn read_line(&self, text: &[u8], offset: u64, frame: &mut Frame) -> usize {
        let (line, row, length) = self.parse_first(text, offset);
        match row {
            Ok(row) if u64::from(row.frame) == frame.number => frame.detections.push(row.detection),
            Ok(_) => {}
            Err(_) => frame.rejected += u32::from(is_of_frame(line, frame.number)),
        }
        length
    }

    /// Reads the first line of `text` as a [`BriefRow`], if it is a plain row, with its class if wanted. Also returns the
    /// length of the line in bytes with its line end.
    #[inline]
    pub(super) fn brief(&self, text: &[u8], with_class: bool) -> Option<(BriefRow, usize)> {
        if self.is_plain() { row::brief(text, with_class) } else { None }
    }

    /// The frame and the identity of the first line of `text`, if it is a row. Also returns the length of the line in bytes
    /// with its line end.
    pub(super) fn identity_of_first(&self, text: &[u8]) -> (Option<(u32, Option<TrackId>)>, usize) {
        if let Some((row, length)) = self.brief(text, false) {
            return (Some((row.frame, row.id)), length);
        }
        let (_, row, length) = self.parse_first(text, 0);
        (row.ok().map(|row| (row.frame, row.detection.id)), length)
    }

    /// Adds the class name from `labels.txt` to a row.
    fn named(&self, mut row: Row) -> Row {
        if let Some(labels) = &self.labels
            && let Some(name) = row.detection.columns.get(8).and_then(|number| labels.name(number))
        {
            row.detection.columns.share_name(name);
        }
        row
    }
}

/// Whether the first field of a line is the number of this frame, even if the line is not a row.
fn is_of_frame(text: &[u8], frame: u64) -> bool {
    let trimmed = line::trim(text);
    line::kind(trimmed) == LineKind::Data && row::frame_of(trimmed).map(u64::from) == Some(frame)
}

/// Reads a row of KITTI tracking. Truncation, occlusion, angles and the box in space are counted as columns, not kept.
fn kitti(line: &[u8], offset: u64) -> Result<Row, RowError> {
    let (count, mut fields) = line::columns(line, Separator::of(line));
    let (frame, id) = row::identity_of(Format::Kitti, count, &mut fields)?;
    let class = fields.next().unwrap_or_default();
    let [left, top, right, bottom] = row::coordinates(fields.by_ref().skip(3), 7)?;
    let mut columns = Columns::new();
    columns.set_count(u32::try_from(count).unwrap_or(u32::MAX));
    if !class.is_empty() {
        columns.set_name(class);
    }
    // Columns 11 to 17 are skipped.
    let confidence = fields.nth(7).and_then(row::finite);
    let (width, height) = (right - left, bottom - top);
    Ok(Row { frame, detection: Detection { id, left, top, width, height, confidence, columns, offset } })
}

/// Reads a row with an oriented box. The bounding box is the one around its corners.
fn oriented(line: &[u8], offset: u64) -> Result<Row, RowError> {
    let (count, mut fields) = line::columns(line, Separator::of(line));
    let (frame, id) = row::identity_of(Format::Obb, count, &mut fields)?;
    let [x1, y1, x2, y2, x3, y3, x4, y4] = row::coordinates(fields.by_ref(), 3)?;
    let bounds = |values: [f64; 4]| {
        let [first, rest @ ..] = values;
        let (least, greatest) = (rest.into_iter().fold(first, f64::min), rest.into_iter().fold(first, f64::max));
        (least, greatest - least)
    };
    let ((left, width), (top, height)) = (bounds([x1, x2, x3, x4]), bounds([y1, y2, y3, y4]));
    let mut columns = Columns::new();
    columns.set_count(u32::try_from(count).unwrap_or(u32::MAX));
    columns.set_corners([(x1, y1), (x2, y2), (x3, y3), (x4, y4)]);
    let confidence = fields.next().and_then(row::finite);
    for (column, field) in (12..=Columns::MAX_COLUMNS).zip(fields) {
        match row::finite(field) {
            Some(value) => columns.set(column, value),
            None if column == 12 && super::number::is_text(field) => columns.set_name(field),
            None => {}
        }
    }
    Ok(Row { frame, detection: Detection { id, left, top, width, height, confidence, columns, offset } })
}
