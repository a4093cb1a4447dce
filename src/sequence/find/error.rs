//! Why a path cannot be shown.

use std::io;
use std::path::{Path, PathBuf};

use crate::shown::ShowPath as _;
use thiserror::Error;

/// Why a path holds nothing that can be shown. Displays as `PATH: reason`.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum FindError {
    /// It cannot be read.
    #[error("{}: {}", .0.shown(), reason(.1))]
    Io(PathBuf, #[source] io::Error),
    /// It is a folder without a sequence.
    #[error(
        "{}: no sequence in this folder, nor in the folders in it, five levels deep: no pictures, no seqinfo.ini, no .txt or .csv with rows of boxes, no .json or .xml of boxes, and no place where a known data set keeps boxes",
        .0.shown()
    )]
    Nothing(PathBuf),
    /// It is a folder of pictures that are not read.
    #[error(
        "{}: {format} pictures, such as {name}, are not read; convert them to PNG, for example with ffmpeg or ImageMagick",
        .folder.shown()
    )]
    NotRead {
        /// The folder.
        folder: PathBuf,
        /// The name of the format.
        format: &'static str,
        /// The name of the first picture.
        name: String,
    },
    /// It is a pipe, a device or a socket.
    #[error("{}: it is a pipe, a device or a socket", .0.shown())]
    NotAFile(PathBuf),
    /// It is an archive of a kind that is not read.
    #[error(
        "{}: an archive of this kind is not read: unpack it, and open the folder. Zip archives and single files packed with gzip are read as they are",
        .0.shown()
    )]
    Archive(PathBuf),
}

impl FindError {
    /// The path.
    pub fn path(&self) -> &Path {
        match self {
            Self::Io(path, _) | Self::Nothing(path) | Self::NotAFile(path) | Self::Archive(path) => path,
            Self::NotRead { folder, .. } => folder,
        }
    }
}

/// What an input error means for people.
fn reason(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "there is no such file or folder".to_owned(),
        io::ErrorKind::PermissionDenied => "you have no permission to read it".to_owned(),
        _ => error.to_string(),
    }
}
