//! GIF. What a picture leaves open shows what was there before: at the start, the background colour.

use std::io::{BufRead, Read, Seek};

use gif::{ColorOutput, DecodeOptions, Decoder, DecodingError, DisposalMethod, Frame, MemoryLimit};

use crate::sequence::pictures::decode::buffer::{MAX_BYTES, bytes as reserved};
use crate::sequence::pictures::error::{MAX_SIDE, PictureError};
use crate::sequence::pictures::picture::Rgba;

/// The pictures of a GIF.
pub(super) struct GifFrames<R: Read> {
    decoder: Decoder<R>,
    /// What was drawn so far. Empty before the first picture.
    canvas: Vec<Rgba>,
    background: Rgba,
    /// What to do before the next picture is drawn.
    left_over: Option<LeftOver>,
}

/// A part of the canvas, and what is to be shown there again.
struct LeftOver {
    area: Area,
    /// Row by row; the background colour if it is empty.
    pixels: Vec<Rgba>,
}

/// A part of the canvas, in pixels.
#[derive(Clone, Copy)]
struct Area {
    left: usize,
    top: usize,
    width: usize,
    height: usize,
}

fn options() -> DecodeOptions {
    let mut options = DecodeOptions::new();
    options.set_color_output(ColorOutput::Indexed);
    options.check_frame_consistency(true);
    if let Some(most) = std::num::NonZeroU64::new(MAX_BYTES) {
        options.set_memory_limit(MemoryLimit::Bytes(most));
    }
    options
}

/// How many pictures a GIF has, and whether it ends without an end mark or is damaged after them. Only if they are decoded, the
/// last one is known to be whole. It counts up to `most`.
pub(super) fn count(reader: impl Read, all_pixels: bool, most: u64) -> Result<(u64, bool), PictureError> {
    let mut options = options();
    options.skip_frame_decoding(!all_pixels);
    let mut decoder = options.read_info(reader)?;
    let mut count = 0;
    while count < most {
        match decoder.next_frame_info() {
            Ok(Some(_)) => {}
            Ok(None) => return Ok((count, false)),
            Err(_) => return Ok((count, true)),
        }
        if all_pixels {
            let mut indices = reserved(decoder.buffer_size())?;
            if decoder.read_into_buffer(&mut indices).is_err() {
                return Ok((count, true));
            }
        }
        count += 1;
    }
    Ok((count, false))
}

impl<R: Read + BufRead + Seek> GifFrames<R> {
    pub(super) fn new(reader: R) -> Result<Self, PictureError> {
        let decoder = options().read_info(reader)?;
        let (width, height) = (u32::from(decoder.width()), u32::from(decoder.height()));
        if width > MAX_SIDE || height > MAX_SIDE {
            return Err(PictureError::LargePicture(width, height));
        }
        let palette = decoder.global_palette().unwrap_or_default();
        let background = decoder.bg_color().and_then(|at| colour(palette, at)).unwrap_or(Rgba([0, 0, 0, 255]));
        Ok(Self { decoder, canvas: Vec::new(), background, left_over: None })
    }

    pub(super) fn size(&self) -> (u32, u32) {
        (self.decoder.width().into(), self.decoder.height().into())
    }

    /// What was drawn so far.
    pub(super) fn pixels(&self) -> &[Rgba] {
        &self.canvas
    }

    /// Draws the next picture.
    pub(super) fn advance(&mut self) -> Result<(), PictureError> {
        if self.canvas.is_empty() {
            let (width, height) = (usize::from(self.decoder.width()), usize::from(self.decoder.height()));
            self.canvas = reserved_pixels(width * height)?;
            self.canvas.resize(width * height, self.background);
        }
        let width = usize::from(self.decoder.width());
        if let Some(LeftOver { area, pixels }) = self.left_over.take() {
            let mut pixels = pixels.chunks_exact(area.width.max(1));
            for row in area.rows(&mut self.canvas, width) {
                match pixels.next() {
                    Some(pixels) => row.copy_from_slice(pixels),
                    None => row.fill(self.background),
                }
            }
        }
        let frame = self.decoder.next_frame_info()?.ok_or(PictureError::CutOff)?;
        let area = Area::of(frame);
        let (transparent, dispose, own_palette) = (frame.transparent, frame.dispose, frame.palette.clone());
        self.left_over = match dispose {
            DisposalMethod::Background => Some(LeftOver { area, pixels: Vec::new() }),
            DisposalMethod::Previous => {
                let mut pixels = reserved_pixels(area.width * area.height)?;
                area.rows(&mut self.canvas, width).for_each(|row| pixels.extend_from_slice(row));
                Some(LeftOver { area, pixels })
            }
            _ => None,
        };
        let mut indices = reserved(self.decoder.buffer_size())?;
        self.decoder.read_into_buffer(&mut indices)?;
        let palette = own_palette.as_deref().or(self.decoder.global_palette()).unwrap_or_default();
        for (row, indices) in area.rows(&mut self.canvas, width).zip(indices.chunks_exact(area.width.max(1))) {
            for (pixel, &index) in row.iter_mut().zip(indices) {
                if transparent != Some(index)
                    && let Some(colour) = colour(palette, index.into())
                {
                    *pixel = colour;
                }
            }
        }
        Ok(())
    }
}

impl Area {
    fn of(frame: &Frame<'_>) -> Self {
        Self { left: frame.left.into(), top: frame.top.into(), width: frame.width.into(), height: frame.height.into() }
    }

    /// Its rows in a canvas of this width. The decoder has checked that it lies within.
    fn rows(self, canvas: &mut [Rgba], width: usize) -> impl Iterator<Item = &mut [Rgba]> {
        let rows = canvas.chunks_exact_mut(width.max(1)).skip(self.top).take(self.height);
        rows.filter_map(move |row| row.get_mut(self.left..self.left + self.width))
    }
}

/// Room for so many pixels.
fn reserved_pixels(len: usize) -> Result<Vec<Rgba>, PictureError> {
    let mut pixels = Vec::new();
    pixels.try_reserve_exact(len).map_err(|_| PictureError::NoMemory(len as u64 * 4))?;
    Ok(pixels)
}

/// The colour at a place of a palette.
fn colour(palette: &[u8], at: usize) -> Option<Rgba> {
    match palette.get(at * 3..at * 3 + 3) {
        Some(&[red, green, blue]) => Some(Rgba([red, green, blue, 255])),
        _ => None,
    }
}

impl From<DecodingError> for PictureError {
    fn from(error: DecodingError) -> Self {
        match error {
            DecodingError::UnexpectedEof => Self::CutOff,
            DecodingError::Io(error) if error.kind() == std::io::ErrorKind::UnexpectedEof => Self::CutOff,
            DecodingError::OutOfMemory | DecodingError::MemoryLimit => Self::OverLimits,
            error => Self::DamagedGif(error.to_string()),
        }
    }
}
