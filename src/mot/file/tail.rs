//! The last line of a file if it has no line end: a row, or a line that is still being written.

use crate::mot::line::{self, LineKind};
use crate::mot::line_reader::LineReader;
use crate::mot::progress::Progress;

/// The text after the last line end.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Tail {
    /// A line of this frame.
    Line(u32),
    /// No text, or a line that is neither a row nor the start of one: blank, a comment, or a header alone.
    #[default]
    Nothing,
    /// A line that is still being written.
    Pending,
}

impl Tail {
    /// Decides what `last`, the text after the last line end, is. `before` are the lines before it. `None` if cancelled.
    ///
    /// The text counts as a row if it has as many columns as the row before it. With fewer columns it is still being written.
    pub(super) fn of(last: &[u8], before: &[u8], reader: &LineReader, progress: &Progress) -> Option<Self> {
        if line::kind(line::trim(last)) != LineKind::Data {
            return Some(Self::Nothing);
        }
        let (mut previous, mut has_data) = (None, false);
        for text in line::lines_backwards(before) {
            if progress.is_cancelled() {
                return None;
            }
            previous = reader.facts(text).ok();
            if previous.is_some() {
                break;
            }
            has_data |= line::kind(line::trim(text)) == LineKind::Data;
        }
        // Where a line says how many boxes it has, it is whole if it has them all.
        let is_usual = |columns: u32| {
            reader.has_many_boxes() || previous.as_ref().is_none_or(|previous| previous.columns == columns)
        };
        Some(match reader.facts(last) {
            Ok(facts) if is_usual(facts.columns) => Self::Line(facts.frame),
            Err(_) if previous.is_none() && !has_data && reader.may_be_header(last) => Self::Nothing,
            // Even a frame number alone may be the first digits of a longer number.
            _ => Self::Pending,
        })
    }

    /// The frame, if the last line is a row.
    pub(super) fn frame(self) -> Option<u32> {
        match self {
            Self::Line(frame) => Some(frame),
            Self::Nothing | Self::Pending => None,
        }
    }
}
