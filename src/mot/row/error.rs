//! Why a line is no row, in words.

use std::fmt::Write as _;

use thiserror::Error;

use crate::mot::format::Format;
use crate::mot::line::{self, Separator};

/// Why a line is no row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Error)]
pub enum RowReason {
    /// Less columns than a row must have: six, in KITTI and of oriented boxes ten.
    #[error("too few columns")]
    TooFewColumns,
    /// Column 1 is no whole number from 0 to 2^31 − 1.
    #[error("bad frame")]
    BadFrame,
    /// Column 2 is no whole number of 64 bits.
    #[error("bad id")]
    BadId,
    /// One of the columns of the box (3 to 6, 7 to 10 in KITTI, 3 to 10 of oriented boxes) is no number.
    #[error("bad box")]
    BadBox,
    /// One of them is infinite or not a number.
    #[error("non-finite box")]
    NonFiniteBox,
    /// One of them lies beyond ±10^9.
    #[error("box out of range")]
    BoxOutOfRange,
}

/// A [`RowReason`] and the column it is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("{reason}")]
pub struct RowError {
    /// What is wrong.
    pub reason: RowReason,
    /// The offending column, counted from 1; for too few columns, how many there are.
    pub column: u32,
}

impl RowError {
    /// The reason with what the line has there, for people: `bad box: left is "abc"`. `format` is that of the line.
    pub fn describe(&self, line: &[u8], format: Format) -> String {
        let mut text = self.reason.to_string();
        if self.reason == RowReason::TooFewColumns {
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
