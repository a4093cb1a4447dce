//! Buffers of pictures that are used again: a fresh one of eight megabytes costs as much as a fifth of its decoding.

use parking_lot::Mutex;

use super::picture::Rgba;

/// Most buffers that wait to be used again.
const KEPT: usize = 2;

/// Buffers that wait to be used again.
#[derive(Debug, Default)]
pub struct Pool(Mutex<Vec<Vec<Rgba>>>);

impl Pool {
    /// A buffer of `len` pixels whose content is anything.
    pub fn take(&self, len: usize) -> Vec<Rgba> {
        let kept = {
            let mut kept = self.0.lock();
            // One that is much too large would keep alive what nobody counts.
            kept.iter()
                .position(|buffer| buffer.capacity() >= len && buffer.capacity() / 2 <= len)
                .map(|at| kept.swap_remove(at))
        };
        let mut buffer = kept.unwrap_or_default();
        buffer.resize(len, Rgba::default());
        buffer
    }

    /// Keeps a buffer that is no longer needed, if there is room.
    pub fn give(&self, buffer: Vec<Rgba>) {
        let mut kept = self.0.lock();
        if kept.len() < KEPT && buffer.capacity() > 0 {
            kept.push(buffer);
        } else {
            drop(kept);
            drop(buffer);
        }
    }
}
