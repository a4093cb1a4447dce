//! What the directory of a TIFF file says about its picture.

use std::io::{Read, Seek};

use super::directory::{Directory, Numbers};
use super::unpack::Compression;
use crate::sequence::pictures::error::{MAX_SIDE, PictureError};
use crate::sequence::pictures::orientation::Orientation;

/// What the samples of a picture mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Colours {
    /// Grey, where 0 is white or black.
    Grey {
        is_white: bool,
    },
    /// Red, green and blue, to be dimmed by the fourth sample or not: transparency that the colours do not contain yet. So they
    /// are as `cv2.imread` shows them.
    Rgb {
        is_dimmed: bool,
    },
    /// Places in a palette.
    Palette,
    /// Cyan, magenta, yellow and black ink.
    Ink,
    YCbCr,
}

/// A picture in a TIFF file.
pub(super) struct Page {
    pub size: (u32, u32),
    pub orientation: Orientation,
    /// Bits a sample.
    pub bits: u32,
    /// Samples a pixel, with those that are not shown.
    pub samples: usize,
    pub colours: Colours,
    pub compression: Compression,
    /// Whether samples are stored as differences.
    pub has_differences: bool,
    /// Whether each sample has parts of its own.
    pub is_planar: bool,
    /// Width and height of a part in pixels: rows of the whole width, or tiles.
    pub part: (u32, u32),
    pub is_tiled: bool,
    /// Where each part begins, and how many bytes it has.
    pub parts: Vec<(u64, u64)>,
    /// Red, then green, then blue of all places, 16 bits each.
    pub palette: Vec<u64>,
    pub jpeg_tables: Vec<u8>,
}

impl Page {
    /// Width and height, and how the picture has to be turned.
    pub(super) fn stored<R: Read + Seek>(
        numbers: &mut Numbers<R>,
        directory: &Directory,
    ) -> Result<((u32, u32), Orientation), PictureError> {
        let mut number = |tag| -> Result<u32, PictureError> {
            let side = numbers.one(directory, tag)?.ok_or(PictureError::NoSize)?;
            Ok(u32::try_from(side).unwrap_or(u32::MAX))
        };
        let size @ (width, height) = (number(256)?, number(257)?);
        if width == 0 || height == 0 {
            return Err(PictureError::NoPixels);
        }
        if width > MAX_SIDE || height > MAX_SIDE {
            return Err(PictureError::LargePicture(width, height));
        }
        let orientation = numbers.one(directory, 274)?.and_then(|number| u16::try_from(number).ok());
        Ok((size, orientation.map_or(Orientation::AsStored, Orientation::from_number)))
    }

    pub(super) fn read<R: Read + Seek>(numbers: &mut Numbers<R>, directory: &Directory) -> Result<Self, PictureError> {
        let (size, orientation) = Self::stored(numbers, directory)?;
        let mut or = |tag, usual| -> Result<u64, PictureError> { Ok(numbers.one(directory, tag)?.unwrap_or(usual)) };
        let (samples, photometric, compression) = (or(277, 1)?, or(262, 1)?, or(259, 1)?);
        let (planar, predictor, format, fill_order) = (or(284, 1)?, or(317, 1)?, or(339, 1)?, or(266, 1)?);
        let extra = or(338, 0)?;
        let (rows, tile) = (or(278, u64::MAX)?, (or(322, 0)?, or(323, 0)?));
        let bits = numbers.all(directory, 258, samples.min(16))?;
        let bits = if bits.windows(2).all(|two| two[0] == two[1]) { bits.first().copied().unwrap_or(1) } else { 0 };
        let compression = Compression::of(compression)?;
        let colours = match (photometric, samples) {
            (0 | 1, 1..=4) => Colours::Grey { is_white: photometric == 0 },
            (2, 3..=8) => Colours::Rgb { is_dimmed: samples > 3 && extra == 2 },
            (3, 1) => Colours::Palette,
            (5, 4..=8) => Colours::Ink,
            (6, 3) => Colours::YCbCr,
            _ => return Err(PictureError::UnreadTiff("with unusual colours")),
        };
        match (bits, colours, format) {
            (8 | 16, _, 1) | (1 | 2 | 4, Colours::Grey { .. } | Colours::Palette, 1) => {}
            (_, _, 3) => return Err(PictureError::UnreadTiff("of floating point numbers")),
            (_, _, 2) => return Err(PictureError::UnreadTiff("of signed numbers")),
            (32.., ..) => return Err(PictureError::UnreadTiff("of 32 bits a sample or more")),
            _ => return Err(PictureError::UnreadTiff("of an unusual number of bits")),
        }
        if fill_order == 2 && bits < 8 {
            return Err(PictureError::UnreadTiff("with its bits in reverse order"));
        }
        if !matches!(predictor, 1 | 2) || predictor == 2 && bits < 8 {
            return Err(PictureError::UnreadTiff("with an unusual predictor"));
        }
        let is_jpeg = compression == Compression::Jpeg;
        if colours == Colours::YCbCr && !is_jpeg {
            let sampling = numbers.all(directory, 530, 2)?;
            if sampling != [1, 1] {
                return Err(PictureError::UnreadTiff("with chroma at a lower resolution"));
            }
        }
        if is_jpeg && (bits != 8 || planar == 2) {
            return Err(PictureError::UnreadTiff("with an unusual JPEG in it"));
        }
        let is_tiled = tile.0 > 0 && tile.1 > 0;
        let part = if is_tiled { tile } else { (size.0.into(), rows.clamp(1, size.1.into())) };
        let checked = |side| u32::try_from(side).ok().filter(|&side| side <= MAX_SIDE);
        let (Some(part_width), Some(part_height)) = (checked(part.0), checked(part.1)) else {
            return Err(PictureError::DamagedTiff("its parts are too large"));
        };
        let is_split = u64::from(part_width) * bits % 8 != 0 && is_tiled;
        if bits < 8 && (is_split || planar == 2) {
            return Err(PictureError::UnreadTiff("with parts that end within a byte"));
        }
        let samples = samples as usize;
        let planes = if planar == 2 { samples } else { 1 };
        let count = u64::from(size.0.div_ceil(part_width)) * u64::from(size.1.div_ceil(part_height)) * planes as u64;
        let (begins, lengths) = if is_tiled { (324, 325) } else { (273, 279) };
        let begins = numbers.all(directory, begins, count)?;
        let lengths = numbers.all(directory, lengths, count)?;
        if begins.len() as u64 != count || lengths.len() as u64 != count {
            return Err(PictureError::DamagedTiff("parts of it are not listed"));
        }
        let palette = if colours == Colours::Palette { numbers.all(directory, 320, 3 << bits)? } else { Vec::new() };
        let jpeg_tables = if is_jpeg { numbers.all(directory, 347, 1 << 16)? } else { Vec::new() };
        Ok(Self {
            size,
            orientation,
            bits: bits as u32,
            samples,
            colours,
            compression,
            has_differences: predictor == 2,
            is_planar: planar == 2,
            part: (part_width, part_height),
            is_tiled,
            parts: begins.into_iter().zip(lengths).collect(),
            palette,
            jpeg_tables: jpeg_tables.into_iter().map(|byte| byte as u8).collect(),
        })
    }

    /// Bytes of a row of so many pixels, with so many samples each.
    pub(super) fn row_bytes(&self, width: u32, samples: usize) -> usize {
        (width as usize * samples * self.bits as usize).div_ceil(8)
    }
}
