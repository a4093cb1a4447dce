//! The frames of an open sequence whose pictures could not be read.

use super::Document;
use crate::app::session::damaged_pictures::{DamagedFrame, DamagedFrames};

impl Document {
    /// The frames whose pictures could not be read when they were loaded last.
    pub fn damaged(&self) -> &DamagedFrames {
        &self.damaged
    }

    /// Takes in which pictures could not be read. `is_paired_anew` says that frames may show other pictures than before.
    pub(super) fn take_damaged(&mut self, is_paired_anew: bool) {
        let Some(images) = &self.images else { return };
        let seen = images.damaged.version();
        if seen == self.damaged.seen && !(is_paired_anew && self.damaged.count > 0) {
            return;
        }
        let (pairing, pictures) = (self.sequence.pairing(), images.source.numbers());
        let frame_of = |number: u64| pairing.frame_of(number, &pictures);
        let numbers = images.damaged.numbers();
        let mut frames: Vec<u64> = numbers.iter().filter_map(|&number| frame_of(number)).collect();
        frames.sort_unstable();
        let listed = images.damaged.listed().into_iter();
        let listed = listed.map(|(number, reason)| DamagedFrame { frame: frame_of(number), reason }).collect();
        let version = self.damaged.version + 1;
        self.damaged = DamagedFrames { version, frames, listed, count: numbers.len() as u64, seen };
    }
}
