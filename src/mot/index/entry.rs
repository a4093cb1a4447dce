//! A run of lines of one frame, stored in 12 bytes.

use std::ops::Range;

use memchr::memchr;

/// The index addresses files of up to this many bytes: an offset has 40 bits.
pub(in crate::mot) const MAX_BYTES: u64 = 1 << 40;

/// A run ends where this many bytes follow that belong to no frame. So loading a frame reads few bytes of other lines.
pub(super) const MAX_GAP: usize = 64 << 10;

/// A run of lines of one frame.
///
/// The offset (40 bits) and the length (24 bits) share two words. A longer run is split between two lines. A single line
/// that is longer has the length [`Entry::TO_LINE_END`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::mot) struct Entry {
    pub(super) frame: u32,
    offset_low: u32,
    offset_high_and_length: u32,
}

impl Entry {
    /// The length that stands for "up to the next line end".
    pub(super) const TO_LINE_END: u32 = (1 << 24) - 1;

    /// The lines in the bytes `start .. end` of the file.
    pub(super) fn new(frame: u32, start: u64, end: u64) -> Self {
        let length = u32::try_from(end - start).map_or(Self::TO_LINE_END, |length| length.min(Self::TO_LINE_END));
        Self { frame, offset_low: start as u32, offset_high_and_length: (start >> 32) as u32 | length << 8 }
    }

    /// Where the run begins, in bytes from the start of the file.
    pub(super) fn offset(self) -> usize {
        (u64::from(self.offset_low) | u64::from(self.offset_high_and_length & 0xFF) << 32) as usize
    }

    /// Joins this run and `next`, which comes later in the file, to one run. `None` if they must stay separate.
    pub(super) fn join(self, next: Self) -> Option<Self> {
        let (length, next_length) = (self.offset_high_and_length >> 8, next.offset_high_and_length >> 8);
        let is_short = length < Self::TO_LINE_END && next_length < Self::TO_LINE_END;
        let end = self.offset() + length as usize;
        let joined_end = next.offset() + next_length as usize;
        let fits = self.frame == next.frame
            && is_short
            && next.offset().checked_sub(end).is_some_and(|gap| gap < MAX_GAP)
            && joined_end - self.offset() < Self::TO_LINE_END as usize;
        fits.then(|| Self::new(self.frame, self.offset() as u64, joined_end as u64))
    }

    /// The byte range of the run, clipped to the bytes that exist now.
    pub(super) fn span(self, bytes: &[u8]) -> Range<usize> {
        let start = self.offset().min(bytes.len());
        let end = match self.offset_high_and_length >> 8 {
            Self::TO_LINE_END => memchr(b'\n', &bytes[start..]).map_or(bytes.len(), |end| start + end),
            length => (start + length as usize).min(bytes.len()),
        };
        start..end
    }
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

    #[test]
    fn neighbours_are_joined_unless_the_run_would_be_too_long_or_have_holes() {
        let first = Entry::new(3, 10, 20);
        assert_eq!(first.join(Entry::new(3, 21, 30)), Some(Entry::new(3, 10, 30)));
        assert_eq!(first.join(Entry::new(4, 21, 30)), None);
        assert_eq!(first.join(Entry::new(3, 21 + MAX_GAP as u64, 30 + MAX_GAP as u64)), None);
        assert_eq!(first.join(Entry::new(3, 21, (1 << 24) + 9)), None);
        assert_eq!(Entry::new(3, 0, 1 << 30).join(Entry::new(3, 1 << 30, (1 << 30) + 9)), None);
    }
}
