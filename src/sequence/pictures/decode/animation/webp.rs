//! Animated WebP. Each picture is decoded as a file of its own and laid on the canvas as libwebp does it.
//!
//! Sources: the WebP container specification, and `anim_decode.c` of libwebp for how transparent colours are mixed. The canvas
//! begins transparent and black, whatever background colour the file names: viewers may ignore that, and libwebp, `OpenCV` and
//! Pillow do. Nothing is mixed with a cleared part: there, the colours of the picture are taken, also of what is transparent.

use std::io::{Cursor, Read, Seek, SeekFrom};

use image_webp::{DecodingError, WebPDecoder};

use crate::sequence::pictures::decode::buffer::{MAX_BYTES, bytes as reserved};
use crate::sequence::pictures::decode::webp::{AnimationHead, Chunk, orientation, read_at, u24};
use crate::sequence::pictures::error::{MAX_SIDE, PictureError};
use crate::sequence::pictures::orientation::Orientation;
use crate::sequence::pictures::picture::Rgba;

/// The size of what stands before a picture: its place, its size, its duration and how it is laid on the canvas.
const FRAME_HEAD: u64 = 16;
/// How many bytes stand before a picture that is a file of its own: the header of a file, and that of an extended one.
const FILE_HEAD: [usize; 2] = [12, 30];
/// A picture takes at most so many bytes a pixel, and so many more. What takes more than its pixels is damaged.
const MOST_BYTES: (u64, u64) = (5, 64 << 10);
/// What is in hand for each pixel while a picture is drawn: the canvas, the picture packed and unpacked, and what the decoder
/// of its colours and of its transparency works in.
pub(super) const WORK_BYTES: u64 = 4 + MOST_BYTES.0 + 4 + 12;

/// The pictures of an animated WebP.
pub(super) struct WebPFrames<R> {
    reader: R,
    size: (u32, u32),
    orientation: Orientation,
    /// The end of the file.
    end: u64,
    /// Where the next chunk begins.
    next: u64,
    /// What was drawn so far. Empty before the first picture.
    canvas: Vec<Rgba>,
    /// The part of the canvas that is cleared before the next picture is drawn.
    left_over: Option<Area>,
    /// Whether the last picture was drawn on an empty canvas.
    was_alone: bool,
}

/// A part of the canvas, in pixels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Area {
    left: u32,
    top: u32,
    width: u32,
    height: u32,
}

/// How many whole pictures a WebP of so many bytes has, and whether it is cut short. It counts up to `most`.
pub(super) fn count(mut reader: impl Read + Seek, file_bytes: u64, most: u64) -> Result<(u64, bool), PictureError> {
    let Some(head) = AnimationHead::of(&mut reader)? else { return Ok((1, false)) };
    let (mut whole, mut place) = (0, head.first);
    while whole < most
        && let Some(chunk) = Chunk::at(&mut reader, place)?
    {
        whole += u64::from(chunk.name == *b"ANMF" && chunk.begin + chunk.length <= file_bytes);
        place = chunk.end();
    }
    let mut stated = [0; 4];
    read_at(&mut reader, 4, &mut stated)?;
    Ok((whole, u64::from(u32::from_le_bytes(stated)) + 8 > file_bytes))
}

impl<R: Read + Seek> WebPFrames<R> {
    pub(super) fn new(mut reader: R) -> Result<Self, PictureError> {
        let head = AnimationHead::of(&mut reader)?.ok_or(PictureError::CutOff)?;
        let (width, height) = head.size;
        if width > MAX_SIDE || height > MAX_SIDE {
            return Err(PictureError::LargePicture(width, height));
        }
        let orientation = orientation(&mut reader)?;
        let end = reader.seek(SeekFrom::End(0))?;
        Ok(Self {
            reader,
            size: head.size,
            orientation,
            end,
            next: head.first,
            canvas: Vec::new(),
            left_over: None,
            was_alone: false,
        })
    }

    pub(super) fn size(&self) -> (u32, u32) {
        self.size
    }

    pub(super) fn orientation(&self) -> Orientation {
        self.orientation
    }

    /// Draws the next picture.
    pub(super) fn advance(&mut self) -> Result<(), PictureError> {
        let chunk = loop {
            let chunk = Chunk::at(&mut self.reader, self.next)?.ok_or(PictureError::CutOff)?;
            self.next = chunk.end();
            if chunk.name == *b"ANMF" {
                break chunk;
            }
        };
        let mut head = [0; FRAME_HEAD as usize];
        read_at(&mut self.reader, chunk.begin, &mut head)?;
        let area = Area {
            left: u24(&head, 0) * 2,
            top: u24(&head, 3) * 2,
            width: u24(&head, 6) + 1,
            height: u24(&head, 9) + 1,
        };
        if area.left + area.width > self.size.0 || area.top + area.height > self.size.1 {
            return Err(damaged("a picture in it reaches beyond the others"));
        }
        let (is_disposed, is_blended) = (head[15] & 1 != 0, head[15] & 2 == 0);
        let (pixels, has_alpha) = self.picture(chunk, area)?;
        let width = self.size.0 as usize;
        let is_first = self.canvas.is_empty();
        if is_first {
            let len = width * self.size.1 as usize;
            self.canvas.try_reserve_exact(len).map_err(|_| PictureError::NoMemory(len as u64 * 4))?;
            self.canvas.resize(len, Rgba::default());
        }
        let whole = Area { left: 0, top: 0, width: self.size.0, height: self.size.1 };
        let cleared = self.left_over.take();
        let is_empty = is_first || cleared.is_some_and(|cleared| cleared == whole || self.was_alone);
        self.was_alone = is_empty || area == whole && !(has_alpha && is_blended);
        let cleared = if is_empty { Some(whole) } else { cleared };
        if let Some(cleared) = cleared {
            cleared.rows(&mut self.canvas, width).for_each(|row| row.fill(Rgba::default()));
        }
        let bytes = if has_alpha { 4 } else { 3 };
        let rows = pixels.chunks_exact(area.width as usize * bytes);
        for ((row, pixels), y) in area.rows(&mut self.canvas, width).zip(rows).zip(area.top..) {
            for ((under, over), x) in row.iter_mut().zip(pixels.chunks_exact(bytes)).zip(area.left..) {
                let over = Rgba([over[0], over[1], over[2], over.get(3).copied().unwrap_or(255)]);
                let is_mixed = is_blended && !cleared.is_some_and(|cleared| cleared.contains(x, y));
                *under = if is_mixed { mixed(*under, over) } else { over };
            }
        }
        self.left_over = is_disposed.then_some(area);
        Ok(())
    }

    /// Decodes the picture in a chunk: 3 bytes a pixel, or 4 with transparency.
    fn picture(&mut self, chunk: Chunk, area: Area) -> Result<(Vec<u8>, bool), PictureError> {
        let length = chunk.length.checked_sub(FRAME_HEAD).filter(|&length| length >= 8);
        let length = length.ok_or_else(|| damaged("a picture in it has no content"))?;
        if chunk.begin + chunk.length > self.end {
            return Err(PictureError::CutOff);
        }
        if length > u64::from(area.width) * u64::from(area.height) * MOST_BYTES.0 + MOST_BYTES.1 {
            return Err(damaged("a picture in it has more bytes than its pixels"));
        }
        let mut file = reserved(FILE_HEAD[1] + length as usize)?;
        read_at(&mut self.reader, chunk.begin + FRAME_HEAD, &mut file[FILE_HEAD[1]..])?;
        let is_extended = file[FILE_HEAD[1]..].starts_with(b"ALPH");
        let begin = if is_extended { 0 } else { FILE_HEAD[1] - FILE_HEAD[0] };
        let riff_length = (file.len() - begin - 8) as u32;
        file[begin..begin + 4].copy_from_slice(b"RIFF");
        file[begin + 4..begin + 8].copy_from_slice(&riff_length.to_le_bytes());
        file[begin + 8..begin + 12].copy_from_slice(b"WEBP");
        if is_extended {
            file[12..20].copy_from_slice(b"VP8X\x0A\0\0\0");
            // It has transparency.
            file[20..24].copy_from_slice(&[16, 0, 0, 0]);
            file[24..27].copy_from_slice(&(area.width - 1).to_le_bytes()[..3]);
            file[27..30].copy_from_slice(&(area.height - 1).to_le_bytes()[..3]);
        }
        let mut decoder = WebPDecoder::new(Cursor::new(&file[begin..]))?;
        decoder.set_memory_limit(MAX_BYTES as usize);
        if decoder.is_animated() || decoder.dimensions() != (area.width, area.height) {
            return Err(damaged("a picture in it has another size than it says"));
        }
        let mut pixels = reserved(decoder.output_buffer_size().ok_or(PictureError::OverLimits)?)?;
        decoder.read_image(&mut pixels)?;
        Ok((pixels, decoder.has_alpha()))
    }

    /// Writes what was drawn last. Transparency is ignored.
    pub(super) fn write(&self, pixels: &mut [Rgba]) {
        let from = self.canvas.iter().map(|&Rgba([red, green, blue, _])| Rgba([red, green, blue, 255]));
        pixels.iter_mut().zip(from).for_each(|(to, from)| *to = from);
    }
}

impl Area {
    fn contains(self, x: u32, y: u32) -> bool {
        (self.left..self.left + self.width).contains(&x) && (self.top..self.top + self.height).contains(&y)
    }

    /// Its rows in a canvas of this width.
    fn rows(self, canvas: &mut [Rgba], width: usize) -> impl Iterator<Item = &mut [Rgba]> {
        let (left, area_width) = (self.left as usize, self.width as usize);
        let rows = canvas.chunks_exact_mut(width.max(1)).skip(self.top as usize).take(self.height as usize);
        rows.filter_map(move |row| row.get_mut(left..left + area_width))
    }
}

/// A colour over another one, both with transparency, in whole numbers as libwebp computes it.
fn mixed(under: Rgba, over: Rgba) -> Rgba {
    let (Rgba([.., under_alpha]), Rgba([.., over_alpha])) = (under, over);
    match over_alpha {
        0 => return under,
        255 => return over,
        _ => {}
    }
    let over_alpha = u32::from(over_alpha);
    let under_alpha = (u32::from(under_alpha) * (256 - over_alpha)) >> 8;
    let alpha = over_alpha + under_alpha;
    let scale = (1 << 24) / alpha;
    let level = |under: u8, over: u8| {
        let sum = u32::from(over) * over_alpha + u32::from(under) * under_alpha;
        (sum.wrapping_mul(scale) >> 24) as u8
    };
    let (Rgba(under), Rgba(over)) = (under, over);
    Rgba([level(under[0], over[0]), level(under[1], over[1]), level(under[2], over[2]), alpha as u8])
}

fn damaged(what: &str) -> PictureError {
    PictureError::DamagedWebP(what.to_owned())
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
