//! Why a picture file cannot be shown.

use std::io;
use std::path::Path;

use image::ImageError;
use png::DecodingError;
use thiserror::Error;
use zune_jpeg::errors::DecodeErrors;

/// The longest side of a picture that is decoded, in pixels.
pub(super) const MAX_SIDE: u32 = 16_384;
/// The size of the largest file that is read, in bytes.
pub(super) const MAX_FILE_BYTES: u64 = 1 << 29;

/// A reason with the name of the file, for people.
pub(super) fn named(path: &Path, reason: &dyn std::fmt::Display) -> String {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    format!("{name}: {reason}")
}

/// Why a picture file cannot be shown. Displays as a sentence that follows the name of the file.
#[derive(Debug, Error)]
pub enum PictureError {
    /// There is no such file any more.
    #[error("the file is gone")]
    Gone,
    /// The file system denies reading.
    #[error("you have no permission to read it")]
    Denied,
    /// Reading failed for another reason.
    #[error("it cannot be read: {0}")]
    Unreadable(io::Error),
    /// The path is a folder.
    #[error("it is a folder")]
    IsFolder,
    /// The path is neither a file nor a folder.
    #[error("it is a pipe, a device or a socket")]
    NoFile,
    /// The file has more than [`MAX_FILE_BYTES`].
    #[error("it is larger than {} MB", MAX_FILE_BYTES >> 20)]
    LargeFile,
    /// The file has no bytes.
    #[error("the file is empty")]
    Empty,
    /// The first bytes are those of no known format.
    #[error("it is no JPEG, PNG, BMP, WebP, TIFF, GIF, PNM or TGA picture")]
    UnknownFormat,
    /// A format of pictures that is not read.
    #[error("{0} pictures are not read; convert them to PNG, for example with ffmpeg or ImageMagick")]
    NotRead(&'static str),
    /// The header tells no size.
    #[error("its size is not told")]
    NoSize,
    /// Width or height is 0.
    #[error("it has no pixels")]
    NoPixels,
    /// Width or height, in pixels, is more than [`MAX_SIDE`].
    #[error("{0} × {1} pixels are more than the {MAX_SIDE} × {MAX_SIDE} that are read")]
    LargePicture(u32, u32),
    /// The decoder of a format found a side longer than [`MAX_SIDE`], and does not tell how long.
    #[error("it is larger than the {MAX_SIDE} × {MAX_SIDE} pixels that are read")]
    OverLimits,
    /// Decoding takes more memory than one picture may take.
    #[error("{width} × {height} pixels take {} MB to decode, which is too much", bytes.div_ceil(1 << 20))]
    HeavyPicture {
        /// Width in pixels.
        width: u32,
        /// Height in pixels.
        height: u32,
        /// What decoding takes, in bytes.
        bytes: u64,
    },
    /// So many bytes of memory could not be had.
    #[error("there is not enough memory: it takes {} MB to decode", .0.div_ceil(1 << 20))]
    NoMemory(u64),
    /// The file ends before its last pixel.
    #[error("the file ends before the picture does")]
    CutOff,
    /// A kind of JPEG that is not read.
    #[error("it is a JPEG {0}, which is not read")]
    UnreadJpeg(&'static str),
    /// A kind of TIFF that is not read.
    #[error("it is a TIFF {0}, which is not read")]
    UnreadTiff(&'static str),
    /// The JPEG decoder found an error.
    #[error("it is a damaged JPEG: {0}")]
    DamagedJpeg(String),
    /// The decoder of another format found an error.
    #[error("it is damaged: {0}")]
    Damaged(ImageError),
    /// The PNG decoder found an error.
    #[error("it is a damaged PNG: {0}")]
    DamagedPng(String),
    /// The TIFF decoder found an error.
    #[error("it is a damaged TIFF: {0}")]
    DamagedTiff(&'static str),
    /// The GIF decoder found an error.
    #[error("it is a damaged GIF: {0}")]
    DamagedGif(String),
    /// The decoder of animated `WebP` found an error.
    #[error("it is a damaged WebP: {0}")]
    DamagedWebP(String),
    /// The decoder of PBM, PGM and PPM found an error.
    #[error("it is a damaged PNM: {0}")]
    DamagedPnm(&'static str),
    /// The decoder panicked.
    #[error("the decoder failed on it")]
    DecoderPanicked,
}

impl From<io::Error> for PictureError {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::NotFound => Self::Gone,
            io::ErrorKind::PermissionDenied => Self::Denied,
            io::ErrorKind::UnexpectedEof => Self::CutOff,
            _ => Self::Unreadable(error),
        }
    }
}

impl From<DecodeErrors> for PictureError {
    fn from(error: DecodeErrors) -> Self {
        match error {
            DecodeErrors::ExhaustedData
            | DecodeErrors::IoErrors(_)
            | DecodeErrors::FormatStatic("Premature end of buffer") => Self::CutOff,
            DecodeErrors::Unsupported(_) => Self::UnreadJpeg("of an unusual kind"),
            DecodeErrors::ZeroError => Self::NoPixels,
            DecodeErrors::Format(text) => Self::DamagedJpeg(text),
            DecodeErrors::FormatStatic(text) => Self::DamagedJpeg(text.to_owned()),
            other => Self::DamagedJpeg(other.to_string()),
        }
    }
}

impl From<DecodingError> for PictureError {
    fn from(error: DecodingError) -> Self {
        match error {
            DecodingError::IoError(error) if error.kind() == io::ErrorKind::UnexpectedEof => Self::CutOff,
            DecodingError::LimitsExceeded => Self::OverLimits,
            error => Self::DamagedPng(error.to_string()),
        }
    }
}

impl From<ImageError> for PictureError {
    fn from(error: ImageError) -> Self {
        match error {
            ImageError::IoError(error) if error.kind() == io::ErrorKind::UnexpectedEof => Self::CutOff,
            ImageError::Limits(_) => Self::OverLimits,
            error => Self::Damaged(error),
        }
    }
}
