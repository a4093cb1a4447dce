//! The fast path for lines of plain numbers, which are nearly all lines of nearly all files.
//!
//! It gives the answer that [`by_the_rules`](super::by_the_rules) gives, or `None`. It answers `None` for lines with blanks
//! around them, long lines, lines with words, and all lines that are not rows.
//!
//! First the ends of all fields are found. Then the processor can convert several numbers at once, whereas a loop that
//! searches the end of a number while it reads it must wait for each digit. All functions are inlined, so that a row is
//! written field by field into its final place: copying a row right after it was written takes longer than its numbers.
#![allow(clippy::inline_always, reason = "see above")]

use super::fields::identity;
use super::limits::{MAX_COORDINATE, MAX_FRAME};
use super::stops::{self, LANES};
use crate::mot::detection::{Columns, Detection, TrackId};
use crate::mot::number;

/// The most columns whose places are found. A line of more columns is no [`row`] of the fast path.
const MAX_FIELDS: usize = 10;

/// The most bytes of a line on the fast path.
const MAX_LENGTH: usize = 4 * LANES;

/// The parts of a row that a summary needs.
#[derive(Clone, Copy, Debug)]
pub(in crate::mot) struct BriefRow {
    pub(in crate::mot) frame: u32,
    pub(in crate::mot) id: Option<TrackId>,
    /// Left, top, width, height.
    pub(in crate::mot) sides: [f64; 4],
    /// NaN if the row has none.
    pub(in crate::mot) confidence: f64,
    /// Column 8. NaN if the row has none or if it was not wanted.
    pub(in crate::mot) class: f64,
}

/// The columns of a table of plain numbers, counted from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::mot) struct ColumnOrder {
    pub(in crate::mot) frame: usize,
    pub(in crate::mot) id: usize,
    pub(in crate::mot) sides: [usize; 4],
    /// Whether the box is left, top, right and bottom. Otherwise it is left, top, width and height.
    pub(in crate::mot) has_corners: bool,
    pub(in crate::mot) confidence: Option<usize>,
    pub(in crate::mot) class: Option<usize>,
}

impl ColumnOrder {
    /// The order of `MOTChallenge`.
    const MOTCHALLENGE: Self =
        Self { frame: 0, id: 1, sides: [2, 3, 4, 5], has_corners: false, confidence: Some(6), class: Some(7) };

    /// Whether all columns are among those whose places are found.
    pub(in crate::mot) fn is_near(&self) -> bool {
        let all = [Some(self.frame), Some(self.id), self.confidence, self.class].into_iter();
        all.chain(self.sides.map(Some)).flatten().all(|column| column < MAX_FIELDS)
    }
}

/// Reads the first line of `text`. Returns its frame, its detection, and its length in bytes with its line end.
#[inline(always)]
pub(in crate::mot) fn row(text: &[u8], offset: u64) -> Option<(u32, Detection, usize)> {
    let LineSplit { ends, count, gap, length } = split(text).filter(|split| split.count <= MAX_FIELDS)?;
    let fields = Fields { text, ends: &ends, count, gap };
    let BriefRow { frame, id, sides: [left, top, width, height], confidence, class } =
        fields.brief(&ColumnOrder::MOTCHALLENGE, true)?;
    let columns = Columns::near(count as u32, [class, fields.optional(8)?, fields.optional(9)?]);
    let confidence = (!confidence.is_nan()).then_some(confidence);
    Some((frame, Detection { id, left, top, width, height, confidence, columns, offset }, length))
}

/// Reads the first line of `text` as [`row`] does, without the columns behind the class. It has 8 columns, however many are in
/// the file.
#[inline(always)]
pub(in crate::mot) fn row_to_class(text: &[u8], offset: u64) -> Option<(u32, Detection, usize)> {
    let (BriefRow { frame, id, sides: [left, top, width, height], confidence, class }, length) = brief(text, true)?;
    let columns = Columns::near(8, [class, f64::NAN, f64::NAN]);
    let confidence = (!confidence.is_nan()).then_some(confidence);
    Some((frame, Detection { id, left, top, width, height, confidence, columns, offset }, length))
}

/// Reads the parts of the first line of `text` that a [`BriefRow`] has. Also returns its length in bytes with its line end.
#[inline(always)]
pub(in crate::mot) fn brief(text: &[u8], with_class: bool) -> Option<(BriefRow, usize)> {
    let LineSplit { ends, count, gap, length } = split(text)?;
    let fields = Fields { text, ends: &ends, count, gap };
    Some((fields.brief(&ColumnOrder::MOTCHALLENGE, with_class)?, length))
}

/// Reads the first line of `text` as [`brief`] does, with its columns in this order. Each of them must be there.
#[inline(always)]
pub(in crate::mot) fn brief_in_order(text: &[u8], order: &ColumnOrder, with_class: bool) -> Option<(BriefRow, usize)> {
    let LineSplit { ends, count, gap, length } = split(text)?;
    let last =
        [order.frame, order.id].into_iter().chain(order.sides).chain(order.confidence).chain(order.class).max()?;
    // A comment may have numbers in all columns that are read.
    if count <= last || ends[0] == 0 || matches!(text[0], b'#' | b' ' | b'\t' | b'\r') {
        return None;
    }
    let mut row = Fields { text, ends: &ends, count, gap }.brief(order, with_class)?;
    if order.has_corners {
        let [left, top, right, bottom] = row.sides;
        row.sides = [left, top, right - left, bottom - top];
    }
    Some((row, length))
}

/// How a line is split into fields. The text between two fields is equal throughout the line.
struct LineSplit {
    /// Where the first fields end, in bytes. Places behind the last field have no meaning.
    ends: [u32; MAX_FIELDS],
    /// How many fields there are.
    count: usize,
    /// How many bytes are between two fields: 1 for a separator, 2 for a separator and a blank.
    gap: usize,
    /// The length of the line in bytes, with its line end.
    length: usize,
}

impl LineSplit {
    /// A line whose fields end at the places of these bits.
    #[inline(always)]
    fn at(mut places: u64, gap: usize, length: usize) -> Self {
        let count = places.count_ones() as usize;
        let mut ends = [0; MAX_FIELDS];
        for end in &mut ends {
            *end = places.trailing_zeros();
            places &= places.wrapping_sub(1);
        }
        Self { ends, count, gap, length }
    }
}

/// Finds the ends of the fields of the first line of `text`.
#[inline(always)]
fn split(text: &[u8]) -> Option<LineSplit> {
    if let Some(start) = text.first_chunk()
        && let Some(split) = split_usual(start)
    {
        return Some(split);
    }
    split_unusual(text)
}

/// Finds the ends of the fields of a line that lies in the first [`LANES`] bytes `start` of a text and has one byte between
/// two fields, as nearly all lines do.
///
/// Where the line and its fields end follows from two masks alone. Whether they are what they seem is only checked: the
/// processor foresees that, and begins with the next line before it is done with this one.
#[inline(always)]
fn split_usual(start: &[u8; LANES]) -> Option<LineSplit> {
    let line_end = stops::equal(start, b'\n').trailing_zeros();
    let before = 1_u64.checked_shl(line_end)?.wrapping_sub(1);
    let stops = stops::stops(start);
    let separator = *start.get(stops.trailing_zeros() as usize)?;
    let is_usual =
        matches!(separator, b',' | b';' | b' ' | b'\t') && (stops ^ stops::equal(start, separator)) & before == 0;
    is_usual.then(|| LineSplit::at(stops & (before | (before + 1)), 1, line_end as usize + 1))
}

/// Finds the ends of the fields of any line.
///
/// It is not inlined: together with the usual case, the processor would wait there for what only this function needs.
#[inline(never)]
fn split_unusual(text: &[u8]) -> Option<LineSplit> {
    text.first_chunk().and_then(split_blanks).or_else(|| split_any(text))
}

/// Finds the ends of the fields of a line in the first [`LANES`] bytes `start` of a text that has a blank behind each
/// separator, or a carriage return before its end.
fn split_blanks(start: &[u8; LANES]) -> Option<LineSplit> {
    let line_end = stops::equal(start, b'\n').trailing_zeros();
    let end = 1_u64.checked_shl(line_end)?;
    let stops = stops::stops(start);
    let separator = *start.get(stops.trailing_zeros() as usize)?;
    let separators = stops::equal(start, separator) & (end - 1);
    let others = (stops ^ separators) & (end - 1);
    let is_return = others & (end >> 1) != 0 && start.get((line_end as usize).wrapping_sub(1)) == Some(&b'\r');
    let (others, end) = if is_return { (others ^ (end >> 1), end >> 1) } else { (others, end) };
    let gap = match separator {
        b',' | b';' | b' ' | b'\t' if others == 0 => 1,
        b',' | b';' if others == separators << 1 && others & !stops::equal(start, b' ') == 0 => 2,
        _ => return None,
    };
    Some(LineSplit::at(separators | end, gap, line_end as usize + 1))
}

/// Finds the ends of the fields of a line of at most [`MAX_LENGTH`] bytes.
fn split_any(text: &[u8]) -> Option<LineSplit> {
    let mut ends = [0; MAX_FIELDS];
    let mut stops = stops_from(text, 0);
    let first = stops.trailing_zeros() as usize;
    let separator = *text.get(first)?;
    let gap = match separator {
        b',' | b';' if text.get(first + 1) == Some(&b' ') => 2,
        b',' | b';' | b' ' | b'\t' => 1,
        _ => return None,
    };
    let mut base = 0;
    let (mut count, mut last) = (0, 0);
    let mut awaits_blank = false;
    let line_end = loop {
        if stops == 0 {
            base += LANES;
            if base >= MAX_LENGTH || base > text.len() {
                return None;
            }
            stops = stops_from(text, base);
            continue;
        }
        let end = base + stops.trailing_zeros() as usize;
        stops &= stops - 1;
        if awaits_blank {
            awaits_blank = false;
            // The blank must come directly after the separator.
            if end != last + 1 || text.get(end) != Some(&b' ') {
                return None;
            }
            continue;
        }
        if let Some(place) = ends.get_mut(count) {
            *place = end as u32;
        }
        (count, last) = (count + 1, end);
        if text.get(end) != Some(&separator) {
            break end;
        }
        awaits_blank = gap == 2;
    };
    Some(LineSplit { ends, count, gap, length: line_end + length_of_line_end(text, line_end)? })
}

/// The fields of a line.
struct Fields<'a> {
    text: &'a [u8],
    ends: &'a [u32; MAX_FIELDS],
    count: usize,
    gap: usize,
}

impl Fields<'_> {
    #[inline(always)]
    fn brief(&self, order: &ColumnOrder, with_class: bool) -> Option<BriefRow> {
        if self.count < 6 {
            return None;
        }
        let frame = self.frame(order.frame)?;
        let id = self.id(order.id)?;
        let [left, top, width, height] = order.sides;
        let sides = [self.coordinate(left)?, self.coordinate(top)?, self.coordinate(width)?, self.coordinate(height)?];
        let confidence = if let Some(column) = order.confidence { self.optional(column)? } else { f64::NAN };
        let class =
            if let (Some(column), true) = (order.class, with_class) { self.optional(column)? } else { f64::NAN };
        Some(BriefRow { frame, id, sides, confidence, class })
    }

    /// Where a field begins and ends, in bytes.
    #[inline(always)]
    fn place(&self, field: usize) -> (usize, usize) {
        let start = if field == 0 { 0 } else { self.ends[field - 1] as usize + self.gap };
        (start, self.ends[field] as usize)
    }

    /// The number in the column of the frame, if it has digits only.
    #[inline(always)]
    fn frame(&self, field: usize) -> Option<u32> {
        let (start, end) = self.place(field);
        let frame = match number::short_digits(self.text, start, end) {
            Some(frame) => frame,
            None => long_digits(&self.text[start..end])?,
        };
        u32::try_from(frame).ok().filter(|&frame| frame <= MAX_FRAME)
    }

    /// The identity. It is never read as an `f64`, which cannot hold all ids exactly.
    #[inline(always)]
    #[allow(clippy::option_option)]
    fn id(&self, field: usize) -> Option<Option<TrackId>> {
        let (start, end) = self.place(field);
        match number::short_digits(self.text, start, end) {
            Some(id) => Some(Some(TrackId(id))),
            None if &self.text[start..end] == b"-1" => Some(None),
            // Other negative ids are counted, which is done with the full rules.
            None => identity(&self.text[start..end]).filter(Option::is_some),
        }
    }

    /// The number in a column of the box.
    #[inline(always)]
    fn coordinate(&self, field: usize) -> Option<f64> {
        let (start, end) = self.place(field);
        // A number of at most eight digits is always in range.
        match number::short(self.text, start, end) {
            Some(value) => Some(value),
            None => long(self.text, start, end).filter(|value| value.abs() <= MAX_COORDINATE),
        }
    }

    /// The number in a column from 7 on; NaN after the last column.
    #[inline(always)]
    fn optional(&self, field: usize) -> Option<f64> {
        if field >= self.count {
            return Some(f64::NAN);
        }
        let (start, end) = self.place(field);
        // Most files fill most of these columns with −1, which stands for "none".
        if end - start == 2 && self.text[start..].starts_with(b"-1") {
            return Some(-1.0);
        }
        match number::short(self.text, start, end) {
            Some(value) => Some(value),
            None => long(self.text, start, end).filter(|value| value.is_finite()),
        }
    }
}

/// The length of the line end at `at` in bytes; 0 at the end of the text. `None` if no line ends there.
#[inline(always)]
fn length_of_line_end(text: &[u8], at: usize) -> Option<usize> {
    match text.get(at) {
        Some(b'\n') => Some(1),
        Some(b'\r') if text.get(at + 1).is_none_or(|&next| next == b'\n') => Some((text.len() - at).min(2)),
        None => Some(0),
        Some(_) => None,
    }
}

/// The stops in the [`LANES`] bytes from `at` on. Every byte after the text counts as a stop.
#[cold]
fn stops_from(text: &[u8], at: usize) -> u64 {
    let rest = &text[at..];
    if let Some(bytes) = rest.first_chunk() {
        return stops::stops(bytes);
    }
    let mut padded = [0; LANES];
    padded[..rest.len()].copy_from_slice(rest);
    stops::stops(&padded)
}

/// A number of more than eight characters, or with an exponent.
fn long(text: &[u8], start: usize, end: usize) -> Option<f64> {
    number::long(text, start, end).or_else(|| number::parse(&text[start..end]))
}

/// A whole number of more than eight digits.
#[cold]
fn long_digits(field: &[u8]) -> Option<u64> {
    number::exact_integer(field).filter(|_| field.iter().all(u8::is_ascii_digit)).map(|(_, value)| value)
}
