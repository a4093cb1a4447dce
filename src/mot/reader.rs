//! Lines of one file: what its format and its class names make of them.

use super::detection::{Columns, Detection};
use super::format::Format;
use super::labels::Labels;
use super::line::{self, Separator};
use super::row::{self, Row, RowError};

/// What reads the first line of a text: [`row::parse_first`] or [`Reader::parse_first`].
pub(super) trait ParseFirst: for<'a> Fn(&'a [u8], u64) -> (&'a [u8], Result<Row, RowError>, usize) {}

impl<F: for<'a> Fn(&'a [u8], u64) -> (&'a [u8], Result<Row, RowError>, usize)> ParseFirst for F {}

/// Reads the lines of a file, all in the same way.
#[derive(Debug)]
pub(super) struct Reader {
    format: Format,
    /// Names for the numbers in column 8.
    labels: Option<Labels>,
}

impl Reader {
    pub(super) fn new(format: Format) -> Self {
        Self { format, labels: None }
    }

    pub(super) fn format(&self) -> Format {
        self.format
    }

    /// Whether [`row::parse_first`] does the same as [`parse_first`](Self::parse_first). Asked once for many lines: even a
    /// branch a line that always goes the same way costs a tenth of the time for a row.
    pub(super) fn is_plain(&self) -> bool {
        self.format == Format::Mot && self.labels.is_none()
    }

    pub(super) fn set_labels(&mut self, labels: Labels) {
        self.labels = Some(labels);
    }

    /// Reads one line, with or without its line end; `offset` is where it begins in the file.
    pub(super) fn parse(&self, line: &[u8], offset: u64) -> Result<Row, RowError> {
        let row = match self.format {
            Format::Mot | Format::Mots => row::parse(line, offset),
            Format::Kitti => kitti(line::trim(line), offset),
            Format::Obb => oriented(line::trim(line), offset),
        };
        row.map(|row| self.named(row))
    }

    /// Reads the first line of `text`, which begins at `offset` in the file and is not empty. Answers the line, without
    /// its line end, what it says, and how many bytes it takes with its line end.
    pub(super) fn parse_first<'a>(&self, text: &'a [u8], offset: u64) -> (&'a [u8], Result<Row, RowError>, usize) {
        let end = memchr::memchr(b'\n', text);
        let line = &text[..end.unwrap_or(text.len())];
        (line, self.parse(line, offset), end.map_or(text.len(), |end| end + 1))
    }

    fn named(&self, mut row: Row) -> Row {
        if let Some(labels) = &self.labels
            && let Some(name) = row.detection.columns.get(8).and_then(|number| labels.name(number))
        {
            row.detection.columns.share_name(name);
        }
        row
    }
}

/// A row of KITTI tracking; its truncation, occlusion, angles and box in space are only counted as columns.
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
    // Columns 11 to 17 are passed over.
    let confidence = fields.nth(7).and_then(row::finite);
    let (width, height) = (right - left, bottom - top);
    Ok(Row { frame, detection: Detection { id, left, top, width, height, confidence, columns, offset } })
}

/// A row of oriented boxes; the box is the corners' bounds.
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
