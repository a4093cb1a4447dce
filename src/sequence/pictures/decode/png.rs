//! PNG, row by row: so a picture of any size takes little more memory than what is kept of it.

use std::io::Cursor;

use png::{ColorType, Decoder, Limits, Reader, Transformations};

use super::buffer::{MAX_BYTES, Need, PendingPicture};
use crate::sequence::pictures::error::{MAX_SIDE, PictureError};
use crate::sequence::pictures::picture::{Picture, Rgba, on_black};
use crate::sequence::pictures::pool::Pool;

/// The most pixels that one byte can encode: a deflated byte becomes at most 1,032 bytes, of at most 8 pixels each.
const PIXELS_PER_BYTE: u64 = 8 * 1032;
/// What the decoder may need besides: rows, and texts in the file.
const WORK_BYTES: usize = 64 << 20;

pub(super) fn decode(bytes: &[u8], pool: &Pool) -> Result<Picture, PictureError> {
    decode_within(MAX_BYTES - WORK_BYTES as u64, bytes, pool)
}

/// Decodes a picture, and makes it smaller if its pixels would take more than `most` bytes.
pub(super) fn decode_within(most: u64, bytes: &[u8], pool: &Pool) -> Result<Picture, PictureError> {
    let mut reader = reader(bytes)?;
    let (color, _) = reader.output_color_type();
    let size @ (width, height) = reader.info().size();
    let need = Need { size, file_bytes: bytes.len(), pixels_per_byte: PIXELS_PER_BYTE, work_bytes: WORK_BYTES as u64 };
    if reader.info().interlaced {
        // Its rows come in no order that could be made smaller on the way.
        let whole = u64::from(width) * u64::from(height) * color.samples() as u64;
        let mut pending = PendingPicture::new(pool, &Need { work_bytes: need.work_bytes + whole, ..need })?;
        let mut rows = super::buffer::bytes(usize::try_from(whole).map_err(|_| PictureError::NoMemory(whole))?)?;
        reader.next_frame(&mut rows)?;
        let pixels = rows.chunks_exact(color.samples());
        pending.pixels().iter_mut().zip(pixels).for_each(|(to, samples)| *to = pixel(color, samples));
        return Ok(pending.done());
    }
    let mut pending = PendingPicture::reduced(pool, &need, most)?;
    while let Some(row) = reader.next_row()? {
        pending.row(row.data().chunks_exact(color.samples()).map(|samples| pixel(color, samples)));
    }
    Ok(pending.done())
}

pub(super) fn size(bytes: &[u8]) -> Result<(u32, u32), PictureError> {
    let (width, height) = reader(bytes)?.info().size();
    Ok((width, height))
}

/// Reads the header. Rows will have 8 bits a sample.
fn reader(bytes: &[u8]) -> Result<Reader<Cursor<&[u8]>>, PictureError> {
    let mut decoder = Decoder::new_with_limits(Cursor::new(bytes), Limits { bytes: WORK_BYTES });
    decoder.set_transformations(Transformations::normalize_to_color8());
    let header = decoder.read_header_info()?;
    if header.width > MAX_SIDE || header.height > MAX_SIDE {
        return Err(PictureError::LargePicture(header.width, header.height));
    }
    Ok(decoder.read_info()?)
}

/// A pixel of these samples.
fn pixel(color: ColorType, samples: &[u8]) -> Rgba {
    match (color, samples) {
        (ColorType::Rgb, &[red, green, blue]) => Rgba([red, green, blue, 255]),
        (ColorType::Rgba, &[red, green, blue, alpha]) => on_black([red, green, blue, alpha]),
        (ColorType::GrayscaleAlpha, &[grey, alpha]) => on_black([grey, grey, grey, alpha]),
        (_, &[grey, ..]) => Rgba([grey, grey, grey, 255]),
        (_, &[]) => Rgba::default(),
    }
}
