//! Frame number to byte spans, found in one pass over the mapped bytes.
//!
//! The pass finds lines and frame numbers only. A *run* is a stretch of lines of the same frame; each run is one
//! 12-byte entry. A *segment* has the entries of a stretch of the file, sorted by frame: the pass makes one of every few
//! megabytes, on all cores, and an index can be asked while it has only the first of them. In the end they become one. So
//! a file ordered by frame takes 12 bytes a frame, any other at most 12 bytes a row, whatever the frame numbers are.

mod build;
mod chunks;
mod entry;
mod mask;
mod merge;
mod scan;
mod segment;
mod sort;

use std::ops::Range;
use std::sync::Arc;

use super::progress::{Demand, Progress};
pub(super) use build::{ScanPass, scan_all};
pub(super) use chunks::{CHUNK, last_line_start, lines_that_begin_in};
use entry::Entry;
pub(super) use entry::MAX_BYTES;
use segment::Segment;

/// Where the lines of each frame are. Cheap to clone.
#[derive(Clone, Debug, Default)]
pub struct Index {
    /// In the order of the file; none of them is empty.
    segments: Vec<Arc<Segment>>,
}

impl Index {
    /// Indexes a text without a byte order mark on one thread; `None` if cancelled. [`MotFile`](super::MotFile) does this
    /// by itself.
    pub fn of(text: &[u8], progress: &Progress) -> Option<Self> {
        Self::by_threads(text, 1, progress)
    }

    /// The same on several threads.
    pub fn by_threads(text: &[u8], threads: usize, progress: &Progress) -> Option<Self> {
        progress.begin(text.len() as u64);
        let mut index = Self::default();
        let pass = ScanPass { progress, demand: &Demand::default(), threads, chunk: CHUNK, file_bytes: None };
        scan_all(text, 0..text.len(), &pass, |_, segment| index.push(segment)).then_some(())?;
        index.united(progress)
    }

    /// Bytes of memory it takes.
    pub fn bytes(&self) -> u64 {
        let entries: usize = self.segments.iter().map(|segment| segment.0.capacity()).sum();
        (size_of::<Self>() + self.segments.len() * size_of::<Segment>() + entries * size_of::<Entry>()) as u64
    }

    /// How many runs of lines there are.
    pub fn runs(&self) -> usize {
        self.segments.iter().map(|segment| segment.0.len()).sum()
    }

    /// The frame numbers that lines begin with, in order, each once.
    pub fn frames(&self) -> Vec<u32> {
        match &self.segments[..] {
            [segment] => segment.frames().collect(),
            segments => merge::frames(segments),
        }
    }

    /// Adds what follows in the file.
    pub(super) fn push(&mut self, segment: Segment) {
        if !segment.is_empty() {
            self.segments.push(Arc::new(segment));
        }
    }

    /// The same as one segment; `None` if cancelled.
    pub(super) fn united(self, progress: &Progress) -> Option<Self> {
        Some(if self.segments.len() > 1 {
            Self { segments: vec![merge::unite(self.segments, progress)?] }
        } else {
            self
        })
    }

    /// Adds what follows in the file, and unites segments of similar size, so that a file that grows for long is not
    /// looked up in many, nor united again and again. `None` if cancelled.
    pub(super) fn grown(mut self, segments: Vec<Segment>, progress: &Progress) -> Option<Self> {
        for segment in segments {
            self.push(segment);
            while let [.., before, last] = &self.segments[..]
                && last.0.len() * 2 >= before.0.len()
            {
                let two = self.segments.split_off(self.segments.len() - 2);
                self.segments.push(merge::unite(two, progress)?);
            }
        }
        Some(self)
    }

    /// The byte spans of a frame's lines in `bytes`, in the order of the file. A span may hold lines of no frame
    /// (blank, comment, unreadable) between those of this frame.
    pub(super) fn spans(&self, frame: u32, bytes: &[u8]) -> impl Iterator<Item = Range<usize>> {
        let reaches = move |segment: &&Arc<Segment>| match (segment.0.first(), segment.0.last()) {
            (Some(first), Some(last)) => (first.frame..=last.frame).contains(&frame),
            _ => false,
        };
        self.segments.iter().filter(reaches).flat_map(move |segment| {
            let first = segment.0.partition_point(|entry| entry.frame < frame);
            segment.0[first..].iter().take_while(move |entry| entry.frame == frame).map(|entry| entry.span(bytes))
        })
    }
}
