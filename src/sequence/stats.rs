//! How many pictures were loaded, and how long it took.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use super::pictures::Backdrop;

/// Counters of the pictures that a [`Sequence`](super::Sequence) has loaded.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PictureStats {
    /// Number of pictures decoded.
    pub decoded: u64,
    /// Time spent reading and decoding pictures, damaged ones included, summed over threads.
    pub decode_time: Duration,
    /// Time spent on the last picture.
    pub last_decode_time: Duration,
    /// Bytes of picture files read, for any purpose.
    pub bytes_read: u64,
    /// Number of loads that failed because the picture is damaged.
    pub damaged: u64,
    /// Number of loads of frames that have no picture, in a sequence with pictures.
    pub missing: u64,
    /// Bytes that pictures being decoded at this moment take: their pixels, and what their decoders work in. The cache does
    /// not count them.
    pub decoding: u64,
}

/// The counters behind [`PictureStats`], shared by all threads that load.
#[derive(Debug, Default)]
pub(super) struct Counters {
    decoded: AtomicU64,
    nanos: AtomicU64,
    last_nanos: AtomicU64,
    damaged: AtomicU64,
    missing: AtomicU64,
    frames: AtomicU64,
    frame_nanos: AtomicU64,
}

impl Counters {
    /// Counts one load, and the time it took.
    pub(super) fn count<P>(&self, backdrop: &Backdrop<P>, took: Duration) {
        let counter = match backdrop {
            Backdrop::None => return,
            Backdrop::Missing => {
                self.missing.fetch_add(1, Ordering::Relaxed);
                return;
            }
            Backdrop::Damaged(_) => &self.damaged,
            Backdrop::Ready(_) => &self.decoded,
        };
        counter.fetch_add(1, Ordering::Relaxed);
        let nanos = u64::try_from(took.as_nanos()).unwrap_or(u64::MAX);
        self.nanos.fetch_add(nanos, Ordering::Relaxed);
        self.last_nanos.store(nanos, Ordering::Relaxed);
    }

    /// Counts the load of a whole frame, and the time it took.
    pub(super) fn count_frame(&self, took: Duration) {
        self.frames.fetch_add(1, Ordering::Relaxed);
        let nanos = u64::try_from(took.as_nanos()).unwrap_or(u64::MAX);
        self.frame_nanos.fetch_add(nanos, Ordering::Relaxed);
    }

    /// How many whole frames were loaded, and how long that took.
    pub(super) fn frames(&self) -> (u64, Duration) {
        let time = Duration::from_nanos(self.frame_nanos.load(Ordering::Relaxed));
        (self.frames.load(Ordering::Relaxed), time)
    }

    /// The values at this moment. `bytes_read` and `decoding` are counted elsewhere.
    pub(super) fn read(&self, bytes_read: u64, decoding: u64) -> PictureStats {
        PictureStats {
            decoded: self.decoded.load(Ordering::Relaxed),
            decode_time: Duration::from_nanos(self.nanos.load(Ordering::Relaxed)),
            last_decode_time: Duration::from_nanos(self.last_nanos.load(Ordering::Relaxed)),
            bytes_read,
            damaged: self.damaged.load(Ordering::Relaxed),
            missing: self.missing.load(Ordering::Relaxed),
            decoding,
        }
    }
}
