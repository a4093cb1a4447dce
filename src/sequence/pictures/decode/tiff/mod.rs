//! TIFF, part by part: so a picture takes little more memory than what is kept of it. Each picture of a file can be read by
//! itself.

mod directory;
mod page;
mod unpack;

use std::io::{Read, Seek};

use super::buffer::{MAX_BYTES, Need, PendingPicture, bytes as reserved, ink};
use super::head::Stored;
use super::levels::{Levels, Range};
use crate::sequence::pictures::error::PictureError;
use crate::sequence::pictures::orientation::Orientation;
use crate::sequence::pictures::picture::{Picture, Rgba};
use crate::sequence::pictures::pool::Pool;
use crate::sequence::pictures::view::PictureView;
use directory::Numbers;
use page::{Colours, Page};
use unpack::{Compression, JpegPart, add_up, unpack};

/// The most pixels that one byte can encode: a deflated byte becomes at most 1,032 bytes, of at most 8 pixels each.
const PIXELS_PER_BYTE: u64 = 8 * 1032;
/// What a JPEG decoder has in hand for each sample of a part.
const JPEG_BYTES: u64 = 10;

/// Where the pictures of a file are, without small versions of others: for [`picture`]. Those that are not wholly in the file are
/// left out. Also returns whether the file is cut short.
///
/// # Errors
/// If the header is damaged.
pub(in crate::sequence::pictures) fn pages<R: Read + Seek>(
    reader: R,
    most: usize,
) -> Result<(Vec<u64>, bool), PictureError> {
    directory::pages(reader, most)
}

/// The first picture.
pub(super) fn first<R: Read + Seek>(reader: R, view: PictureView, pool: &Pool) -> Result<Picture, PictureError> {
    let (numbers, first) = Numbers::new(reader)?;
    decode(numbers, first, view, pool)
}

/// The picture at one of the places of [`pages`].
pub(in crate::sequence::pictures) fn picture<R: Read + Seek>(
    reader: R,
    at: u64,
    view: PictureView,
    pool: &Pool,
) -> Result<Picture, PictureError> {
    decode(Numbers::new(reader)?.0, at, view, pool)
}

/// The header of the first picture, as [`first`] shows it.
pub(super) fn first_stored<R: Read + Seek>(reader: R) -> Result<Stored, PictureError> {
    let (numbers, first) = Numbers::new(reader)?;
    header(numbers, first)
}

/// The header of the picture at one of the places of [`pages`].
pub(in crate::sequence::pictures) fn stored<R: Read + Seek>(reader: R, at: u64) -> Result<Stored, PictureError> {
    header(Numbers::new(reader)?.0, at)
}

fn header<R: Read + Seek>(mut numbers: Numbers<R>, at: u64) -> Result<Stored, PictureError> {
    let directory = numbers.directory(at)?;
    let (size, orientation) = Page::stored(&mut numbers, &directory)?;
    Ok(Stored { size, orientation })
}

fn decode<R: Read + Seek>(
    mut numbers: Numbers<R>,
    at: u64,
    view: PictureView,
    pool: &Pool,
) -> Result<Picture, PictureError> {
    let directory = numbers.directory(at)?;
    let page = Page::read(&mut numbers, &directory)?;
    let band_bytes = page.row_bytes(page.size.0, page.samples) as u64 * u64::from(page.part.1.min(page.size.1));
    let part_bytes = page.row_bytes(page.part.0, page.samples) as u64 * u64::from(page.part.1);
    let packed_bytes = page.parts.iter().map(|&(_, length)| length).max().unwrap_or(0);
    let jpeg_bytes = if page.compression == Compression::Jpeg { part_bytes * JPEG_BYTES + packed_bytes } else { 0 };
    let file_bytes = numbers.file_bytes()?;
    if packed_bytes > file_bytes {
        return Err(PictureError::CutOff);
    }
    let work_bytes = band_bytes + part_bytes + packed_bytes + jpeg_bytes;
    let (width, height) = page.size;
    let need = Need {
        size: page.size,
        orientation: if view.turn { page.orientation } else { Orientation::AsStored },
        file_bytes: usize::try_from(file_bytes).unwrap_or(usize::MAX),
        pixels_per_byte: PIXELS_PER_BYTE,
        work_bytes,
    };
    let Some(most) = MAX_BYTES.checked_sub(work_bytes).filter(|&most| most > 0) else {
        return Err(PictureError::HeavyPicture { width, height, bytes: work_bytes });
    };
    let mut pending = PendingPicture::reduced(pool, &need, most)?;
    let mut bands = Bands::new(&page, band_bytes, part_bytes)?;
    let mut levels = Levels::Upper;
    if view.stretch && page.bits == 16 {
        // The range is known only after all samples were seen, so the file is read twice.
        let mut range = Range::default();
        let colours = if matches!(page.colours, Colours::Rgb { .. }) { 3 } else { 1 };
        bands.each_row(&mut numbers, |row| {
            let wide = row.chunks_exact(2 * page.samples).flat_map(|pixel| pixel.chunks_exact(2).take(colours));
            wide.for_each(|two| range.add(u16::from_ne_bytes([two[0], two[1]])));
        })?;
        levels = range.stretched();
    }
    bands.each_row(&mut numbers, |row| {
        let sample = |at: usize| page.sample(row, at, levels);
        pending.row((0..width as usize).map(|x| page.pixel(x * page.samples, &sample)));
    })?;
    pending.done()
}

impl Page {
    /// A sample of a row as a level. Places in a palette are left as they are.
    fn sample(&self, row: &[u8], at: usize, levels: Levels) -> u8 {
        match self.bits {
            16 => row.get(2 * at..2 * at + 2).map_or(0, |two| levels.level(u16::from_ne_bytes([two[0], two[1]]))),
            8 => row.get(at).copied().unwrap_or(0),
            bits => {
                let (per_byte, greatest) = (8 / bits as usize, (1_u8 << bits) - 1);
                let shift = 8 - bits as usize * (at % per_byte + 1);
                let value = row.get(at / per_byte).copied().unwrap_or(0) >> shift & greatest;
                if self.colours == Colours::Palette { value } else { value * (255 / greatest) }
            }
        }
    }

    /// The pixel whose first sample has this place in the row.
    fn pixel(&self, at: usize, sample: &impl Fn(usize) -> u8) -> Rgba {
        match self.colours {
            Colours::Grey { is_white } => {
                let grey = if is_white { 255 - sample(at) } else { sample(at) };
                Rgba([grey, grey, grey, 255])
            }
            Colours::Rgb { is_dimmed: true } => {
                let dimmed = |value: u8| ((u32::from(value) * u32::from(sample(at + 3)) + 127) / 255) as u8;
                Rgba([dimmed(sample(at)), dimmed(sample(at + 1)), dimmed(sample(at + 2)), 255])
            }
            Colours::Rgb { .. } => Rgba([sample(at), sample(at + 1), sample(at + 2), 255]),
            // A JPEG decoder has turned these into red, green and blue.
            Colours::YCbCr if self.compression == Compression::Jpeg => {
                Rgba([sample(at), sample(at + 1), sample(at + 2), 255])
            }
            Colours::YCbCr => ycbcr([sample(at), sample(at + 1), sample(at + 2)]),
            Colours::Ink => ink([sample(at), sample(at + 1), sample(at + 2), sample(at + 3)]),
            Colours::Palette => {
                let (place, count) = (usize::from(sample(at)), self.palette.len() / 3);
                let level =
                    |channel: usize| self.palette.get(channel * count + place).map_or(0, |&value| (value >> 8) as u8);
                Rgba([level(0), level(1), level(2), 255])
            }
        }
    }
}

/// Red, green and blue of luma and chroma, as in JPEG.
fn ycbcr([luma, blue, red]: [u8; 3]) -> Rgba {
    let (luma, blue, red) = (f32::from(luma), f32::from(blue) - 128.0, f32::from(red) - 128.0);
    let level = |value: f32| (value + 0.5) as u8;
    Rgba([level(luma + 1.402 * red), level(luma - 0.344_14 * blue - 0.714_14 * red), level(luma + 1.772 * blue), 255])
}

/// Reads a picture in bands of the height of its parts.
struct Bands<'a> {
    page: &'a Page,
    /// Whole rows, with all samples of a pixel together.
    band: Vec<u8>,
    part: Vec<u8>,
    packed: Vec<u8>,
}

impl<'a> Bands<'a> {
    fn new(page: &'a Page, band_bytes: u64, part_bytes: u64) -> Result<Self, PictureError> {
        let band = reserved(usize::try_from(band_bytes).map_err(|_| PictureError::NoMemory(band_bytes))?)?;
        let part = reserved(usize::try_from(part_bytes).map_err(|_| PictureError::NoMemory(part_bytes))?)?;
        Ok(Self { page, band, part, packed: Vec::new() })
    }

    /// Calls `each` with all rows from the top. Samples of 16 bits are in the byte order of this machine.
    fn each_row<R: Read + Seek>(
        &mut self,
        numbers: &mut Numbers<R>,
        mut each: impl FnMut(&[u8]),
    ) -> Result<(), PictureError> {
        let Page { size: (width, height), part: (_, part_height), samples, .. } = *self.page;
        let row_bytes = self.page.row_bytes(width, samples);
        for top in (0..height).step_by(part_height as usize) {
            self.read_band(numbers, top)?;
            let rows = part_height.min(height - top) as usize;
            self.band.chunks_exact(row_bytes).take(rows).for_each(&mut each);
        }
        Ok(())
    }

    /// Reads the parts whose first row is `top`.
    fn read_band<R: Read + Seek>(&mut self, numbers: &mut Numbers<R>, top: u32) -> Result<(), PictureError> {
        let Page { size: (width, height), part: (part_width, part_height), samples, is_planar, .. } = *self.page;
        let (across, down) = (width.div_ceil(part_width), height.div_ceil(part_height));
        let (planes, part_samples) = if is_planar { (samples as u32, 1) } else { (1, samples) };
        // A strip at the bottom has only the rows that are left; a tile is always whole.
        let rows = if self.page.is_tiled { part_height } else { part_height.min(height - top) };
        let (part_row, band_row) = (self.page.row_bytes(part_width, part_samples), self.page.row_bytes(width, samples));
        for (plane, column) in (0..planes).flat_map(|plane| (0..across).map(move |column| (plane, column))) {
            let number = (plane * down + top / part_height) * across + column;
            let part = &mut self.part[..part_row * rows as usize];
            let packed = packed_part(self.page, numbers, number as usize, &mut self.packed)?;
            let (is_ycbcr, tables) = (self.page.colours == Colours::YCbCr, self.page.jpeg_tables.as_slice());
            let jpeg = JpegPart { size: (part_width, rows), samples: part_samples, is_ycbcr, tables };
            unpack(self.page.compression, packed, part, jpeg)?;
            finish_rows(self.page, numbers.is_big_endian(), part, part_row, part_samples);
            let left = self.page.row_bytes(column * part_width, if is_planar { samples } else { part_samples });
            for (row, part) in self.band.chunks_exact_mut(band_row).zip(part.chunks_exact(part_row)) {
                if is_planar {
                    let bytes = (self.page.bits / 8).max(1) as usize;
                    let into = row.get_mut(left..).unwrap_or_default().chunks_exact_mut(samples * bytes);
                    for (pixel, sample) in into.zip(part.chunks_exact(bytes)) {
                        pixel[plane as usize * bytes..][..bytes].copy_from_slice(sample);
                    }
                } else {
                    let into = row.get_mut(left..).unwrap_or_default();
                    let bytes = into.len().min(part_row);
                    into[..bytes].copy_from_slice(&part[..bytes]);
                }
            }
        }
        Ok(())
    }
}

/// The packed bytes of a part.
fn packed_part<'a, R: Read + Seek>(
    page: &Page,
    numbers: &mut Numbers<R>,
    number: usize,
    packed: &'a mut Vec<u8>,
) -> Result<&'a [u8], PictureError> {
    let &(begin, length) = page.parts.get(number).ok_or(PictureError::DamagedTiff("parts of it are not listed"))?;
    let length = usize::try_from(length).map_err(|_| PictureError::CutOff)?;
    packed.clear();
    packed.try_reserve(length).map_err(|_| PictureError::NoMemory(length as u64))?;
    packed.resize(length, 0);
    numbers.read(begin, packed)?;
    Ok(packed)
}

/// Brings samples of 16 bits into the byte order of this machine, and undoes differences.
fn finish_rows(page: &Page, is_big_endian: bool, part: &mut [u8], row_bytes: usize, samples: usize) {
    if page.compression == Compression::Jpeg {
        return;
    }
    if page.bits == 16 && is_big_endian != cfg!(target_endian = "big") {
        part.chunks_exact_mut(2).for_each(<[u8]>::reverse);
    }
    if page.has_differences {
        part.chunks_exact_mut(row_bytes).for_each(|row| add_up(row, samples, page.bits == 16));
    }
}
