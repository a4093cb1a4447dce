//! Why a video, or one of its frames, cannot be shown.

use std::io;

use thiserror::Error;

/// What to do where the program is missing.
const INSTALL: &str = "videos are decoded by the programs ffmpeg and ffprobe, which are not found on the PATH. Install ffmpeg, for example with “apt install ffmpeg”, “brew install ffmpeg” or “winget install ffmpeg”, then open the video again";

/// Why a video, or one of its frames, cannot be shown. Displays as a sentence that follows the name of the file.
#[derive(Clone, Debug, Error)]
pub(in crate::sequence) enum VideoError {
    /// There is no decoder on this machine.
    #[error("{INSTALL}")]
    NoDecoder,
    /// The decoder could not be started.
    #[error("{program} cannot be started: {reason}")]
    NotStarted {
        /// The path of the program.
        program: String,
        /// What the system says.
        reason: String,
    },
    /// The file cannot be read.
    #[error("it cannot be read: {0}")]
    Unreadable(String),
    /// The decoder cannot read the file. The text is what it says.
    #[error("it cannot be decoded: {0}")]
    Undecodable(String),
    /// The file has no video in it.
    #[error("there is no video in it")]
    NoVideo,
    /// The pictures are larger than what is shown.
    #[error("its pictures of {0} × {1} pixels are too large")]
    TooLarge(u32, u32),
    /// The decoder gave no frame in this place.
    #[error("frame {0} cannot be decoded{1}")]
    Skipped(u64, String),
    /// The decoder did what it never should.
    #[error("the decoder gave frames without time stamps: {0}")]
    OutOfStep(String),
    /// The opening was cancelled.
    #[error("cancelled")]
    Cancelled,
}

impl From<io::Error> for VideoError {
    fn from(error: io::Error) -> Self {
        Self::Unreadable(match error.kind() {
            io::ErrorKind::NotFound => "there is no such file".to_owned(),
            io::ErrorKind::PermissionDenied => "you have no permission to read it".to_owned(),
            _ => error.to_string(),
        })
    }
}
