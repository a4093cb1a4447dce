//! The frames of events that are landmarks for the predictor.

use std::sync::Arc;

use crate::app::model::judging::{EventKinds, Judging};

/// How many frames before and behind the play head are landmarks. There may be millions of events.
const MOST: usize = 400;
/// They are chosen again when fewer than this are left ahead or behind.
const LEFT: usize = 100;

/// The frames of the events around the play head.
#[derive(Clone, Debug, Default)]
pub struct EventLandmarks {
    /// The frames, rising.
    frames: Arc<[u64]>,
    /// The version of the comparison, the place of its results, the kinds of events, and what was typed to find them.
    of: Option<(u64, usize, EventKinds, String)>,
    /// Whether there are further ones before the first and behind the last.
    has_more: (bool, bool),
}

impl EventLandmarks {
    /// The frames that were chosen last.
    pub fn frames(&self) -> Arc<[u64]> {
        Arc::clone(&self.frames)
    }

    /// Chooses the frames of events around `position` that the keys go to. While it moves among them, they stay, because others would
    /// be told to the cache and looked at again.
    pub fn choose(&mut self, position: u64, judging: &Judging, kinds: EventKinds) {
        let Some((judgement, order)) = judging.judgement().zip(judging.order()) else { return };
        let of = Some((judging.version, judgement.result, kinds, judging.search.clone()));
        let before = self.frames.partition_point(|&frame| frame < position);
        let behind = self.frames.len() - before;
        let is_near_end = (self.has_more.0 && before < LEFT) || (self.has_more.1 && behind < LEFT);
        if self.of != of || is_near_end {
            let frames = judgement.frames_around((order, kinds), position, MOST);
            let before = frames.partition_point(|&frame| frame < position);
            self.has_more = (before == MOST, frames.len() - before >= MOST);
            (self.frames, self.of) = (frames.into(), of);
        }
    }
}
