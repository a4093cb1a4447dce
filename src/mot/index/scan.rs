//! Finds the lines of a text, and the frame number at the start of each.

use super::entry::{Entry, MAX_GAP};
use super::mask::{self, LANES};
use crate::mot::line::{self, LineKind};
use crate::mot::{number, row};

/// How many bytes are scanned at once. Each byte is read twice, the second time from the cache of the processor.
pub(super) const BLOCK: usize = 16 << 10;

/// The run that the next line may extend.
#[derive(Clone, Copy, Debug)]
struct Run {
    frame: u32,
    /// Where its first line begins, in bytes.
    start: usize,
    /// Where its last line ends, in bytes.
    end: usize,
}

/// The state of a scan over the lines of a text.
pub(super) struct Scan<'a> {
    bytes: &'a [u8],
    entries: Vec<Entry>,
    unordered: bool,
    run: Option<Run>,
    /// The start of the line whose end is not found yet.
    line_start: usize,
    /// Whether an earlier block has a semicolon that may belong to that line.
    semicolon_before: bool,
    /// The first bytes of the latest line, up to the comma after the frame number, at most eight. The mask selects these
    /// bytes. A line that begins with equal bytes has an equal frame, and its number need not be read.
    frame_head: u64,
    head_mask: u64,
}

impl<'a> Scan<'a> {
    /// Begins a scan of the lines from `start` to the end of `bytes`. The entries go into `buffer`, which is cleared first.
    pub(super) fn new(bytes: &'a [u8], start: usize, mut buffer: Vec<Entry>) -> Self {
        buffer.clear();
        Self {
            bytes,
            entries: buffer,
            unordered: false,
            run: None,
            line_start: start,
            semicolon_before: false,
            frame_head: 1,
            head_mask: 0,
        }
    }

    /// Scans the lines that end in the block `start .. end`.
    pub(super) fn block(&mut self, start: usize, end: usize) {
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
        for (place, mut bits) in ends.into_iter().enumerate() {
            while bits != 0 {
                let line_end = start + place * LANES + bits.trailing_zeros() as usize;
                bits &= bits - 1;
                if semicolon || self.semicolon_before {
                    self.semicolon_before = false;
                    self.any_line(self.line_start, line_end);
                } else {
                    self.comma_line(self.line_start, line_end);
                }
                self.line_start = line_end + 1;
            }
        }
        self.semicolon_before |= semicolon;
    }

    /// Adds a line that has no semicolon.
    #[inline]
    fn comma_line(&mut self, start: usize, end: usize) {
        let head = self.bytes[start..].first_chunk().map(|head| u64::from_le_bytes(*head));
        // While there is nothing to compare with, the mask is 0 and `frame_head` is 1, so that nothing is equal.
        if head.is_some_and(|head| head & self.head_mask == self.frame_head)
            && let Some(run) = &mut self.run
            && end - run.start < Entry::TO_LINE_END as usize
            && start - run.end < MAX_GAP
        {
            run.end = end;
        } else {
            self.other_line(start, end, head);
        }
    }

    /// Adds a line without a semicolon that does not continue the run.
    fn other_line(&mut self, start: usize, end: usize, head: Option<u64>) {
        if let Some((frame, mask)) = head.and_then(short_frame) {
            (self.frame_head, self.head_mask) = (head.unwrap_or(0) & mask, mask);
            self.add(frame, start, end);
            return;
        }
        let text = &self.bytes[start..end];
        let digits = text.iter().take(11).take_while(|byte| byte.is_ascii_digit()).count();
        if text.get(digits) != Some(&b',') || !(1..=10).contains(&digits) {
            self.any_line(start, end);
            return;
        }
        let frame = text[..digits].iter().fold(0_u64, |value, &byte| value * 10 + u64::from(byte - b'0'));
        if frame > u64::from(row::MAX_FRAME) {
            return;
        }
        (self.frame_head, self.head_mask) = (1, 0);
        self.add(frame as u32, start, end);
    }

    /// Adds any line, by the full rules.
    fn any_line(&mut self, start: usize, end: usize) {
        let trimmed = line::trim(&self.bytes[start..end]);
        if line::kind(trimmed) == LineKind::Data
            && let Some(frame) = row::frame_of(trimmed)
        {
            (self.frame_head, self.head_mask) = (1, 0);
            self.add(frame, start, end);
        }
    }

    /// Adds a line of a frame to the run, or begins a new run.
    fn add(&mut self, frame: u32, start: usize, end: usize) {
        if let Some(run) = &mut self.run {
            if run.frame == frame && end - run.start < Entry::TO_LINE_END as usize && start - run.end < MAX_GAP {
                run.end = end;
                return;
            }
            self.unordered |= frame < run.frame;
            self.entries.push(Entry::new(run.frame, run.start as u64, run.end as u64));
        }
        self.run = Some(Run { frame, start, end });
    }

    /// Ends the scan. Returns the entries, and whether they are in the order of the frames.
    pub(super) fn finish(mut self) -> (Vec<Entry>, bool) {
        if self.line_start < self.bytes.len() {
            self.any_line(self.line_start, self.bytes.len());
        }
        if let Some(run) = self.run {
            self.entries.push(Entry::new(run.frame, run.start as u64, run.end as u64));
        }
        (self.entries, !self.unordered)
    }
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
