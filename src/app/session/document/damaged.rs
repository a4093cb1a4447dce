//! The frames of an open sequence whose pictures could not be read.

use std::sync::Arc;

use super::Document;

/// A frame whose picture could not be read, and the name of the picture with the reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DamagedFrame {
    /// The number of the frame. `None` if no frame shows the picture.
    pub frame: Option<u64>,
    /// The name of the picture, and why it could not be read.
    pub reason: Arc<str>,
}

/// What is known of pictures that could not be read.
#[derive(Debug, Default)]
pub struct DamagedFrames {
    /// Increases with every change.
    pub version: u64,
    /// The frames, in rising order.
    pub frames: Vec<u64>,
    /// The frames with reasons. If there are very many, only some.
    pub listed: Vec<DamagedFrame>,
    /// How many pictures could not be read.
    pub count: u64,
    seen: u64,
}

impl DamagedFrames {
    /// Why the picture of a frame could not be read.
    pub fn reason(&self, frame: u64) -> Option<&str> {
        self.listed.iter().find(|damaged| damaged.frame == Some(frame)).map(|damaged| &*damaged.reason)
    }
}

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
