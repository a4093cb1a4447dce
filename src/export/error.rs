//! Why an export ended without its output.

use std::io;
use std::path::{Path, PathBuf};

use crate::shown::ShowPath as _;
use thiserror::Error;

/// A failed or cancelled export. It leaves no file behind. Displays as `PATH: reason`.
#[derive(Debug, Error)]
#[error("{}: {reason}", path.shown())]
pub struct ExportError {
    /// The file or folder that was to be written.
    pub path: PathBuf,
    /// Why it was not written.
    pub reason: ExportReason,
}

/// The reason in an [`ExportError`].
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum ExportReason {
    /// The output exists already and was not to be replaced. The text says what exists.
    #[error("{0}")]
    Exists(String),
    /// The user cancelled the export.
    #[error("cancelled, nothing was written")]
    Cancelled,
    /// The set of frames is empty.
    #[error("there is no frame to write")]
    NoFrames,
    /// A single picture was asked for, but this many frames were given.
    #[error("one picture cannot show {0} frames")]
    ManyFrames(u64),
    /// A frame could not be drawn.
    #[error("frame {number}: {reason}")]
    Frame {
        /// Number of the frame.
        number: u64,
        /// Why it could not be drawn.
        reason: String,
    },
    /// A picture of this width and height, in pixels, is larger than the format allows.
    #[error("{0} × {1} pixels are more than this format holds: choose a smaller scale")]
    TooLarge(u32, u32),
    /// The encoder of the format failed.
    #[error("{0}")]
    Encoding(String),
    /// The `ffmpeg` program was not found on the `PATH`.
    #[error(
        "a video is made by the program ffmpeg, and there is none on the path: install ffmpeg, \
         or write a GIF or pictures"
    )]
    NoFfmpeg,
    /// The `ffmpeg` program failed. The text is the end of its error output.
    #[error("ffmpeg failed: {0}")]
    Ffmpeg(String),
    /// Writing failed.
    #[error(transparent)]
    Io(io::Error),
}

impl ExportReason {
    pub(super) fn at(self, path: &Path) -> ExportError {
        ExportError { path: path.to_owned(), reason: self }
    }
}

impl From<io::Error> for ExportReason {
    fn from(error: io::Error) -> Self {
        if error.kind() == io::ErrorKind::AlreadyExists { Self::Exists(error.to_string()) } else { Self::Io(error) }
    }
}
