//! Reads many lines at once: those of a frame, or all of a range. The loops are here as a whole, with all that they call for each
//! row compiled into them.

use std::ops::Range;

use super::LineReader;
use crate::mot::detection::{Detection, Frame};
use crate::mot::line::{self, LineKind};
use crate::mot::row;

/// What all rows of a file are handed to, in the order of the file.
pub(crate) trait RowSink {
    /// Takes a row of this frame. Numbers behind the class may be left out.
    fn row(&mut self, frame: u32, row: &Detection);

    /// A line that begins with this frame number is no row.
    fn unreadable(&mut self, frame: u32);

    /// Whether to go on. It is asked from time to time.
    fn go_on(&mut self) -> bool;
}

impl LineReader {
    /// Adds the rows in `span` of `body` that belong to `frame`. `false` if the first line of the span is not of that frame:
    /// then the file has changed since it was indexed.
    pub(in crate::mot) fn read_span(&self, body: &[u8], span: Range<usize>, frame: &mut Frame) -> bool {
        // Decided once for many lines. Even a well predicted branch for each line costs time that can be measured.
        if self.is_plain() {
            self.read_span_by(body, span, frame, row::fast)
        } else {
            self.read_span_by(body, span, frame, |_, _| None)
        }
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
    ) -> bool {
        let mut is_own = !span.is_empty();
        let mut at = span.start;
        while at < span.end {
            if let Some((number, detection, length)) = fast(&body[at..], at as u64) {
                if u64::from(number) == frame.number {
                    frame.detections.push(detection);
                } else if at == span.start {
                    is_own = false;
                }
                at += length;
            } else {
                let (line, length) = self.read_line(&body[at..], at as u64, frame);
                if at == span.start {
                    is_own = self.is_of_frame(line, frame.number);
                }
                at += length;
            }
        }
        is_own
    }

    /// Hands all rows of `range`, which are whole lines of `body`, to a sink, in their order. `false` if the lines are not such
    /// that this is faster than reading frame by frame.
    pub(in crate::mot) fn all_rows(&self, body: &[u8], range: Range<usize>, sink: &mut impl RowSink) -> bool {
        if !self.is_plain() {
            return false;
        }
        let mut at = range.start;
        while at < range.end {
            if let Some((number, detection, length)) = row::row_to_class(&body[at..], at as u64) {
                sink.row(number, &detection);
                at += length;
            } else {
                at += self.hand_over(&body[at..], at as u64, sink);
            }
        }
        true
    }

    /// Hands over the first line of `text`, whatever it is. Returns its length in bytes with its line end.
    #[cold]
    fn hand_over(&self, text: &[u8], offset: u64, sink: &mut impl RowSink) -> usize {
        let (line, facts, length) = self.first_rows(text, offset, &mut |row| sink.row(row.frame, &row.detection));
        if facts.is_err()
            && line::kind(line::trim(line)) == LineKind::Data
            && let Some(frame) = self.frame_of(line)
        {
            sink.unreadable(frame);
        }
        length
    }

    /// Adds the first line of `text`, whatever it is. Returns the line, and its length in bytes with its line end.
    #[cold]
    fn read_line<'a>(&self, text: &'a [u8], offset: u64, frame: &mut Frame) -> (&'a [u8], usize) {
        let (number, detections) = (frame.number, &mut frame.detections);
        let (line, facts, length) = self.first_rows(text, offset, &mut |row| {
            if u64::from(row.frame) == number {
                detections.push(row.detection);
            }
        });
        if facts.is_err() {
            frame.rejected += u32::from(self.is_of_frame(line, frame.number));
        }
        (line, length)
    }

    /// Whether a line has the number of this frame, even if the line is not a row.
    fn is_of_frame(&self, text: &[u8], frame: u64) -> bool {
        line::kind(line::trim(text)) == LineKind::Data && self.frame_of(text).map(u64::from) == Some(frame)
    }
}
