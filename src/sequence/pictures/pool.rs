//! Reuse of pixel buffers: allocating one of 8 MB takes a fifth of the time of decoding a picture into it.

use std::sync::atomic::{AtomicU64, Ordering};

use parking_lot::{Condvar, Mutex};

use super::picture::Rgba;

/// The most buffers that are kept for reuse.
const MAX_KEPT: usize = 2;
/// The most bytes that pictures may take together while they are decoded. One alone may always be decoded.
const MAX_WORK: u64 = 1 << 30;

/// Keeps pixel buffers that are no longer needed, so that they can be used again.
#[derive(Debug, Default)]
pub struct Pool {
    kept: Mutex<Vec<Vec<Rgba>>>,
    in_use: AtomicU64,
    fresh: AtomicU64,
    /// The bytes of the pictures that are being decoded.
    work: Mutex<u64>,
    work_ended: Condvar,
}

/// Counts a picture as being decoded until it is dropped.
pub(super) struct Work<'a> {
    pool: &'a Pool,
    bytes: u64,
}

impl Drop for Work<'_> {
    fn drop(&mut self) {
        *self.pool.work.lock() -= self.bytes;
        self.pool.work_ended.notify_all();
    }
}

impl Pool {
    /// A buffer of `len` pixels with arbitrary content. One of length 0 allocates nothing and is not counted. A length for
    /// which there is no memory ends the program: see [`try_take`](Self::try_take).
    pub fn take(&self, len: usize) -> Vec<Rgba> {
        self.try_take(len).unwrap_or_else(|| vec![Rgba::default(); len])
    }

    /// A buffer of `len` pixels with arbitrary content; `None` if there is no memory for it. One of length 0 allocates
    /// nothing and is not counted.
    pub fn try_take(&self, len: usize) -> Option<Vec<Rgba>> {
        if len == 0 {
            return Some(Vec::new());
        }
        let kept = {
            let mut kept = self.kept.lock();
            // One that is much too large would hold memory that no statistics show.
            kept.iter()
                .position(|buffer| buffer.capacity() >= len && buffer.capacity() / 2 <= len)
                .map(|at| kept.swap_remove(at))
        };
        if let Some(mut buffer) = kept {
            buffer.resize(len, Rgba::default());
            self.in_use.fetch_add(1, Ordering::Relaxed);
            return Some(buffer);
        }
        // Zeroed pages of the operating system cost nothing until they are touched.
        let buffer = bytemuck::allocation::try_zeroed_vec(len).ok()?;
        self.fresh.fetch_add(1, Ordering::Relaxed);
        self.in_use.fetch_add(1, Ordering::Relaxed);
        Some(buffer)
    }

    /// Counts a picture that takes this many bytes as being decoded. Waits while it and others would take too many together.
    pub(super) fn work(&self, bytes: u64) -> Work<'_> {
        let mut work = self.work.lock();
        while *work > 0 && work.saturating_add(bytes) > MAX_WORK {
            self.work_ended.wait(&mut work);
        }
        *work += bytes;
        Work { pool: self, bytes }
    }

    /// The bytes of the pictures that are being decoded: their pixels, and what their decoders work in.
    pub fn work_bytes(&self) -> u64 {
        *self.work.lock()
    }

    /// Takes back a buffer that is no longer needed. Keeps it if there is room. One without capacity is ignored.
    pub fn give(&self, buffer: Vec<Rgba>) {
        if buffer.capacity() == 0 {
            return;
        }
        // A picture source may have allocated the buffer itself; such a buffer was never counted as in use.
        let _ = self.in_use.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |count| count.checked_sub(1));
        let surplus = {
            let mut kept = self.kept.lock();
            kept.push(buffer);
            // The oldest is freed: where sizes change, the newest is the one that fits.
            (kept.len() > MAX_KEPT).then(|| kept.remove(0))
        };
        drop(surplus);
    }

    /// How many buffers are taken and not given back. This is a counter of its own: the difference of two counters could be
    /// wrong, as the first may change before the second is read.
    pub fn in_use(&self) -> u64 {
        self.in_use.load(Ordering::Relaxed)
    }

    /// How often a new buffer was allocated because no kept one fitted.
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
        assert_eq!(pool.kept.lock().len(), MAX_KEPT);
        // The two largest were given back first, so they are gone.
        assert!(pool.take(1050).capacity() < 9000 && pool.take(10).len() == 10);
        assert_eq!(pool.in_use(), 2);
        pool.give(Vec::new());
        assert_eq!(pool.in_use(), 2);
    }
}
