//! One plain line in, one row out, or the reason why not; and what rows of all formats have in common.
//!
//! [`parse`] tries a fast path for lines of plain numbers and falls back to the rules spelt out, which are the
//! reference: both agree on every line.

use std::fmt::{self, Write as _};

use super::detection::{Columns, Detection, TrackId};
use super::format::Format;
use super::line::{self, Separator};
use super::number;

/// The largest frame number there is.
pub const MAX_FRAME: u32 = i32::MAX as u32;
/// The largest magnitude of a box's left, top, width and height.
pub const MAX_COORDINATE: f64 = 1e9;
/// The largest id that may be written as a float: above it an `f64` skips whole numbers.
const MAX_FLOAT_ID: u64 = 1 << 53;

/// A line that is a row.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// Column 1.
    pub frame: u32,
    /// All the rest.
    pub detection: Detection,
}

/// Why a line is no row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Reason {
    /// Less columns than a row must have: six, in KITTI and of oriented boxes ten.
    TooFewColumns,
    /// Column 1 is no whole number from 0 to 2^31 − 1.
    BadFrame,
    /// Column 2 is no whole number of 64 bits.
    BadId,
    /// One of the columns of the box (3 to 6, 7 to 10 in KITTI, 3 to 10 of oriented boxes) is no number.
    BadBox,
    /// One of them is infinite or not a number.
    NonFiniteBox,
    /// One of them lies beyond ±10^9.
    BoxOutOfRange,
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::TooFewColumns => "too few columns",
            Self::BadFrame => "bad frame",
            Self::BadId => "bad id",
            Self::BadBox => "bad box",
            Self::NonFiniteBox => "non-finite box",
            Self::BoxOutOfRange => "box out of range",
        })
    }
}

/// A [`Reason`] and the column it is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RowError {
    /// What is wrong.
    pub reason: Reason,
    /// The offending column, counted from 1; for too few columns, how many there are.
    pub column: u32,
}

impl RowError {
    /// The reason with what the line has there, for people: `bad box: left is "abc"`. `format` is that of the line.
    pub fn describe(&self, line: &[u8], format: Format) -> String {
        let mut text = self.reason.to_string();
        if self.reason == Reason::TooFewColumns {
            let _ = write!(text, ": {} of {}", self.column, format.required());
            return text;
        }
        let line = line::trim(line);
        let column = self.column as usize;
        let field = line::fields(line, Separator::of(line)).nth(column.saturating_sub(1)).unwrap_or_default();
        let name = format.column_name(column);
        let _ = write!(text, ": {name} is {}", excerpt(field));
        text
    }
}

/// The beginning of what a file has somewhere, in quotes, on one line and without characters that would do something.
pub(super) fn excerpt(text: &[u8]) -> String {
    let beginning = &text[..text.len().min(40)];
    let dots = if beginning.len() < text.len() { "…" } else { "" };
    format!("\"{}{dots}\"", String::from_utf8_lossy(beginning).escape_debug())
}

/// Reads one line, with or without its line end; `offset` is where it begins in the file.
///
/// # Errors
/// The first reason that applies, in the order of [`Reason`]'s variants.
pub fn parse(line: &[u8], offset: u64) -> Result<Row, RowError> {
    match fast(line, offset) {
        Some((row, length)) if length == line.len() => Ok(row),
        _ => by_the_rules(line::trim(line), offset),
    }
}

/// Reads the first line of `text`, which begins at `offset` in the file and is not empty. Answers the line, without its
/// line end, what it says, and how many bytes it takes with its line end.
#[inline]
pub(super) fn parse_first(text: &[u8], offset: u64) -> (&[u8], Result<Row, RowError>, usize) {
    if let Some((row, length)) = fast(text, offset) {
        return (&text[..length], Ok(row), length);
    }
    let end = memchr::memchr(b'\n', text);
    let line = &text[..end.unwrap_or(text.len())];
    (line, by_the_rules(line::trim(line), offset), end.map_or(text.len(), |end| end + 1))
}

/// The frame number a line begins with, whether or not the rest of it is a row.
pub fn frame_of(line: &[u8]) -> Option<u32> {
    frame_number(line::first_field(line::trim(line)))
}

fn frame_number(field: &[u8]) -> Option<u32> {
    number::integral(number::parse(field)?, u64::from(MAX_FRAME)).map(|frame| frame as u32)
}

/// Column 2: `Some(None)` is "no identity", `None` is no id at all.
#[allow(clippy::option_option)]
fn identity(field: &[u8]) -> Option<Option<TrackId>> {
    if let Some((negative, magnitude)) = number::exact_integer(field) {
        return match (negative && magnitude > 0, magnitude) {
            (false, id) => Some(Some(TrackId(id))),
            (true, id) => (id <= i64::MIN.unsigned_abs()).then_some(None),
        };
    }
    let value = number::parse(field)?;
    // Digits alone that did not fit 64 bits do not become an id by being read as a float: they exceed 2^53 anyway.
    number::integral(value.abs(), MAX_FLOAT_ID).map(|id| (value >= 0.0).then_some(TrackId(id)))
}

fn by_the_rules(line: &[u8], offset: u64) -> Result<Row, RowError> {
    let (count, mut fields) = line::columns(line, Separator::of(line));
    let (frame, id) = identity_of(Format::Mot, count, &mut fields)?;
    let [left, top, width, height] = coordinates(fields.by_ref(), 3)?;
    let mut detection = Detection { id, left, top, width, height, confidence: None, columns: Columns::new(), offset };
    detection.columns.set_count(u32::try_from(count).unwrap_or(u32::MAX));
    for (column, field) in (7..=Columns::MAX_COLUMNS).zip(fields) {
        match finite(field) {
            Some(value) if column == 7 => detection.confidence = Some(value),
            Some(value) => detection.columns.set(column, value),
            None if column == 8 && number::is_text(field) => detection.columns.set_name(field),
            None => {}
        }
    }
    Ok(Row { frame, detection })
}

/// Columns 1 and 2 of a line of `count` columns, with which a row of any format begins.
pub(super) fn identity_of<'a>(
    format: Format,
    count: usize,
    fields: &mut impl Iterator<Item = &'a [u8]>,
) -> Result<(u32, Option<TrackId>), RowError> {
    if count < format.required() {
        return Err(RowError { reason: Reason::TooFewColumns, column: count as u32 });
    }
    let mut next = || fields.next().unwrap_or_default();
    let frame = frame_number(next()).ok_or(RowError { reason: Reason::BadFrame, column: 1 })?;
    let id = identity(next()).ok_or(RowError { reason: Reason::BadId, column: 2 })?;
    Ok((frame, id))
}

/// The next `N` fields, the first of which is in column `first`, as coordinates.
pub(super) fn coordinates<'a, const N: usize>(
    mut fields: impl Iterator<Item = &'a [u8]>,
    first: u32,
) -> Result<[f64; N], RowError> {
    let fields: [&[u8]; N] = std::array::from_fn(|_| fields.next().unwrap_or_default());
    let values = fields.map(|field| number::parse(field).unwrap_or(f64::NAN));
    let none = |reason, bad: &dyn Fn(usize) -> bool| {
        (0..N).find(|&at| bad(at)).map_or(Ok(()), |at| Err(RowError { reason, column: first + at as u32 }))
    };
    none(Reason::BadBox, &|at| values[at].is_nan() && !number::is_non_finite_word(fields[at]))?;
    none(Reason::NonFiniteBox, &|at| !values[at].is_finite())?;
    none(Reason::BoxOutOfRange, &|at| values[at].abs() > MAX_COORDINATE)?;
    Ok(values)
}

/// What an optional column holds; anything but a finite number is nothing.
pub(super) fn finite(field: &[u8]) -> Option<f64> {
    number::parse(field).filter(|value| value.is_finite())
}

/// Reads the first line of `text` if it consists of finite numbers only, with an integer frame; how many bytes it takes
/// with its line end. `None` sends it to [`by_the_rules`].
///
/// It consumes every byte, so a separator of higher rank further on cannot go unnoticed.
#[inline]
fn fast(text: &[u8], offset: u64) -> Option<(Row, usize)> {
    let mut cursor = Cursor { text, at: 0, separator: b' ' };
    let frame = cursor.frame()?;
    cursor.first_separator()?;
    let id = cursor.id()?;
    let mut sides = [0.0; 4];
    for side in &mut sides {
        cursor.separate()?;
        *side = cursor.number().filter(|value| value.abs() <= MAX_COORDINATE)?;
    }
    let [left, top, width, height] = sides;
    let mut detection = Detection { id, left, top, width, height, confidence: None, columns: Columns::new(), offset };
    let mut column = 6;
    while !cursor.line_end() {
        cursor.separate()?;
        column += 1;
        let value = cursor.optional_number().filter(|value| value.is_finite())?;
        if column == 7 {
            detection.confidence = Some(value);
        } else {
            detection.columns.set(column, value);
        }
    }
    detection.columns.set_count(column);
    Some((Row { frame, detection }, cursor.at))
}

/// Walks along a line of numbers.
struct Cursor<'a> {
    text: &'a [u8],
    at: usize,
    /// The byte that separates, a blank for runs of blanks and tabs.
    separator: u8,
}

impl Cursor<'_> {
    #[inline]
    fn byte(&self) -> Option<u8> {
        self.text.get(self.at).copied()
    }

    #[inline]
    fn skip_blanks(&mut self) -> bool {
        let start = self.at;
        while matches!(self.byte(), Some(b' ' | b'\t')) {
            self.at += 1;
        }
        self.at > start
    }

    /// Passes the line end, if it is here.
    #[inline]
    fn line_end(&mut self) -> bool {
        match self.byte() {
            Some(b'\n') => {
                self.at += 1;
                true
            }
            Some(b' ' | b'\t' | b'\r') => self.padded_line_end(),
            Some(_) => false,
            None => true,
        }
    }

    #[cold]
    fn padded_line_end(&mut self) -> bool {
        let padding = self.text[self.at..].iter().take_while(|byte| matches!(byte, b' ' | b'\t' | b'\r')).count();
        match self.text.get(self.at + padding) {
            Some(b'\n') => self.at += padding + 1,
            Some(_) => return false,
            None => self.at += padding,
        }
        true
    }

    /// Passes the first separator, which tells what the others must be.
    #[inline]
    fn first_separator(&mut self) -> Option<()> {
        let blanks = self.skip_blanks();
        match self.byte()? {
            byte @ (b',' | b';') => {
                self.separator = byte;
                self.at += 1;
                self.skip_blanks();
            }
            _ if blanks => {}
            _ => return None,
        }
        Some(())
    }

    /// Passes one separator.
    #[inline(always)]
    #[allow(clippy::inline_always, reason = "a call for each column takes a tenth of the time for a row")]
    fn separate(&mut self) -> Option<()> {
        // The usual case: one byte, and a number behind it.
        if self.byte() == Some(self.separator) && self.text.get(self.at + 1).is_some_and(|&next| next > b' ') {
            self.at += 1;
            return Some(());
        }
        self.padded_separator()
    }

    #[cold]
    fn padded_separator(&mut self) -> Option<()> {
        let blanks = self.skip_blanks();
        if self.separator == b' ' {
            return blanks.then_some(());
        }
        if self.byte()? != self.separator {
            return None;
        }
        self.at += 1;
        self.skip_blanks();
        Some(())
    }

    /// Column 1, if it is written with digits alone.
    #[inline]
    fn frame(&mut self) -> Option<u32> {
        let (frame, at) = number::short_digits(self.text, 0).or_else(|| {
            let length = self.text.iter().take(10).take_while(|byte| byte.is_ascii_digit()).count();
            let value = |value: u64, byte: &u8| value * 10 + u64::from(byte - b'0');
            (length > 0).then(|| (self.text[..length].iter().fold(0, value), length))
        })?;
        self.at = at;
        u32::try_from(frame).ok().filter(|&frame| frame <= MAX_FRAME)
    }

    #[inline(always)]
    #[allow(clippy::inline_always, reason = "as for separators")]
    fn number(&mut self) -> Option<f64> {
        let (value, at) = number::short_prefix(self.text, self.at).or_else(|| {
            let (value, length) = number::prefix(self.text.get(self.at..)?)?;
            Some((value, self.at + length))
        })?;
        self.at = at;
        Some(value)
    }

    /// A number of column 7 or up: in most of them, in most files, −1 stands for "none".
    #[inline]
    fn optional_number(&mut self) -> Option<f64> {
        if let Some(&[b'-', b'1', b',' | b'\r' | b'\n']) = self.text.get(self.at..).and_then(<[u8]>::first_chunk) {
            self.at += 2;
            return Some(-1.0);
        }
        self.number()
    }

    /// The id of column 2, the only number that must not pass through an `f64` first.
    #[inline]
    #[allow(clippy::option_option)]
    fn id(&mut self) -> Option<Option<TrackId>> {
        let negative = self.byte()? == b'-';
        if let Some((id, at)) = number::short_digits(self.text, self.at + usize::from(negative))
            && !matches!(self.text[at], b'.' | b'e' | b'E')
        {
            self.at = at;
            return Some((!negative || id == 0).then_some(TrackId(id)));
        }
        let rest = &self.text[self.at..];
        let (_, length) = number::prefix(rest)?;
        let id = identity(&rest[..length])?;
        self.at += length;
        Some(id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn reason(line: &str) -> Option<String> {
        parse(line.as_bytes(), 0).err().map(|error| error.describe(line.as_bytes(), Format::Mot))
    }

    proptest! {
        #[test]
        fn the_fast_path_agrees_with_the_rules(
            line in "[ \t\r]{0,1}[0-9]{1,3}([,; \t]{1,2}-?[0-9e.+a]{1,6}){4,9}[,; \r]{0,2}", next in "\n[-0-9,.;e\n]{0,12}",
            is_last in any::<bool>(),
        ) {
            let alone = format!("{:?}", by_the_rules(line::trim(line.as_bytes()), 7));
            prop_assert_eq!(&format!("{:?}", parse(line.as_bytes(), 7)), &alone);
            // What follows in memory has no say.
            let text = if is_last { line.clone() } else { format!("{line}{next}") };
            let (read, row, length) = parse_first(text.as_bytes(), 7);
            prop_assert_eq!(line::trim(read.strip_suffix(b"\n").unwrap_or(read)), line::trim(line.as_bytes()));
            prop_assert_eq!((format!("{row:?}"), length), (alone, line.len() + usize::from(!is_last)));
        }

        #[test]
        fn the_fast_path_takes_the_lines_of_real_files(
            frame in 0..=MAX_FRAME, id in -1_i64.., sides in prop::array::uniform4(-1e9..1e9), confidence in 0.0_f64..1.0,
            separator in prop::sample::select(vec![",", ", ", ";", " ", "\t"]),
        ) {
            let [left, top, width, height] = sides.map(|side: f64| side.to_string());
            let line = [&frame.to_string(), &id.to_string(), &left, &top, &width, &height, &confidence.to_string(), "-1"]
                .join(separator);
            prop_assert!(fast(line.as_bytes(), 0).is_some(), "{}", line);
        }
    }

    #[test]
    fn a_rejected_line_names_its_reason_and_what_it_has_there() {
        for (line, expected) in [
            ("1,2,3", "too few columns: 3 of 6"),
            ("1,2,3,4,5,,,", "too few columns: 5 of 6"),
            ("x,1,2,3,4,5", "bad frame: frame is \"x\""),
            ("1.5,1,2,3,4,5", "bad frame: frame is \"1.5\""),
            ("-1,1,2,3,4,5", "bad frame: frame is \"-1\""),
            ("2147483648,1,2,3,4,5", "bad frame: frame is \"2147483648\""),
            ("1,5.5,2,3,4,5", "bad id: id is \"5.5\""),
            ("1,18446744073709551616,2,3,4,5", "bad id: id is \"18446744073709551616\""),
            ("1,1e17,2,3,4,5", "bad id: id is \"1e17\""),
            ("1,1,,3,4,5", "bad box: left is \"\""),
            ("1,1,2,nan,abc,5", "bad box: width is \"abc\""),
            ("1,1,2,3,-Infinity,5", "non-finite box: width is \"-Infinity\""),
            ("1,1,2,3,4,1e400", "non-finite box: height is \"1e400\""),
            ("1,1,2,1000000000.5,4,5", "box out of range: top is \"1000000000.5\""),
        ] {
            assert_eq!(reason(line).as_deref(), Some(expected), "{line}");
        }
    }

    #[test]
    fn ids_are_exact_and_negative_ones_are_none() {
        for (id, expected) in [
            ("18446744073709551615", Some(u64::MAX)),
            ("9007199254740993", Some(9_007_199_254_740_993)),
            ("3.0", Some(3)),
            ("9007199254740992.0", Some(1 << 53)),
            ("0", Some(0)),
            ("-0", Some(0)),
            ("+4", Some(4)),
            ("1e2", Some(100)),
            ("-1", None),
            ("-2.0", None),
            ("-9223372036854775808", None),
        ] {
            let row = parse(format!("1,{id},2,3,4,5").as_bytes(), 0).unwrap();
            assert_eq!(row.detection.id, expected.map(TrackId), "{id}");
        }
        assert!(parse(b"1,-9223372036854775809,2,3,4,5", 0).is_err());
    }

    #[test]
    fn optional_columns_never_reject() {
        let row = parse(b"1,4,10,20,30,40,high,person,nan,-1,inf,9", 3).unwrap().detection;
        assert_eq!((row.confidence, row.columns.count(), row.offset), (None, 12, 3));
        assert_eq!(row.columns.class_name().map(|name| &**name), Some("person"));
        let columns: Vec<Option<f64>> = (8..=13).map(|column| row.columns.get(column)).collect();
        assert_eq!(columns, [None, None, Some(-1.0), None, Some(9.0), None]);
    }

    #[test]
    fn a_frame_number_may_be_spelt_in_any_way_a_number_can() {
        for line in ["7,1", "7", " 7 1 ", "\"7\";1,2", "7.0,1", "70e-1,1", "+007 x"] {
            assert_eq!(frame_of(line.as_bytes()), Some(7), "{line}");
        }
        for line in ["", "7,1;2", "seven", "7.5,1", "-7,1", "2147483648"] {
            assert_eq!(frame_of(line.as_bytes()), None, "{line}");
        }
    }
}
