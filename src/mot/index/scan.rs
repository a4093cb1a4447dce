//! The pass that builds the index.

use std::ops::Range;

use memchr::{memchr, memrchr};

use super::{Entry, Index, sort};
use crate::mot::Progress;
use crate::mot::line::{self, LineKind};
use crate::mot::row;

/// An offset has 40 bits.
pub(in crate::mot) const MAX_BYTES: u64 = 1 << 40;

/// How much is scanned between two looks at the progress. Small enough to stay in the second-level cache, where the
/// second look at a block (the first asks for semicolons) costs little.
const BLOCK: usize = 128 << 10;

/// A run ends where so many bytes of no frame follow, so that loading a frame never reads much that is not its own.
const MAX_GAP: usize = 64 << 10;

/// Indexes the lines in `body`, a range of `bytes` that begins at a line; `None` if cancelled.
pub(in crate::mot) fn build(bytes: &[u8], body: Range<usize>, progress: &Progress) -> Option<Index> {
    progress.begin(body.len() as u64);
    let bytes = &bytes[..body.end];
    let mut scan = Scan { entries: Vec::new(), unordered: false, run: None, same: 1, mask: 0 };
    let mut start = body.start;
    while start < body.end {
        let end = block_end(bytes, start);
        scan.block(bytes, start, end);
        start = end;
        if !progress.reach((start - body.start) as u64) {
            return None;
        }
    }
    scan.finish(progress)
}

/// Where the block that begins at `start` ends: behind a line end, or at the end of the bytes.
fn block_end(bytes: &[u8], start: usize) -> usize {
    let aim = bytes.len().min(start + BLOCK);
    memrchr(b'\n', &bytes[start..aim])
        .map(|at| start + at + 1)
        .or_else(|| memchr(b'\n', &bytes[aim..]).map(|at| aim + at + 1))
        .unwrap_or(bytes.len())
}

/// The run being extended.
#[derive(Clone, Copy, Debug)]
struct Run {
    frame: u32,
    start: usize,
    /// Behind the last line of this frame.
    end: usize,
}

struct Scan {
    entries: Vec<Entry>,
    unordered: bool,
    run: Option<Run>,
    /// The first eight bytes of the latest line, cut behind the comma that follows the frame number, and the mask that
    /// cuts. A line that begins with the same bytes has the same frame: no number is read.
    same: u64,
    mask: u64,
}

impl Scan {
    fn block(&mut self, bytes: &[u8], start: usize, end: usize) {
        // A semicolon anywhere in a line makes it the separator. Without one in the whole block, `12,` at the start of
        // a line is frame 12, whatever follows.
        if memchr(b';', &bytes[start..end]).is_some() {
            for (at, text) in line::lines(&bytes[start..end]) {
                self.any_line(text, start + at);
            }
            return;
        }
        let mut at = start;
        while at < end {
            let line_end = memchr(b'\n', &bytes[at..end]).map_or(end, |length| at + length);
            if bytes.get(at..at + 8).is_some_and(|head| self.has_same_frame(head))
                && let Some(run) = &mut self.run
                && line_end - run.start < Entry::TO_LINE_END as usize
                && at - run.end < MAX_GAP
            {
                run.end = line_end;
            } else {
                self.comma_line(&bytes[at..line_end], at);
            }
            at = line_end + 1;
        }
    }

    #[inline]
    fn has_same_frame(&self, head: &[u8]) -> bool {
        // The mask is 0 while there is nothing to compare with; then `same` is 1, which equals nothing.
        head.try_into().is_ok_and(|head| u64::from_le_bytes(head) & self.mask == self.same)
    }

    /// A line without a semicolon.
    fn comma_line(&mut self, text: &[u8], at: usize) {
        let digits = text.iter().take(11).take_while(|byte| byte.is_ascii_digit()).count();
        if text.get(digits) != Some(&b',') || !(1..=10).contains(&digits) {
            self.any_line(text, at);
            return;
        }
        let frame = text[..digits].iter().fold(0_u64, |value, &byte| value * 10 + u64::from(byte - b'0'));
        if frame > u64::from(row::MAX_FRAME) {
            return;
        }
        (self.same, self.mask) = (1, 0);
        if digits < 8 && text.len() >= 8 {
            let head = text[..8].iter().rev().fold(0_u64, |value, &byte| value << 8 | u64::from(byte));
            self.mask = u64::MAX >> (56 - 8 * digits);
            self.same = head & self.mask;
        }
        self.add(frame as u32, at, at + text.len());
    }

    /// Any line at all, by the rules.
    fn any_line(&mut self, text: &[u8], at: usize) {
        let trimmed = line::trim(text);
        if line::kind(trimmed) == LineKind::Data
            && let Some(frame) = row::frame_of(trimmed)
        {
            (self.same, self.mask) = (1, 0);
            self.add(frame, at, at + text.len());
        }
    }

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

    fn finish(mut self, progress: &Progress) -> Option<Index> {
        if let Some(run) = self.run {
            self.entries.push(Entry::new(run.frame, run.start as u64, run.end as u64));
        }
        if self.unordered && !sort::by_frame(&mut self.entries, progress) {
            return None;
        }
        self.entries.shrink_to_fit();
        Some(Index { entries: self.entries })
    }
}
