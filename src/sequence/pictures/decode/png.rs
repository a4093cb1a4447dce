//! PNG, row by row: so a picture of any size takes little more memory than what is kept of it.

use std::io::Cursor;

use png::{BitDepth, ColorType, Decoder, Limits, Reader, Transformations};

use super::buffer::{MAX_BYTES, Need, PendingPicture};
use super::head::Stored;
use super::levels::{Levels, Range};
use crate::sequence::pictures::error::{MAX_SIDE, PictureError};
use crate::sequence::pictures::orientation::Orientation;
use crate::sequence::pictures::picture::{Picture, Rgba};
use crate::sequence::pictures::pool::Pool;
use crate::sequence::pictures::view::PictureView;

/// The most pixels that one byte can encode: a deflated byte becomes at most 1,032 bytes, of at most 8 pixels each.
const PIXELS_PER_BYTE: u64 = 8 * 1032;
/// What the decoder may need besides: rows, and texts in the file.
const WORK_BYTES: usize = 64 << 20;

/// A decoder that has read the header.
type Rows<'a> = Reader<Cursor<&'a [u8]>>;

pub(super) fn decode(bytes: &[u8], view: PictureView, pool: &Pool) -> Result<Picture, PictureError> {
    decode_within(MAX_BYTES - WORK_BYTES as u64, bytes, view, pool)
}

/// Decodes a picture, and makes it smaller if its pixels would take more than `most` bytes.
pub(super) fn decode_within(most: u64, bytes: &[u8], view: PictureView, pool: &Pool) -> Result<Picture, PictureError> {
    // Its samples become 8 bits unless they are stretched.
    let mut reader = reader(bytes, false)?;
    let size = reader.info().size();
    let orientation = if view.turn { orientation(&reader) } else { Orientation::AsStored };
    let need = Need {
        size,
        orientation,
        file_bytes: bytes.len(),
        pixels_per_byte: PIXELS_PER_BYTE,
        work_bytes: WORK_BYTES as u64,
    };
    if !view.stretch || reader.info().bit_depth != BitDepth::Sixteen {
        let color = reader.output_color_type().0;
        let to_pixel = move |samples: &[u8]| pixel(color, samples);
        return shown(&mut reader, most, need, pool, color.samples(), to_pixel);
    }
    // The range is known only after all samples were seen, so the file is read twice.
    let mut reader = self::reader(bytes, true)?;
    let color = reader.output_color_type().0;
    let colours = if matches!(color, ColorType::Rgb | ColorType::Rgba) { 3 } else { 1 };
    let mut range = Range::default();
    while let Some(row) = reader.next_row()? {
        for samples in row.data().chunks_exact(2 * color.samples()) {
            samples
                .chunks_exact(2)
                .take(colours)
                .for_each(|sample| range.add(u16::from_be_bytes([sample[0], sample[1]])));
        }
    }
    let levels = range.stretched();
    let to_pixel = move |samples: &[u8]| wide_pixel(color, levels, samples);
    shown(&mut self::reader(bytes, true)?, most, need, pool, 2 * color.samples(), to_pixel)
}

/// Reads all pixels. `pixel_bytes` is the size of a pixel in a row of the decoder, `to_pixel` what it looks like.
fn shown(
    reader: &mut Rows<'_>,
    most: u64,
    need: Need,
    pool: &Pool,
    pixel_bytes: usize,
    to_pixel: impl Fn(&[u8]) -> Rgba,
) -> Result<Picture, PictureError> {
    if reader.info().interlaced {
        // Its rows come in no order that could be made smaller on the way.
        let whole = u64::from(need.size.0) * u64::from(need.size.1) * pixel_bytes as u64;
        let mut pending = PendingPicture::new(pool, &Need { work_bytes: need.work_bytes + whole, ..need })?;
        let mut rows = super::buffer::bytes(usize::try_from(whole).map_err(|_| PictureError::NoMemory(whole))?)?;
        reader.next_frame(&mut rows)?;
        pending
            .pixels()
            .iter_mut()
            .zip(rows.chunks_exact(pixel_bytes))
            .for_each(|(to, samples)| *to = to_pixel(samples));
        return pending.done();
    }
    let mut pending = PendingPicture::reduced(pool, &need, most)?;
    while let Some(row) = reader.next_row()? {
        pending.row(row.data().chunks_exact(pixel_bytes).map(&to_pixel));
    }
    pending.done()
}

pub(super) fn stored(bytes: &[u8]) -> Result<Stored, PictureError> {
    let reader = reader(bytes, false)?;
    Ok(Stored { size: reader.info().size(), orientation: orientation(&reader) })
}

/// Reads the header. Rows will have 8 bits a sample, or 16 if `is_wide` and the file has them.
fn reader(bytes: &[u8], is_wide: bool) -> Result<Rows<'_>, PictureError> {
    let mut decoder = Decoder::new_with_limits(Cursor::new(bytes), Limits { bytes: WORK_BYTES });
    decoder.set_transformations(if is_wide { Transformations::EXPAND } else { Transformations::normalize_to_color8() });
    let header = decoder.read_header_info()?;
    if header.width > MAX_SIDE || header.height > MAX_SIDE {
        return Err(PictureError::LargePicture(header.width, header.height));
    }
    Ok(decoder.read_info()?)
}

fn orientation(reader: &Rows<'_>) -> Orientation {
    reader.info().exif_metadata.as_deref().map_or(Orientation::AsStored, Orientation::from_exif)
}

/// A pixel of these samples. Transparency is ignored.
fn pixel(color: ColorType, samples: &[u8]) -> Rgba {
    match (color, samples) {
        (ColorType::Rgb | ColorType::Rgba, &[red, green, blue, ..]) => Rgba([red, green, blue, 255]),
        (_, &[grey, ..]) => Rgba([grey, grey, grey, 255]),
        (_, &[]) => Rgba::default(),
    }
}

/// A pixel of these samples of 16 bits.
fn wide_pixel(color: ColorType, levels: Levels, samples: &[u8]) -> Rgba {
    let at =
        |at: usize| samples.get(2 * at..2 * at + 2).map_or(0, |two| levels.level(u16::from_be_bytes([two[0], two[1]])));
    match color {
        ColorType::Rgb | ColorType::Rgba => Rgba([at(0), at(1), at(2), 255]),
        _ => Rgba([at(0), at(0), at(0), 255]),
    }
}
