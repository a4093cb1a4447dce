//! What each frame is worth, summed over the reasons.

use crate::predict::{MAX_TERMS, Predictions};

use super::moves::distance;

/// Numbers of the terms.
pub(super) const REPEAT: u8 = 0;
pub(super) const HABIT: u8 = 1;
pub(super) const RETURNS: u8 = 2;
pub(super) const NEXT_LANDMARK: u8 = 3;
pub(super) const PREVIOUS_LANDMARK: u8 = 4;
/// The drag or the playback that is under way; never both.
pub(super) const KNOWN: u8 = 5;

/// Names of the terms while nothing plays, and while something does.
pub(super) const TERMS: [&str; MAX_TERMS] =
    ["repeat", "habit", "returns here", "next landmark", "previous landmark", "drag"];
pub(super) const TERMS_PLAYING: [&str; MAX_TERMS] =
    ["repeat", "habit", "returns here", "next landmark", "previous landmark", "playback"];

#[derive(Clone, Copy, Debug)]
struct Part {
    rank: u64,
    value: f32,
    benefit: f32,
    term: u8,
}

/// Parts of what frames are worth, in no order.
#[derive(Clone, Debug, Default)]
pub(super) struct Sums {
    parts: Vec<Part>,
}

impl Sums {
    pub(super) fn clear(&mut self) {
        self.parts.clear();
    }

    /// Adds to what keeping a frame is worth, and to what loading it now is.
    pub(super) fn add(&mut self, rank: u64, value: f32, benefit: f32, term: u8) {
        self.parts.push(Part { rank, value, benefit, term });
    }

    /// Writes the sums as seen from `current`; `step` is the move that repetitions repeat.
    pub(super) fn write(&mut self, current: u64, step: i64, out: &mut Predictions) {
        self.parts.sort_unstable_by_key(|part| (part.rank, part.term));
        for parts in self.parts.chunk_by(|a, b| a.rank == b.rank) {
            let Some(rank) = parts.first().map(|part| part.rank).filter(|&rank| rank != current) else { continue };
            let offset = distance(current, rank);
            // Further than offsets can tell.
            if current.checked_add_signed(offset) != Some(rank) {
                continue;
            }
            let mut benefit = 0.0;
            for same in parts.chunk_by(|a, b| a.term == b.term) {
                let value: f32 = same.iter().map(|part| part.value).sum();
                benefit += same.iter().map(|part| part.benefit).sum::<f32>();
                out.add(offset, value.into(), same[0].term.into());
            }
            out.set_benefit(offset, benefit.into());
            if out.get(offset).is_some_and(|prediction| prediction.main_term() == usize::from(REPEAT)) {
                out.set_step(offset, step);
            }
        }
    }
}
