//! The container of WebP: its chunks. Sources: the WebP container specification; RFC 9649.

use std::io::{ErrorKind, Read, Seek, SeekFrom};

use crate::sequence::pictures::error::PictureError;
use crate::sequence::pictures::orientation::Orientation;

/// The flag in the header of an extended file that says that it is an animation.
const IS_ANIMATION: u8 = 2;
/// The flag in the header of an extended file that says that EXIF data follow the picture.
const HAS_EXIF: u8 = 8;
/// Where the first chunk begins.
const FIRST: u64 = 12;
/// How many bytes of EXIF data are read. The orientation is near their beginning.
const MAX_EXIF: u64 = 64 << 10;

/// A chunk of a file.
#[derive(Clone, Copy, Debug)]
pub(super) struct Chunk {
    pub(super) name: [u8; 4],
    /// Where its content begins.
    pub(super) begin: u64,
    /// How many bytes its content has.
    pub(super) length: u64,
}

impl Chunk {
    /// The chunk at this place. `None` at the end of the file.
    pub(super) fn at(reader: &mut (impl Read + Seek), place: u64) -> Result<Option<Self>, PictureError> {
        let mut head = [0; 8];
        match read_at(reader, place, &mut head) {
            Ok(()) => {}
            Err(PictureError::CutOff) => return Ok(None),
            Err(error) => return Err(error),
        }
        let [n0, n1, n2, n3, l0, l1, l2, l3] = head;
        let length = u32::from_le_bytes([l0, l1, l2, l3]).into();
        Ok(Some(Self { name: [n0, n1, n2, n3], begin: place + 8, length }))
    }

    /// Where the next chunk begins.
    pub(super) fn end(self) -> u64 {
        self.begin + self.length.next_multiple_of(2)
    }
}

/// What the header of an animation says.
#[derive(Clone, Copy, Debug)]
pub(super) struct AnimationHead {
    /// Width and height of the canvas in pixels.
    pub(super) size: (u32, u32),
    /// Where the chunks behind the header begin.
    pub(super) first: u64,
}

impl AnimationHead {
    /// `None` if the file is no animation.
    pub(super) fn of(reader: &mut (impl Read + Seek)) -> Result<Option<Self>, PictureError> {
        let Some((chunk, header)) = extended(reader)? else { return Ok(None) };
        let size = (u24(&header, 4) + 1, u24(&header, 7) + 1);
        Ok((header[0] & IS_ANIMATION != 0).then_some(Self { size, first: chunk.end() }))
    }
}

/// How the picture has to be turned.
///
/// # Errors
/// If the file ends before its EXIF data do.
pub(super) fn orientation(reader: &mut (impl Read + Seek)) -> Result<Orientation, PictureError> {
    let Some((header_chunk, _)) = extended(reader)?.filter(|(_, header)| header[0] & HAS_EXIF != 0) else {
        return Ok(Orientation::AsStored);
    };
    let mut place = header_chunk.end();
    while let Some(chunk) = Chunk::at(reader, place)? {
        place = chunk.end();
        if chunk.name == *b"EXIF" {
            if chunk.begin + chunk.length > reader.seek(SeekFrom::End(0))? {
                return Err(PictureError::CutOff);
            }
            let mut exif = vec![0; chunk.length.min(MAX_EXIF) as usize];
            read_at(reader, chunk.begin, &mut exif)?;
            // Some programs put the name in front that EXIF data have in a JPEG.
            return Ok(Orientation::from_exif(exif.strip_prefix(b"Exif\0\0").unwrap_or(&exif)));
        }
    }
    Ok(Orientation::AsStored)
}

/// The first chunk and its content, if the file is an extended one.
fn extended(reader: &mut (impl Read + Seek)) -> Result<Option<(Chunk, [u8; 10])>, PictureError> {
    let Some(chunk) = Chunk::at(reader, FIRST)?.filter(|chunk| chunk.name == *b"VP8X" && chunk.length >= 10) else {
        return Ok(None);
    };
    let mut header = [0; 10];
    read_at(reader, chunk.begin, &mut header)?;
    Ok(Some((chunk, header)))
}

/// A number of 24 bits at a place.
pub(super) fn u24(bytes: &[u8], at: usize) -> u32 {
    bytes.get(at..at + 3).map_or(0, |bytes| u32::from_le_bytes([bytes[0], bytes[1], bytes[2], 0]))
}

/// Reads bytes at a place.
///
/// # Errors
/// If the file ends before.
pub(super) fn read_at(reader: &mut (impl Read + Seek), place: u64, into: &mut [u8]) -> Result<(), PictureError> {
    reader.seek(SeekFrom::Start(place))?;
    reader.read_exact(into).map_err(|error| match error.kind() {
        ErrorKind::UnexpectedEof => PictureError::CutOff,
        _ => error.into(),
    })
}
