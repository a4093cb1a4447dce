//! The buffer that a picture is decoded into, and how much memory decoding may take.

use crate::sequence::pictures::error::{MAX_SIDE, PictureError};
use crate::sequence::pictures::orientation::Orientation;
use crate::sequence::pictures::picture::{Picture, Rgba};
use crate::sequence::pictures::pool::{Pool, Work};

/// The most bytes that decoding one picture may take: its pixels, and what the decoder needs to work in.
pub(super) const MAX_BYTES: u64 = 512 << 20;
/// The size of a pixel in bytes.
const PIXEL_BYTES: u64 = size_of::<Rgba>() as u64;
/// How many pixels a file of any size may have, where a picture of one colour takes only a few bytes.
const PIXELS_PER_FILE: u64 = 1 << 24;

/// What no decoder writes: every picture is opaque.
const UNWRITTEN: Rgba = Rgba([0; 4]);

/// What is known of a picture before it is decoded.
#[derive(Clone, Copy, Debug)]
pub(super) struct Need {
    /// Width and height in pixels, as stored.
    pub size: (u32, u32),
    /// How the picture is turned once it is decoded.
    pub orientation: Orientation,
    /// The size of the file.
    pub file_bytes: usize,
    /// How many pixels one byte of the file can encode at most.
    pub pixels_per_byte: u64,
    /// What the decoder needs besides the pixels, in bytes.
    pub work_bytes: u64,
}

impl Need {
    /// The number of pixels.
    ///
    /// # Errors
    /// If the file is too small for so many pixels, or if the size is out of bounds.
    fn pixels(&self) -> Result<u64, PictureError> {
        let (width, height) = self.size;
        if width == 0 || height == 0 {
            return Err(PictureError::NoPixels);
        }
        if width > MAX_SIDE || height > MAX_SIDE {
            return Err(PictureError::LargePicture(width, height));
        }
        let pixels = u64::from(width) * u64::from(height);
        if pixels / self.pixels_per_byte > self.file_bytes as u64 {
            return Err(PictureError::CutOff);
        }
        Ok(pixels)
    }

    /// What a picture of so many pixels takes, in bytes. To swap its sides, it is needed twice.
    fn picture_bytes(&self, pixels: u64) -> u64 {
        pixels * PIXEL_BYTES * if self.orientation.swaps_sides() { 2 } else { 1 }
    }
}

/// How many pixels one byte of a file of so many bytes can encode at most, where `usual` of them are the rule and a picture of
/// one colour takes only a few bytes.
pub(super) fn pixels_per_byte(file_bytes: usize, usual: u64) -> u64 {
    (PIXELS_PER_FILE / file_bytes.max(1) as u64 + 1).max(usual)
}

/// A picture that is being decoded. If decoding fails, its buffer goes back to the pool.
pub(super) struct PendingPicture<'a> {
    pool: &'a Pool,
    picture: Picture,
    orientation: Orientation,
    /// How many pixels of the file, across and down, become one.
    factor: u32,
    /// Sums of the pixels that become one, for one row of the picture, and how many rows of the file were added.
    sums: Vec<[u32; 3]>,
    added: u32,
    /// The next row of the picture.
    next: usize,
    /// Ends the count of bytes in use.
    _work: Work<'a>,
}

impl<'a> PendingPicture<'a> {
    /// Takes a buffer from `pool`. Waits while other pictures are decoded that take too much memory together with this one.
    ///
    /// # Errors
    /// If the file cannot hold so many pixels, or if decoding takes more than [`MAX_BYTES`].
    pub(super) fn new(pool: &'a Pool, need: &Need) -> Result<Self, PictureError> {
        let bytes = need.picture_bytes(need.pixels()?).saturating_add(need.work_bytes);
        if bytes > MAX_BYTES {
            let (width, height) = need.size;
            return Err(PictureError::HeavyPicture { width, height, bytes });
        }
        Self::with_factor(pool, need, 1, bytes)
    }

    /// Takes a buffer from `pool` for a picture that is made smaller by a whole factor, if its pixels would take more than
    /// `most` bytes. Its rows come through [`row`](Self::row).
    ///
    /// # Errors
    /// If the file cannot hold so many pixels.
    pub(super) fn reduced(pool: &'a Pool, need: &Need, most: u64) -> Result<Self, PictureError> {
        let pixels = need.pixels()?;
        let bytes = |factor: u64| need.picture_bytes(pixels.div_ceil(factor * factor));
        let factor = (1..=u64::from(MAX_SIDE)).find(|&factor| bytes(factor) <= most).unwrap_or(1);
        Self::with_factor(pool, need, factor as u32, bytes(factor).saturating_add(need.work_bytes))
    }

    fn with_factor(pool: &'a Pool, need: &Need, factor: u32, bytes: u64) -> Result<Self, PictureError> {
        let work = pool.work(bytes);
        let (width, height) = (need.size.0.div_ceil(factor), need.size.1.div_ceil(factor));
        let len = width as usize * height as usize;
        let pixels = pool.try_take(len).ok_or(PictureError::NoMemory(bytes))?;
        let picture = Picture { width, height, pixels, full_size: need.size, orientation: Orientation::AsStored };
        let orientation = need.orientation;
        let mut pending = Self {
            pool,
            picture,
            orientation,
            factor,
            sums: vec![[0; 3]; width as usize],
            added: 0,
            next: 0,
            _work: work,
        };
        pending.row_ends().for_each(|pixel| *pixel = UNWRITTEN);
        Ok(pending)
    }

    /// The first and the last pixel of each row.
    fn row_ends(&mut self) -> impl Iterator<Item = &mut Rgba> {
        let rows = self.picture.pixels.chunks_exact_mut(self.picture.width.max(1) as usize);
        rows.flat_map(|row| match row {
            [first, .., last] => [Some(first), Some(last)],
            [only] => [Some(only), None],
            [] => [None, None],
        })
        .flatten()
    }

    pub(super) fn pixels(&mut self) -> &mut [Rgba] {
        &mut self.picture.pixels
    }

    /// Adds the next row of the file.
    pub(super) fn row(&mut self, pixels: impl Iterator<Item = Rgba>) {
        let width = self.picture.width as usize;
        let Some(into) = self.picture.pixels.get_mut(self.next * width..(self.next + 1) * width) else { return };
        if self.factor == 1 {
            into.iter_mut().zip(pixels).for_each(|(to, pixel)| *to = pixel);
            self.next += 1;
            return;
        }
        for (column, Rgba([red, green, blue, _])) in pixels.enumerate() {
            if let Some(sum) = self.sums.get_mut(column / self.factor as usize) {
                sum[0] += u32::from(red);
                sum[1] += u32::from(green);
                sum[2] += u32::from(blue);
            }
        }
        self.added += 1;
        if self.added == self.factor {
            self.end_row();
        }
    }

    /// Writes the means of the rows that were added.
    fn end_row(&mut self) {
        let (width, full) = (self.picture.width as usize, self.picture.full_size.0);
        let Some(into) = self.picture.pixels.get_mut(self.next * width..(self.next + 1) * width) else { return };
        for ((to, sum), column) in into.iter_mut().zip(&mut self.sums).zip(0..) {
            // The last column may stand for fewer pixels.
            let count = self.factor.min(full - column * self.factor) * self.added;
            let [red, green, blue] = sum.map(|sum| (sum / count.max(1)) as u8);
            *to = Rgba([red, green, blue, 255]);
            *sum = [0; 3];
        }
        self.next += 1;
        self.added = 0;
    }

    /// The picture, once all its pixels are written: turned as its orientation says.
    ///
    /// # Errors
    /// If the decoder left out rows, or if there is no memory to turn the picture.
    pub(super) fn done(mut self) -> Result<Picture, PictureError> {
        if self.added > 0 {
            self.end_row();
        }
        // Rows that were left out would show a part of another picture, as buffers are used again.
        if self.row_ends().any(|pixel| *pixel == UNWRITTEN) {
            return Err(PictureError::CutOff);
        }
        let Picture { width, height, pixels, full_size, orientation } = &mut self.picture;
        *orientation = self.orientation;
        if orientation.swaps_sides() {
            let bytes = pixels.len() as u64 * PIXEL_BYTES;
            let mut swapped = self.pool.try_take(pixels.len()).ok_or(PictureError::NoMemory(bytes))?;
            orientation.write_swapped(pixels, *width as usize, &mut swapped);
            self.pool.give(std::mem::replace(pixels, swapped));
            (*width, *height) = (*height, *width);
            *full_size = orientation.size(*full_size);
        } else {
            orientation.apply(pixels, *width as usize);
        }
        Ok(std::mem::take(&mut self.picture))
    }
}

impl Drop for PendingPicture<'_> {
    fn drop(&mut self) {
        self.pool.give(std::mem::take(&mut self.picture.pixels));
    }
}

/// So many bytes, all 0.
///
/// # Errors
/// If there is not so much memory.
pub(super) fn bytes(len: usize) -> Result<Vec<u8>, PictureError> {
    bytemuck::allocation::try_zeroed_vec(len).map_err(|()| PictureError::NoMemory(len as u64))
}

/// The colour of cyan, magenta, yellow and black ink, where 0 is no ink.
pub(super) fn ink(inks: [u8; 4]) -> Rgba {
    let [cyan, magenta, yellow, black] = inks.map(|ink| u32::from(255 - ink));
    let [red, green, blue] = [cyan, magenta, yellow].map(|left| ((left * black + 127) / 255) as u8);
    Rgba([red, green, blue, 255])
}
