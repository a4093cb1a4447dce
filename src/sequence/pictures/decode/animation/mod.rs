//! GIF and animated WebP: each picture is drawn over the one before, so they are decoded one after the other.

mod gif;
mod webp;

use std::io::{BufRead, Read, Seek};

use super::buffer::{Need, PendingPicture, pixels_per_byte};
use super::format::PictureFormat;
use super::head::Stored;
use crate::sequence::pictures::error::PictureError;
use crate::sequence::pictures::orientation::Orientation;
use crate::sequence::pictures::picture::Picture;
use crate::sequence::pictures::pool::Pool;
use crate::sequence::pictures::view::PictureView;
use gif::GifFrames;
use webp::WebPFrames;

/// How many pixels one byte can encode at most, in a file that is not of one colour.
const PIXELS_PER_BYTE: u64 = 8 * 1032;
/// What the decoder of GIF has in hand for each pixel: what was drawn so far, the picture that is drawn over it, and what it
/// restores.
const GIF_BYTES: u64 = 12;
/// What a decoder keeps for each pixel from one picture to the next: what was drawn so far, and what it restores.
const KEPT_BYTES: u64 = 8;

/// A decoder of an animation, and the place in it.
pub(in crate::sequence::pictures) struct Animation<R: Read + BufRead + Seek> {
    frames: Frames<R>,
    file_bytes: usize,
    /// How many pictures were decoded.
    decoded: u64,
}

enum Frames<R: Read + BufRead + Seek> {
    Gif(Box<GifFrames<R>>),
    WebP(WebPFrames<R>),
}

impl<R: Read + BufRead + Seek> Animation<R> {
    /// Begins to decode a file of so many bytes.
    ///
    /// # Errors
    /// If its header is damaged.
    pub(in crate::sequence::pictures) fn new(
        format: PictureFormat,
        reader: R,
        file_bytes: usize,
    ) -> Result<Self, PictureError> {
        let frames = match format {
            PictureFormat::Gif => Frames::Gif(Box::new(GifFrames::new(reader)?)),
            _ => Frames::WebP(WebPFrames::new(reader)?),
        };
        Ok(Self { frames, file_bytes, decoded: 0 })
    }

    /// How many pictures were decoded so far.
    pub(in crate::sequence::pictures) fn decoded(&self) -> u64 {
        self.decoded
    }

    /// What it keeps in memory, in bytes.
    pub(in crate::sequence::pictures) fn kept_bytes(&self) -> u64 {
        let (width, height) = self.stored().size;
        u64::from(width) * u64::from(height) * KEPT_BYTES
    }

    pub(in crate::sequence::pictures) fn stored(&self) -> Stored {
        match &self.frames {
            Frames::Gif(frames) => Stored { size: frames.size(), orientation: Orientation::AsStored },
            Frames::WebP(frames) => Stored { size: frames.size(), orientation: frames.orientation() },
        }
    }

    /// Decodes up to the picture of this number, counted from 0, which was not decoded yet.
    ///
    /// # Errors
    /// If the file ends before, or is damaged, or if the picture takes too much memory.
    pub(in crate::sequence::pictures) fn picture(
        &mut self,
        number: u64,
        view: PictureView,
        pool: &Pool,
    ) -> Result<Picture, PictureError> {
        let Stored { size, orientation } = self.stored();
        let own_bytes = match &self.frames {
            Frames::Gif(_) => GIF_BYTES,
            Frames::WebP(_) => webp::WORK_BYTES,
        };
        let need = Need {
            size,
            orientation: if view.turn { orientation } else { Orientation::AsStored },
            file_bytes: self.file_bytes,
            pixels_per_byte: pixels_per_byte(self.file_bytes, PIXELS_PER_BYTE),
            work_bytes: u64::from(size.0) * u64::from(size.1) * own_bytes,
        };
        let mut pending = PendingPicture::new(pool, &need)?;
        while self.decoded <= number {
            match &mut self.frames {
                Frames::Gif(frames) => frames.advance()?,
                Frames::WebP(frames) => frames.advance()?,
            }
            self.decoded += 1;
        }
        match &self.frames {
            Frames::Gif(frames) => pending.pixels().copy_from_slice(frames.pixels()),
            Frames::WebP(frames) => frames.write(pending.pixels()),
        }
        pending.done()
    }
}

/// How many whole pictures a file of so many bytes has, and whether it is cut short or damaged after them. It counts up to `most`.
///
/// # Errors
/// If its header is damaged.
pub(in crate::sequence::pictures) fn count<R: Read + BufRead + Seek>(
    format: PictureFormat,
    mut reader: R,
    file_bytes: u64,
    most: u64,
) -> Result<(u64, bool), PictureError> {
    if format != PictureFormat::Gif {
        return webp::count(reader, file_bytes, most);
    }
    let (begun, is_cut) = gif::count(&mut reader, false, most)?;
    if !is_cut {
        return Ok((begun, false));
    }
    // Whether the last picture is whole is known only once it is decoded.
    reader.rewind()?;
    Ok((gif::count(reader, true, most)?.0, true))
}

/// The first picture of a GIF or of an animated WebP.
pub(super) fn first<R: Read + BufRead + Seek>(
    format: PictureFormat,
    reader: R,
    file_bytes: usize,
    view: PictureView,
    pool: &Pool,
) -> Result<Picture, PictureError> {
    Animation::new(format, reader, file_bytes)?.picture(0, view, pool)
}

/// The header of a GIF.
pub(super) fn stored<R: Read + BufRead + Seek>(reader: R) -> Result<Stored, PictureError> {
    Ok(Animation::new(PictureFormat::Gif, reader, 0)?.stored())
}
