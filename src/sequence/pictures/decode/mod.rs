//! Picture files into pixels: what is in a file, its first bytes tell.

mod buffer;
mod jpeg;
mod other;
#[cfg(test)]
mod tests;

use std::panic::{self, AssertUnwindSafe};

use self::buffer::Taken;
use super::picture::Picture;
use super::pool::Pool;

/// Longest side of a picture.
const MAX_SIDE: u32 = 16_384;

/// What a file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Jpeg,
    Png,
    Bmp,
    WebP,
}

impl Kind {
    fn of(bytes: &[u8]) -> Result<Self, String> {
        match bytes {
            [] => Err("the file is empty".to_owned()),
            [0xFF, 0xD8, ..] => Ok(Self::Jpeg),
            [0x89, b'P', b'N', b'G', ..] => Ok(Self::Png),
            [b'B', b'M', ..] => Ok(Self::Bmp),
            [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Ok(Self::WebP),
            _ => Err("it is no JPEG, PNG, BMP or WebP picture".to_owned()),
        }
    }
}

/// Decodes a picture into a buffer of `pool`; what is transparent is black behind.
///
/// # Errors
/// The reason for people, if the bytes are no whole picture. Never panics, and never allocates what a few bytes only claim.
pub(in crate::sequence) fn decode(bytes: &[u8], pool: &Pool) -> Result<Picture, String> {
    contained(|| match Kind::of(bytes)? {
        Kind::Jpeg => jpeg::decode(bytes, pool),
        kind => other::decode(kind, bytes, pool),
    })
}

/// Width and height of a picture whose first bytes these are.
///
/// # Errors
/// The reason, if they do not tell.
pub(super) fn size(bytes: &[u8]) -> Result<(u32, u32), String> {
    contained(|| match Kind::of(bytes)? {
        Kind::Jpeg => jpeg::size(bytes),
        kind => other::size(kind, bytes),
    })
}

/// A mistake in a decoder is no reason to lose a worker.
fn contained<T>(decode: impl FnOnce() -> Result<T, String>) -> Result<T, String> {
    panic::catch_unwind(AssertUnwindSafe(decode)).unwrap_or_else(|_| Err("the decoder failed on it".to_owned()))
}

/// A buffer for a picture of this size, if that is a size that `bytes` many bytes can hold: at least one for every
/// `pixels_a_byte`.
fn buffer(pool: &Pool, (width, height): (u32, u32), bytes: usize, pixels_a_byte: u64) -> Result<Taken<'_>, String> {
    if width == 0 || height == 0 {
        return Err("it has no pixels".to_owned());
    }
    if width > MAX_SIDE || height > MAX_SIDE {
        return Err(format!("{width} × {height} pixels are more than the {MAX_SIDE} × {MAX_SIDE} that are read"));
    }
    let pixels = u64::from(width) * u64::from(height);
    if pixels / pixels_a_byte > bytes as u64 {
        return Err(CUT.to_owned());
    }
    Ok(Taken::new(pool, width, height))
}

/// The reason of a picture that is not all there.
const CUT: &str = "the file ends before the picture does";
