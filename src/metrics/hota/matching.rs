//! Matches of HOTA, frame by frame, after the alignment of all pairs of tracks is known.

use super::alphas::{COUNT, level};
use super::scores::{Hota, localisation};
use crate::metrics::assignment::{Assigner, Failed, Pair};
use crate::metrics::frames::{KeptFrame, TrackPairs};

/// How often a pair of tracks is matched, by the number of thresholds that the similarity reaches. None is reached by none.
type Levels = [u32; COUNT];

/// A pair of boxes that HOTA matches.
#[derive(Clone, Copy, Debug)]
pub(in crate::metrics) struct HotaMatch {
    /// The pair of tracks.
    slot: u32,
    /// How many thresholds the similarity reaches, less 1.
    level: u32,
    similarity: f64,
}

/// Matches frames, one after the other in one piece of memory.
#[derive(Debug, Default)]
pub(in crate::metrics) struct HotaMatcher {
    assigner: Assigner,
    /// The pairs of boxes of a frame by what they are worth, and their places in the list of all pairs.
    scored: Vec<Pair>,
    at: Vec<u32>,
    chosen: Vec<u32>,
}

impl HotaMatcher {
    /// Matches a frame so that the sum of similarity times alignment is greatest. The matches that reach a threshold are added to `matches`.
    pub(in crate::metrics) fn add(
        &mut self,
        frame: KeptFrame<'_>,
        tracks: &TrackPairs,
        matches: &mut Vec<HotaMatch>,
        go_on: impl FnMut() -> bool,
    ) -> Result<(), Failed> {
        let KeptFrame { size, pairs, slots } = frame;
        self.scored.clear();
        self.at.clear();
        for (at, (pair, &slot)) in (0..).zip(pairs.iter().zip(slots)) {
            let value = tracks.alignment(slot) * pair.value;
            // A product can be too small for a number. Such a pair is worth nothing.
            if value > 0.0 {
                self.scored.push(Pair { value, ..*pair });
                self.at.push(at);
            }
        }
        self.assigner.best(size.0, size.1, &self.scored, &mut self.chosen, go_on)?;
        for &chosen in &self.chosen {
            let at = self.at[chosen as usize] as usize;
            let similarity = pairs[at].value;
            if let Some(level) = level(similarity).checked_sub(1) {
                matches.push(HotaMatch { slot: slots[at], level: level as u32, similarity });
            }
        }
        Ok(())
    }
}

/// HOTA over the frames seen so far.
#[derive(Debug, Default)]
pub(in crate::metrics) struct HotaRun {
    /// The matches of the pairs of tracks that have any, and by pair of tracks the place in that list, plus 1.
    matches: Vec<Levels>,
    places: Vec<u32>,
    /// The pair of tracks of each list of matches.
    of: Vec<u32>,
    totals: [u64; COUNT],
    similarities: [f64; COUNT],
}

impl HotaRun {
    /// Adds the matches of a frame. Returns how many of them reach at least 1 threshold, 2 thresholds, and so on.
    pub(in crate::metrics) fn add(&mut self, matches: &[HotaMatch], tracks: &TrackPairs) -> Levels {
        self.places.resize(tracks.count(), 0);
        let mut levels = Levels::default();
        for &HotaMatch { slot, level, similarity } in matches {
            let place = &mut self.places[slot as usize];
            if *place == 0 {
                self.matches.push(Levels::default());
                self.of.push(slot);
                *place = self.matches.len() as u32;
            }
            let level = level as usize;
            self.matches[*place as usize - 1][level] += 1;
            self.totals[level] += 1;
            self.similarities[level] += similarity;
            levels[level] += 1;
        }
        at_least(levels)
    }

    /// HOTA of all frames, given the numbers of boxes of ground truth and results.
    pub(in crate::metrics) fn finish(&self, tracks: &TrackPairs, truth: u64, result: u64) -> Hota {
        let mut hota = Hota { is_empty: truth == 0 || result == 0, ..Hota::default() };
        let true_positives = at_least(self.totals);
        let similarities = at_least(self.similarities);
        hota.true_positives = true_positives;
        hota.false_negatives = true_positives.map(|matched| truth - matched);
        hota.false_positives = true_positives.map(|matched| result - matched);
        if hota.is_empty {
            return hota;
        }
        // Each match counts with the association of its pair of tracks: common / (truth + result − common). Luiten et al. 2021.
        for (levels, &slot) in self.matches.iter().zip(&self.of) {
            let (truth, result) = tracks.lengths(slot);
            for (at, common) in at_least(*levels).map(f64::from).into_iter().enumerate() {
                hota.association[at] += common * (common / (truth + result - common).max(1.0));
                hota.association_recall[at] += common * (common / truth.max(1.0));
                hota.association_precision[at] += common * (common / result.max(1.0));
            }
        }
        for at in 0..COUNT {
            let matches = (true_positives[at] as f64).max(1.0);
            hota.association[at] /= matches;
            hota.association_recall[at] /= matches;
            hota.association_precision[at] /= matches;
            hota.localisation[at] = localisation(similarities[at], true_positives[at]);
        }
        hota
    }
}

/// Turns the number at each level into the number at this level or a higher one.
fn at_least<T: Copy + std::ops::Add<Output = T>>(mut levels: [T; COUNT]) -> [T; COUNT] {
    for at in (1..COUNT).rev() {
        levels[at - 1] = levels[at - 1] + levels[at];
    }
    levels
}
