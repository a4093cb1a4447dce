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

/// How many whole pictures a WebP of so many bytes has, and whether it is cut short.
pub(super) fn count<R: BufRead + Seek>(mut reader: R, file_bytes: u64) -> Result<(u64, bool), PictureError> {
    let (whole, is_cut) = whole_frames(&mut reader, file_bytes)?;
    reader.rewind()?;
    let decoder = decoder(reader)?;
    Ok(if decoder.is_animated() { (whole.min(decoder.num_frames().into()), is_cut) } else { (1, false) })
}

/// How many pictures of an animation are wholly in the file, and whether the file is shorter than its header says.
fn whole_frames<R: BufRead + Seek>(reader: &mut R, file_bytes: u64) -> Result<(u64, bool), PictureError> {
    let mut header = [0; 12];
    reader.read_exact(&mut header)?;
    let stated = u64::from(u32::from_le_bytes([header[4], header[5], header[6], header[7]])) + 8;
    let (mut whole, mut at) = (0, header.len() as u64);
    while at < stated.min(file_bytes) {
        let mut chunk = [0; 8];
        if reader.read_exact(&mut chunk).is_err() {
            break;
        }
        let length = u64::from(u32::from_le_bytes([chunk[4], chunk[5], chunk[6], chunk[7]]));
        at += 8 + length;
        whole += u64::from(chunk.starts_with(b"ANMF") && at <= file_bytes);
        // A byte is added where the length is odd.
        at += length % 2;
        reader.seek(std::io::SeekFrom::Start(at))?;
    }
    Ok((whole, stated > file_bytes))
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
