//! Decodes picture files. The format is told by the first bytes of a file, not by its name.

mod buffer;
mod format;
mod jpeg;
mod other;
mod png;
#[cfg(test)]
mod tests;

use std::panic::{self, AssertUnwindSafe};

use super::error::PictureError;
use super::picture::Picture;
use super::pool::Pool;
use format::PictureFormat;

/// Decodes a picture file into a buffer of `pool`. Transparent pixels are drawn on black.
///
/// Never panics. Never allocates more than so many bytes can encode, whatever size the header claims, nor more than 512 MB.
/// A PNG that would take more is made smaller while it is decoded, by a whole factor.
///
/// # Errors
/// If the bytes are not a whole picture, or if it takes too much memory.
pub(in crate::sequence) fn decode(bytes: &[u8], pool: &Pool) -> Result<Picture, PictureError> {
    contained(|| match PictureFormat::of(bytes)? {
        PictureFormat::Jpeg => jpeg::decode(bytes, pool),
        PictureFormat::Png => png::decode(bytes, pool),
        format => other::decode(format, bytes, pool),
    })
}

/// Width and height, in pixels, of the picture file that begins with `bytes`.
///
/// # Errors
/// If these bytes do not contain the size.
pub(super) fn size(bytes: &[u8]) -> Result<(u32, u32), PictureError> {
    contained(|| match PictureFormat::of(bytes)? {
        PictureFormat::Jpeg => jpeg::size(bytes),
        PictureFormat::Png => png::size(bytes),
        format => other::size(format, bytes),
    })
}

/// Turns a panic of a decoder into an error, so that it does not end the worker thread.
fn contained<T>(decode: impl FnOnce() -> Result<T, PictureError>) -> Result<T, PictureError> {
    panic::catch_unwind(AssertUnwindSafe(decode)).unwrap_or(Err(PictureError::DecoderPanicked))
}
