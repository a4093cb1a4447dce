//! Why a path cannot be shown.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

/// Why a path holds nothing that can be shown. Displays as `PATH: reason`.
#[derive(Debug)]
#[non_exhaustive]
pub enum FindError {
    /// It cannot be read.
    Io(PathBuf, io::Error),
    /// There is nothing in it that can be shown.
    Nothing(PathBuf),
    /// It is a pipe, a device or a socket.
    NotAFile(PathBuf),
    /// It is a video, of which pictures have to be made first: the text tells how.
    Video(PathBuf),
}

impl FindError {
    /// The path.
    pub fn path(&self) -> &Path {
        match self {
            Self::Io(path, _) | Self::Nothing(path) | Self::NotAFile(path) | Self::Video(path) => path,
        }
    }
}

impl fmt::Display for FindError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: ", self.path().display())?;
        match self {
            Self::Io(_, error) => match error.kind() {
                io::ErrorKind::NotFound => f.write_str("there is no such file or folder"),
                io::ErrorKind::PermissionDenied => f.write_str("it may not be read"),
                _ => error.fmt(f),
            },
            Self::Nothing(_) => f.write_str(
                "no sequence in this folder: it has neither pictures nor gt/gt.txt or det/det.txt, nor have the folders in it",
            ),
            Self::NotAFile(_) => f.write_str("it is a pipe, a device or a socket"),
            Self::Video(path) => f.write_str(&super::video::advice(path)),
        }
    }
}

impl std::error::Error for FindError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Io(_, error) => Some(error),
            _ => None,
        }
    }
}
