//! A buffer on its way to be a picture.

use crate::sequence::pictures::picture::{Picture, Rgba};
use crate::sequence::pictures::pool::Pool;

/// A buffer of a pool, which gets it back unless it becomes a picture.
pub(super) struct Taken<'a> {
    pool: &'a Pool,
    picture: Picture,
}

impl<'a> Taken<'a> {
    pub(super) fn new(pool: &'a Pool, width: u32, height: u32) -> Self {
        let pixels = pool.take(width as usize * height as usize);
        Self { pool, picture: Picture { width, height, pixels } }
    }

    pub(super) fn pixels(&mut self) -> &mut [Rgba] {
        &mut self.picture.pixels
    }

    pub(super) fn done(mut self) -> Picture {
        std::mem::take(&mut self.picture)
    }
}

impl Drop for Taken<'_> {
    fn drop(&mut self) {
        self.pool.give(std::mem::take(&mut self.picture.pixels));
    }
}
