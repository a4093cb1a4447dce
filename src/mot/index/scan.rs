//! Finds the lines of a text, and the frame number at the start of each.

use std::ops::Range;

use super::entry::{Entry, MAX_GAP};
use super::mask::{self, LANES};
use super::unplaced::Unplaced;
use crate::mot::line::{self, LineKind};
use crate::mot::line_reader::LineReader;
use crate::mot::{number, row};

/// How many bytes are scanned at once. Each byte is read twice, the second time from the cache of the processor.
pub(super) const BLOCK: usize = 16 << 10;

/// The run that the next line may extend.
#[derive(Clone, Copy, Debug)]
struct Run {
    /// The frame of its lines; [`NO_FRAME`] before the first line.
    frame: u32,
    /// Where its first line begins, in bytes.
    start: usize,
    /// Where its last line ends, in bytes.
    end: usize,
    /// The first bytes of its latest line, up to the comma after the frame number, at most eight. The mask selects these
    /// bytes. A line that begins with equal bytes has an equal frame, and its number need not be read.
    head: u64,
    mask: u64,
}

/// No frame has this number, because it is greater than [`row::MAX_FRAME`].
const NO_FRAME: u32 = u32::MAX;

/// Nothing is equal to the head of this run: the mask is 0 and the head is not.
const NO_RUN: Run = Run { frame: NO_FRAME, start: 0, end: 0, head: 1, mask: 0 };

impl Run {
    /// Whether a line that is found at these places, and is of this frame, may belong to the run.
    #[inline]
    fn reaches(&self, start: usize, end: usize) -> bool {
        end - self.start < Entry::TO_LINE_END as usize && start - self.end < MAX_GAP
    }
}

/// The state of a scan over the lines of a text.
pub(super) struct Scan<'a> {
    bytes: &'a [u8],
    reader: &'a LineReader,
    entries: Vec<Entry>,
    unordered: bool,
    /// The least and the greatest frame of the entries; [`NO_FRAME`] and 0 without entries.
    range: (u32, u32),
    run: Run,
    /// The start of the line whose end is not found yet.
    line_start: usize,
    /// Whether an earlier block has a semicolon that may belong to that line.
    semicolon_before: bool,
    /// The fields of that line so far.
    columns: Columns,
    /// The lines without a frame number.
    unplaced: Unplaced,
}

/// The fields of a line so far.
#[derive(Clone, Copy, Debug, Default)]
struct Columns {
    count: u32,
    /// Where the field with the frame number begins and ends, once it has.
    field_start: usize,
    field_end: usize,
    has_quotes: bool,
}

impl<'a> Scan<'a> {
    /// Begins a scan of the lines from `start` to the end of `bytes`. The entries go into `buffer`, which is cleared first.
    pub(super) fn new(bytes: &'a [u8], start: usize, reader: &'a LineReader, mut buffer: Vec<Entry>) -> Self {
        buffer.clear();
        let range = (NO_FRAME, 0);
        let columns = Columns { field_start: start, ..Columns::default() };
        Self {
            bytes,
            reader,
            entries: buffer,
            unordered: false,
            range,
            run: NO_RUN,
            line_start: start,
            semicolon_before: false,
            columns,
            unplaced: Unplaced::default(),
        }
    }

    /// Scans the lines that end in the block `start .. end`.
    pub(super) fn block(&mut self, start: usize, end: usize) {
        if !self.reader.begins_with_frame() {
            return match self.reader.frame_column() {
                Some((delimiter, column)) => self.block_by_column(start, end, delimiter, column),
                None => self.block_by_lines(start, end),
            };
        }
        let mut ends = [0_u64; BLOCK / LANES];
        let (groups, rest) = self.bytes[start..end].as_chunks();
        let mut semicolon = false;
        let mut note = |place: usize, group: &[u8; LANES]| {
            let (bits, has_semicolon) = mask::line_ends(group);
            ends[place] = bits;
            semicolon |= has_semicolon;
        };
        for (place, group) in groups.iter().enumerate() {
            note(place, group);
        }
        if !rest.is_empty() {
            let mut padded = [0; LANES];
            padded[..rest.len()].copy_from_slice(rest);
            note(groups.len(), &padded);
        }
        // If a line has a semicolon, the semicolon is its separator. If it has none and begins with `12,`, its frame is 12,
        // whatever follows.
        let mut any_line = semicolon || self.semicolon_before;
        // Copies that the processor keeps in registers.
        let (bytes, mut run, mut line_start) = (self.bytes, self.run, self.line_start);
        for (place, mut bits) in ends.into_iter().enumerate() {
            while bits != 0 {
                let line_end = start + place * LANES + bits.trailing_zeros() as usize;
                bits &= bits - 1;
                let head = bytes[line_start..].first_chunk().map_or(0, |head| u64::from_le_bytes(*head));
                if head & run.mask == run.head && run.reaches(line_start, line_end) && !any_line {
                    run.end = line_end;
                } else if let Some((frame, mask)) = short_frame(head)
                    && !any_line
                {
                    if frame != run.frame || !run.reaches(line_start, line_end) {
                        self.end_run(&run, frame);
                        run.start = line_start;
                    }
                    run = Run { frame, end: line_end, head: head & mask, mask, ..run };
                } else {
                    self.run = run;
                    if semicolon || std::mem::take(&mut self.semicolon_before) {
                        self.any_line(line_start, line_end);
                    } else {
                        self.other_line(line_start, line_end);
                    }
                    any_line = semicolon;
                    run = self.run;
                }
                line_start = line_end + 1;
            }
        }
        (self.run, self.line_start) = (run, line_start);
        self.semicolon_before |= semicolon;
    }

    /// Scans the lines that end in a block of a table whose frame numbers are in a later column: the fields before it are
    /// counted, and its digits are read.
    fn block_by_column(&mut self, start: usize, end: usize, delimiter: u8, column: u32) {
        let (groups, rest) = self.bytes[start..end].as_chunks();
        let mut padded = [0; LANES];
        padded[..rest.len()].copy_from_slice(rest);
        let last = (!rest.is_empty()).then_some(&padded);
        let (mut place, mut columns) = (start, self.columns);
        for group in groups.iter().chain(last) {
            let found = mask::field_ends(group, delimiter);
            columns.has_quotes |= found.has_quotes;
            let mut bits = found.lines | found.delimiters;
            while bits != 0 {
                let at = place + bits.trailing_zeros() as usize;
                let is_line_end = found.lines & bits & bits.wrapping_neg() != 0;
                bits &= bits - 1;
                columns.count += 1;
                if columns.count == column {
                    columns.field_end = at;
                }
                if !is_line_end {
                    if columns.count + 1 == column {
                        columns.field_start = at + 1;
                    }
                    continue;
                }
                let line_start = std::mem::replace(&mut self.line_start, at + 1);
                let is_whole = columns.count >= column && !columns.has_quotes;
                let frame =
                    if is_whole { self.digits(columns.field_start..columns.field_end, line_start) } else { None };
                match frame {
                    Some(frame) => self.add(frame, line_start, at),
                    None => self.any_line(line_start, at),
                }
                // A quote behind the line end in this group may belong to the next line.
                columns = Columns { has_quotes: found.has_quotes, field_start: at + 1, ..Columns::default() };
            }
            place += LANES;
        }
        self.columns = columns;
    }

    /// The frame number in a field of at most nine digits, unless its line is unusual.
    #[inline]
    fn digits(&self, field: Range<usize>, line_start: usize) -> Option<u32> {
        let field = &self.bytes[field];
        let field = field.strip_suffix(b"\r").unwrap_or(field);
        let is_usual = !matches!(self.bytes[line_start], b'#' | b' ' | b'\t' | b'\r');
        if !is_usual || !(1..=9).contains(&field.len()) {
            return None;
        }
        let mut frame = 0;
        for byte in field {
            let digit = byte.wrapping_sub(b'0');
            if digit > 9 {
                return None;
            }
            frame = frame * 10 + u32::from(digit);
        }
        Some(frame)
    }

    /// Scans the lines that end in a block, by the full rules.
    fn block_by_lines(&mut self, start: usize, end: usize) {
        for line_end in memchr::memchr_iter(b'\n', &self.bytes[start..end]).map(|at| start + at) {
            let line_start = std::mem::replace(&mut self.line_start, line_end + 1);
            self.any_line(line_start, line_end);
        }
    }

    /// Adds a line without a semicolon whose frame number is long or unusual.
    #[cold]
    fn other_line(&mut self, start: usize, end: usize) {
        let text = &self.bytes[start..end];
        let digits = text.iter().take(11).take_while(|byte| byte.is_ascii_digit()).count();
        if text.get(digits) != Some(&b',') || !(1..=10).contains(&digits) {
            self.any_line(start, end);
            return;
        }
        let frame = text[..digits].iter().fold(0_u64, |value, &byte| value * 10 + u64::from(byte - b'0'));
        if frame > u64::from(row::MAX_FRAME) {
            self.unplaced.add(start);
            return;
        }
        self.add(frame as u32, start, end);
    }

    /// Adds any line, by the full rules.
    #[cold]
    fn any_line(&mut self, start: usize, end: usize) {
        let text = &self.bytes[start..end];
        if line::kind(line::trim(text)) == LineKind::Data {
            match self.reader.frame_of(text) {
                Some(frame) => self.add(frame, start, end),
                None => self.unplaced.add(start),
            }
        }
    }

    /// Adds a line of a frame to the run, or begins a new run.
    fn add(&mut self, frame: u32, start: usize, end: usize) {
        let run = self.run;
        if run.frame == frame && run.reaches(start, end) {
            self.run = Run { end, head: NO_RUN.head, mask: NO_RUN.mask, ..run };
            return;
        }
        self.end_run(&run, frame);
        self.run = Run { frame, start, end, ..NO_RUN };
    }

    /// Adds the entry of a run, unless there is none. `next` is the frame of the line after it.
    #[inline]
    fn end_run(&mut self, run: &Run, next: u32) {
        if run.frame != NO_FRAME {
            self.unordered |= next < run.frame;
            self.range = (self.range.0.min(run.frame), self.range.1.max(run.frame));
            self.entries.push(Entry::new(run.frame, run.start as u64, run.end as u64));
        }
    }

    /// Ends the scan.
    pub(super) fn finish(mut self) -> Scanned {
        if self.line_start < self.bytes.len() {
            self.any_line(self.line_start, self.bytes.len());
        }
        let run = self.run;
        self.end_run(&run, NO_FRAME);
        let range = (!self.entries.is_empty()).then_some(self.range);
        Scanned { entries: self.entries, is_ordered: !self.unordered, range, unplaced: self.unplaced }
    }
}

/// What a scan has found.
pub(super) struct Scanned {
    /// The runs, in the order of the file.
    pub(super) entries: Vec<Entry>,
    /// Whether they are in the order of the frames.
    pub(super) is_ordered: bool,
    /// The least and the greatest frame. `None` without entries.
    pub(super) range: Option<(u32, u32)>,
    /// The lines without a frame number.
    pub(super) unplaced: Unplaced,
}

/// The frame number at the start of a line, if it has one to seven digits and a comma after them, and the mask that selects
/// these bytes. There is no loop over the digits: the processor could not predict its end if each line has another frame.
#[inline]
fn short_frame(head: u64) -> Option<(u32, u64)> {
    const BYTES: u64 = 0x0101_0101_0101_0101;
    let word = head ^ (BYTES * u64::from(b'0'));
    // The high bit of each byte that is not a digit. No sum carries into the next byte.
    let others = (((word & (BYTES * 0x7F)) + BYTES * 0x76) | word) & (BYTES * 0x80);
    let bits = others.trailing_zeros() & 0x38;
    if others == 0 || bits == 0 || (head >> bits) as u8 != b',' {
        return None;
    }
    Some((number::eight_digits(word << (64 - bits)) as u32, u64::MAX >> (56 - bits)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_short_frame_is_what_is_written(head in "[0-9]{0,8}[,;. -:/]{0,1}[0-9,\u{80}-\u{ff}]{0,8}") {
            if let Some(head) = head.as_bytes().first_chunk() {
                let digits = head.iter().take_while(|byte| byte.is_ascii_digit()).count();
                let is_short = (1..8).contains(&digits) && head.get(digits) == Some(&b',');
                let frame = is_short.then(|| std::str::from_utf8(&head[..digits]).unwrap().parse().unwrap());
                let got = short_frame(u64::from_le_bytes(*head));
                prop_assert_eq!(got.map(|(frame, _)| frame), frame);
                let kept = got.map(|(_, mask)| (u64::from_le_bytes(*head) & mask).to_le_bytes());
                let expected = frame.map(|_| {
                    let mut kept = [0; 8];
                    kept[..=digits].copy_from_slice(&head[..=digits]);
                    kept
                });
                prop_assert_eq!(kept, expected);
            }
        }
    }
}
