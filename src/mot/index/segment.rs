//! The entries of a stretch of a file.

use super::entry::Entry;
use super::unplaced::Unplaced;

/// The entries of a part of a file, sorted by bucket, then by offset. A *bucket* holds 2^`shift` neighbouring frame numbers.
///
/// While a file is indexed its segments are sorted coarsely, which takes one pass over the entries. A frame is then found
/// among the few others of its bucket. The merge of all segments sorts the rest of the way, one bucket at a time.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::mot) struct Segment {
    entries: Vec<Entry>,
    shift: u32,
    /// The least and the greatest frame. `None` without entries.
    range: Option<(u32, u32)>,
    /// The lines without a frame number.
    unplaced: Unplaced,
}

impl Segment {
    /// A segment of entries that are sorted by bucket.
    pub(super) fn new(entries: Vec<Entry>, shift: u32) -> Self {
        let range = if shift == 0 {
            entries.first().zip(entries.last()).map(|(first, last)| (first.frame, last.frame))
        } else {
            let frames = || entries.iter().map(|entry| entry.frame);
            frames().min().zip(frames().max())
        };
        Self::with_range(entries, shift, range)
    }

    /// A segment of entries that are sorted by bucket, whose least and greatest frame are known.
    pub(super) fn with_range(entries: Vec<Entry>, shift: u32, range: Option<(u32, u32)>) -> Self {
        Self { entries, shift, range, unplaced: Unplaced::default() }
    }

    /// This segment with the lines of its part of the file that have no frame number.
    pub(super) fn with_unplaced(self, unplaced: Unplaced) -> Self {
        Self { unplaced, ..self }
    }

    /// The lines without a frame number.
    pub(super) fn unplaced(&self) -> Unplaced {
        self.unplaced
    }

    pub(super) fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    pub(super) fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// How many bytes of memory the entries take.
    pub(super) fn bytes(&self) -> usize {
        self.entries.capacity() * size_of::<Entry>()
    }

    /// How many frame numbers a bucket holds, as a power of two. 0 if the entries are sorted by frame.
    pub(super) fn shift(&self) -> u32 {
        self.shift
    }

    /// The least and the greatest frame. `None` without entries.
    pub(super) fn range(&self) -> Option<(u32, u32)> {
        self.range
    }

    /// The frame numbers in it. A number may come several times.
    pub(super) fn frames(&self) -> impl Iterator<Item = u32> {
        self.entries.chunk_by(|one, next| one.frame == next.frame).map(|runs| runs[0].frame)
    }

    /// The entries of a frame, in the order of the file.
    pub(super) fn entries_of(&self, frame: u32) -> impl Iterator<Item = Entry> {
        let (shift, bucket) = (self.shift, frame >> self.shift);
        let is_near = self.range.is_some_and(|(first, last)| (first..=last).contains(&frame));
        let entries = if is_near { &self.entries[..] } else { &[] };
        let first = entries.partition_point(|entry| entry.frame >> shift < bucket);
        let of_bucket = entries[first..].iter().take_while(move |entry| entry.frame >> shift == bucket);
        of_bucket.filter(move |entry| entry.frame == frame).copied()
    }
}
