//! The frames of an open sequence whose pictures could not be read.

use super::Document;
use crate::app::session::damaged_pictures::DamagedFrames;

impl Document {
    /// The frames whose pictures could not be read when they were loaded last.
    pub fn damaged(&self) -> &DamagedFrames {
        self.damaged.frames()
    }

    /// Takes in which pictures could not be read. `is_paired_anew` says that frames may show other pictures than before.
    pub(super) fn take_damaged(&mut self, is_paired_anew: bool) {
        let Some(images) = &self.images else { return };
        let (sequence, source) = (&self.sequence, &images.source);
        self.damaged.follow(&images.damaged, is_paired_anew, || (sequence.pairing(), source.numbers()));
    }
}
