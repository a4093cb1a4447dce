//! Why a line is no row, in words.

use std::fmt::{self, Write as _};

use crate::mot::format::Format;
use crate::mot::line::{self, Separator};

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
pub(in crate::mot) fn excerpt(text: &[u8]) -> String {
    let beginning = &text[..text.len().min(40)];
    let dots = if beginning.len() < text.len() { "…" } else { "" };
    format!("\"{}{dots}\"", String::from_utf8_lossy(beginning).escape_debug())
}
