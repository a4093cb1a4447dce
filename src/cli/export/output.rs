//! What to write: the format.

use std::path::{Path, PathBuf};

use clap::ValueEnum;
use thiserror::Error;

use crate::export::{Kind, Still};

/// The format of what is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum OutputFormat {
    /// Pictures without loss.
    Png,
    /// Pictures in smaller files, with loss.
    #[value(alias = "jpg")]
    Jpeg,
    /// One animated GIF.
    Gif,
    /// One video.
    Mp4,
}

impl OutputFormat {
    /// The format that an extension of a file name stands for.
    fn of_extension(extension: &str) -> Option<Self> {
        match extension.to_ascii_lowercase().as_str() {
            "png" => Some(Self::Png),
            "jpg" | "jpeg" => Some(Self::Jpeg),
            "gif" => Some(Self::Gif),
            "mp4" => Some(Self::Mp4),
            _ => None,
        }
    }
}

/// Why the name of the output and the other arguments do not go together.
#[derive(Debug, Error)]
pub enum OutputError {
    /// The name of the output stands for another format than `--to`.
    #[error("{0}: the name ends with another format than --to says")]
    OtherFormat(PathBuf),
    /// The name of the output stands for no format.
    #[error(
        "{0}: the name does not end with png, jpg, gif or mp4; choose a format with --to, or end the name with / to \
         write a folder"
    )]
    NoFormat(PathBuf),
    /// A GIF or a video cannot be written as a folder.
    #[error("{0}: this is a folder, but a GIF or an MP4 is one file; name a file")]
    Folder(PathBuf),
    /// One picture shows one frame only.
    #[error(
        "{0}: one picture cannot show {1} frames; choose one frame with --frames, or name a folder or a .gif file instead"
    )]
    ManyFrames(PathBuf, u64),
}

/// What to write to `output`, for this many frames. The format is `format`, or else the one that the name stands for.
pub fn output_kind(output: &Path, format: Option<OutputFormat>, frames: u64) -> Result<Kind, OutputError> {
    let path = || output.to_owned();
    let is_folder = output.is_dir() || output.to_string_lossy().ends_with(['/', std::path::MAIN_SEPARATOR]);
    let extension = output.extension().filter(|_| !is_folder).map(|extension| extension.to_string_lossy());
    let named = extension.as_deref().and_then(OutputFormat::of_extension);
    let format = match (format, named) {
        (Some(format), Some(named)) if format != named => return Err(OutputError::OtherFormat(path())),
        (Some(format), _) | (None, Some(format)) => format,
        (None, None) if extension.is_some() => return Err(OutputError::NoFormat(path())),
        (None, None) => OutputFormat::Png,
    };
    let still = if format == OutputFormat::Jpeg { Still::Jpeg } else { Still::Png };
    match format {
        OutputFormat::Gif | OutputFormat::Mp4 if is_folder => Err(OutputError::Folder(path())),
        OutputFormat::Gif => Ok(Kind::Gif),
        OutputFormat::Mp4 => Ok(Kind::Mp4),
        OutputFormat::Png | OutputFormat::Jpeg if named.is_none() => Ok(Kind::Pictures(still)),
        OutputFormat::Png | OutputFormat::Jpeg if frames == 1 => Ok(Kind::Picture(still)),
        OutputFormat::Png | OutputFormat::Jpeg => Err(OutputError::ManyFrames(path(), frames)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_of_the_output_or_the_format_tells_what_is_written() {
        let kind = |output: &str, format, frames| output_kind(Path::new(output), format, frames).ok();
        for (output, format, frames, expected) in [
            ("a.png", None, 1, Some(Kind::Picture(Still::Png))),
            ("a.JPG", None, 1, Some(Kind::Picture(Still::Jpeg))),
            ("a.png", None, 2, None),
            ("a", None, 2, Some(Kind::Pictures(Still::Png))),
            ("a/", Some(OutputFormat::Jpeg), 1, Some(Kind::Pictures(Still::Jpeg))),
            ("v1.2/", None, 9, Some(Kind::Pictures(Still::Png))),
            ("v1.2", None, 9, None),
            ("v1.2", Some(OutputFormat::Png), 9, Some(Kind::Pictures(Still::Png))),
            ("a.gif", None, 9, Some(Kind::Gif)),
            ("a.mp4", Some(OutputFormat::Mp4), 9, Some(Kind::Mp4)),
            ("a", Some(OutputFormat::Mp4), 9, Some(Kind::Mp4)),
            ("a.gif", Some(OutputFormat::Mp4), 9, None),
            ("a/", Some(OutputFormat::Gif), 9, None),
            ("a.avi", None, 9, None),
        ] {
            assert_eq!(kind(output, format, frames), expected, "{output} {format:?} {frames}");
        }
    }
}
