//! BMP, WebP and TGA.

use std::io::Cursor;

use image::codecs::bmp::BmpDecoder;
use image::codecs::tga::TgaDecoder;
use image::codecs::webp::WebPDecoder;
use image::{ColorType, ImageDecoder, Limits};

use super::buffer::{MAX_BYTES, Need, PendingPicture, bytes as reserved, pixels_per_byte};
use super::format::PictureFormat;
use super::head::Stored;
use super::webp;
use crate::sequence::pictures::error::{MAX_SIDE, PictureError};
use crate::sequence::pictures::orientation::Orientation;
use crate::sequence::pictures::picture::{Picture, Rgba};
use crate::sequence::pictures::pool::Pool;
use crate::sequence::pictures::view::PictureView;

/// How many pixels one byte can encode at most, in a file that is not of one colour.
const PIXELS_PER_BYTE: u64 = 8 * 1032;
/// The flag in the header of an extended WebP that says that EXIF data follow the picture.
const HAS_EXIF: u8 = 8;

pub(super) fn decode(
    format: PictureFormat,
    bytes: &[u8],
    view: PictureView,
    pool: &Pool,
) -> Result<Picture, PictureError> {
    let cursor = Cursor::new(bytes);
    let as_stored = Orientation::AsStored;
    match format {
        PictureFormat::Bmp => into_pixels(BmpDecoder::new(cursor)?, as_stored, 0, bytes.len(), pool),
        PictureFormat::Tga => into_pixels(TgaDecoder::new(cursor)?, as_stored, 0, bytes.len(), pool),
        _ => {
            let orientation = if view.turn { webp::orientation(&mut Cursor::new(bytes))? } else { as_stored };
            into_pixels(WebPDecoder::new(cursor)?, orientation, 8, bytes.len(), pool)
        }
    }
}

pub(super) fn stored(format: PictureFormat, bytes: &[u8]) -> Result<Stored, PictureError> {
    let cursor = Cursor::new(bytes);
    let upright = |size| Stored { size, orientation: Orientation::AsStored };
    Ok(match format {
        PictureFormat::Bmp => upright(BmpDecoder::new(cursor)?.dimensions()),
        PictureFormat::Tga => upright(TgaDecoder::new(cursor)?.dimensions()),
        _ => {
            if is_cut_before_exif(bytes) {
                return Err(PictureError::CutOff);
            }
            let orientation = webp::orientation(&mut Cursor::new(bytes))?;
            if let Some(head) = webp::AnimationHead::of(&mut Cursor::new(bytes))? {
                return Ok(Stored { size: head.size, orientation });
            }
            Stored { size: WebPDecoder::new(cursor)?.dimensions(), orientation }
        }
    })
}

/// Whether the EXIF data of a WebP, which come last, may lie behind these bytes.
fn is_cut_before_exif(bytes: &[u8]) -> bool {
    let (Some(length), Some(&flags)) = (bytes.get(4..8), bytes.get(20)) else { return false };
    let length = u32::from_le_bytes([length[0], length[1], length[2], length[3]]);
    bytes.get(12..16) == Some(b"VP8X") && flags & HAS_EXIF != 0 && (bytes.len() as u64) < u64::from(length) + 8
}

/// `own_bytes` is what the decoder has in hand for each pixel, beside what it gives back.
fn into_pixels(
    mut decoder: impl ImageDecoder,
    orientation: Orientation,
    own_bytes: u64,
    file_bytes: usize,
    pool: &Pool,
) -> Result<Picture, PictureError> {
    let pixels_per_byte = pixels_per_byte(file_bytes, PIXELS_PER_BYTE);
    let size = decoder.dimensions();
    let work_bytes = decoder.total_bytes().saturating_add(u64::from(size.0) * u64::from(size.1) * own_bytes);
    let need = Need { size, orientation, file_bytes, pixels_per_byte, work_bytes };
    let mut pending = PendingPicture::new(pool, &need)?;
    let mut limits = Limits::default();
    (limits.max_image_width, limits.max_image_height) = (Some(MAX_SIDE), Some(MAX_SIDE));
    limits.max_alloc = Some(MAX_BYTES);
    decoder.set_limits(limits)?;
    let color = decoder.color_type();
    if color == ColorType::Rgba8 {
        decoder.read_image(bytemuck::cast_slice_mut(pending.pixels()))?;
        // Transparency is ignored: the colours beneath are shown.
        pending.pixels().iter_mut().for_each(|pixel| pixel.0[3] = 255);
        return pending.done();
    }
    let total = decoder.total_bytes();
    let mut samples = reserved(usize::try_from(total).map_err(|_| PictureError::NoMemory(total))?)?;
    decoder.read_image(&mut samples)?;
    // All decoders of these formats give 8 bits a sample.
    let pixels = samples.chunks_exact(color.bytes_per_pixel().into()).map(|samples| match *samples {
        [red, green, blue, ..] => Rgba([red, green, blue, 255]),
        [grey, ..] => Rgba([grey, grey, grey, 255]),
        [] => Rgba::default(),
    });
    pending.pixels().iter_mut().zip(pixels).for_each(|(to, pixel)| *to = pixel);
    pending.done()
}
