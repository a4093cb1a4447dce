//! A loader of a replay and the load that it is at: [`Slot`].

use crate::cache::Lane;
use crate::sim::video::Way;

/// A time that is never reached: the end of the load of a free loader.
pub(super) const NEVER: u64 = u64::MAX;

/// A loader. The background loaders come first in the array, then the demand lanes.
#[derive(Clone, Copy)]
pub(super) struct Slot {
    /// When its load ends, in nanoseconds; [`NEVER`] if it is free.
    pub(super) end: u64,
    /// When it decodes the next frame on its way; the end if there is none, and for loads that are none of a video.
    pub(super) next: u64,
    /// The trip of its decoder, if it loads a frame of a video.
    pub(super) trip: Option<Trip>,
    /// The key that it loads.
    pub(super) key: u64,
    /// The number of the load, from 1, in the order in which loads begin.
    pub(super) number: u64,
    /// What the load is for.
    pub(super) lane: Lane,
    /// Whether the key was requested since the load began.
    pub(super) joined: bool,
}

/// A decoder on its way.
#[derive(Clone, Copy)]
pub(super) struct Trip {
    /// The number of the decoder.
    pub(super) decoder: usize,
    pub(super) way: Way,
    /// When it began.
    pub(super) began: u64,
    /// The next frame that it decodes.
    pub(super) frame: u64,
}

impl Trip {
    /// When the next frame is decoded.
    pub(super) fn at(&self) -> u64 {
        self.began.saturating_add(self.way.nanos_to(self.frame)).min(NEVER - 1)
    }
}
