//! PNG, BMP and WebP.

use std::io::{Cursor, ErrorKind};

use image::codecs::bmp::BmpDecoder;
use image::codecs::png::PngDecoder;
use image::codecs::webp::WebPDecoder;
use image::{ColorType, DynamicImage, ImageDecoder, ImageError, Limits};

use super::{CUT, Kind, MAX_SIDE, buffer};
use crate::sequence::pictures::picture::{Picture, Rgba};
use crate::sequence::pictures::pool::Pool;

/// No deflated byte becomes more than 1,032 bytes, each of them 8 pixels at most.
const PNG_PIXELS_A_BYTE: u64 = 8 * 1032;
/// A picture of one colour takes next to nothing in a WebP or a packed BMP: 16 million pixels may be claimed for nothing.
const PIXELS_A_FILE: u64 = 1 << 24;

pub(super) fn decode(kind: Kind, bytes: &[u8], pool: &Pool) -> Result<Picture, String> {
    let cursor = Cursor::new(bytes);
    match kind {
        Kind::Bmp => into_pixels(BmpDecoder::new(cursor).map_err(reason)?, kind, bytes.len(), pool),
        Kind::WebP => into_pixels(WebPDecoder::new(cursor).map_err(reason)?, kind, bytes.len(), pool),
        _ => into_pixels(PngDecoder::with_limits(cursor, limits()).map_err(reason)?, kind, bytes.len(), pool),
    }
}

pub(super) fn size(kind: Kind, bytes: &[u8]) -> Result<(u32, u32), String> {
    let cursor = Cursor::new(bytes);
    Ok(match kind {
        Kind::Bmp => BmpDecoder::new(cursor).map_err(reason)?.dimensions(),
        Kind::WebP => WebPDecoder::new(cursor).map_err(reason)?.dimensions(),
        _ => PngDecoder::with_limits(cursor, limits()).map_err(reason)?.dimensions(),
    })
}

fn limits() -> Limits {
    let mut limits = Limits::default();
    limits.max_image_width = Some(MAX_SIDE);
    limits.max_image_height = Some(MAX_SIDE);
    // Four channels of 16 bits, and as much again to work in.
    limits.max_alloc = Some(u64::from(MAX_SIDE) * u64::from(MAX_SIDE) * 16);
    limits
}

fn into_pixels(mut decoder: impl ImageDecoder, kind: Kind, bytes: usize, pool: &Pool) -> Result<Picture, String> {
    let pixels_a_byte = if kind == Kind::Png { PNG_PIXELS_A_BYTE } else { PIXELS_A_FILE / bytes.max(1) as u64 + 1 };
    let mut taken = buffer(pool, decoder.dimensions(), bytes, pixels_a_byte.max(PNG_PIXELS_A_BYTE))?;
    decoder.set_limits(limits()).map_err(reason)?;
    if decoder.color_type() == ColorType::Rgba8 {
        decoder.read_image(bytemuck::cast_slice_mut(taken.pixels())).map_err(reason)?;
        taken.pixels().iter_mut().for_each(|pixel| *pixel = on_black(*pixel));
        return Ok(taken.done());
    }
    match DynamicImage::from_decoder(decoder).map_err(reason)? {
        DynamicImage::ImageRgb8(image) => {
            let pixels = image.pixels().map(|pixel| pixel.0);
            taken.pixels().iter_mut().zip(pixels).for_each(|(to, [r, g, b])| *to = Rgba([r, g, b, 255]));
        }
        image => {
            let image = image.into_rgba8();
            let pixels = image.pixels().map(|pixel| Rgba(pixel.0));
            taken.pixels().iter_mut().zip(pixels).for_each(|(to, pixel)| *to = on_black(pixel));
        }
    }
    Ok(taken.done())
}

/// A pixel as it looks with nothing behind it.
fn on_black(Rgba([r, g, b, alpha]): Rgba) -> Rgba {
    let dimmed = |value: u8| ((u16::from(value) * u16::from(alpha) + 127) / 255) as u8;
    if alpha == 255 { Rgba([r, g, b, alpha]) } else { Rgba([dimmed(r), dimmed(g), dimmed(b), 255]) }
}

#[allow(clippy::needless_pass_by_value, reason = "made for map_err")]
fn reason(error: ImageError) -> String {
    match error {
        ImageError::IoError(error) if error.kind() == ErrorKind::UnexpectedEof => CUT.to_owned(),
        ImageError::Limits(_) => format!("it is larger than the {MAX_SIDE} × {MAX_SIDE} pixels that are read"),
        error => format!("it is damaged: {error}"),
    }
}
