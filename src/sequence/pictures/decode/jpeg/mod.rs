//! JPEG, decoded strictly: a file that is cut off is an error, not a picture with a grey rest.
//!
//! Nearly all files are read by a fast decoder. It garbles or refuses some rare kinds: four components, red, green and blue
//! instead of luma and chroma, less luma than chroma. A slower one reads these.

mod header;
mod rare;

use memchr::memmem;
use zune_jpeg::JpegDecoder;
use zune_jpeg::zune_core::bytestream::ZCursor;
use zune_jpeg::zune_core::colorspace::ColorSpace;
use zune_jpeg::zune_core::options::DecoderOptions;

use super::buffer::PendingPicture;
use super::head::Stored;
use crate::sequence::pictures::error::{MAX_SIDE, PictureError};
use crate::sequence::pictures::picture::Picture;
use crate::sequence::pictures::pool::Pool;
use crate::sequence::pictures::view::PictureView;
use header::Header;

pub(super) use rare::part;

/// The marker at the end of a picture (EOI). These two bytes cannot occur within its compressed data.
const END: [u8; 2] = [0xFF, 0xD9];

pub(super) fn decode(bytes: &[u8], view: PictureView, pool: &Pool) -> Result<Picture, PictureError> {
    let header = Header::of(bytes).map_err(|_| PictureError::CutOff)?;
    header.check()?;
    if rare::is_rare(&header) {
        check_end(&header, bytes)?;
        return rare::decode(&header, bytes, view, pool);
    }
    let options = DecoderOptions::default()
        .set_strict_mode(true)
        .set_max_width(MAX_SIDE as usize)
        .set_max_height(MAX_SIDE as usize)
        .jpeg_set_out_colorspace(ColorSpace::RGBA);
    let mut decoder = JpegDecoder::new_with_options(ZCursor::new(bytes), options);
    decoder.decode_headers()?;
    check_end(&header, bytes)?;
    // If the data come in several passes, all coefficients are kept until the end: 16 bits a pixel and component.
    let pixels = u64::from(header.size.0) * u64::from(header.size.1);
    let work_bytes = if header.has_passes() { pixels * header.components.len() as u64 * 2 } else { 0 };
    let mut pending = PendingPicture::new(pool, &header.need(bytes.len(), view, work_bytes))?;
    decoder.decode_into(bytemuck::cast_slice_mut(pending.pixels()))?;
    pending.done()
}

pub(super) fn stored(bytes: &[u8]) -> Result<Stored, PictureError> {
    let header = Header::of(bytes)?;
    header.check()?;
    Ok(Stored { size: header.size, orientation: header.orientation })
}

/// Checks that the compressed data have an end marker: a decoder would make up a last row of blocks that is missing. Segments
/// before the data are left out, as a preview in one of them has an end marker of its own.
fn check_end(header: &Header, bytes: &[u8]) -> Result<(), PictureError> {
    let data = header.data().and_then(|data| bytes.get(data..));
    if data.is_some_and(|data| memmem::rfind(data, &END).is_some()) { Ok(()) } else { Err(PictureError::CutOff) }
}
