//! Where pictures come from.

use std::sync::Arc;

use super::picture::{Backdrop, Picture};
use super::pool::Pool;
use crate::provider::KeySet;

/// Pictures by number: a folder ([`Pictures`](super::Pictures)), or anything that can draw them.
///
/// All methods may be called from several threads at once.
pub trait PictureSource: Send + Sync + 'static {
    /// The numbers there are pictures of. Called often: answer with a kept `Arc`. They do not change.
    fn numbers(&self) -> Arc<KeySet>;

    /// Reads a picture into a buffer of `pool`: [`Missing`](Backdrop::Missing) for a number that there is none of,
    /// [`Damaged`](Backdrop::Damaged) for one that cannot be shown. Takes milliseconds.
    fn load(&self, number: u64, pool: &Pool) -> Backdrop<Picture>;

    /// Width and height of the first picture that has any, in pixels; others may differ. Reads no more than it has to.
    fn size(&self) -> Option<(u32, u32)>;

    /// What people call the picture: its file name.
    fn name(&self, number: u64) -> Option<String>;

    /// Bytes of files read so far by [`load`](Self::load).
    fn bytes_read(&self) -> u64 {
        0
    }
}
