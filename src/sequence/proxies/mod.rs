//! Small pictures of many frames, to be shown while the full picture of a frame is not loaded yet.

mod shrink;
mod shrink_plan;
mod store;
#[cfg(test)]
mod tests;

use std::panic::{self, AssertUnwindSafe};
use std::sync::Arc;
use std::thread;
use std::time::Duration;

#[cfg(feature = "gui")]
pub(crate) use self::shrink::shrunk;
use self::store::ProxyStore;
use super::pictures::{self, Backdrop, Picture, PictureSource, PictureView, Pool};
use crate::provider::KeySet;

/// How long to wait before `idle` is asked again, while there is work left.
const IDLE_CHECK: Duration = Duration::from_millis(150);

/// Small pictures (proxies) of every k-th frame of a sequence, made in idle time.
///
/// They are about 160 pixels wide and kept as JPEG of about 4 KB each. They are made coarse to fine over the whole sequence,
/// so that there is soon one near every frame, and as dense as the memory budget allows. A thread makes them. It ends when
/// all are made, or soon after this value is dropped. Dropping does not wait for it.
#[derive(Debug)]
pub struct Proxies {
    store: Arc<ProxyStore>,
}

impl Proxies {
    /// The default memory budget in bytes.
    pub const BUDGET: u64 = 64_000_000;

    /// Starts a thread that makes small pictures of `source` and keeps at most `budget_bytes` of them. They are made of those that
    /// take [least time](PictureSource::sparse_numbers) to load, once all pictures are known.
    ///
    /// The thread calls `idle` before each picture and works while it returns true. After false it calls again a little
    /// later, or as soon as it is [nudged](Self::nudge).
    pub fn start(source: Arc<dyn PictureSource>, idle: impl Fn() -> bool + Send + 'static, budget_bytes: u64) -> Self {
        let proxies = Self { store: Arc::new(ProxyStore::new(budget_bytes)) };
        if !source.wait_more(source.numbers().len(), Duration::ZERO) {
            proxies.store.plan(source.sparse_numbers());
        }
        proxies.make(source, idle);
        proxies
    }

    /// Forgets the small pictures of the numbers `changed`, whose pictures have changed, and makes them again as
    /// [`start`](Self::start) does.
    pub fn renew(&self, source: Arc<dyn PictureSource>, changed: &KeySet, idle: impl Fn() -> bool + Send + 'static) {
        if self.store.forget(changed) {
            self.make(source, idle);
        }
    }

    /// Starts the thread.
    fn make(&self, source: Arc<dyn PictureSource>, idle: impl Fn() -> bool + Send + 'static) {
        let store = Arc::clone(&self.store);
        let work = move || make_all(&*source, &store, idle);
        // If the thread cannot be started, only pictures that are offered become small ones.
        let _ = thread::Builder::new().name("motscope-proxies".to_owned()).spawn(work);
    }

    /// Makes the thread ask at once whether it is idle.
    pub fn nudge(&self) {
        self.store.wake();
    }

    /// Makes a small picture of one that was decoded for another purpose, if its number is planned and not done yet. Takes
    /// at most a millisecond.
    pub fn offer(&self, number: u64, picture: &Picture) {
        if self.store.wants(number) {
            self.store.add(number, shrink::packed(picture));
        }
    }

    /// The stored small picture nearest to `number`, with its own number. Takes a tenth of a millisecond to decode it.
    pub fn nearest(&self, number: u64) -> Option<(u64, Picture)> {
        let (number, bytes) = self.store.nearest(number)?;
        pictures::decode(&bytes, PictureView::default(), &Pool::default()).ok().map(|picture| (number, picture))
    }

    /// The largest distance between neighbouring small pictures, counted in pictures of the sequence: 1 if all are stored, 0
    /// if the sequence has no pictures, `None` while none is stored.
    pub fn spacing(&self) -> Option<u64> {
        self.store.spacing()
    }

    /// The share of the planned small pictures that is done, from 0 to 1.
    pub fn progress(&self) -> f32 {
        self.store.progress()
    }

    /// Size of all stored small pictures in bytes.
    pub fn bytes(&self) -> u64 {
        self.store.bytes()
    }
}

impl Drop for Proxies {
    fn drop(&mut self) {
        self.store.close();
    }
}

/// Makes all planned small pictures, one after the other, while `idle` returns true.
fn make_all(source: &dyn PictureSource, store: &ProxyStore, idle: impl Fn() -> bool) {
    let pool = Pool::default();
    while source.wait_more(source.numbers().len(), IDLE_CHECK) {
        if store.is_closed() {
            return;
        }
    }
    store.plan(source.sparse_numbers());
    while let Some(number) = store.next() {
        if !idle() {
            store.wait(IDLE_CHECK);
            continue;
        }
        // A panic of the source costs this picture only.
        let loaded = panic::catch_unwind(AssertUnwindSafe(|| source.load(number, &pool)));
        let packed = match loaded {
            Ok(Backdrop::Ready(picture)) => {
                let packed = shrink::packed(&picture);
                pool.give(picture.pixels);
                packed
            }
            _ => None,
        };
        store.add(number, packed);
    }
}
