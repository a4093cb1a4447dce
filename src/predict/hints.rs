//! What a caller knows and a predictor need not guess: [`AccessHint`] and [`Hints`].

use std::sync::Arc;
use std::time::Duration;

/// Something known of the moves to come. Each kind replaces what was known of that kind before; see
/// [`PrefetchCache::hint`](crate::PrefetchCache::hint).
#[derive(Clone, Debug, PartialEq)]
pub enum AccessHint {
    /// It plays, or no longer does.
    Playback(Option<PlaybackHint>),
    /// The pointer drags the scrubber, or let go of it.
    Drag(Option<DragHint>),
    /// Keys worth jumping to, in any order; keys that do not exist count as the nearest that does.
    Landmarks(Arc<[u64]>),
    /// Distances that a single move may cover, in keys; negative ones lead back.
    Jumps(Arc<[i64]>),
    /// How many places a scrubber has that spans all keys, as its width in pixels.
    Scrubber(Option<u32>),
}

/// Keys that follow one another without anybody asking for each.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PlaybackHint {
    /// How many keys one move covers; negative plays backward. Real time at high speed skips keys.
    pub stride: i64,
    /// Time from move to move.
    pub period: Duration,
    /// Whether it starts over at the end of the range.
    pub looping: bool,
    /// First key of the range.
    pub first: u64,
    /// Last key of the range.
    pub last: u64,
}

/// A pointer that drags the scrubber.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct DragHint {
    /// Where it points to, in keys, fractions included.
    pub position: f64,
    /// How fast it moves, in keys per second; negative moves back.
    pub speed: f64,
}

/// All that is known, the newest of each kind. What a caller gives are keys; a predictor is shown ranks.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Hints {
    /// Playback under way.
    pub playback: Option<PlaybackHint>,
    /// A drag under way.
    pub drag: Option<DragHint>,
    /// Places worth jumping to, rising.
    pub landmarks: Arc<[u64]>,
    /// Distances that a single move may cover. Empty if nobody said.
    pub jumps: Arc<[i64]>,
    /// Places of the scrubber: place p of n is rank round(p · (N − 1) / (n − 1)) of N.
    pub scrubber: Option<u32>,
}

impl Hints {
    /// All of it, one hint of each kind.
    pub fn each(&self) -> [AccessHint; 5] {
        [
            AccessHint::Playback(self.playback),
            AccessHint::Drag(self.drag),
            AccessHint::Landmarks(Arc::clone(&self.landmarks)),
            AccessHint::Jumps(Arc::clone(&self.jumps)),
            AccessHint::Scrubber(self.scrubber),
        ]
    }

    /// Takes a hint over, and answers the one that it replaces.
    pub fn replace(&mut self, hint: AccessHint) -> AccessHint {
        match hint {
            AccessHint::Playback(new) => AccessHint::Playback(std::mem::replace(&mut self.playback, new)),
            AccessHint::Drag(new) => AccessHint::Drag(std::mem::replace(&mut self.drag, new)),
            AccessHint::Landmarks(new) => AccessHint::Landmarks(std::mem::replace(&mut self.landmarks, new)),
            AccessHint::Jumps(new) => AccessHint::Jumps(std::mem::replace(&mut self.jumps, new)),
            AccessHint::Scrubber(new) => AccessHint::Scrubber(std::mem::replace(&mut self.scrubber, new)),
        }
    }

    /// Whether a hint says nothing new.
    pub fn says(&self, hint: &AccessHint) -> bool {
        match hint {
            AccessHint::Playback(playback) => *playback == self.playback,
            AccessHint::Drag(drag) => *drag == self.drag,
            AccessHint::Landmarks(landmarks) => *landmarks == self.landmarks,
            AccessHint::Jumps(jumps) => *jumps == self.jumps,
            AccessHint::Scrubber(places) => *places == self.scrubber,
        }
    }
}
