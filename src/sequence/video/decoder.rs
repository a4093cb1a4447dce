//! One open decoder of a video: gives frame after frame, in the order of their presentation.

use std::thread;

use super::error::VideoError;
use super::index::{KeyFrame, Packet};

/// The most threads of one decoder. Each keeps some frames in memory.
const MAX_THREADS: usize = 8;

/// How many threads one decoder works with.
pub(super) fn threads() -> usize {
    thread::available_parallelism().map_or(2, |count| count.get().clamp(1, MAX_THREADS))
}

/// What a decoder says of the frame that it gave.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Decoded {
    /// The presentation time in units of the stream's time base. `None` if the frame has none.
    pub time: Option<i64>,
    /// The time of the first frame that the decoder decoded, whether it gave its pixels or not.
    pub began: Option<i64>,
}

/// One open decoder, which goes forward.
pub(super) trait Decoder: Send {
    /// Decodes the next frame into `raw`, in the format of the video's facts, and says when it is shown. `None` after the last
    /// frame.
    ///
    /// # Errors
    /// If the decoder fails. It cannot be used any more then.
    fn next(&mut self, raw: &mut Vec<u8>) -> Result<Option<Decoded>, VideoError>;
}

/// What reads a file: opens decoders, and lists what is in it.
pub(super) trait Backend: Send + Sync {
    /// Opens a decoder that begins at a key frame, or at the first frame of the file. Containers do not always find the key frame
    /// that they are asked for: where the decoder really begins, its first frame says. Frames before the time `give_from` are
    /// decoded and left out: to hand over their pixels would cost as much time as to decode them.
    ///
    /// # Errors
    /// If the decoder cannot be started.
    fn open(&self, from: Option<KeyFrame>, give_from: Option<i64>) -> Result<Box<dyn Decoder>, VideoError>;

    /// Passes the packets of the video on in their stored order, until `each` returns false.
    ///
    /// # Errors
    /// If the file cannot be read.
    fn packets(&self, each: &mut dyn FnMut(Packet) -> bool) -> Result<(), VideoError>;

    /// Decodes the whole video and passes each frame on in the order of presentation, without its pixels, until `each` returns
    /// false.
    ///
    /// # Errors
    /// If the file cannot be read.
    fn count(&self, each: &mut dyn FnMut() -> bool) -> Result<(), VideoError>;
}
