//! Decodes picture files. The format is told by the first bytes of a file, not by its name.

pub(super) mod animation;
pub(super) mod format;
pub(super) mod tiff;

mod buffer;
mod head;
mod jpeg;
mod levels;
mod other;
mod png;
mod pnm;
#[cfg(test)]
mod tests;
mod webp;

use std::io::Cursor;
use std::panic::{self, AssertUnwindSafe};

use super::error::PictureError;
use super::picture::Picture;
use super::pool::Pool;
use super::view::PictureView;
use format::PictureFormat;

pub(super) use head::Stored;

/// Decodes a picture file into a buffer of `pool`. Of several pictures in a file, it is the first. Transparency is ignored: the
/// colours beneath are shown.
///
/// Never panics. Never allocates more than so many bytes can encode, whatever size the header claims, nor more than 512 MB.
/// A PNG, TIFF or PNM that would take more is made smaller while it is decoded, by a whole factor.
///
/// # Errors
/// If the bytes are not a whole picture, or if it takes too much memory.
pub(in crate::sequence) fn decode(bytes: &[u8], view: PictureView, pool: &Pool) -> Result<Picture, PictureError> {
    contained(|| match PictureFormat::of(bytes)? {
        PictureFormat::Jpeg => jpeg::decode(bytes, view, pool),
        PictureFormat::Png => png::decode(bytes, view, pool),
        PictureFormat::Pnm => pnm::decode(bytes, view, pool),
        PictureFormat::Gif => animation::first(PictureFormat::Gif, Cursor::new(bytes), bytes.len(), view, pool),
        PictureFormat::WebP if webp::AnimationHead::of(&mut Cursor::new(bytes))?.is_some() => {
            animation::first(PictureFormat::WebP, Cursor::new(bytes), bytes.len(), view, pool)
        }
        PictureFormat::Tiff => tiff::first(Cursor::new(bytes), view, pool),
        format => other::decode(format, bytes, view, pool),
    })
}

/// Width and height, in pixels, of the picture file that begins with `bytes`, and how it has to be turned.
///
/// # Errors
/// If these bytes do not contain that.
pub(super) fn stored(bytes: &[u8]) -> Result<Stored, PictureError> {
    contained(|| match PictureFormat::of(bytes)? {
        PictureFormat::Jpeg => jpeg::stored(bytes),
        PictureFormat::Png => png::stored(bytes),
        PictureFormat::Pnm => pnm::stored(bytes),
        PictureFormat::Gif => animation::stored(Cursor::new(bytes)),
        PictureFormat::Tiff => tiff::first_stored(Cursor::new(bytes)),
        format => other::stored(format, bytes),
    })
}

/// Turns a panic of a decoder into an error, so that it does not end the worker thread.
pub(super) fn contained<T>(decode: impl FnOnce() -> Result<T, PictureError>) -> Result<T, PictureError> {
    panic::catch_unwind(AssertUnwindSafe(decode)).unwrap_or(Err(PictureError::DecoderPanicked))
}
