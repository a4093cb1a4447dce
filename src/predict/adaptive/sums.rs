//! What each frame is worth, summed over the terms.

use super::actions::distance;
use crate::predict::offsets::Offsets;
use crate::predict::predictions::{MAX_TERMS, Predictions};

/// Index of the term "the last action is repeated"; the next constants are the indices of the other terms.
pub(super) const REPEAT: u8 = 0;
pub(super) const HABIT: u8 = 1;
pub(super) const RETURNS: u8 = 2;
pub(super) const NEXT_LANDMARK: u8 = 3;
pub(super) const PREVIOUS_LANDMARK: u8 = 4;
/// The drag or the playback that is under way; there are never both.
pub(super) const ONGOING: u8 = 5;

/// Names of the terms by index, while nothing plays.
pub(super) const TERMS: [&str; MAX_TERMS] =
    ["repeat", "habit", "returns here", "next landmark", "previous landmark", "drag"];
/// Names of the terms by index, during playback.
pub(super) const TERMS_PLAYING: [&str; MAX_TERMS] =
    ["repeat", "habit", "returns here", "next landmark", "previous landmark", "playback"];

/// What one frame is worth, in likelihood.
#[derive(Clone, Copy, Debug)]
struct Worth {
    /// Distance from the current rank.
    offset: i64,
    /// What loading the frame now is worth.
    benefit: f32,
    /// What keeping the frame is worth, by term.
    terms: [f32; MAX_TERMS],
}

/// What frames are worth when the play head is on the current one.
#[derive(Clone, Debug, Default)]
pub(super) struct Sums {
    current: u64,
    worths: Vec<Worth>,
    /// Where in `worths` the frame at an offset is.
    indices: Offsets,
}

impl Sums {
    /// Starts again, with the play head on rank `current`.
    pub(super) fn begin(&mut self, current: u64) {
        self.current = current;
        self.worths.clear();
        self.indices.clear();
    }

    /// Adds `value` to what keeping a frame is worth, as a contribution of `term`, and `benefit` to what loading it now
    /// is worth.
    pub(super) fn add(&mut self, rank: u64, value: f32, benefit: f32, term: u8) {
        let offset = distance(self.current, rank);
        // Skips the current frame and those further away than an offset can hold.
        if rank == self.current || self.current.checked_add_signed(offset) != Some(rank) {
            return;
        }
        let index = self.indices.get(offset).unwrap_or_else(|| {
            let index = self.worths.len() as u32;
            self.worths.push(Worth { offset, benefit: 0.0, terms: [0.0; MAX_TERMS] });
            self.indices.insert(offset, index);
            index
        });
        let worth = &mut self.worths[index as usize];
        worth.benefit += benefit;
        worth.terms[usize::from(term)] += value;
    }

    /// Writes the sums to `out`. `step` is the last move in ranks, which explains repetitions.
    pub(super) fn write(&self, step: i64, out: &mut Predictions) {
        for &Worth { offset, benefit, terms } in &self.worths {
            for (term, value) in terms.into_iter().enumerate().filter(|&(_, value)| value != 0.0) {
                out.add(offset, value.into(), term);
            }
            out.set_benefit(offset, benefit.into());
            if out.get(offset).is_some_and(|prediction| prediction.main_term() == usize::from(REPEAT)) {
                out.set_step(offset, step);
            }
        }
    }
}
