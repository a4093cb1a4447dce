//! Whether the cache is idle, so that small pictures can be made without slowing anything the user waits for.

use std::sync::{Arc, Weak};
use std::time::Duration;

use parking_lot::Mutex;

use super::caches::Frames;
use crate::cache::PrefetchCache;

/// The time after the last move from which on no further move is expected soon.
const REST: Duration = Duration::from_millis(300);

/// Says whether the cache of the open sequence is idle. Another cache can take its place.
#[derive(Default)]
pub struct Idle(Mutex<Weak<PrefetchCache<Frames>>>);

impl Idle {
    /// From now on observes `cache`.
    pub fn turn_to(&self, cache: &Arc<PrefetchCache<Frames>>) {
        let new = Arc::downgrade(cache);
        let old = std::mem::replace(&mut *self.0.lock(), new);
        drop(old);
    }

    /// Whether nothing is queued, in flight or to be loaded again, and the last move was some time ago. False without a cache.
    pub fn is_idle(&self) -> bool {
        let cache = Weak::clone(&self.0.lock());
        let Some(cache) = cache.upgrade() else { return false };
        let stats = cache.stats();
        let rests = cache.last_move().is_none_or(|last| cache.uptime().saturating_sub(last.at) >= REST);
        let in_flight = stats.prefetches_in_flight + stats.demands_in_flight;
        rests && stats.queued + in_flight + stats.stale == 0
    }
}
