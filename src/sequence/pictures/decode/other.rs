//! PNG, BMP and WebP.

use std::io::Cursor;

use image::codecs::bmp::BmpDecoder;
use image::codecs::png::PngDecoder;
use image::codecs::webp::WebPDecoder;
use image::{ColorType, DynamicImage, ImageDecoder, Limits};

use super::buffer::PendingPicture;
use super::format::PictureFormat;
use crate::sequence::pictures::error::{MAX_SIDE, PictureError};
use crate::sequence::pictures::picture::{Picture, Rgba};
use crate::sequence::pictures::pool::Pool;

/// The most pixels that one byte of a PNG can encode: a deflated byte becomes at most 1,032 bytes, of at most 8 pixels each.
const PNG_PIXELS_PER_BYTE: u64 = 8 * 1032;
/// How many pixels a WebP or BMP of any size may have: a picture of one colour takes only a few bytes.
const PIXELS_PER_FILE: u64 = 1 << 24;

pub(super) fn decode(format: PictureFormat, bytes: &[u8], pool: &Pool) -> Result<Picture, PictureError> {
    let cursor = Cursor::new(bytes);
    match format {
        PictureFormat::Bmp => into_pixels(BmpDecoder::new(cursor)?, format, bytes.len(), pool),
        PictureFormat::WebP => into_pixels(WebPDecoder::new(cursor)?, format, bytes.len(), pool),
        _ => into_pixels(PngDecoder::with_limits(cursor, limits())?, format, bytes.len(), pool),
    }
}

pub(super) fn size(format: PictureFormat, bytes: &[u8]) -> Result<(u32, u32), PictureError> {
    let cursor = Cursor::new(bytes);
    Ok(match format {
        PictureFormat::Bmp => BmpDecoder::new(cursor)?.dimensions(),
        PictureFormat::WebP => WebPDecoder::new(cursor)?.dimensions(),
        _ => PngDecoder::with_limits(cursor, limits())?.dimensions(),
    })
}

fn limits() -> Limits {
    let mut limits = Limits::default();
    limits.max_image_width = Some(MAX_SIDE);
    limits.max_image_height = Some(MAX_SIDE);
    // Four channels of 16 bits are 8 bytes a pixel; the decoder may need as much again to work in.
    limits.max_alloc = Some(u64::from(MAX_SIDE) * u64::from(MAX_SIDE) * 16);
    limits
}

fn into_pixels(
    mut decoder: impl ImageDecoder,
    format: PictureFormat,
    bytes: usize,
    pool: &Pool,
) -> Result<Picture, PictureError> {
    let pixels_per_byte =
        if format == PictureFormat::Png { PNG_PIXELS_PER_BYTE } else { PIXELS_PER_FILE / bytes.max(1) as u64 + 1 };
    let mut pending = PendingPicture::new(pool, decoder.dimensions(), bytes, pixels_per_byte.max(PNG_PIXELS_PER_BYTE))?;
    decoder.set_limits(limits())?;
    if decoder.color_type() == ColorType::Rgba8 {
        decoder.read_image(bytemuck::cast_slice_mut(pending.pixels()))?;
        pending.pixels().iter_mut().for_each(|pixel| *pixel = on_black(*pixel));
        return Ok(pending.done());
    }
    match DynamicImage::from_decoder(decoder)? {
        DynamicImage::ImageRgb8(image) => {
            let pixels = image.pixels().map(|pixel| pixel.0);
            pending.pixels().iter_mut().zip(pixels).for_each(|(to, [r, g, b])| *to = Rgba([r, g, b, 255]));
        }
        image => {
            let image = image.into_rgba8();
            let pixels = image.pixels().map(|pixel| Rgba(pixel.0));
            pending.pixels().iter_mut().zip(pixels).for_each(|(to, pixel)| *to = on_black(pixel));
        }
    }
    Ok(pending.done())
}

/// A pixel drawn on black.
fn on_black(Rgba([r, g, b, alpha]): Rgba) -> Rgba {
    let dimmed = |value: u8| ((u16::from(value) * u16::from(alpha) + 127) / 255) as u8;
    if alpha == 255 { Rgba([r, g, b, alpha]) } else { Rgba([dimmed(r), dimmed(g), dimmed(b), 255]) }
}
