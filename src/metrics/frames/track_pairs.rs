//! Pairs of tracks whose boxes overlap anywhere.

use rustc_hash::FxHashMap;

use super::judged::Judged;
use crate::metrics::assignment::Pair;
use crate::metrics::similarity::Sums;

/// How many places the cache has: 2 to this power, 200 KB.
const CACHE_BITS: u32 = 14;
/// A track with more pairs than this is looked up in a map.
const LONG: u32 = 64;
/// Stands for no track and no slot.
const NONE: u32 = u32::MAX;

/// The slots of pairs that were asked for lately. Neighbours stay for many frames.
#[derive(Debug)]
pub(in crate::metrics) struct SlotCache(Vec<Cached>);

/// A pair of tracks with its slot.
#[derive(Clone, Copy, Debug)]
struct Cached {
    truth: u32,
    result: u32,
    slot: u32,
}

impl Default for SlotCache {
    fn default() -> Self {
        Self(vec![Cached { truth: NONE, result: NONE, slot: NONE }; 1 << CACHE_BITS])
    }
}

impl SlotCache {
    /// The slot of a pair. `otherwise` is asked if it is not in the cache.
    fn get(&mut self, truth: u32, result: u32, otherwise: impl FnOnce() -> Option<u32>) -> Option<u32> {
        // Two odd numbers without a pattern in their bits, so that neighbours get places far apart.
        let mixed = truth.wrapping_mul(0x9E37_79B1) ^ result.wrapping_mul(0x85EB_CA77);
        let cached = &mut self.0[(mixed >> (u32::BITS - CACHE_BITS)) as usize];
        if (cached.truth, cached.result) != (truth, result) {
            *cached = Cached { truth, result, slot: otherwise()? };
        }
        Some(cached.slot)
    }
}

/// A pair of tracks.
#[derive(Clone, Copy, Debug)]
struct TrackPair {
    /// The sum of normalised similarities; from [`align`](TrackPairs::align) on, the alignment.
    potential: f64,
    result: u32,
    /// The number of frames in which the boxes are close enough for Identity.
    together: u32,
    /// The slot of the pair that this track of the ground truth had before.
    earlier: u32,
}

/// All pairs of a track of the ground truth and a track of the results whose boxes overlap in any frame, and how well they go
/// together. Each has a number, its slot.
#[derive(Debug, Default)]
pub(in crate::metrics) struct TrackPairs {
    pairs: Vec<TrackPair>,
    /// Of each track of the ground truth, the slot of its latest pair and the number of its pairs.
    latest: Vec<(u32, u32)>,
    /// The slots of tracks with very many pairs.
    long: FxHashMap<u64, u32>,
    /// The tracks of the ground truth of all slots, from [`align`](Self::align) on.
    truths: Vec<u32>,
    truth_lengths: Vec<u32>,
    result_lengths: Vec<u32>,
    sums: Sums,
}

impl TrackPairs {
    /// Adds a frame. `slots` gets the slot of each of its pairs.
    ///
    /// The similarity of a pair counts for HOTA divided by the similarities of both boxes to all boxes, less that of the pair
    /// itself (Luiten et al. 2021, as in `TrackEval` 1.3.0). For Identity, a pair counts whose similarity reaches the threshold.
    pub(in crate::metrics) fn add(
        &mut self,
        frame: &Judged,
        threshold: f64,
        cache: &mut SlotCache,
        slots: &mut Vec<u32>,
    ) {
        slots.clear();
        self.sums.of(frame.truth_tracks.len(), frame.result_tracks.len(), &frame.pairs);
        for pair in &frame.pairs {
            let (truth, result) = tracks_of(frame, pair);
            let known = || Some(self.look_up(truth, result).unwrap_or_else(|| self.push(truth, result)));
            let Some(slot) = cache.get(truth, result, known) else { continue };
            slots.push(slot);
            let of_slot = &mut self.pairs[slot as usize];
            let all = self.sums.columns[pair.column as usize] + self.sums.rows[pair.row as usize] - pair.value;
            if all > f64::EPSILON {
                of_slot.potential += pair.value / all;
            }
            of_slot.together += u32::from(pair.value >= threshold);
        }
    }

    /// The slots of the pairs of a frame. `false` if a pair was not added before.
    pub(in crate::metrics) fn find(&self, frame: &Judged, cache: &mut SlotCache, slots: &mut Vec<u32>) -> bool {
        slots.clear();
        slots.extend(frame.pairs.iter().map_while(|pair| {
            let (truth, result) = tracks_of(frame, pair);
            cache.get(truth, result, || self.look_up(truth, result))
        }));
        slots.len() == frame.pairs.len()
    }

    fn look_up(&self, truth: u32, result: u32) -> Option<u32> {
        let (mut slot, count) = *self.latest.get(truth as usize)?;
        if count > LONG {
            return self.long.get(&(u64::from(truth) << 32 | u64::from(result))).copied();
        }
        while slot != NONE && self.pairs[slot as usize].result != result {
            slot = self.pairs[slot as usize].earlier;
        }
        (slot != NONE).then_some(slot)
    }

    fn push(&mut self, truth: u32, result: u32) -> u32 {
        if self.latest.len() <= truth as usize {
            self.latest.resize(truth as usize + 1, (NONE, 0));
        }
        let slot = self.pairs.len() as u32;
        let (earlier, count) = std::mem::replace(&mut self.latest[truth as usize], (slot, 0));
        self.latest[truth as usize].1 = count + 1;
        self.pairs.push(TrackPair { potential: 0.0, result, together: 0, earlier });
        if count >= LONG {
            let key = |result: u32| u64::from(truth) << 32 | u64::from(result);
            self.long.insert(key(result), slot);
            // When the map takes over, it takes all that were there before.
            let mut before = if count == LONG { earlier } else { NONE };
            while before != NONE {
                let pair = self.pairs[before as usize];
                self.long.insert(key(pair.result), before);
                before = pair.earlier;
            }
        }
        slot
    }

    /// Turns the sums of all frames into alignments: common / (both lengths − common). Luiten et al. 2021.
    pub(in crate::metrics) fn align(&mut self, truth_lengths: &[u32], result_lengths: &[u32]) {
        self.truth_lengths = truth_lengths.to_vec();
        self.result_lengths = result_lengths.to_vec();
        self.truths = vec![0; self.pairs.len()];
        for (truth, (latest, _)) in (0..).zip(&self.latest) {
            let mut slot = *latest;
            while slot != NONE {
                let pair = &mut self.pairs[slot as usize];
                let result = self.result_lengths[pair.result as usize];
                let both = f64::from(self.truth_lengths[truth as usize]) + f64::from(result);
                pair.potential /= both - pair.potential;
                self.truths[slot as usize] = truth;
                slot = pair.earlier;
            }
        }
    }

    /// How many slots there are.
    pub(in crate::metrics) fn count(&self) -> usize {
        self.pairs.len()
    }

    /// How well the tracks of a slot go together over the whole sequence.
    pub(in crate::metrics) fn alignment(&self, slot: u32) -> f64 {
        self.pairs[slot as usize].potential
    }

    /// How many boxes the tracks of a slot have.
    pub(in crate::metrics) fn lengths(&self, slot: u32) -> (f64, f64) {
        let (truth, result) = (self.truths[slot as usize], self.pairs[slot as usize].result);
        (f64::from(self.truth_lengths[truth as usize]), f64::from(self.result_lengths[result as usize]))
    }

    /// The pairs of tracks that are close enough in any frame, with the number of these frames.
    pub(in crate::metrics) fn together(&self) -> Vec<Pair> {
        let close = self.truths.iter().zip(&self.pairs).filter(|(_, pair)| pair.together > 0);
        close.map(|(&row, pair)| Pair { row, column: pair.result, value: f64::from(pair.together) }).collect()
    }
}

/// The tracks of a pair of boxes.
fn tracks_of(frame: &Judged, pair: &Pair) -> (u32, u32) {
    (frame.truth_tracks[pair.row as usize], frame.result_tracks[pair.column as usize])
}
