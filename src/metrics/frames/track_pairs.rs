//! Pairs of tracks whose boxes overlap anywhere.

use rustc_hash::FxHashMap;

use super::judged::Judged;
use crate::metrics::assignment::Pair;
use crate::metrics::similarity::Sums;

/// How many pairs of each track are found without the map.
const RECENT: usize = 4;
/// Stands for no track.
const NONE: u32 = u32::MAX;

/// All pairs of a track of the ground truth and a track of the results whose boxes overlap in any frame, and how well they go
/// together. Each has a number, its slot.
#[derive(Debug, Default)]
pub(in crate::metrics) struct TrackPairs {
    slots: FxHashMap<u64, u32>,
    /// For each track of the ground truth, the tracks that it overlapped last, with their slots. Neighbours stay the same for
    /// many frames, so the map is rarely asked.
    recent: Vec<[(u32, u32); RECENT]>,
    /// Of each slot: the tracks, the sum of normalised similarities (from [`align`](Self::align) on: the alignment), and the
    /// number of frames in which the boxes are close enough for Identity.
    tracks: Vec<(u32, u32)>,
    potential: Vec<f64>,
    together: Vec<u32>,
    truth_lengths: Vec<u32>,
    result_lengths: Vec<u32>,
    sums: Sums,
}

impl TrackPairs {
    /// Adds a frame. `slots` gets the slot of each of its pairs.
    ///
    /// The similarity of a pair counts for HOTA divided by the similarities of both boxes to all boxes, less that of the pair
    /// itself (Luiten et al. 2021, as in `TrackEval` 1.3.0). For Identity, a pair counts whose similarity reaches the threshold.
    pub(in crate::metrics) fn add(&mut self, frame: &Judged, threshold: f64, slots: &mut Vec<u32>) {
        slots.clear();
        self.sums.of(frame.truth_tracks.len(), frame.result_tracks.len(), &frame.pairs);
        for pair in &frame.pairs {
            let slot = self
                .slot(frame.truth_tracks[pair.row as usize], frame.result_tracks[pair.column as usize])
                .unwrap_or_default();
            slots.push(slot);
            let all = self.sums.columns[pair.column as usize] + self.sums.rows[pair.row as usize] - pair.value;
            if all > f64::EPSILON {
                self.potential[slot as usize] += pair.value / all;
            }
            self.together[slot as usize] += u32::from(pair.value >= threshold);
        }
    }

    /// The slots of the pairs of a frame that was added before.
    pub(in crate::metrics) fn find(&mut self, frame: &Judged, slots: &mut Vec<u32>) {
        slots.clear();
        for pair in &frame.pairs {
            let (truth, result) = (frame.truth_tracks[pair.row as usize], frame.result_tracks[pair.column as usize]);
            slots.push(self.slot(truth, result).unwrap_or_default());
        }
    }

    /// The slot of a pair of tracks, a new one if it has none.
    fn slot(&mut self, truth: u32, result: u32) -> Option<u32> {
        if self.recent.len() <= truth as usize {
            self.recent.resize(truth as usize + 1, [(NONE, 0); RECENT]);
        }
        let recent = &mut self.recent[truth as usize];
        if let Some(at) = recent.iter().position(|(track, _)| *track == result) {
            return Some(recent[at].1);
        }
        let next = u32::try_from(self.tracks.len()).ok()?;
        let slot = *self.slots.entry(u64::from(truth) << 32 | u64::from(result)).or_insert(next);
        recent.rotate_right(1);
        recent[0] = (result, slot);
        if slot == next {
            self.tracks.push((truth, result));
            self.potential.push(0.0);
            self.together.push(0);
        }
        Some(slot)
    }

    /// Turns the sums of all frames into alignments: common / (both lengths − common). Luiten et al. 2021.
    pub(in crate::metrics) fn align(&mut self, truth_lengths: &[u32], result_lengths: &[u32]) {
        self.truth_lengths = truth_lengths.to_vec();
        self.result_lengths = result_lengths.to_vec();
        for (slot, potential) in self.potential.iter_mut().enumerate() {
            let (truth, result) = self.tracks[slot];
            let both = f64::from(truth_lengths[truth as usize]) + f64::from(result_lengths[result as usize]);
            *potential /= both - *potential;
        }
    }

    /// How many slots there are.
    pub(in crate::metrics) fn count(&self) -> usize {
        self.tracks.len()
    }

    /// How well the tracks of a slot go together over the whole sequence.
    pub(in crate::metrics) fn alignment(&self, slot: u32) -> f64 {
        self.potential[slot as usize]
    }

    /// How many boxes the tracks of a slot have.
    pub(in crate::metrics) fn lengths(&self, slot: u32) -> (f64, f64) {
        let (truth, result) = self.tracks[slot as usize];
        (f64::from(self.truth_lengths[truth as usize]), f64::from(self.result_lengths[result as usize]))
    }

    /// The pairs of tracks that are close enough in any frame, with the number of these frames.
    pub(in crate::metrics) fn together(&self) -> Vec<Pair> {
        let close = self.tracks.iter().zip(&self.together).filter(|(_, together)| **together > 0);
        close.map(|(&(row, column), &together)| Pair { row, column, value: f64::from(together) }).collect()
    }
}
