//! BMP and WebP.

use std::io::Cursor;

use image::codecs::bmp::BmpDecoder;
use image::codecs::webp::WebPDecoder;
use image::{ColorType, ImageDecoder, Limits};

use super::buffer::{MAX_BYTES, Need, PendingPicture, bytes as reserved};
use super::format::PictureFormat;
use crate::sequence::pictures::error::{MAX_SIDE, PictureError};
use crate::sequence::pictures::picture::{Picture, Rgba, on_black};
use crate::sequence::pictures::pool::Pool;

/// How many pixels a WebP or BMP of any size may have: a picture of one colour takes only a few bytes.
const PIXELS_PER_FILE: u64 = 1 << 24;
/// How many pixels one byte of a larger file can encode at most.
const PIXELS_PER_BYTE: u64 = 8 * 1032;

pub(super) fn decode(format: PictureFormat, bytes: &[u8], pool: &Pool) -> Result<Picture, PictureError> {
    let cursor = Cursor::new(bytes);
    match format {
        PictureFormat::Bmp => into_pixels(BmpDecoder::new(cursor)?, 0, bytes.len(), pool),
        _ => into_pixels(WebPDecoder::new(cursor)?, 8, bytes.len(), pool),
    }
}

pub(super) fn size(format: PictureFormat, bytes: &[u8]) -> Result<(u32, u32), PictureError> {
    let cursor = Cursor::new(bytes);
    Ok(match format {
        PictureFormat::Bmp => BmpDecoder::new(cursor)?.dimensions(),
        _ => WebPDecoder::new(cursor)?.dimensions(),
    })
}

/// `own_bytes` is what the decoder has in hand for each pixel, beside what it gives back.
fn into_pixels(
    mut decoder: impl ImageDecoder,
    own_bytes: u64,
    file_bytes: usize,
    pool: &Pool,
) -> Result<Picture, PictureError> {
    let pixels_per_byte = (PIXELS_PER_FILE / file_bytes.max(1) as u64 + 1).max(PIXELS_PER_BYTE);
    let size = decoder.dimensions();
    let work_bytes = decoder.total_bytes().saturating_add(u64::from(size.0) * u64::from(size.1) * own_bytes);
    let need = Need { size, file_bytes, pixels_per_byte, work_bytes };
    let mut pending = PendingPicture::new(pool, &need)?;
    let mut limits = Limits::default();
    (limits.max_image_width, limits.max_image_height) = (Some(MAX_SIDE), Some(MAX_SIDE));
    limits.max_alloc = Some(MAX_BYTES);
    decoder.set_limits(limits)?;
    let color = decoder.color_type();
    if color == ColorType::Rgba8 {
        decoder.read_image(bytemuck::cast_slice_mut(pending.pixels()))?;
        pending.pixels().iter_mut().for_each(|pixel| *pixel = on_black(pixel.0));
        return Ok(pending.done());
    }
    let total = decoder.total_bytes();
    let mut samples = reserved(usize::try_from(total).map_err(|_| PictureError::NoMemory(total))?)?;
    decoder.read_image(&mut samples)?;
    // All decoders of these formats give 8 bits a sample.
    let pixels = samples.chunks_exact(color.bytes_per_pixel().into()).map(|samples| match *samples {
        [red, green, blue, ..] => Rgba([red, green, blue, 255]),
        [grey, alpha] => on_black([grey, grey, grey, alpha]),
        [grey] => Rgba([grey, grey, grey, 255]),
        [] => Rgba::default(),
    });
    pending.pixels().iter_mut().zip(pixels).for_each(|(to, pixel)| *to = pixel);
    Ok(pending.done())
}
