//! What the arguments say is to be written.

use std::path::Path;
use std::str::FromStr;

use clap::ValueEnum;

use crate::export::{Kind, Still};

/// The form of what is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Form {
    /// Pictures, exact.
    Png,
    /// Pictures, smaller.
    #[value(alias = "jpg")]
    Jpeg,
    /// One animation.
    Gif,
    /// One video.
    Mp4,
}

impl Form {
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

/// What to write to `output`, for so many frames.
pub fn kind(output: &Path, format: Option<Form>, frames: u64) -> Result<Kind, String> {
    let shown = output.display();
    let is_folder = output.is_dir() || output.to_string_lossy().ends_with(['/', std::path::MAIN_SEPARATOR]);
    let extension = output.extension().filter(|_| !is_folder).map(|extension| extension.to_string_lossy());
    let named = extension.as_deref().and_then(Form::of_extension);
    let form = match (format, named) {
        (Some(format), Some(named)) if format != named => {
            return Err(format!("{shown}: the name says something else than --format"));
        }
        (Some(format), _) => format,
        (None, Some(named)) => named,
        (None, None) if extension.is_some() => {
            return Err(format!(
                "{shown}: the name ends with none of png, jpg, gif, mp4; --format tells what to write, and a / at the \
                 end that it is a folder"
            ));
        }
        (None, None) => Form::Png,
    };
    let still = if form == Form::Jpeg { Still::Jpeg } else { Still::Png };
    match form {
        Form::Gif | Form::Mp4 if is_folder => Err(format!("{shown}: a GIF or MP4 is a file, this is a folder")),
        Form::Gif => Ok(Kind::Gif),
        Form::Mp4 => Ok(Kind::Mp4),
        Form::Png | Form::Jpeg if named.is_none() => Ok(Kind::Pictures(still)),
        Form::Png | Form::Jpeg if frames == 1 => Ok(Kind::Picture(still)),
        Form::Png | Form::Jpeg => Err(format!(
            "{shown}: one picture cannot show {frames} frames: choose one with --frames, or name a folder, or a .gif"
        )),
    }
}

/// Frames by number, both ends included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Range {
    /// The first.
    pub first: u64,
    /// The last.
    pub last: u64,
}

impl FromStr for Range {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let number = |text: &str, absent: Option<u64>| match (text.trim(), absent) {
            ("", Some(absent)) => Ok(absent),
            (text, _) => text.parse().map_err(|_| format!("{text:?} is no frame number")),
        };
        let range = if let Some((first, last)) = text.split_once("..") {
            let last = last.strip_prefix('=').unwrap_or(last);
            Self { first: number(first, Some(0))?, last: number(last, Some(u64::MAX))? }
        } else if let Some((first, last)) = text.split_once('-') {
            Self { first: number(first, None)?, last: number(last, None)? }
        } else {
            let only = number(text, None)?;
            Self { first: only, last: only }
        };
        if range.first > range.last {
            return Err("the first frame comes after the last".to_owned());
        }
        Ok(range)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_range_includes_both_ends_however_it_is_written() {
        for (text, first, last) in [
            ("7", 7, 7),
            ("10-90", 10, 90),
            ("10..90", 10, 90),
            ("10..=90", 10, 90),
            ("10..", 10, u64::MAX),
            ("..90", 0, 90),
            ("..", 0, u64::MAX),
            (" 1 - 2 ", 1, 2),
        ] {
            assert_eq!(text.parse(), Ok(Range { first, last }), "{text}");
        }
        for text in ["", "-", "-5", "5-", "9-3", "9..3", "a", "1-b", "1,2", "99999999999999999999"] {
            assert!(text.parse::<Range>().is_err(), "{text}");
        }
    }

    #[test]
    fn the_name_of_the_output_or_the_format_tells_what_is_written() {
        let kind = |output: &str, format, frames| kind(Path::new(output), format, frames).ok();
        for (output, format, frames, expected) in [
            ("a.png", None, 1, Some(Kind::Picture(Still::Png))),
            ("a.JPG", None, 1, Some(Kind::Picture(Still::Jpeg))),
            ("a.png", None, 2, None),
            ("a", None, 2, Some(Kind::Pictures(Still::Png))),
            ("a/", Some(Form::Jpeg), 1, Some(Kind::Pictures(Still::Jpeg))),
            ("v1.2/", None, 9, Some(Kind::Pictures(Still::Png))),
            ("v1.2", None, 9, None),
            ("v1.2", Some(Form::Png), 9, Some(Kind::Pictures(Still::Png))),
            ("a.gif", None, 9, Some(Kind::Gif)),
            ("a.mp4", Some(Form::Mp4), 9, Some(Kind::Mp4)),
            ("a", Some(Form::Mp4), 9, Some(Kind::Mp4)),
            ("a.gif", Some(Form::Mp4), 9, None),
            ("a/", Some(Form::Gif), 9, None),
            ("a.avi", None, 9, None),
        ] {
            assert_eq!(kind(output, format, frames), expected, "{output} {format:?} {frames}");
        }
    }
}
