//! Animated WebP.

use std::io::{BufRead, Seek};

use image_webp::{DecodingError, WebPDecoder};

use crate::sequence::pictures::decode::buffer::{MAX_BYTES, bytes as reserved};
use crate::sequence::pictures::error::{MAX_SIDE, PictureError};
use crate::sequence::pictures::orientation::Orientation;
use crate::sequence::pictures::picture::Rgba;

/// The pictures of an animated WebP.
pub(super) struct WebPFrames<R> {
    decoder: WebPDecoder<R>,
    orientation: Orientation,
    /// What was drawn last, 3 or 4 bytes a pixel. Empty before the first picture.
    pixels: Vec<u8>,
}

fn decoder<R: BufRead + Seek>(reader: R) -> Result<WebPDecoder<R>, PictureError> {
    let mut decoder = WebPDecoder::new(reader)?;
    decoder.set_memory_limit(MAX_BYTES as usize);
    let (width, height) = decoder.dimensions();
    if width > MAX_SIDE || height > MAX_SIDE {
        return Err(PictureError::LargePicture(width, height));
    }
    Ok(decoder)
}

/// How many pictures a WebP has.
pub(super) fn count<R: BufRead + Seek>(reader: R) -> Result<u64, PictureError> {
    let decoder = decoder(reader)?;
    Ok(if decoder.is_animated() { decoder.num_frames().into() } else { 1 })
}

impl<R: BufRead + Seek> WebPFrames<R> {
    pub(super) fn new(reader: R) -> Result<Self, PictureError> {
        let mut decoder = decoder(reader)?;
        let exif = decoder.exif_metadata()?;
        let exif = exif.as_deref().map(|exif| exif.strip_prefix(b"Exif\0\0").unwrap_or(exif));
        let orientation = exif.map_or(Orientation::AsStored, Orientation::from_exif);
        Ok(Self { decoder, orientation, pixels: Vec::new() })
    }

    pub(super) fn size(&self) -> (u32, u32) {
        self.decoder.dimensions()
    }

    pub(super) fn orientation(&self) -> Orientation {
        self.orientation
    }

    /// Draws the next picture.
    pub(super) fn advance(&mut self) -> Result<(), PictureError> {
        if !self.decoder.is_animated() {
            return Err(PictureError::CutOff);
        }
        if self.pixels.is_empty() {
            self.pixels = reserved(self.decoder.output_buffer_size().ok_or(PictureError::OverLimits)?)?;
        }
        self.decoder.read_frame(&mut self.pixels)?;
        Ok(())
    }

    /// Writes what was drawn last. Transparency is ignored.
    pub(super) fn write(&self, pixels: &mut [Rgba]) {
        let pixel_bytes = if self.decoder.has_alpha() { 4 } else { 3 };
        let from = self.pixels.chunks_exact(pixel_bytes);
        pixels.iter_mut().zip(from).for_each(|(to, from)| *to = Rgba([from[0], from[1], from[2], 255]));
    }
}

impl From<DecodingError> for PictureError {
    fn from(error: DecodingError) -> Self {
        match error {
            DecodingError::IoError(error) if error.kind() == std::io::ErrorKind::UnexpectedEof => Self::CutOff,
            DecodingError::NoMoreFrames => Self::CutOff,
            DecodingError::MemoryLimitExceeded | DecodingError::ImageTooLarge => Self::OverLimits,
            error => Self::DamagedWebP(error.to_string()),
        }
    }
}
