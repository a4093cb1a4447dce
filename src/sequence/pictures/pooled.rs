//! A picture that gives its buffer back when it is dropped.

use std::ops::Deref;
use std::sync::Arc;

use super::picture::Picture;
use super::pool::Pool;

/// A picture in a buffer of a [`Pool`]. Dropping the picture gives the buffer back.
#[derive(Debug)]
pub struct Pooled {
    picture: Picture,
    pool: Arc<Pool>,
}

impl Pooled {
    /// Wraps a picture whose buffer is to go back to `pool`.
    pub fn new(picture: Picture, pool: Arc<Pool>) -> Self {
        Self { picture, pool }
    }

    /// The picture alone. The caller may [give](Pool::give) its buffer back.
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
