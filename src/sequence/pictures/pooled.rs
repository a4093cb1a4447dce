//! A picture whose buffer goes back where it came from.

use std::ops::Deref;
use std::sync::Arc;

use super::picture::Picture;
use super::pool::Pool;

/// A picture in a buffer of a [`Pool`], which gets it back when the picture is dropped.
#[derive(Debug)]
pub struct Pooled {
    picture: Picture,
    pool: Arc<Pool>,
}

impl Pooled {
    /// A picture whose buffer belongs to `pool`.
    pub fn new(picture: Picture, pool: Arc<Pool>) -> Self {
        Self { picture, pool }
    }

    /// The picture alone; whoever takes it may [give](Pool::give) the buffer back.
    pub fn into_picture(mut self) -> Picture {
        std::mem::take(&mut self.picture)
    }
}

impl Deref for Pooled {
    type Target = Picture;

    fn deref(&self) -> &Picture {
        &self.picture
    }
}

impl PartialEq for Pooled {
    fn eq(&self, other: &Self) -> bool {
        self.picture == other.picture
    }
}

impl Eq for Pooled {}

impl Drop for Pooled {
    fn drop(&mut self) {
        self.pool.give(std::mem::take(&mut self.picture.pixels));
    }
}
