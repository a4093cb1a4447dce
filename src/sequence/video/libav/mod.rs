//! Decoding in this process, by the libraries of `ffmpeg`.
//!
//! | file | what is in it |
//! |---|---|
//! | `source.rs` | an open file, and the packets of its video |
//! | `header.rs` | what the header says |
//! | `opened.rs` | a file with its decoder, and those that wait to be used again |
//! | `pixels.rs` | a decoded frame becomes bytes without gaps |
//! | `sys.rs` | the few calls that the safe interface lacks |

mod header;
mod opened;
mod pixels;
mod source;
mod sys;
#[cfg(test)]
mod tests;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use ffmpeg_next::frame;

use opened::{Opened, Spare};
use pixels::Pixels;
use source::{Source, said};

use crate::sequence::video::decoder::{Backend, Decoded, Decoder};
use crate::sequence::video::error::VideoError;
use crate::sequence::video::facts::VideoFacts;
use crate::sequence::video::index::{KeyFrame, Packet};

/// A file, read in this process.
pub(super) struct Libav {
    path: PathBuf,
    facts: VideoFacts,
    spare: Arc<Spare>,
}

impl Libav {
    /// Reads the header of the file.
    ///
    /// # Errors
    /// If it cannot be read, if there is no video in it, or if there is no decoder for it.
    pub(super) fn open(path: &Path) -> Result<Self, VideoError> {
        let opened = Opened::open(path)?;
        let facts = header::facts(opened.source())?;
        let spare = Arc::new(Spare::default());
        // The first frame is asked for next.
        spare.put(opened);
        Ok(Self { path: path.to_owned(), facts, spare })
    }

    /// What the header says.
    pub(super) fn facts(&self) -> &VideoFacts {
        &self.facts
    }

    /// A file with its decoder, from which nothing was read yet.
    fn fresh(&self) -> Result<Opened, VideoError> {
        self.spare.take_fresh().map_or_else(|| Opened::open(&self.path), Ok)
    }

    /// A file with its decoder, which begins at a key frame.
    fn at(&self, key: KeyFrame) -> Result<Opened, VideoError> {
        let mut opened = self.spare.take().map_or_else(|| Opened::open(&self.path), Ok)?;
        match opened.seek(self.facts.seek_time(key)) {
            Ok(()) => Ok(opened),
            // A file without an index is read from its beginning.
            Err(_) => Opened::open(&self.path),
        }
    }
}

impl Backend for Libav {
    fn open(&self, from: Option<KeyFrame>, give_from: Option<i64>) -> Result<Box<dyn Decoder>, VideoError> {
        let pixels = Pixels::new(&self.facts)?;
        let opened = Some(from.map_or_else(|| self.fresh(), |key| self.at(key))?);
        let spare = Arc::clone(&self.spare);
        let frame = frame::Video::empty();
        Ok(Box::new(LibavDecoder { opened, spare, pixels, frame, give_from, began: None, has_any: false }))
    }

    fn packets(&self, each: &mut dyn FnMut(Packet) -> bool) -> Result<(), VideoError> {
        let mut source = Source::open(&self.path)?;
        let mut has_any = false;
        loop {
            match source.next() {
                Ok(Some(packet)) => {
                    has_any = true;
                    let (is_key, is_discarded) = (packet.is_key(), sys::is_discarded(&packet));
                    let packet = Packet { time: packet.pts(), decode_time: packet.dts(), is_key, is_discarded };
                    if !each(packet) {
                        return Ok(());
                    }
                }
                // A file that is cut off has packets, and an error at its end.
                Err(error) if !has_any => return Err(said(error)),
                Ok(None) | Err(_) => return Ok(()),
            }
        }
    }

    fn count(&self, each: &mut dyn FnMut() -> bool) -> Result<(), VideoError> {
        let (mut opened, mut frame, mut has_any) = (self.fresh()?, frame::Video::empty(), false);
        while opened.next(&mut frame) {
            has_any = true;
            if !each() {
                return Ok(());
            }
        }
        opened.trouble().filter(|_| !has_any).map_or(Ok(()), |error| Err(said(error)))
    }
}

struct LibavDecoder {
    /// `None` after an error.
    opened: Option<Opened>,
    spare: Arc<Spare>,
    pixels: Pixels,
    frame: frame::Video,
    /// Frames before this time are left out.
    give_from: Option<i64>,
    /// The time of the first frame that was decoded.
    began: Option<i64>,
    /// Whether a frame was decoded.
    has_any: bool,
}

impl Decoder for LibavDecoder {
    fn next(&mut self, raw: &mut Vec<u8>) -> Result<Option<Decoded>, VideoError> {
        let Some(opened) = &mut self.opened else { return Ok(None) };
        loop {
            if !opened.next(&mut self.frame) {
                // An error at the end of a file that is cut off leaves the frames before it.
                let trouble = opened.trouble().filter(|_| !self.has_any);
                return trouble.map_or(Ok(None), |error| Err(said(error)));
            }
            let time = self.frame.timestamp();
            if !std::mem::replace(&mut self.has_any, true) {
                self.began = time;
            }
            if self.give_from.is_none_or(|from| time.is_some_and(|time| time >= from)) {
                break;
            }
        }
        if let Err(error) = self.pixels.copy(&self.frame, raw) {
            self.opened = None;
            return Err(said(error));
        }
        Ok(Some(Decoded { time: self.frame.timestamp(), began: self.began }))
    }
}

impl Drop for LibavDecoder {
    fn drop(&mut self) {
        if let Some(opened) = self.opened.take() {
            self.spare.put(opened);
        }
    }
}
