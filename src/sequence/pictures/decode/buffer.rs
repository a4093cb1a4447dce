//! The buffer that a picture is decoded into.

use crate::sequence::pictures::error::{MAX_SIDE, PictureError};
use crate::sequence::pictures::picture::{Picture, Rgba};
use crate::sequence::pictures::pool::Pool;

/// A picture that is being decoded. If decoding fails, its buffer goes back to the pool.
pub(super) struct PendingPicture<'a> {
    pool: &'a Pool,
    picture: Picture,
}

impl<'a> PendingPicture<'a> {
    /// Takes a buffer for a picture of this width and height, in pixels, from `pool`.
    ///
    /// # Errors
    /// If a file of `bytes` bytes cannot hold so many pixels, as one byte encodes at most `pixels_per_byte`, or if the size
    /// is out of bounds.
    pub(super) fn new(
        pool: &'a Pool,
        (width, height): (u32, u32),
        bytes: usize,
        pixels_per_byte: u64,
    ) -> Result<Self, PictureError> {
        if width == 0 || height == 0 {
            return Err(PictureError::NoPixels);
        }
        if width > MAX_SIDE || height > MAX_SIDE {
            return Err(PictureError::LargePicture(width, height));
        }
        let pixels = u64::from(width) * u64::from(height);
        if pixels / pixels_per_byte > bytes as u64 {
            return Err(PictureError::CutOff);
        }
        let pixels = pool.take(width as usize * height as usize);
        Ok(Self { pool, picture: Picture { width, height, pixels } })
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
