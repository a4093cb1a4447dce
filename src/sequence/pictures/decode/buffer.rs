//! The buffer that a picture is decoded into.

use crate::sequence::pictures::picture::{Picture, Rgba};
use crate::sequence::pictures::pool::Pool;

/// A picture that is being decoded. If decoding fails, its buffer goes back to the pool.
pub(super) struct PendingPicture<'a> {
    pool: &'a Pool,
    picture: Picture,
}

impl<'a> PendingPicture<'a> {
    /// Takes a buffer for a picture of this width and height, in pixels, from `pool`.
    pub(super) fn new(pool: &'a Pool, width: u32, height: u32) -> Self {
        let pixels = pool.take(width as usize * height as usize);
        Self { pool, picture: Picture { width, height, pixels } }
    }

    pub(super) fn pixels(&mut self) -> &mut [Rgba] {
        &mut self.picture.pixels
    }

    /// The picture, once all its pixels are written.
    pub(super) fn done(mut self) -> Picture {
        std::mem::take(&mut self.picture)
    }
}

impl Drop for PendingPicture<'_> {
    fn drop(&mut self) {
        self.pool.give(std::mem::take(&mut self.picture.pixels));
    }
}
