//! JPEG, decoded strictly: a file that is cut off is an error, not a picture with a grey rest.

use std::ops::Range;

use memchr::memmem;
use zune_jpeg::JpegDecoder;
use zune_jpeg::zune_core::bytestream::ZCursor;
use zune_jpeg::zune_core::colorspace::ColorSpace;
use zune_jpeg::zune_core::options::DecoderOptions;

use super::buffer::{Need, PendingPicture};
use crate::sequence::pictures::error::{MAX_SIDE, PictureError};
use crate::sequence::pictures::picture::Picture;
use crate::sequence::pictures::pool::Pool;

/// The most pixels that one byte can encode: a block of 64 pixels takes at least a bit.
const PIXELS_PER_BYTE: u64 = 512;
/// The marker at the end of a picture (EOI). These two bytes cannot occur within its compressed data.
const END: [u8; 2] = [0xFF, 0xD9];
/// The marker before the compressed data (SOS).
const START_OF_SCAN: u8 = 0xDA;
/// The markers before the size of a picture that is not progressive (SOF0 and SOF1).
const SEQUENTIAL_FRAMES: [u8; 2] = [0xC0, 0xC1];

pub(super) fn decode(bytes: &[u8], pool: &Pool) -> Result<Picture, PictureError> {
    let mut decoder = decoder(bytes);
    decoder.decode_headers()?;
    // The decoder would make up a last row of blocks that is missing.
    if !has_end(bytes) {
        return Err(PictureError::CutOff);
    }
    let size = dimensions(&decoder)?;
    // If the data come in several passes, all coefficients are kept until the end: 16 bits a pixel and component.
    let components = decoder.info().map_or(4, |info| info.components);
    let pixels = u64::from(size.0) * u64::from(size.1);
    let work_bytes = if has_passes(bytes, components) { pixels * u64::from(components) * 2 } else { 0 };
    let need = Need { size, file_bytes: bytes.len(), pixels_per_byte: PIXELS_PER_BYTE, work_bytes };
    let mut pending = PendingPicture::new(pool, &need)?;
    decoder.decode_into(bytemuck::cast_slice_mut(pending.pixels()))?;
    Ok(pending.done())
}

pub(super) fn size(bytes: &[u8]) -> Result<(u32, u32), PictureError> {
    let mut decoder = decoder(bytes);
    decoder.decode_headers()?;
    dimensions(&decoder)
}

fn decoder(bytes: &[u8]) -> JpegDecoder<ZCursor<&[u8]>> {
    let options = DecoderOptions::default()
        .set_strict_mode(true)
        .set_max_width(MAX_SIDE as usize)
        .set_max_height(MAX_SIDE as usize)
        .jpeg_set_out_colorspace(ColorSpace::RGBA);
    JpegDecoder::new_with_options(ZCursor::new(bytes), options)
}

fn dimensions(decoder: &JpegDecoder<ZCursor<&[u8]>>) -> Result<(u32, u32), PictureError> {
    let (width, height) = decoder.dimensions().ok_or(PictureError::NoSize)?;
    Ok((width as u32, height as u32))
}

/// Whether the compressed data have an end marker. Segments before the data are skipped, as a preview in one of them has an
/// end marker of its own.
fn has_end(bytes: &[u8]) -> bool {
    let scan = segments(bytes).find(|&(marker, _)| marker == START_OF_SCAN);
    scan.and_then(|(_, part)| bytes.get(part.end..)).is_some_and(|data| memmem::rfind(data, &END).is_some())
}

/// Whether the data come in several passes over the picture: it is progressive, or its first pass has only some of its
/// components. In case of doubt there are several.
fn has_passes(bytes: &[u8], components: u8) -> bool {
    let is_sequential = segments(bytes).any(|(marker, _)| SEQUENTIAL_FRAMES.contains(&marker));
    let first = segments(bytes).find(|&(marker, _)| marker == START_OF_SCAN);
    // The header of a pass has two bytes for each component, and six more.
    let is_whole = first.is_some_and(|(_, part)| part.len() == 6 + 2 * usize::from(components));
    !(is_sequential && is_whole)
}

/// The marker of each segment up to the compressed data, and where the segment lies behind its marker.
fn segments(bytes: &[u8]) -> impl Iterator<Item = (u8, Range<usize>)> {
    let mut at = 2;
    std::iter::from_fn(move || {
        while let Some(&[first, marker]) = bytes.get(at..at + 2) {
            if first != 0xFF || marker == 0xFF || marker == 0 {
                at += 1;
                continue;
            }
            let &[high, low] = bytes.get(at + 2..at + 4)? else { return None };
            let begin = at + 2;
            at = begin + usize::from(u16::from_be_bytes([high, low]));
            return Some((marker, begin..at));
        }
        None
    })
}
