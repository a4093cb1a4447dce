//! Whether there is time for what nobody waits for.

use std::sync::{Arc, Weak};
use std::time::Duration;

use parking_lot::Mutex;

use super::caches::Frames;
use crate::cache::PrefetchCache;

/// So long after the last move, another one is not expected soon.
const REST: Duration = Duration::from_millis(300);

/// Whether a cache, which may be replaced by another, has nothing to do.
#[derive(Default)]
pub struct Idle(Mutex<Weak<PrefetchCache<Frames>>>);

impl Idle {
    /// From now on it is about `cache`.
    pub fn turn_to(&self, cache: &Arc<PrefetchCache<Frames>>) {
        let new = Arc::downgrade(cache);
        let old = std::mem::replace(&mut *self.0.lock(), new);
        drop(old);
    }

    /// Nothing is queued or being loaded, and nobody has moved for a while.
    pub fn is_idle(&self) -> bool {
        let cache = Weak::clone(&self.0.lock());
        let Some(cache) = cache.upgrade() else { return false };
        let stats = cache.stats();
        let rests = cache.last_move().is_none_or(|last| cache.uptime().saturating_sub(last.at) >= REST);
        rests && stats.queued == 0 && stats.prefetches_in_flight + stats.demands_in_flight == 0
    }
}
