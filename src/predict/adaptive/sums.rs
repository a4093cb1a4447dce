//! What each frame is worth, summed over the reasons.

use crate::predict::{MAX_TERMS, Offsets, Predictions};

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

/// What one frame is worth.
#[derive(Clone, Copy, Debug)]
struct Worth {
    offset: i64,
    benefit: f32,
    terms: [f32; MAX_TERMS],
}

/// What frames are worth, as seen from one of them.
#[derive(Clone, Debug, Default)]
pub(super) struct Sums {
    current: u64,
    worths: Vec<Worth>,
    places: Offsets,
}

impl Sums {
    /// Begins anew, as seen from `current`.
    pub(super) fn begin(&mut self, current: u64) {
        self.current = current;
        self.worths.clear();
        self.places.clear();
    }

    /// Adds to what keeping a frame is worth, and to what loading it now is.
    pub(super) fn add(&mut self, rank: u64, value: f32, benefit: f32, term: u8) {
        let offset = distance(self.current, rank);
        // The frame itself, or further than offsets can tell.
        if rank == self.current || self.current.checked_add_signed(offset) != Some(rank) {
            return;
        }
        let place = self.places.get(offset).unwrap_or_else(|| {
            let place = self.worths.len() as u32;
            self.worths.push(Worth { offset, benefit: 0.0, terms: [0.0; MAX_TERMS] });
            self.places.insert(offset, place);
            place
        });
        let worth = &mut self.worths[place as usize];
        worth.benefit += benefit;
        worth.terms[usize::from(term)] += value;
    }

    /// Writes the sums; `step` is the move that repetitions repeat.
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
