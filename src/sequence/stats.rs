//! What loading pictures took.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use super::pictures::Backdrop;

/// Counters of the pictures of a [`Sequence`](super::Sequence).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PictureStats {
    /// Pictures decoded.
    pub decoded: u64,
    /// Time spent reading and decoding them, damaged ones too, summed over threads.
    pub decode_time: Duration,
    /// The time of the last one.
    pub last_decode_time: Duration,
    /// Bytes of picture files read, by whomever.
    pub bytes_read: u64,
    /// Loads of a picture that could not be shown.
    pub damaged: u64,
    /// Loads of a frame that there is no picture of, in a sequence that has pictures.
    pub missing: u64,
}

/// The same while they are counted.
#[derive(Debug, Default)]
pub(super) struct Counters {
    decoded: AtomicU64,
    nanos: AtomicU64,
    last_nanos: AtomicU64,
    damaged: AtomicU64,
    missing: AtomicU64,
}

impl Counters {
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

    pub(super) fn read(&self, bytes_read: u64) -> PictureStats {
        PictureStats {
            decoded: self.decoded.load(Ordering::Relaxed),
            decode_time: Duration::from_nanos(self.nanos.load(Ordering::Relaxed)),
            last_decode_time: Duration::from_nanos(self.last_nanos.load(Ordering::Relaxed)),
            bytes_read,
            damaged: self.damaged.load(Ordering::Relaxed),
            missing: self.missing.load(Ordering::Relaxed),
        }
    }
}
