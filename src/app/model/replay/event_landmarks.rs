//! The frames of events that are landmarks for the predictor.

use std::sync::Arc;

use crate::app::model::judging::{EventKinds, Judgement};

/// How many frames before and behind the play head are landmarks. There may be millions of events.
const MOST: usize = 400;
/// They are chosen again when fewer than this are left ahead or behind.
const LEFT: usize = 100;

/// The frames of the events around the play head.
#[derive(Clone, Debug, Default)]
pub struct EventLandmarks {
    /// The frames, rising.
    frames: Arc<[u64]>,
    /// The version of the comparison, the place of its results, and the kinds of events.
    of: Option<(u64, usize, EventKinds)>,
    /// Whether there are further ones before the first and behind the last.
    has_more: (bool, bool),
}

impl EventLandmarks {
    /// The frames that were chosen last.
    pub fn frames(&self) -> Arc<[u64]> {
        Arc::clone(&self.frames)
    }

    /// Chooses the frames of events of these kinds around `position`. While it moves among them, they stay, because others would be
    /// told to the cache and looked at again.
    pub fn choose(&mut self, position: u64, (version, judgement): (u64, &Judgement), kinds: EventKinds) {
        let of = Some((version, judgement.result, kinds));
        let before = self.frames.partition_point(|&frame| frame < position);
        let behind = self.frames.len() - before;
        let is_near_end = (self.has_more.0 && before < LEFT) || (self.has_more.1 && behind < LEFT);
        if self.of != of || is_near_end {
            let frames = judgement.frames_around(kinds, position, MOST);
            let before = frames.partition_point(|&frame| frame < position);
            self.has_more = (before == MOST, frames.len() - before >= MOST);
            (self.frames, self.of) = (frames.into(), of);
        }
    }
}
