//! Matches of CLEAR, frame by frame.

use super::scores::Clear;
use crate::metrics::assignment::{Assigner, Failed, Pair};
use crate::metrics::frames::Judged;

/// Stands for a track that was never matched.
const NEVER: u32 = u32::MAX;
/// What it is worth to keep the track of the frame before: more than all similarities of a frame.
const KEPT: f64 = 1000.0;

/// A box of the ground truth and the box of the results that is matched with it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(in crate::metrics) struct Match {
    /// The place of the box of the ground truth in its frame.
    pub row: u32,
    /// The place of the box of the results in its frame.
    pub column: u32,
    /// Intersection over union.
    pub similarity: f64,
    /// Whether the ground truth was matched by another track before.
    pub is_switch: bool,
    /// Whether the ground truth was matched before, and not in the frame before.
    pub is_resumed: bool,
}

/// What is kept of a track of the ground truth.
#[derive(Clone, Copy, Debug)]
struct Past {
    /// The track of the last match, however long ago.
    last: u32,
    /// The number of the compared frame in which that was.
    at: u64,
    boxes: u64,
    matched: u64,
}

/// CLEAR over the frames seen so far.
#[derive(Debug)]
pub(in crate::metrics) struct ClearRun {
    /// The least similarity of a match.
    least: f64,
    past: Vec<Past>,
    /// How many frames with boxes of both kinds were compared. Other frames are passed over: a track that was matched before
    /// them counts as matched in the frame before.
    compared: u64,
    sums: Clear,
    /// What each frame needs anew.
    scored: Vec<Pair>,
    places: Vec<u32>,
    chosen: Vec<u32>,
    /// The matches of the last frame.
    pub(in crate::metrics) matches: Vec<Match>,
}

impl ClearRun {
    pub(in crate::metrics) fn new(threshold: f64) -> Self {
        Self {
            least: threshold - f64::EPSILON,
            past: Vec::new(),
            compared: 0,
            sums: Clear::default(),
            scored: Vec::new(),
            places: Vec::new(),
            chosen: Vec::new(),
            matches: Vec::new(),
        }
    }

    /// Adds a frame. Tracks are numbered from 0.
    pub(in crate::metrics) fn add(
        &mut self,
        frame: &Judged,
        assigner: &mut Assigner,
        go_on: impl FnMut() -> bool,
    ) -> Result<(), Failed> {
        self.matches.clear();
        let new = Past { last: NEVER, at: 0, boxes: 0, matched: 0 };
        for &track in &frame.truth_tracks {
            if self.past.len() <= track as usize {
                self.past.resize(track as usize + 1, new);
            }
            self.past[track as usize].boxes += 1;
        }
        if !frame.truth_tracks.is_empty() && !frame.result_tracks.is_empty() {
            self.choose(frame, assigner, go_on)?;
            self.compared += 1;
            for at in 0..self.chosen.len() {
                let pair = frame.pairs[self.places[self.chosen[at] as usize] as usize];
                self.count(frame, pair);
            }
        }
        let matched = self.matches.len() as u64;
        self.sums.true_positives += matched;
        self.sums.false_negatives += frame.truth_tracks.len() as u64 - matched;
        self.sums.false_positives += frame.result_tracks.len() as u64 - matched;
        Ok(())
    }

    /// Chooses the matches of a frame: first as many kept tracks as possible, then the greatest sum of similarities.
    fn choose(&mut self, frame: &Judged, assigner: &mut Assigner, go_on: impl FnMut() -> bool) -> Result<(), Failed> {
        self.scored.clear();
        self.places.clear();
        for (at, pair) in (0..).zip(&frame.pairs) {
            if pair.value < self.least {
                continue;
            }
            let past = self.past[frame.truth_tracks[pair.row as usize] as usize];
            let is_kept = past.at == self.compared && past.last == frame.result_tracks[pair.column as usize];
            let kept = if is_kept { KEPT } else { 0.0 };
            if kept + pair.value > f64::EPSILON {
                self.scored.push(Pair { value: kept + pair.value, ..*pair });
                self.places.push(at);
            }
        }
        let (rows, columns) = (frame.truth_tracks.len(), frame.result_tracks.len());
        assigner.best(rows, columns, &self.scored, &mut self.chosen, go_on)
    }

    /// Counts a match of the frame that is compared.
    fn count(&mut self, frame: &Judged, pair: Pair) {
        let past = &mut self.past[frame.truth_tracks[pair.row as usize] as usize];
        let track = frame.result_tracks[pair.column as usize];
        let is_switch = past.last != NEVER && past.last != track;
        let is_resumed = past.last != NEVER && past.at + 1 != self.compared;
        past.matched += 1;
        self.sums.fragmentations += u64::from(is_resumed);
        (past.last, past.at) = (track, self.compared);
        self.sums.switches += u64::from(is_switch);
        self.sums.similarity_sum += pair.value;
        self.matches.push(Match { row: pair.row, column: pair.column, similarity: pair.value, is_switch, is_resumed });
    }

    /// The counts of all frames. `frames` is the number of frames of the sequence.
    pub(in crate::metrics) fn finish(&self, frames: u64) -> Clear {
        let mut sums = self.sums;
        let judged = self.past.iter().filter(|past| past.boxes > 0);
        if self.sums.true_positives + self.sums.false_positives == 0
            || self.sums.true_positives + self.sums.false_negatives == 0
        {
            return Clear { mostly_lost: judged.count() as u64, is_empty: true, ..sums };
        }
        sums.frames = frames;
        for past in judged {
            let share = past.matched as f64 / past.boxes as f64;
            if share > 0.8 {
                sums.mostly_tracked += 1;
            } else if share >= 0.2 {
                sums.partly_tracked += 1;
            } else {
                sums.mostly_lost += 1;
            }
        }
        sums
    }
}
