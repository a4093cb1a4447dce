//! Finds duplicates: rows with the frame and the identity of an earlier row.

use super::contents::Summary;
use super::keyed::KeyedMap;
use super::problem::{Problem, ProblemKind};
use crate::mot::detection::TrackId;
use crate::mot::file::Indexed;
use crate::mot::progress::Progress;
use crate::mot::touch_ahead::touch_ahead;
use crate::parallel;

/// How many frames a thread searches before it takes the next ones.
const FRAMES: usize = 32;

/// A table with room for more ids than this is not used again for the next frame.
const MAX_IDS: usize = 1 << 12;

/// A duplicate. Duplicates are ordered by their place in the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Duplicate {
    /// Where the row begins, in bytes.
    offset: u64,
    id: u64,
    frame: u32,
    /// Where the first row of this frame and id begins, in bytes.
    first: u64,
}

/// The duplicates found so far.
#[derive(Clone, Debug, Default)]
pub(super) struct Duplicates {
    /// How many duplicates each frame has. Frames without duplicates are left out.
    counts: KeyedMap<u64>,
    /// The first duplicates of the file, by place. Only this many are listed as problems.
    first: Vec<Duplicate>,
    /// Where the first row of each id begins, in the frame that is being searched.
    ids: KeyedMap<u64>,
}

impl Duplicates {
    /// How many duplicates there are.
    pub(super) fn count(&self) -> u64 {
        self.counts.values().sum()
    }

    /// Searches the rows of these frames that begin before `end`. `None` if cancelled.
    ///
    /// The rows are found through the index. This is slower than reading along the file, but only the ids of one frame need
    /// memory at a time.
    pub(super) fn search(
        &mut self,
        file: &Indexed,
        frames: &[u32],
        end: usize,
        threads: usize,
        progress: &Progress,
    ) -> Option<()> {
        let found = parallel::shared_out(frames.len().div_ceil(FRAMES), threads, |found: &mut Self, number| {
            frames
                .iter()
                .skip(number * FRAMES)
                .take(FRAMES)
                .all(|&frame| found.search_frame(file, frame, end, progress))
        });
        if progress.is_cancelled() {
            return None;
        }
        for found in found {
            self.counts.extend(found.counts);
            self.first.extend(found.first);
        }
        self.first.sort_unstable();
        self.first.dedup();
        self.first.truncate(Summary::MAX_PROBLEMS);
        Some(())
    }

    /// Searches one frame. `false` if cancelled.
    fn search_frame(&mut self, file: &Indexed, frame: u32, end: usize, progress: &Progress) -> bool {
        let (body, reader) = (file.body_bytes(), file.reader());
        // Clearing a table takes time in proportion to its size, so the table of a crowded frame is not used again.
        if self.ids.capacity() > MAX_IDS {
            self.ids = KeyedMap::default();
        }
        self.ids.clear();
        let mut count = 0;
        for span in touch_ahead(body, file.spans(frame)) {
            let mut at = span.start;
            while at < span.end.min(end) {
                at += reader.identities_of_first(&body[at..], at as u64, &mut |number, id, offset| {
                    let Some(TrackId(id)) = id.filter(|_| number == frame) else { return };
                    let first = *self.ids.entry(id).or_insert(offset);
                    if first != offset {
                        count += 1;
                        self.note(Duplicate { offset, id, frame, first });
                    }
                });
            }
            // A cancelled search ends here.
            if progress.is_cancelled() {
                return false;
            }
        }
        if count > 0 {
            self.counts.insert(u64::from(frame), count);
        }
        true
    }

    /// Adds a duplicate, and drops all but the first ones from time to time.
    fn note(&mut self, found: Duplicate) {
        self.first.push(found);
        if self.first.len() > 4 * Summary::MAX_PROBLEMS {
            self.first.sort_unstable();
            self.first.truncate(Summary::MAX_PROBLEMS);
        }
    }

    /// The first duplicates as problems. `marks` are places in the file, sorted, each with the number of lines before it.
    pub(super) fn problems(&self, body: &[u8], marks: &[(usize, u64)]) -> Vec<Problem> {
        let mut places: Vec<u64> = self.first.iter().flat_map(|found| [found.offset, found.first]).collect();
        places.sort_unstable();
        places.dedup();
        let mut lines = Vec::with_capacity(places.len());
        let mut reached = (0, 0);
        for place in places {
            let next = marks.partition_point(|mark| mark.0 as u64 <= place);
            let mark = next.checked_sub(1).map_or(reached, |mark| marks[mark].max(reached));
            let between = body.get(mark.0..place as usize).unwrap_or_default();
            reached = (place as usize, mark.1 + memchr::memchr_iter(b'\n', between).count() as u64);
            lines.push((place, reached.1 + 1));
        }
        let line = |place| lines.binary_search_by_key(&place, |line| line.0).map_or(0, |at| lines[at].1);
        let told = |found: &Duplicate| Problem {
            kind: ProblemKind::Duplicate,
            line: line(found.offset),
            place: None,
            offset: found.offset,
            frame: Some(u64::from(found.frame)),
            reason: None,
            message: format!("id {} again in frame {}, first in line {}", found.id, found.frame, line(found.first)),
        };
        self.first.iter().map(told).collect()
    }
}
