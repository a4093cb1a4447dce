//! JPEG, strictly: a picture that is not all there is no picture.

use memchr::memmem;
use zune_jpeg::JpegDecoder;
use zune_jpeg::errors::DecodeErrors;
use zune_jpeg::zune_core::bytestream::ZCursor;
use zune_jpeg::zune_core::colorspace::ColorSpace;
use zune_jpeg::zune_core::options::DecoderOptions;

use super::{CUT, MAX_SIDE, buffer};
use crate::sequence::pictures::picture::Picture;
use crate::sequence::pictures::pool::Pool;

/// A block of 64 pixels takes at least a bit.
const PIXELS_A_BYTE: u64 = 512;
/// What ends a picture; in its data no other byte of a marker follows on FF.
const END: [u8; 2] = [0xFF, 0xD9];

pub(super) fn decode(bytes: &[u8], pool: &Pool) -> Result<Picture, String> {
    let mut decoder = decoder(bytes);
    decoder.decode_headers().map_err(reason)?;
    // The decoder makes up a last row that is missing.
    if !has_end(bytes) {
        return Err(CUT.to_owned());
    }
    let mut taken = buffer(pool, dimensions(&decoder)?, bytes.len(), PIXELS_A_BYTE)?;
    decoder.decode_into(bytemuck::cast_slice_mut(taken.pixels())).map_err(reason)?;
    Ok(taken.done())
}

pub(super) fn size(bytes: &[u8]) -> Result<(u32, u32), String> {
    let mut decoder = decoder(bytes);
    decoder.decode_headers().map_err(reason)?;
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

fn dimensions(decoder: &JpegDecoder<ZCursor<&[u8]>>) -> Result<(u32, u32), String> {
    let (width, height) = decoder.dimensions().ok_or("its size is not told")?;
    Ok((width as u32, height as u32))
}

/// Whether the picture's data have an end. Previews in the segments before have ends of their own.
fn has_end(bytes: &[u8]) -> bool {
    let mut at = 2;
    while let Some(&[first, marker]) = bytes.get(at..at + 2) {
        if first != 0xFF || marker == 0xFF || marker == 0 {
            at += 1;
            continue;
        }
        let Some(&[high, low]) = bytes.get(at + 2..at + 4) else { return false };
        at += 2 + usize::from(u16::from_be_bytes([high, low]));
        if marker == 0xDA {
            return bytes.get(at..).is_some_and(|data| memmem::rfind(data, &END).is_some());
        }
    }
    false
}

#[allow(clippy::needless_pass_by_value, reason = "made for map_err")]
fn reason(error: DecodeErrors) -> String {
    match error {
        DecodeErrors::ExhaustedData
        | DecodeErrors::IoErrors(_)
        | DecodeErrors::FormatStatic("Premature end of buffer") => CUT.to_owned(),
        DecodeErrors::Unsupported(_) => "it is a kind of JPEG that is not supported".to_owned(),
        DecodeErrors::ZeroError => "it has no pixels".to_owned(),
        DecodeErrors::Format(text) => format!("it is a damaged JPEG: {text}"),
        DecodeErrors::FormatStatic(text) => format!("it is a damaged JPEG: {text}"),
        other => format!("it is a damaged JPEG: {other}"),
    }
}
