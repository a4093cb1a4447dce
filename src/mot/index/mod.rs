//! The index of a file: the byte spans of each frame, found in one pass over the mapped bytes.
//!
//! The pass finds only lines and frame numbers. A *run* is a sequence of lines of one frame, stored as an entry of 12 bytes.
//! A *segment* has the entries of a part of the file, sorted by frame or by bucket of neighbouring frames. The pass makes a
//! segment of every few megabytes, on all cores, and the index can be used while only the first segments exist. In the end
//! they are merged into one, which is sorted by frame. So a file
//! ordered by frame needs 12 bytes a frame, and any other file at most 12 bytes a row, whatever the frame numbers are.

mod build;
mod chunks;
mod entry;
mod mask;
mod merge;
mod scan;
mod segment;
mod sort;
mod unplaced;

use std::ops::Range;
use std::sync::Arc;

use super::format::Format;
use super::line_reader::LineReader;
use super::progress::{Demand, Progress};
pub(super) use build::{ScanPass, scan_all};
pub(super) use chunks::{CHUNK, last_line_start, lines_that_begin_in};
pub(super) use entry::MAX_BYTES;
use segment::Segment;
pub(super) use unplaced::Unplaced;

/// The most frame numbers of an index that may stay in segments.
const FEW_FRAMES: u32 = 1 << 20;

/// The byte spans of the lines of each frame. Cheap to clone.
#[derive(Clone, Debug, Default)]
pub struct Index {
    /// The segments in the order of the file. None is empty.
    segments: Vec<Arc<Segment>>,
    /// The lines without a frame number.
    unplaced: Unplaced,
}

impl Index {
    /// Indexes a text without a byte order mark, on one thread. `None` if cancelled. [`MotFile`](super::MotFile) makes its
    /// own index.
    pub fn of(text: &[u8], progress: &Progress) -> Option<Self> {
        Self::by_threads(text, 1, progress)
    }

    /// Indexes a text without a byte order mark, on several threads. `None` if cancelled.
    pub fn by_threads(text: &[u8], threads: usize, progress: &Progress) -> Option<Self> {
        progress.begin(text.len() as u64);
        let mut index = Self::default();
        let (demand, reader) = (Demand::default(), LineReader::new(Format::Mot));
        let pass = ScanPass { progress, demand: &demand, threads, chunk: CHUNK, file_bytes: None, reader: &reader };
        scan_all(text, 0..text.len(), &pass, |_, segment| index.push(segment)).then_some(())?;
        index.united(progress)
    }

    /// How many bytes of memory the index takes.
    pub fn bytes(&self) -> u64 {
        let entries: usize = self.segments.iter().map(|segment| segment.bytes()).sum();
        (size_of::<Self>() + self.segments.len() * size_of::<Segment>() + entries) as u64
    }

    /// How many runs of lines the index has.
    pub fn runs(&self) -> usize {
        self.segments.iter().map(|segment| segment.entries().len()).sum()
    }

    /// The frame numbers at the start of lines, sorted, each once.
    pub fn frames(&self) -> Vec<u32> {
        match &self.segments[..] {
            [segment] if segment.shift() == 0 => segment.frames().collect(),
            segments => merge::frames(segments),
        }
    }

    /// The least and the greatest frame number. `None` without lines.
    pub(super) fn range(&self) -> Option<(u32, u32)> {
        let ranges = || self.segments.iter().filter_map(|segment| segment.range());
        let first = ranges().map(|(first, _)| first).min();
        first.zip(ranges().map(|(_, last)| last).max())
    }

    /// The lines without a frame number.
    pub(super) fn unplaced(&self) -> Unplaced {
        self.unplaced
    }

    /// Whether its frame numbers lie so near together that there are few stretches of them, and few frames at their ends.
    pub(super) fn has_few_frames(&self) -> bool {
        self.range().is_none_or(|(first, last)| last - first < FEW_FRAMES)
    }

    /// Adds the segment that follows in the file.
    pub(super) fn push(&mut self, segment: impl Into<Arc<Segment>>) {
        let segment = segment.into();
        self.unplaced.append(segment.unplaced());
        if !segment.is_empty() {
            self.segments.push(segment);
        }
    }

    /// Merges all segments into one, which is sorted by frame. `None` if cancelled.
    pub(super) fn united(self, progress: &Progress) -> Option<Self> {
        Some(match &self.segments[..] {
            [] => self,
            [segment] if segment.shift() == 0 => self,
            _ => Self { segments: vec![merge::unite(self.segments, progress)?], unplaced: self.unplaced },
        })
    }

    /// Adds the index of the lines that follow in the file, and merges segments of similar size. So a file that grows for a
    /// long time has few segments, and they are rarely merged. `None` if cancelled.
    pub(super) fn grown(mut self, more: Self, progress: &Progress) -> Option<Self> {
        self.unplaced.append(more.unplaced);
        for segment in more.segments {
            self.segments.push(segment);
            while let [.., before, last] = &self.segments[..]
                && last.entries().len() * 2 >= before.entries().len()
            {
                let two = self.segments.split_off(self.segments.len() - 2);
                self.segments.push(merge::unite(two, progress)?);
            }
        }
        Some(self)
    }

    /// The byte spans of the lines of a frame in `bytes`, in the order of the file. A span may also hold blank lines, comments
    /// and lines that cannot be read.
    pub(super) fn spans(&self, frame: u32, bytes: &[u8]) -> impl Iterator<Item = Range<usize>> {
        self.segments.iter().flat_map(move |segment| segment.entries_of(frame)).map(|entry| entry.span(bytes))
    }
}
