//! What is counted in each frame, so that any range of frames is counted at once.

use std::ops::RangeInclusive;

use super::hota::COUNT;

/// What is counted in a frame or in several.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct FrameCounts {
    /// Boxes of the ground truth.
    pub truth: u64,
    /// Boxes of the results.
    pub result: u64,
    /// Matches of CLEAR.
    pub true_positives: u64,
    /// Switches of CLEAR.
    pub switches: u64,
    /// The sum of the similarities of the matches of CLEAR.
    pub similarity_sum: f64,
    /// Matches of HOTA at each threshold.
    pub hota_true_positives: [u64; COUNT],
}

impl FrameCounts {
    /// Boxes of the results without a match in CLEAR.
    pub fn false_positives(&self) -> u64 {
        self.result - self.true_positives
    }

    /// Boxes of the ground truth without a match in CLEAR.
    pub fn false_negatives(&self) -> u64 {
        self.truth - self.true_positives
    }

    /// MOTA of these frames.
    pub fn mota(&self) -> f64 {
        let lost = self.true_positives as f64 - self.false_positives() as f64 - self.switches as f64;
        lost / (self.truth as f64).max(1.0)
    }

    /// `DetA` of these frames, in the mean of all thresholds.
    pub fn detection(&self) -> f64 {
        let share = |matched: &u64| *matched as f64 / (self.truth + self.result - matched).max(1) as f64;
        self.hota_true_positives.iter().map(share).sum::<f64>() / COUNT as f64
    }
}

/// Sums up to a frame. Counts may wrap around: their differences are right as long as a range has less than 2^32 boxes.
#[derive(Clone, Copy, Debug, Default)]
struct Sums {
    counts: [u32; 4],
    similarity: f64,
}

/// What is counted in each frame that has boxes.
///
/// The counts of a range are those of the whole run that fall into it. A switch counts in the range in which it happens, even
/// if the track was last matched before. To evaluate a range as a sequence of its own, evaluate again with
/// [`Options::range`](super::Options::range).
#[derive(Clone, Debug, Default)]
pub struct FrameRecords {
    frames: Vec<u32>,
    sums: Vec<Sums>,
    hota: Vec<[u32; COUNT]>,
}

impl FrameRecords {
    /// Adds the counts of CLEAR of the next frame.
    pub(super) fn push(&mut self, frame: u32, counts: [u32; 4], similarity: f64) {
        let before = self.sums.last().copied().unwrap_or_default();
        self.frames.push(frame);
        self.sums.push(Sums {
            counts: std::array::from_fn(|at| before.counts[at].wrapping_add(counts[at])),
            similarity: before.similarity + similarity,
        });
    }

    /// Adds the matches of HOTA of the next frame.
    pub(super) fn push_hota(&mut self, matches: [u32; COUNT]) {
        let before = self.hota.last().copied().unwrap_or_default();
        self.hota.push(std::array::from_fn(|at| before[at].wrapping_add(matches[at])));
    }

    /// The numbers of the frames that have rows, sorted.
    pub fn frames(&self) -> &[u32] {
        &self.frames
    }

    /// What is counted in a range of frames.
    pub fn range(&self, range: RangeInclusive<u32>) -> FrameCounts {
        let begin = self.frames.partition_point(|frame| frame < range.start());
        let end = self.frames.partition_point(|frame| frame <= range.end()).max(begin);
        let sums = |end: usize| end.checked_sub(1).map_or_else(Sums::default, |at| self.sums[at]);
        let hota = |end: usize| end.checked_sub(1).and_then(|at| self.hota.get(at)).copied().unwrap_or_default();
        let (before, after) = (sums(begin), sums(end));
        let difference = |after: u32, before: u32| u64::from(after.wrapping_sub(before));
        let [truth, result, true_positives, switches] =
            std::array::from_fn(|at| difference(after.counts[at], before.counts[at]));
        let (hota_before, hota_after) = (hota(begin), hota(end));
        FrameCounts {
            truth,
            result,
            true_positives,
            switches,
            similarity_sum: if begin == end { 0.0 } else { after.similarity - before.similarity },
            hota_true_positives: std::array::from_fn(|at| difference(hota_after[at], hota_before[at])),
        }
    }

    /// What is counted in one frame.
    pub fn frame(&self, number: u32) -> FrameCounts {
        self.range(number..=number)
    }
}
