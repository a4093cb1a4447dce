//! What it costs to load frames of a video: [`Video`].

use std::ops::RangeInclusive;
use std::time::Duration;

use crate::provider::KeySet;

/// A video. A frame can be decoded only after all frames since the key frame before it. Decoders stay where they are after a
/// load and go on from there.
///
/// Frames are counted from 0, in the order of the keys: the number of a frame is the rank of its key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Video {
    /// How many frames there are from one key frame to the next; at least 1.
    pub gop: u64,
    /// How long it takes to decode a frame.
    pub decode: Duration,
    /// How long it takes to go to a key frame.
    pub seek: Duration,
}

impl Video {
    /// The mean time to load a frame with a decoder that stands in another group.
    pub fn mean_load(&self) -> Duration {
        self.seek.saturating_add(Duration::from_secs_f64(self.decode.as_secs_f64() * (self.gop as f64 + 1.0) / 2.0))
    }

    /// The key frame that a frame depends on.
    fn key_frame(&self, frame: u64) -> u64 {
        frame - frame % self.gop.max(1)
    }

    /// The keys that are decoded from one key frame: those of the group that `key` is in.
    pub(super) fn group_of_key(&self, key: u64, keys: &KeySet) -> RangeInclusive<u64> {
        let Some(first) = keys.rank_of(key).map(|frame| self.key_frame(frame)) else { return key..=key };
        let last = first.saturating_add(self.gop.max(1) - 1).min(keys.len() - 1);
        keys.key_at(first).unwrap_or(key)..=keys.key_at(last).unwrap_or(key)
    }

    /// The way of a decoder that stands at frame `at` to a frame: if it is on the way from the same key frame, on from there,
    /// and otherwise from the key frame.
    pub(super) fn way(&self, at: Option<u64>, frame: u64) -> Way {
        let key_frame = self.key_frame(frame);
        match at.filter(|at| (key_frame..=frame).contains(at)) {
            Some(at) => Way { first: (at + 1).min(frame), wait: 0, decoded: frame - at, frame, video: *self },
            None => {
                Way { first: key_frame, wait: nanos(self.seek), decoded: frame - key_frame + 1, frame, video: *self }
            }
        }
    }
}

/// The way of a decoder to a frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Way {
    /// The first frame that it decodes.
    pub(super) first: u64,
    /// How long it takes before that, in nanoseconds.
    wait: u64,
    /// How many frames it decodes.
    decoded: u64,
    /// The frame it goes to.
    pub(super) frame: u64,
    video: Video,
}

impl Way {
    /// How long it takes to the end, in nanoseconds; at least one, so that time passes.
    pub(super) fn nanos(&self) -> u64 {
        self.wait.saturating_add(nanos(self.video.decode).saturating_mul(self.decoded)).max(1)
    }

    /// How long it takes from the begin until a frame on the way is decoded, in nanoseconds.
    pub(super) fn nanos_to(&self, frame: u64) -> u64 {
        let decoded = frame.saturating_sub(self.first).saturating_add(1);
        self.wait.saturating_add(nanos(self.video.decode).saturating_mul(decoded)).min(self.nanos())
    }
}

/// The decoders of a machine. A load takes the free one that is there first.
pub(super) struct Decoders {
    video: Video,
    /// Where each one stands: none if it was not used yet.
    places: Vec<Option<u64>>,
    busy: Vec<bool>,
}

impl Decoders {
    pub(super) fn new(video: Video, count: usize) -> Self {
        Self { video, places: vec![None; count], busy: vec![false; count] }
    }

    /// Sends a free decoder to a frame. Returns its number and its way; none if no decoder is free.
    pub(super) fn send(&mut self, frame: u64) -> Option<(usize, Way)> {
        let free = (0..self.places.len()).filter(|&number| !self.busy[number]);
        let ways = free.map(|number| (number, self.video.way(self.places[number], frame)));
        let (number, way) = ways.min_by_key(|(_, way)| way.nanos())?;
        (self.places[number], self.busy[number]) = (Some(frame), true);
        Some((number, way))
    }

    /// Notes that a decoder has arrived.
    pub(super) fn free(&mut self, number: usize) {
        self.busy[number] = false;
    }
}

/// A duration in nanoseconds.
fn nanos(time: Duration) -> u64 {
    u64::try_from(time.as_nanos()).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests;
