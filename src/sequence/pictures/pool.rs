//! Buffers of pictures that are used again: a fresh one of eight megabytes costs as much as a fifth of its decoding.

use std::sync::atomic::{AtomicU64, Ordering};

use parking_lot::Mutex;

use super::picture::Rgba;

/// Most buffers that wait to be used again.
const KEPT: usize = 2;

/// Buffers that wait to be used again.
#[derive(Debug, Default)]
pub struct Pool {
    kept: Mutex<Vec<Vec<Rgba>>>,
    in_use: AtomicU64,
    fresh: AtomicU64,
}

impl Pool {
    /// A buffer of `len` pixels whose content is anything. An empty one is none.
    pub fn take(&self, len: usize) -> Vec<Rgba> {
        if len == 0 {
            return Vec::new();
        }
        self.in_use.fetch_add(1, Ordering::Relaxed);
        let kept = {
            let mut kept = self.kept.lock();
            // One that is much too large would keep alive what nobody counts.
            kept.iter()
                .position(|buffer| buffer.capacity() >= len && buffer.capacity() / 2 <= len)
                .map(|at| kept.swap_remove(at))
        };
        if let Some(mut buffer) = kept {
            buffer.resize(len, Rgba::default());
            return buffer;
        }
        self.fresh.fetch_add(1, Ordering::Relaxed);
        // Zeros from the system cost nothing until they are touched.
        bytemuck::allocation::zeroed_vec(len)
    }

    /// Keeps a buffer that was taken and is no longer needed, if there is room. An empty one was none.
    pub fn give(&self, buffer: Vec<Rgba>) {
        if buffer.capacity() == 0 {
            return;
        }
        // A source may have made a buffer of its own, which was never counted.
        let _ = self.in_use.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |count| count.checked_sub(1));
        let surplus = {
            let mut kept = self.kept.lock();
            kept.push(buffer);
            // The oldest goes: where sizes change, the newest is the one that fits.
            (kept.len() > KEPT).then(|| kept.remove(0))
        };
        drop(surplus);
    }

    /// Buffers taken and not given back so far. One count: of two, the first read would be old by the time of the second.
    pub fn in_use(&self) -> u64 {
        self.in_use.load(Ordering::Relaxed)
    }

    /// How often a new buffer had to be allocated.
    pub fn fresh(&self) -> u64 {
        self.fresh.load(Ordering::Relaxed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_buffer_given_back_is_used_again() {
        let pool = Pool::default();
        let buffer = pool.take(1000);
        assert_eq!((buffer.len(), pool.in_use(), pool.fresh()), (1000, 1, 1));
        pool.give(buffer);
        assert_eq!((pool.take(800).len(), pool.take(800).len()), (800, 800));
        assert_eq!((pool.in_use(), pool.fresh()), (2, 2));
    }

    #[test]
    fn one_much_too_large_is_not_used_and_no_more_than_two_wait() {
        let pool = Pool::default();
        let buffers: Vec<_> = [9000, 9000, 1000, 1100].map(|len| pool.take(len)).into();
        buffers.into_iter().for_each(|buffer| pool.give(buffer));
        assert_eq!(pool.kept.lock().len(), KEPT);
        // The two largest were given back first, so they are gone.
        assert!(pool.take(1050).capacity() < 9000 && pool.take(10).len() == 10);
        assert_eq!(pool.in_use(), 2);
        pool.give(Vec::new());
        assert_eq!(pool.in_use(), 2);
    }
}
