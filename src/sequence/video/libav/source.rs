//! An open file, and the packets of its video.

use std::fs::File;
use std::path::Path;
use std::sync::Once;

use ffmpeg_next::error::EAGAIN;
use ffmpeg_next::format::context::{Input, StreamIo};
use ffmpeg_next::format::stream::Disposition;
use ffmpeg_next::{Dictionary, Error, Packet, Stream, format, log, media};

use super::sys;
use crate::sequence::video::error::VideoError;
use crate::sequence::video::recognise::FORMATS;

/// How often a reader may say in a row that there is no packet just now.
const MOST_RETRIES: usize = 1000;

static BEGUN: Once = Once::new();

/// What the libraries say of an error, which follows the name of the file.
pub(super) fn said(error: Error) -> VideoError {
    VideoError::Undecodable(error.to_string())
}

/// An open file with a video in it.
pub(super) struct Source {
    input: Input,
    /// Which of its streams is the video.
    stream: usize,
}

impl Source {
    /// Opens a file, and finds out which streams it has.
    ///
    /// # Errors
    /// If it cannot be read, if its format is none of those that are read, or if there is no video in it.
    pub(super) fn open(path: &Path) -> Result<Self, VideoError> {
        BEGUN.call_once(|| {
            // Only fills the table of the texts of errors, and cannot fail.
            _ = ffmpeg_next::init();
            log::set_level(log::Level::Quiet);
        });
        // The libraries read from our file: any path opens, also one that looks like an address.
        let stream = StreamIo::from_read_seek(File::open(path)?).map_err(said)?;
        let mut options = Dictionary::new();
        options.set("format_whitelist", FORMATS);
        // No other file and no address is opened, whatever the file names.
        options.set("protocol_whitelist", "");
        // The ending helps to recognise formats that have no mark of their own.
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let mut input = format::input_from_stream(stream, Some(&name), Some(options)).map_err(said)?;
        let is_video = |stream: &Stream<'_>| {
            // Pictures of a cover are streams, too.
            stream.parameters().medium() == media::Type::Video
                && !stream.disposition().contains(Disposition::ATTACHED_PIC)
        };
        let stream = input.streams().find(is_video).ok_or(VideoError::NoVideo)?.index();
        sys::discard_others(&mut input, stream);
        Ok(Self { input, stream })
    }

    /// The stream of the video.
    pub(super) fn stream(&self) -> Result<Stream<'_>, VideoError> {
        self.input.stream(self.stream).ok_or(VideoError::NoVideo)
    }

    /// The names of the format, such as `mov,mp4,m4a,3gp,3g2,mj2`.
    pub(super) fn container(&self) -> String {
        self.input.format().name().to_owned()
    }

    /// The next packet of the video; `None` after the last one.
    ///
    /// # Errors
    /// If the file cannot be read any further.
    pub(super) fn next(&mut self) -> Result<Option<Packet>, Error> {
        let mut retries = 0;
        loop {
            // What a packet holds would not be freed if it were used again.
            let mut packet = Packet::empty();
            match packet.read(&mut self.input) {
                Ok(()) if packet.stream() == self.stream => return Ok(Some(packet)),
                Ok(()) => retries = 0,
                Err(Error::Eof) => return Ok(None),
                Err(Error::Other { errno: EAGAIN }) if retries < MOST_RETRIES => retries += 1,
                Err(error) => return Err(error),
            }
        }
    }

    /// Goes to the last key frame at or before this time, in units of the stream's time base.
    ///
    /// # Errors
    /// If there is none, or if it cannot be found. The file may be anywhere then.
    pub(super) fn seek(&mut self, time: i64) -> Result<(), Error> {
        sys::seek(&mut self.input, self.stream, time)
    }
}
