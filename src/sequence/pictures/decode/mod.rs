//! Decodes picture files. The format is told by the first bytes of a file, not by its name.

mod buffer;
mod jpeg;
mod other;
#[cfg(test)]
mod tests;

use std::panic::{self, AssertUnwindSafe};

use self::buffer::PendingPicture;
use super::error::{MAX_SIDE, PictureError};
use super::picture::Picture;
use super::pool::Pool;

/// The format of a picture file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Format {
    Jpeg,
    Png,
    Bmp,
    WebP,
}

impl Format {
    fn of(bytes: &[u8]) -> Result<Self, PictureError> {
        match bytes {
            [] => Err(PictureError::Empty),
            [0xFF, 0xD8, ..] => Ok(Self::Jpeg),
            [0x89, b'P', b'N', b'G', ..] => Ok(Self::Png),
            [b'B', b'M', ..] => Ok(Self::Bmp),
            [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Ok(Self::WebP),
            _ => Err(PictureError::UnknownFormat),
        }
    }
}

/// Decodes a picture file into a buffer of `pool`. Transparent pixels are drawn on black.
///
/// Never panics. Never allocates more than so many bytes can encode, whatever size the header claims.
///
/// # Errors
/// If the bytes are not a whole picture.
pub(in crate::sequence) fn decode(bytes: &[u8], pool: &Pool) -> Result<Picture, PictureError> {
    contained(|| match Format::of(bytes)? {
        Format::Jpeg => jpeg::decode(bytes, pool),
        format => other::decode(format, bytes, pool),
    })
}

/// Width and height, in pixels, of the picture file that begins with `bytes`.
///
/// # Errors
/// If these bytes do not contain the size.
pub(super) fn size(bytes: &[u8]) -> Result<(u32, u32), PictureError> {
    contained(|| match Format::of(bytes)? {
        Format::Jpeg => jpeg::size(bytes),
        format => other::size(format, bytes),
    })
}

/// Turns a panic of a decoder into an error, so that it does not end the worker thread.
fn contained<T>(decode: impl FnOnce() -> Result<T, PictureError>) -> Result<T, PictureError> {
    panic::catch_unwind(AssertUnwindSafe(decode)).unwrap_or(Err(PictureError::DecoderPanicked))
}

/// Takes a buffer for a picture of this width and height from `pool`.
///
/// # Errors
/// If a file of `bytes` bytes cannot hold so many pixels, as one byte encodes at most `pixels_per_byte`, or if the size is
/// out of bounds.
fn buffer(
    pool: &Pool,
    (width, height): (u32, u32),
    bytes: usize,
    pixels_per_byte: u64,
) -> Result<PendingPicture<'_>, PictureError> {
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
    Ok(PendingPicture::new(pool, width, height))
}
