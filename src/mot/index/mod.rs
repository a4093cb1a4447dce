//! Frame number to byte spans, found in one pass over the mapped bytes.
//!
//! The pass finds lines and frame numbers only. A *run* is a stretch of lines of the same frame; each run is one
//! 12-byte entry, and the entries are sorted by frame. So a file ordered by frame takes 12 bytes a frame, any other at
//! most 12 bytes a row, whatever the frame numbers are.

mod mask;
mod scan;
mod sort;

use std::ops::Range;

use memchr::memchr;

use super::Progress;
pub(super) use scan::{MAX_BYTES, build};

/// A run of lines of one frame.
///
/// Offset (40 bits) and length (24 bits) share two words. A longer run is split between lines; the one line that is
/// longer by itself has the length [`Entry::TO_LINE_END`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Entry {
    frame: u32,
    offset_low: u32,
    offset_high_and_length: u32,
}

impl Entry {
    const TO_LINE_END: u32 = (1 << 24) - 1;

    fn new(frame: u32, start: u64, end: u64) -> Self {
        let length = u32::try_from(end - start).map_or(Self::TO_LINE_END, |length| length.min(Self::TO_LINE_END));
        Self { frame, offset_low: start as u32, offset_high_and_length: (start >> 32) as u32 | length << 8 }
    }

    fn offset(self) -> usize {
        (u64::from(self.offset_low) | u64::from(self.offset_high_and_length & 0xFF) << 32) as usize
    }

    /// The bytes of the run, clipped to what is there now.
    fn span(self, bytes: &[u8]) -> Range<usize> {
        let start = self.offset().min(bytes.len());
        let end = match self.offset_high_and_length >> 8 {
            Self::TO_LINE_END => memchr(b'\n', &bytes[start..]).map_or(bytes.len(), |end| start + end),
            length => (start + length as usize).min(bytes.len()),
        };
        start..end
    }
}

/// Where the lines of each frame are.
#[derive(Debug, Default)]
pub struct Index {
    /// By frame, then by offset.
    entries: Vec<Entry>,
}

impl Index {
    /// Indexes a text without a byte order mark; `None` if cancelled. [`MotFile`](super::MotFile) does this by itself.
    pub fn of(text: &[u8], progress: &Progress) -> Option<Self> {
        build(text, 0..text.len(), progress)
    }

    /// Bytes of memory it takes.
    pub fn bytes(&self) -> u64 {
        (size_of::<Self>() + self.entries.capacity() * size_of::<Entry>()) as u64
    }

    /// How many runs of lines there are.
    pub fn runs(&self) -> usize {
        self.entries.len()
    }

    /// The frame numbers that lines begin with, in order, each once.
    pub fn frames(&self) -> impl DoubleEndedIterator<Item = u32> + Clone {
        frames(&self.entries)
    }

    /// The same, cut where more than `gap` numbers in a row are missing.
    pub(super) fn stretches(&self, gap: u64) -> impl Iterator<Item = impl DoubleEndedIterator<Item = u32> + Clone> {
        self.entries.chunk_by(move |one, next| u64::from(next.frame - one.frame) <= gap + 1).map(frames)
    }

    /// The byte spans of a frame's lines in `bytes`, in the order of the file. A span may hold lines of no frame
    /// (blank, comment, unreadable) between those of this frame.
    pub(super) fn spans(&self, frame: u32, bytes: &[u8]) -> impl Iterator<Item = Range<usize>> {
        let first = self.entries.partition_point(|entry| entry.frame < frame);
        self.entries[first..].iter().take_while(move |entry| entry.frame == frame).map(|entry| entry.span(bytes))
    }
}

fn frames(entries: &[Entry]) -> impl DoubleEndedIterator<Item = u32> + Clone {
    entries.chunk_by(|one, next| one.frame == next.frame).map(|runs| runs[0].frame)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_hold_offsets_of_forty_bits_and_mark_lines_too_long() {
        assert_eq!(size_of::<Entry>(), 12);
        let far = Entry::new(3, (1 << 40) - 1, (1 << 40) + 99);
        assert_eq!(far.offset(), (1 << 40) - 1);
        assert_eq!(far.offset_high_and_length >> 8, 100);
        let long = Entry::new(3, 0, u64::from(u32::MAX) + 5);
        assert_eq!(long.span(b"abc\ndef"), 0..3);
    }
}
