//! Small pictures of many frames, for what has to be shown at once.

mod plan;
mod shrink;
mod stored;
#[cfg(test)]
mod tests;

use std::panic::{self, AssertUnwindSafe};
use std::sync::Arc;
use std::thread;
use std::time::Duration;

#[cfg(feature = "gui")]
pub(crate) use self::shrink::shrunk;
use self::stored::Stored;
use super::pictures::{self, Backdrop, Picture, PictureSource, Pool};
use crate::provider::KeySet;

/// How long to wait before asking again whether it is idle now, while there is work left.
const ASK_AGAIN: Duration = Duration::from_millis(150);

/// Small pictures of every k-th frame of a sequence, made in idle time.
///
/// They are about 160 pixels wide and kept as JPEG: some 4 KB each. They are made coarse to fine over the whole sequence, so
/// that wherever a drag goes there is soon one near, and as dense as the budget allows. The thread that makes them ends when
/// all are made, or soon after this is dropped; dropping waits for nothing.
#[derive(Debug)]
pub struct Proxies {
    stored: Arc<Stored>,
}

impl Proxies {
    /// The usual budget, in bytes.
    pub const BUDGET: u64 = 64_000_000;

    /// Begins to make small pictures of `numbers` on a thread of its own, whenever `idle` says so, within `budget_bytes`.
    ///
    /// `idle` is asked before each picture, on that thread; after a no again a little later, or when [nudged](Self::nudge).
    pub fn start(
        source: Arc<dyn PictureSource>,
        numbers: Arc<KeySet>,
        idle: impl Fn() -> bool + Send + 'static,
        budget_bytes: u64,
    ) -> Self {
        let stored = Arc::new(Stored::new(numbers, budget_bytes));
        let theirs = Arc::clone(&stored);
        let work = move || make_all(&*source, &theirs, idle);
        // Without a thread there are those that are offered.
        let _ = thread::Builder::new().name("motscope-proxies".to_owned()).spawn(work);
        Self { stored }
    }

    /// Says that it may be idle now.
    pub fn nudge(&self) {
        self.stored.wake();
    }

    /// Takes a picture that is decoded anyway, if its number is part of the plan and missing. A millisecond at most.
    pub fn offer(&self, number: u64, picture: &Picture) {
        if self.stored.wants(number) {
            self.stored.add(number, shrink::packed(picture));
        }
    }

    /// The stored picture nearest to `number`, and its own number. Decoding it takes a tenth of a millisecond.
    pub fn nearest(&self, number: u64) -> Option<(u64, Picture)> {
        let (number, bytes) = self.stored.nearest(number)?;
        pictures::decode(&bytes, &Pool::default()).ok().map(|picture| (number, picture))
    }

    /// The longest way, in pictures of the sequence, from any of them to the next stored one: 1 if all are stored, 0 if
    /// the sequence has no pictures, `None` while none is stored.
    pub fn spacing(&self) -> Option<u64> {
        self.stored.spacing()
    }

    /// How much of what is planned is done, from 0 to 1.
    pub fn progress(&self) -> f32 {
        self.stored.progress()
    }

    /// Bytes of the pictures stored.
    pub fn bytes(&self) -> u64 {
        self.stored.bytes()
    }
}

impl Drop for Proxies {
    fn drop(&mut self) {
        self.stored.close();
    }
}

fn make_all(source: &dyn PictureSource, stored: &Stored, idle: impl Fn() -> bool) {
    let pool = Pool::default();
    while let Some(number) = stored.next() {
        if !idle() {
            stored.wait(ASK_AGAIN);
            continue;
        }
        // A mistake in a source costs this picture, not those that follow.
        let loaded = panic::catch_unwind(AssertUnwindSafe(|| source.load(number, &pool)));
        let packed = match loaded {
            Ok(Backdrop::Ready(picture)) => {
                let packed = shrink::packed(&picture);
                pool.give(picture.pixels);
                packed
            }
            _ => None,
        };
        stored.add(number, packed);
    }
}
