//! The fast path: lines of plain numbers, as nearly all lines of nearly all files are.
//!
//! It answers only what [`by_the_rules`](super::by_the_rules) would, and `None` for every line that it leaves to them:
//! padded ones, long ones, those with words in them, and all that are no rows.
//!
//! The ends of all fields are found first. The numbers can then be converted side by side; a loop that finds the end of
//! one while it reads it waits for each digit. Everything is inlined, so that a row is written where it is wanted field
//! by field: a copy of what was just written would wait longer than the numbers take.
#![allow(clippy::inline_always, reason = "see above")]

use super::fields::{MAX_COORDINATE, MAX_FRAME, identity};
use super::stops::{self, LANES};
use crate::mot::detection::{Columns, Detection, TrackId};
use crate::mot::number;

/// Rows of more columns are left to the rules.
const MAX_FIELDS: usize = 10;

/// And longer ones.
const MAX_LENGTH: usize = 4 * LANES;

/// What a pass over many rows looks at.
#[derive(Clone, Copy, Debug)]
pub(in crate::mot) struct BriefRow {
    pub(in crate::mot) frame: u32,
    pub(in crate::mot) id: Option<TrackId>,
    /// Left, top, width, height.
    pub(in crate::mot) sides: [f64; 4],
    /// NaN for none.
    pub(in crate::mot) confidence: f64,
    /// Column 8, if it was asked for; NaN for none.
    pub(in crate::mot) class: f64,
}

/// Reads the first line of `text`: its frame, all the rest, and how many bytes it takes with its line end.
#[inline(always)]
pub(in crate::mot) fn row(text: &[u8], offset: u64) -> Option<(u32, Detection, usize)> {
    let mut ends = [0; MAX_FIELDS];
    let LineSplit { count, gap, length } = split(text, &mut ends)?;
    let fields = Fields { text, ends: &ends, count, gap };
    let BriefRow { frame, id, sides: [left, top, width, height], confidence, class } = fields.brief(true)?;
    let columns = Columns::near(count as u32, [class, fields.optional(8)?, fields.optional(9)?]);
    let confidence = (!confidence.is_nan()).then_some(confidence);
    Some((frame, Detection { id, left, top, width, height, confidence, columns, offset }, length))
}

/// Reads no more of the first line of `text` than a [`BriefRow`] has; how many bytes it takes with its line end.
#[inline(always)]
pub(in crate::mot) fn brief(text: &[u8], with_class: bool) -> Option<(BriefRow, usize)> {
    let mut ends = [0; MAX_FIELDS];
    let LineSplit { count, gap, length } = split(text, &mut ends)?;
    Some((Fields { text, ends: &ends, count, gap }.brief(with_class)?, length))
}

/// What there is between fields is the same throughout a line.
struct LineSplit {
    /// How many fields there are.
    count: usize,
    /// How many bytes are between two: a separator alone, or one with a blank behind it.
    gap: usize,
    /// Bytes of the line, with its line end.
    length: usize,
}

/// Finds where the fields of the first line of `text` end.
#[inline(always)]
fn split(text: &[u8], ends: &mut [u32; MAX_FIELDS]) -> Option<LineSplit> {
    let mut stops = text.first_chunk().map_or_else(|| stops_from(text, 0), stops::stops);
    let first = stops.trailing_zeros() as usize;
    let separator = *text.get(first)?;
    let gap = match separator {
        b',' | b';' if text.get(first + 1) == Some(&b' ') => 2,
        b',' | b';' | b' ' | b'\t' => 1,
        _ => return None,
    };
    let mut base = 0;
    let mut count = 0;
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
            // It comes directly behind the separator.
            if end != ends[count - 1] as usize + 1 || text.get(end) != Some(&b' ') {
                return None;
            }
            continue;
        }
        *ends.get_mut(count)? = end as u32;
        count += 1;
        if text.get(end) != Some(&separator) {
            break end;
        }
        awaits_blank = gap == 2;
    };
    Some(LineSplit { count, gap, length: line_end + length_of_line_end(text, line_end)? })
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
    fn brief(&self, with_class: bool) -> Option<BriefRow> {
        if self.count < 6 {
            return None;
        }
        let frame = self.frame()?;
        let id = self.id()?;
        let sides = [self.coordinate(2)?, self.coordinate(3)?, self.coordinate(4)?, self.coordinate(5)?];
        let confidence = self.optional(6)?;
        let class = if with_class { self.optional(7)? } else { f64::NAN };
        Some(BriefRow { frame, id, sides, confidence, class })
    }

    /// Where a field begins and ends.
    #[inline(always)]
    fn place(&self, field: usize) -> (usize, usize) {
        let start = if field == 0 { 0 } else { self.ends[field - 1] as usize + self.gap };
        (start, self.ends[field] as usize)
    }

    /// Column 1, if it is written with digits alone.
    #[inline(always)]
    fn frame(&self) -> Option<u32> {
        let (start, end) = self.place(0);
        let frame = number::short_digits(self.text, start, end).or_else(|| long_digits(&self.text[start..end]))?;
        u32::try_from(frame).ok().filter(|&frame| frame <= MAX_FRAME)
    }

    /// Column 2, the only number that must not pass through an `f64` first.
    #[inline(always)]
    #[allow(clippy::option_option)]
    fn id(&self) -> Option<Option<TrackId>> {
        let (start, end) = self.place(1);
        match number::short_digits(self.text, start, end) {
            Some(id) => Some(Some(TrackId(id))),
            None => identity(&self.text[start..end]),
        }
    }

    #[inline(always)]
    fn coordinate(&self, field: usize) -> Option<f64> {
        let (start, end) = self.place(field);
        // Eight digits are never out of range.
        number::short(self.text, start, end)
            .or_else(|| number::parse(&self.text[start..end]).filter(|value| value.abs() <= MAX_COORDINATE))
    }

    /// A number of column 7 or up; NaN behind the last one.
    #[inline(always)]
    fn optional(&self, field: usize) -> Option<f64> {
        if field >= self.count {
            return Some(f64::NAN);
        }
        let (start, end) = self.place(field);
        // In most of these columns, in most files, −1 stands for "none".
        if end - start == 2 && self.text[start..].starts_with(b"-1") {
            return Some(-1.0);
        }
        number::short(self.text, start, end)
            .or_else(|| number::parse(&self.text[start..end]).filter(|value| value.is_finite()))
    }
}

/// How many bytes the line end at `at` has; 0 at the end of the text.
#[inline(always)]
fn length_of_line_end(text: &[u8], at: usize) -> Option<usize> {
    match text.get(at) {
        Some(b'\n') => Some(1),
        Some(b'\r') if text.get(at + 1).is_none_or(|&next| next == b'\n') => Some((text.len() - at).min(2)),
        None => Some(0),
        Some(_) => None,
    }
}

/// What ends numbers within [`LANES`] bytes from `at` on; behind the text, everything does.
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

#[cold]
fn long_digits(field: &[u8]) -> Option<u64> {
    number::exact_integer(field).filter(|_| field.iter().all(u8::is_ascii_digit)).map(|(_, value)| value)
}
