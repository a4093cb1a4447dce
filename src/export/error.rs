//! Why an export ended.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

/// An export that left nothing behind. Displays as `PATH: reason`.
#[derive(Debug)]
pub struct ExportError {
    /// What was to be written.
    pub path: PathBuf,
    /// Why it was not.
    pub reason: ExportReason,
}

/// The reason in an [`ExportError`].
#[derive(Debug)]
#[non_exhaustive]
pub enum ExportReason {
    /// There is something already that was not to be replaced: what.
    Exists(String),
    /// The user did not want to wait.
    Cancelled,
    /// There is no frame to write.
    NoFrames,
    /// A single picture was to hold so many frames.
    ManyFrames(u64),
    /// A frame could not be drawn.
    Frame {
        /// Its number.
        number: u64,
        /// What is the matter with it.
        reason: String,
    },
    /// A picture of so many pixels is more than the format holds.
    TooLarge(u32, u32),
    /// A picture could not be encoded.
    Encoding(String),
    /// There is no `ffmpeg` program on the path.
    NoFfmpeg,
    /// The `ffmpeg` program failed: its last words.
    Ffmpeg(String),
    /// Writing failed.
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

impl fmt::Display for ExportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: ", self.path.display())?;
        match &self.reason {
            ExportReason::Exists(what) => f.write_str(what),
            ExportReason::Cancelled => f.write_str("cancelled, nothing was written"),
            ExportReason::NoFrames => f.write_str("there is no frame to write"),
            ExportReason::ManyFrames(count) => write!(f, "one picture cannot show {count} frames"),
            ExportReason::Frame { number, reason } => write!(f, "frame {number}: {reason}"),
            ExportReason::TooLarge(width, height) => {
                write!(f, "{width} × {height} pixels are more than this format holds: choose a smaller scale")
            }
            ExportReason::Encoding(reason) => f.write_str(reason),
            ExportReason::NoFfmpeg => f.write_str(
                "a video is made by the program ffmpeg, and there is none on the path: install ffmpeg, \
                 or write a GIF or pictures",
            ),
            ExportReason::Ffmpeg(words) => write!(f, "ffmpeg failed: {words}"),
            ExportReason::Io(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for ExportError {}
