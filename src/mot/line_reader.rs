//! Reads the lines of one file, with its format and its class names.

pub(in crate::mot) mod spans;

use std::sync::Arc;

use super::class_names::ClassList;
use super::columns::{self, ColumnMap, LineFacts, TimeTable};
use super::detection::TrackId;
use super::format::Format;
use super::line::{self, Separator};
use super::number;
use super::row::{self, BriefRow, ColumnOrder, Row, RowError};

/// The reader of the lines of one file.
#[derive(Clone, Debug)]
pub(super) struct LineReader {
    format: Format,
    /// Whether two tabs have an empty field between them, in rows of `MOTChallenge`.
    has_tabs: bool,
    /// What its columns mean, if it is read by a map of them.
    map: Option<Arc<ColumnMap>>,
    /// The moments of the file, if its frames come from moments.
    times: Option<Arc<TimeTable>>,
    /// The class column, and the names for the numbers in it, if there are any.
    labels: Option<(u32, Arc<ClassList>)>,
    /// Whether the last field of each row is its mask.
    has_masks: bool,
    /// Whether [`row::brief`] may read the lines. It is decided once and not for each line.
    is_brief: bool,
    /// The order of its columns, if [`row::brief_in_order`] may read the lines instead.
    order: Option<ColumnOrder>,
    /// Why the rows may be read wrongly.
    doubt: Option<Arc<str>>,
}

impl LineReader {
    /// A reader of lines of a format.
    pub(super) fn new(format: Format) -> Self {
        Self {
            format,
            has_tabs: false,
            map: None,
            times: None,
            labels: None,
            has_masks: false,
            is_brief: false,
            order: None,
            doubt: None,
        }
        .decided()
    }

    /// A reader of rows of `MOTChallenge` with one tab between two fields.
    pub(super) fn with_tabs() -> Self {
        Self { has_tabs: true, ..Self::new(Format::Mot) }
    }

    /// A reader of lines by a map of their columns. `times` are the moments of the file, if its frames come from them.
    pub(super) fn by_map(map: Arc<ColumnMap>, times: Option<TimeTable>) -> Self {
        Self { map: Some(map), times: times.map(Arc::new), ..Self::new(Format::Table) }.decided()
    }

    pub(super) fn format(&self) -> Format {
        self.format
    }

    /// What the columns mean, if the lines are read by a map of them.
    pub(super) fn map(&self) -> Option<&Arc<ColumnMap>> {
        self.map.as_ref()
    }

    /// This reader for text that was made of a document with masks.
    pub(super) fn with_masks(self, has_masks: bool) -> Self {
        Self { has_masks, ..self }.decided()
    }

    /// This reader with a reason why the rows may be read wrongly.
    pub(super) fn with_doubt(self, doubt: Option<Arc<str>>) -> Self {
        Self { doubt, ..self }
    }

    /// Why the rows may be read wrongly, if something speaks against it.
    pub(super) fn doubt(&self) -> Option<&Arc<str>> {
        self.doubt.as_ref()
    }

    /// Whether [`row::fast`] may read the lines. It knows neither other formats nor class names nor masks.
    fn is_plain(&self) -> bool {
        self.format == Format::Mot && self.labels.is_none() && !self.has_masks
    }

    /// This reader with the decision whether [`row::brief`] may read its lines.
    fn decided(mut self) -> Self {
        self.decide();
        self
    }

    fn decide(&mut self) {
        let map = self.map.as_ref().filter(|_| self.labels.is_none() && !self.has_masks);
        self.is_brief = self.is_plain() || map.is_some_and(|map| map.is_plain_at_first());
        self.order = map.filter(|_| !self.is_brief).and_then(|map| map.plain_order());
    }

    /// Whether the frame number is what a line begins with, and a comma may end it.
    pub(super) fn begins_with_frame(&self) -> bool {
        self.map.as_ref().is_none_or(|map| map.begins_with_frame())
    }

    /// The delimiter and the column of the frame number, if it is written as a number in a field with one delimiter behind it.
    pub(super) fn frame_column(&self) -> Option<(u8, u32)> {
        self.map.as_ref()?.frame_column()
    }

    /// Whether the number of columns may differ from row to row.
    pub(super) fn has_many_boxes(&self) -> bool {
        self.map.as_ref().is_some_and(|map| map.has_many_boxes())
    }

    /// The separator of a line.
    pub(super) fn separator(&self, line: &[u8]) -> Separator {
        self.map.as_ref().map_or_else(|| line::cut(line, self.has_tabs).1, |map| map.separator())
    }

    /// Whether two tabs have an empty field between them, in rows of `MOTChallenge`.
    pub(super) fn has_tabs(&self) -> bool {
        self.has_tabs
    }

    pub(super) fn set_labels(&mut self, labels: Option<(u32, Arc<ClassList>)>) {
        self.labels = labels;
        self.decide();
    }

    /// The frame number of a line without its line end, even if the line is not a row.
    pub(super) fn frame_of(&self, line: &[u8]) -> Option<u32> {
        match &self.map {
            Some(map) => columns::frame_of_line(map, self.times.as_deref(), line),
            None => row::frame_of_cut(line, self.has_tabs),
        }
    }

    /// Whether a line that is no row may be a header, if it is the first line with data.
    pub(super) fn may_be_header(&self, line: &[u8]) -> bool {
        let first = match &self.map {
            Some(map) => columns::first_field(map, line),
            None => line::first_field(line::trim(line)),
        };
        number::parse(first).is_none() || self.map.as_ref().is_some_and(|map| map.has_numbers_as_names())
    }

    /// How many negative ids other than −1 a line has. Its rows have no identity then.
    pub(super) fn other_negative_ids(&self, line: &[u8]) -> usize {
        if let Some(map) = &self.map {
            return columns::other_negative_ids(map, line);
        }
        let (line, separator) = line::cut(line, self.has_tabs);
        usize::from(line::fields(line, separator).nth(1).is_some_and(row::is_other_negative))
    }

    /// Reads one line, with or without its line end. The line begins at `offset` in the file. `take` gets its rows: one, or any
    /// number in a table with several boxes a line.
    pub(super) fn rows(&self, line: &[u8], offset: u64, take: &mut dyn FnMut(Row)) -> Result<LineFacts, RowError> {
        if let Some(map) = &self.map {
            return columns::rows_of_line(map, self.times.as_deref(), line, offset, &mut |row| take(self.named(row)));
        }
        let (line, mask) = if self.has_masks { without_mask(line) } else { (line, None) };
        let trimmed = || line::trim(line::first(line));
        let of_parts = |(frame, detection)| Row { frame, detection };
        let mut row = match self.format {
            Format::Mot | Format::Mots | Format::Table => row::parse_cut(line, offset, self.has_tabs)?,
            Format::Kitti => of_parts(row::kitti(trimmed(), offset)?),
            Format::Obb => of_parts(row::oriented(trimmed(), offset)?),
        };
        if let Some(mask) = mask {
            row.detection.columns.set_mask(mask);
        }
        let facts = LineFacts { frame: row.frame, columns: row.detection.columns.count() };
        take(self.named(row));
        Ok(facts)
    }

    /// The frame and the number of columns of a line, if it is a row.
    pub(super) fn facts(&self, line: &[u8]) -> Result<LineFacts, RowError> {
        self.rows(line, 0, &mut |_| ())
    }

    /// The reason why a line is no row, together with the text in the column.
    pub(super) fn describe(&self, error: RowError, line: &[u8]) -> String {
        match &self.map {
            Some(map) => columns::describe(map, error, line),
            None => error.describe_cut(line, self.format, self.has_tabs),
        }
    }

    /// Reads the first line of `text`, which begins at `offset` in the file and must not be empty. Returns the line without
    /// its line end, what it is, and its length in bytes with its line end.
    pub(super) fn first_rows<'a>(
        &self,
        text: &'a [u8],
        offset: u64,
        take: &mut dyn FnMut(Row),
    ) -> (&'a [u8], Result<LineFacts, RowError>, usize) {
        // The line is read together with what follows it: bytes behind a number let it be read faster.
        if self.is_plain()
            && let Some((frame, detection, length)) = row::fast(text, offset)
        {
            let facts = LineFacts { frame, columns: detection.columns.count() };
            take(Row { frame, detection });
            let line = &text[..length];
            return (line.strip_suffix(b"\n").unwrap_or(line), Ok(facts), length);
        }
        let end = memchr::memchr(b'\n', text);
        let line = &text[..end.unwrap_or(text.len())];
        (line, self.rows(line, offset, take), end.map_or(text.len(), |end| end + 1))
    }

    /// Reads the first line of `text` as a [`BriefRow`], if [`row::brief`] can, with its class if wanted. Also returns the
    /// length of the line in bytes with its line end.
    #[inline(always)]
    #[allow(clippy::inline_always, reason = "so that a row is never written to be read again")]
    pub(super) fn brief(&self, text: &[u8], with_class: bool) -> Option<(BriefRow, usize)> {
        if self.is_brief { row::brief(text, with_class) } else { None }
    }

    /// The order of the columns, if they are read briefly in an order of their own.
    pub(super) fn order(&self) -> Option<ColumnOrder> {
        self.order
    }

    /// Gives the frame, the identity and the place of each row in the first line of `text`, which begins at `offset`. Returns
    /// the length of the line in bytes with its line end.
    pub(super) fn identities_of_first(
        &self,
        text: &[u8],
        offset: u64,
        take: &mut dyn FnMut(u32, Option<TrackId>, u64),
    ) -> usize {
        let brief = match &self.order {
            Some(order) => row::brief_in_order(text, order, false),
            None => self.brief(text, false),
        };
        if let Some((row, length)) = brief {
            take(row.frame, row.id, offset);
            return length;
        }
        let (_, _, length) =
            self.first_rows(text, offset, &mut |row| take(row.frame, row.detection.id, row.detection.offset));
        length
    }

    /// Adds the class name from a list of names to a row.
    fn named(&self, mut row: Row) -> Row {
        if let Some((column, labels)) = &self.labels
            && let Some(name) = row.detection.columns.get(*column).and_then(|number| labels.name_of(number))
        {
            row.detection.columns.share_name(name);
        }
        row
    }
}

/// A line without its last field, and that field, if it is a mask.
fn without_mask(line: &[u8]) -> (&[u8], Option<&[u8]>) {
    let line = line::first(line);
    let Some(at) = memchr::memrchr2(b',', b';', line) else { return (line, None) };
    let mask = line::trim(&line[at + 1..]);
    if mask.starts_with(b"m") { (&line[..at], (mask.len() > 1).then_some(mask)) } else { (line, None) }
}

#[cfg(test)]
mod tests;
