//! What the segments of a JPEG file say before its compressed data.

use std::ops::Range;

use crate::sequence::pictures::decode::buffer::Need;
use crate::sequence::pictures::error::PictureError;
use crate::sequence::pictures::orientation::Orientation;
use crate::sequence::pictures::view::PictureView;

/// The most pixels that one byte can encode: a block of 64 pixels takes at least a bit.
const PIXELS_PER_BYTE: u64 = 512;
/// The marker before the compressed data (SOS).
const START_OF_SCAN: u8 = 0xDA;
/// The name at the beginning of EXIF data, in a segment APP1.
const EXIF: &[u8] = b"Exif\0\0";

/// The header of a JPEG file.
#[derive(Clone, Debug)]
pub(super) struct Header {
    /// Width and height in pixels.
    pub size: (u32, u32),
    /// Bits a sample.
    pub bits: u8,
    /// The components, in the order of the frame header.
    pub components: Vec<Component>,
    /// Whether it says that it is a JFIF file.
    pub is_jfif: bool,
    /// The transform of colours in the Adobe segment, if there is one.
    pub adobe: Option<u8>,
    pub orientation: Orientation,
    /// The marker before the frame header: how the picture is coded.
    frame: u8,
    /// How many components the first pass has, and where its compressed data begin. `None` if the bytes end before.
    scan: Option<(u8, usize)>,
}

/// A component of a JPEG file, for example luma.
#[derive(Clone, Copy, Debug)]
pub(super) struct Component {
    pub id: u8,
    /// How many blocks it has across and down, relative to other components.
    pub sampling: (u8, u8),
}

impl Header {
    /// Reads the header of a file, or of its first bytes.
    ///
    /// # Errors
    /// If there is no size in these bytes.
    pub(super) fn of(bytes: &[u8]) -> Result<Self, PictureError> {
        let mut header = Self {
            size: (0, 0),
            bits: 8,
            components: Vec::new(),
            is_jfif: false,
            adobe: None,
            orientation: Orientation::AsStored,
            frame: 0,
            scan: None,
        };
        for (marker, part) in segments(bytes) {
            let end = part.end;
            // A segment may say that it is longer than the file.
            let part = bytes.get(part.start..end.min(bytes.len())).unwrap_or_default();
            match marker {
                0xC0..=0xCF if !matches!(marker, 0xC4 | 0xC8 | 0xCC) => header.take_frame(marker, part),
                0xE0 => header.is_jfif |= part.get(2..).is_some_and(|part| part.starts_with(b"JFIF\0")),
                0xE1 => header.take_exif(part),
                0xEE if part.get(2..7) == Some(b"Adobe") => header.adobe = part.get(13).copied(),
                START_OF_SCAN => {
                    header.scan = part.get(2).map(|&count| (count, end));
                    break;
                }
                _ => {}
            }
        }
        if header.frame == 0 { Err(PictureError::NoSize) } else { Ok(header) }
    }

    fn take_frame(&mut self, marker: u8, part: &[u8]) {
        let &[_, _, bits, high, low, left, right, _, ref components @ ..] = part else { return };
        self.frame = marker;
        self.bits = bits;
        self.size = (u16::from_be_bytes([left, right]).into(), u16::from_be_bytes([high, low]).into());
        self.components = components
            .chunks_exact(3)
            .map(|part| Component { id: part[0], sampling: (part[1] >> 4, part[1] & 15) })
            .collect();
    }

    fn take_exif(&mut self, part: &[u8]) {
        if let Some(exif) = part.get(2..).and_then(|part| part.strip_prefix(EXIF))
            && self.orientation == Orientation::AsStored
        {
            self.orientation = Orientation::from_exif(exif);
        }
    }

    /// What decoding the picture takes: in a file of so many bytes, with so many bytes to work in.
    pub(super) fn need(&self, file_bytes: usize, view: PictureView, work_bytes: u64) -> Need {
        let orientation = if view.turn { self.orientation } else { Orientation::AsStored };
        Need { size: self.size, orientation, file_bytes, pixels_per_byte: PIXELS_PER_BYTE, work_bytes }
    }

    /// Where the compressed data begin.
    pub(super) fn data(&self) -> Option<usize> {
        self.scan.map(|(_, data)| data)
    }

    /// Whether the data come in several passes over the picture: it is progressive, or its first pass has only some of its
    /// components.
    pub(super) fn has_passes(&self) -> bool {
        let is_whole = self.scan.is_some_and(|(count, _)| usize::from(count) == self.components.len());
        !(matches!(self.frame, 0xC0 | 0xC1) && is_whole)
    }

    /// Whether its values are stored as they are, without a cosine transform.
    pub(super) fn is_lossless(&self) -> bool {
        self.frame == 0xC3
    }

    /// What no decoder here reads.
    ///
    /// # Errors
    /// If there is such a thing.
    pub(super) fn check(&self) -> Result<(), PictureError> {
        let what = match self.frame {
            0xC5..=0xC7 => "coded hierarchically",
            0xC9..=0xCB => "with arithmetic coding",
            0xCD..=0xCF => "coded hierarchically and arithmetically",
            _ if self.bits == 12 => "of 12 bits a sample",
            _ if !matches!(self.components.len(), 1 | 3 | 4) => "of neither 1, 3 nor 4 components",
            _ => return Ok(()),
        };
        Err(PictureError::UnreadJpeg(what))
    }
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
