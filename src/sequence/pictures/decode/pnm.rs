//! PBM, PGM and PPM, as text and as bytes, row by row. Values mean what they mean to `cv2.imread`: bytes are levels, whatever
//! the greatest value in the header is, and numbers in text are scaled by it; of 16 bits, the upper 8 are shown.

use super::buffer::{MAX_BYTES, Need, PendingPicture};
use super::head::Stored;
use super::levels::{Levels, Range};
use crate::sequence::pictures::error::PictureError;
use crate::sequence::pictures::orientation::Orientation;
use crate::sequence::pictures::picture::{Picture, Rgba};
use crate::sequence::pictures::pool::Pool;
use crate::sequence::pictures::view::PictureView;

/// The most pixels that one byte can encode.
const PIXELS_PER_BYTE: u64 = 8;

/// The header of a file.
#[derive(Clone, Copy, Debug)]
struct Header {
    size: (u32, u32),
    /// The greatest value: 1 for pictures of black and white.
    greatest: u16,
    /// How many values a pixel has.
    samples: usize,
    is_text: bool,
    /// Whether its values are single bits: digits that need no blanks between them, or eight in a byte.
    is_bits: bool,
    /// Where the values begin.
    data: usize,
}

pub(super) fn decode(bytes: &[u8], view: PictureView, pool: &Pool) -> Result<Picture, PictureError> {
    let header = Header::of(bytes)?;
    let need = Need {
        size: header.size,
        orientation: Orientation::AsStored,
        file_bytes: bytes.len(),
        pixels_per_byte: PIXELS_PER_BYTE,
        work_bytes: u64::from(header.size.0) * 8,
    };
    let mut pending = PendingPicture::reduced(pool, &need, MAX_BYTES)?;
    let levels = if view.stretch && header.greatest > 255 { header.range(bytes)?.stretched() } else { Levels::Upper };
    let level = |sample: u16| match (header.greatest, header.is_text) {
        // One is black.
        _ if header.is_bits => {
            if sample == 0 {
                255
            } else {
                0
            }
        }
        (256.., _) => levels.level(sample),
        (greatest, true) => (u32::from(sample.min(greatest)) * 255 / u32::from(greatest)) as u8,
        (_, false) => sample as u8,
    };
    header.rows(bytes, |row| {
        pending.row(row.chunks_exact(header.samples).map(|samples| match *samples {
            [red, green, blue, ..] => Rgba([level(red), level(green), level(blue), 255]),
            [grey, ..] => Rgba([level(grey), level(grey), level(grey), 255]),
            [] => Rgba::default(),
        }));
    })?;
    pending.done()
}

pub(super) fn stored(bytes: &[u8]) -> Result<Stored, PictureError> {
    Ok(Stored { size: Header::of(bytes)?.size, orientation: Orientation::AsStored })
}

impl Header {
    fn of(bytes: &[u8]) -> Result<Self, PictureError> {
        let kind = bytes.get(1).copied().unwrap_or_default();
        let mut text = Text { bytes, at: 2 };
        let mut number = || text.number(usize::MAX)?.ok_or(PictureError::NoSize);
        let size = (number()?, number()?);
        let is_bits = matches!(kind, b'1' | b'4');
        let greatest = if is_bits { 1 } else { number()? };
        let greatest = u16::try_from(greatest).ok().filter(|&greatest| greatest > 0);
        let greatest = greatest.ok_or(PictureError::DamagedPnm("its greatest value is not between 1 and 65535"))?;
        let samples = if matches!(kind, b'3' | b'6') { 3 } else { 1 };
        // One blank ends the header.
        Ok(Self { size, greatest, samples, is_text: kind < b'4', is_bits, data: text.at + 1 })
    }

    /// Calls `each` with the values of each row.
    fn rows(&self, bytes: &[u8], mut each: impl FnMut(&[u16])) -> Result<(), PictureError> {
        let per_row = self.size.0 as usize * self.samples;
        let mut row = Vec::new();
        row.try_reserve_exact(per_row).map_err(|_| PictureError::NoMemory(per_row as u64 * 2))?;
        let is_bits = self.is_bits;
        let mut text = Text { bytes, at: self.data };
        let row_bytes = match (is_bits, self.greatest) {
            (true, _) => per_row.div_ceil(8),
            (_, 256..) => per_row * 2,
            _ => per_row,
        };
        for number in 0..self.size.1 as usize {
            row.clear();
            if self.is_text {
                for _ in 0..per_row {
                    let value = text.number(if is_bits { 1 } else { usize::MAX })?.ok_or(PictureError::CutOff)?;
                    row.push(value.min(u32::from(u16::MAX)) as u16);
                }
            } else {
                let begin = self.data + number * row_bytes;
                let part = bytes.get(begin..begin + row_bytes).ok_or(PictureError::CutOff)?;
                match (is_bits, self.greatest) {
                    (true, _) => row.extend((0..per_row).map(|at| u16::from(part[at / 8] >> (7 - at % 8) & 1))),
                    (_, 256..) => row.extend(part.chunks_exact(2).map(|two| u16::from_be_bytes([two[0], two[1]]))),
                    _ => row.extend(part.iter().map(|&byte| u16::from(byte))),
                }
            }
            each(&row);
        }
        Ok(())
    }

    fn range(&self, bytes: &[u8]) -> Result<Range, PictureError> {
        let mut range = Range::default();
        self.rows(bytes, |row| row.iter().for_each(|&sample| range.add(sample)))?;
        Ok(range)
    }
}

/// Numbers in text, with comments between them.
struct Text<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl Text<'_> {
    /// The next number, of at most so many digits. `None` at the end of the bytes.
    fn number(&mut self, most_digits: usize) -> Result<Option<u32>, PictureError> {
        loop {
            match self.bytes.get(self.at) {
                None => return Ok(None),
                Some(b'#') => {
                    let rest = &self.bytes[self.at..];
                    self.at += memchr::memchr2(b'\n', b'\r', rest).unwrap_or(rest.len());
                }
                Some(byte) if byte.is_ascii_whitespace() || *byte == 0x0B => self.at += 1,
                Some(byte) if byte.is_ascii_digit() => break,
                Some(_) => return Err(PictureError::DamagedPnm("a number is expected")),
            }
        }
        let (mut value, begin) = (0_u32, self.at);
        while let Some(digit) = self.bytes.get(self.at).filter(|byte| byte.is_ascii_digit())
            && self.at - begin < most_digits
        {
            value = value.saturating_mul(10).saturating_add(u32::from(digit - b'0'));
            self.at += 1;
        }
        Ok(Some(value))
    }
}
