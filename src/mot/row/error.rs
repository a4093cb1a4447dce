//! Why a line is not a row.

use std::fmt::Write as _;

use thiserror::Error;

use super::limits::MAX_FRAME;
use crate::mot::format::Format;
use crate::mot::line;
use crate::mot::number;

/// Why a line is not a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Error)]
pub enum RowReason {
    /// A carriage return is inside the line, so that it may be several rows.
    #[error("a carriage return (CR) inside the line")]
    InnerReturn,
    /// The line has fewer columns than a row must have: six, or ten in KITTI and in files of oriented boxes.
    #[error("too few columns")]
    TooFewColumns,
    /// Column 1, the frame, is not a whole number from 0 to 2^31 − 1.
    #[error("bad frame")]
    BadFrame,
    /// Column 2, the id, is not a whole number of 64 bits.
    #[error("bad id")]
    BadId,
    /// A column of the box is not a number. (Columns 3 to 6; 7 to 10 in KITTI; 3 to 10 of oriented boxes.)
    #[error("bad box")]
    BadBox,
    /// A column of the box is infinite, or is the word for "not a number".
    #[error("non-finite box")]
    NonFiniteBox,
    /// A column of the box is beyond ±10^9.
    #[error("box out of range")]
    BoxOutOfRange,
}

/// An error: a line is not a row. It has the reason and the column.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("{reason}")]
pub struct RowError {
    /// Why the line is not a row.
    pub reason: RowReason,
    /// The column that is wrong, counted from 1. For too few columns, how many the line has.
    pub column: u32,
}

impl RowError {
    /// The reason together with the text in the column, such as `bad box: left is "abc"`. `format` is that of the line.
    pub fn describe(&self, line: &[u8], format: Format) -> String {
        self.describe_cut(line, format, false)
    }

    /// The reason together with the text in the column. `has_tabs` says whether the file is one with tabs.
    pub(in crate::mot) fn describe_cut(self, line: &[u8], format: Format, has_tabs: bool) -> String {
        let mut text = self.reason.to_string();
        if self.reason == RowReason::InnerReturn {
            let _ = write!(text, ": {}", excerpt(line::trim(line)));
            return text;
        }
        if self.reason == RowReason::TooFewColumns {
            let _ = write!(text, ": {} of {}", self.column, format.required());
            let (line, separator) = line::cut(line, has_tabs);
            if line::fields(line, separator).count() > self.column as usize {
                text.push_str(", as the fields behind it are empty");
            }
            return text;
        }
        let (line, separator) = line::cut(line, has_tabs);
        let column = self.column as usize;
        let field = line::fields(line, separator).nth(column.saturating_sub(1)).unwrap_or_default();
        let name = format.column_name(column);
        let _ = write!(text, ": {name} is {}{}", excerpt(field), limit_of(self.reason, field));
        text
    }
}

/// What a frame number must be, if a number is there that is none.
pub(in crate::mot) fn limit_of(reason: RowReason, field: &[u8]) -> &'static str {
    match number::parse(field).filter(|_| reason == RowReason::BadFrame) {
        Some(number) if number < 0.0 => "; the least frame number is 0",
        Some(number) if number > f64::from(MAX_FRAME) => "; the greatest frame number is 2147483647",
        _ => "",
    }
}

/// The beginning of a text from a file, in quotes. Line ends and control characters are escaped, so it can be shown safely.
pub(in crate::mot) fn excerpt(text: &[u8]) -> String {
    let beginning = &text[..text.len().min(40)];
    let dots = if beginning.len() < text.len() { "…" } else { "" };
    format!("\"{}{dots}\"", String::from_utf8_lossy(beginning).escape_debug())
}
