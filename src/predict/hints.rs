//! Hints: what the caller knows about the next moves, so that a predictor need not guess it.

use std::sync::Arc;
use std::time::Duration;

/// Something that the caller knows about the next moves. A hint replaces the one of the same kind before it; see
/// [`PrefetchCache::hint`](crate::PrefetchCache::hint).
#[derive(Clone, Debug, PartialEq)]
pub enum AccessHint {
    /// Playback goes on like this; none if playback has stopped.
    Playback(Option<PlaybackHint>),
    /// The pointer drags the scrubber like this; none if it has released the scrubber.
    Drag(Option<DragHint>),
    /// Keys worth jumping to, in any order. A key that does not exist counts as the nearest existing one.
    Landmarks(Arc<[u64]>),
    /// Distances of the jump buttons in keys, negative backward.
    Jumps(Arc<[i64]>),
    /// The width in pixels of the scrubber, which spans all keys; none if there is no scrubber.
    Scrubber(Option<u32>),
}

/// Playback under way.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PlaybackHint {
    /// How many keys one move covers, negative backward. It is more than one when keys are skipped to keep real time.
    pub stride: i64,
    /// Time from one move to the next.
    pub period: Duration,
    /// Whether playback starts again at the end of the range.
    pub looping: bool,
    /// First key of the range.
    pub first: u64,
    /// Last key of the range.
    pub last: u64,
}

/// A drag of the scrubber under way.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct DragHint {
    /// The position of the pointer as a key, with a fraction.
    pub position: f64,
    /// The speed of the pointer in keys per second, negative backward.
    pub speed: f64,
}

/// The newest hint of each kind. The caller gives them in keys; a predictor sees them in ranks.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Hints {
    /// Playback under way, if any.
    pub playback: Option<PlaybackHint>,
    /// The drag under way, if any.
    pub drag: Option<DragHint>,
    /// Keys worth jumping to. For a predictor they are rising ranks.
    pub landmarks: Arc<[u64]>,
    /// Distances of the jump buttons, negative backward. Empty if they are not known.
    pub jumps: Arc<[i64]>,
    /// The width of the scrubber in pixels. Pixel p of n is over rank round(p · (N − 1) / (n − 1)) of N.
    pub scrubber: Option<u32>,
}

impl DragHint {
    /// A pointer that has not moved for this long is at rest. Samples of a pointer can come more than a tenth of a second
    /// apart, over a slow remote connection for example.
    pub const RESTS: Duration = Duration::from_millis(200);
}

impl Hints {
    /// All hints, one of each kind.
    pub fn each(&self) -> [AccessHint; 5] {
        [
            AccessHint::Playback(self.playback),
            AccessHint::Drag(self.drag),
            AccessHint::Landmarks(Arc::clone(&self.landmarks)),
            AccessHint::Jumps(Arc::clone(&self.jumps)),
            AccessHint::Scrubber(self.scrubber),
        ]
    }

    /// Stores a hint and returns the one that it replaces.
    pub fn replace(&mut self, hint: AccessHint) -> AccessHint {
        match hint {
            AccessHint::Playback(new) => AccessHint::Playback(std::mem::replace(&mut self.playback, new)),
            AccessHint::Drag(new) => AccessHint::Drag(std::mem::replace(&mut self.drag, new)),
            AccessHint::Landmarks(new) => AccessHint::Landmarks(std::mem::replace(&mut self.landmarks, new)),
            AccessHint::Jumps(new) => AccessHint::Jumps(std::mem::replace(&mut self.jumps, new)),
            AccessHint::Scrubber(new) => AccessHint::Scrubber(std::mem::replace(&mut self.scrubber, new)),
        }
    }

    /// Whether a new hint calls for a plan at once. While a drag goes on, the next move makes one anyway. A pointer that
    /// comes to rest will not move for a while.
    pub(crate) fn is_urgent(&self, hint: &AccessHint) -> bool {
        match (hint, self.drag) {
            (AccessHint::Drag(Some(new)), Some(old)) => new.speed == 0.0 && old.speed != 0.0,
            _ => true,
        }
    }

    /// Whether a hint is equal to the one of its kind that is stored already.
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
