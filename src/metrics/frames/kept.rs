//! Frames that are kept for the second pass, so that their files are not read again.

use super::judged::Judged;
use crate::metrics::assignment::Pair;

/// The most pairs that are kept: 28 MB. Frames beyond are read again.
const MAX_PAIRS: usize = 1_400_000;
/// The most frames that are kept: 3 MB.
const MAX_FRAMES: usize = 1 << 18;

/// The overlaps of a frame.
#[derive(Clone, Copy, Debug)]
pub(in crate::metrics) struct KeptFrame<'a> {
    /// How many boxes ground truth and results have.
    pub size: (usize, usize),
    pub pairs: &'a [Pair],
    /// The pair of tracks of each pair of boxes.
    pub slots: &'a [u32],
}

/// The overlaps of the first frames.
#[derive(Debug, Default)]
pub(in crate::metrics) struct Kept {
    /// The numbers of boxes of both kinds, and where the pairs of the frame end.
    frames: Vec<(u32, u32, u32)>,
    pairs: Vec<Pair>,
    slots: Vec<u32>,
}

impl Kept {
    /// Keeps a frame if there is room for it and all before it. `at` is its place in the list of all frames.
    pub(in crate::metrics) fn keep(&mut self, at: usize, frame: &Judged, slots: &[u32]) {
        let has_room = self.pairs.len() + frame.pairs.len() <= MAX_PAIRS && self.frames.len() < MAX_FRAMES;
        if at == self.frames.len() && has_room {
            self.pairs.extend_from_slice(&frame.pairs);
            self.slots.extend_from_slice(slots);
            let size = (frame.truth_ids.len() as u32, frame.result_ids.len() as u32);
            self.frames.push((size.0, size.1, self.pairs.len() as u32));
        }
    }

    /// A frame by its place in the list of all frames. `None` if it is not kept.
    pub(in crate::metrics) fn get(&self, at: usize) -> Option<KeptFrame<'_>> {
        let (rows, columns, end) = *self.frames.get(at)?;
        let begin = at.checked_sub(1).map_or(0, |before| self.frames[before].2) as usize;
        let range = begin..end as usize;
        let size = (rows as usize, columns as usize);
        Some(KeptFrame { size, pairs: &self.pairs[range.clone()], slots: &self.slots[range] })
    }
}
