//! A file with its decoder, and those that wait to be used again.

use std::path::Path;

use ffmpeg_next::codec::{Context, decoder};
use ffmpeg_next::error::EAGAIN;
use ffmpeg_next::{Dictionary, Error, frame};
use parking_lot::Mutex;

use super::source::{Source, said};
use crate::sequence::video::decoder::threads;
use crate::sequence::video::error::VideoError;
use crate::sequence::video::facts::MAX_PIXELS;

/// How many files with their decoders wait to be used again. To open one takes as long as to decode several frames.
const MOST_SPARE: usize = 1;
/// How many frames in a row may fail to decode after the last packet, before the decoder is given up.
const MOST_FAILURES: usize = 1000;

/// A file with its decoder.
pub(super) struct Opened {
    source: Source,
    decoder: decoder::Video,
    /// Whether nothing was read yet.
    is_fresh: bool,
    /// Whether the decoder has the last packet.
    is_draining: bool,
    /// What went wrong last. Frames after it may be whole.
    trouble: Option<Error>,
}

impl Opened {
    /// Opens a file, and a decoder for its video.
    ///
    /// # Errors
    /// If the file cannot be read, if there is no video in it, or if there is no decoder for it.
    pub(super) fn open(path: &Path) -> Result<Self, VideoError> {
        let source = Source::open(path)?;
        let stream = source.stream()?;
        let mut context = Context::from_parameters(stream.parameters()).map_err(said)?.decoder();
        context.set_packet_time_base(stream.time_base());
        let codec = decoder::find(context.id()).ok_or_else(|| said(Error::DecoderNotFound))?;
        let mut options = Dictionary::new();
        options.set("threads", &threads().to_string());
        // Frames may become larger on the way. Decoders round sizes up, so there is some room.
        options.set("max_pixels", &(2 * MAX_PIXELS).to_string());
        let decoder = context.open_as_with(codec, options).and_then(decoder::Opened::video).map_err(said)?;
        Ok(Self { source, decoder, is_fresh: true, is_draining: false, trouble: None })
    }

    /// The file.
    pub(super) fn source(&self) -> &Source {
        &self.source
    }

    /// What went wrong last.
    pub(super) fn trouble(&self) -> Option<Error> {
        self.trouble
    }

    /// Decodes the next frame. Frames that cannot be decoded are left out. Returns false after the last one.
    pub(super) fn next(&mut self, frame: &mut frame::Video) -> bool {
        self.is_fresh = false;
        let mut failures = 0;
        loop {
            match self.decoder.receive_frame(frame) {
                Ok(()) => return true,
                Err(Error::Eof) => return false,
                Err(Error::Other { errno: EAGAIN }) if !self.is_draining => self.feed(),
                Err(error) => {
                    self.trouble = Some(error);
                    failures += 1;
                    if failures > MOST_FAILURES {
                        return false;
                    }
                    if !self.is_draining {
                        self.feed();
                    }
                }
            }
        }
    }

    /// Gives the decoder the next packet, or tells it that there is none.
    fn feed(&mut self) {
        let sent = match self.source.next() {
            Ok(Some(packet)) => self.decoder.send_packet(&packet),
            ended => {
                self.is_draining = true;
                // What was read before an error is decoded.
                ended.and_then(|_| self.decoder.send_eof()).or_else(|error| self.decoder.send_eof().and(Err(error)))
            }
        };
        if let Err(error) = sent {
            self.trouble = Some(error);
        }
    }

    /// Goes to the last key frame at or before this time, in units of the stream's time base.
    ///
    /// # Errors
    /// If it cannot be found.
    pub(super) fn seek(&mut self, time: i64) -> Result<(), Error> {
        self.source.seek(time)?;
        self.reset();
        Ok(())
    }

    /// Makes the decoder forget what it was given.
    fn reset(&mut self) {
        self.decoder.flush();
        (self.is_draining, self.trouble) = (false, None);
    }
}

/// Files with their decoders that wait to be used again.
#[derive(Default)]
pub(super) struct Spare(Mutex<Vec<Opened>>);

impl Spare {
    /// Takes one, wherever it is.
    pub(super) fn take(&self) -> Option<Opened> {
        self.0.lock().pop()
    }

    /// Takes one from which nothing was read yet.
    pub(super) fn take_fresh(&self) -> Option<Opened> {
        let mut spare = self.0.lock();
        let at = spare.iter().position(|opened| opened.is_fresh)?;
        Some(spare.swap_remove(at))
    }

    /// Keeps one to be used again, instead of the one that waited longest if there are too many.
    pub(super) fn put(&self, mut opened: Opened) {
        if !opened.is_fresh {
            // The frames that it holds are freed.
            opened.reset();
        }
        let mut spare = self.0.lock();
        spare.push(opened);
        let surplus = spare.len().saturating_sub(MOST_SPARE);
        let surplus = spare.drain(..surplus).collect::<Vec<_>>();
        drop(spare);
        drop(surplus);
    }
}
