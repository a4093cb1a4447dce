//! Ranges of frames in arguments.

use std::ops::RangeInclusive;
use std::str::FromStr;

use thiserror::Error;

/// Why a text is no range of frames.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub(super) enum FrameRangeError {
    /// This part of it is no whole number.
    #[error("{0:?} is not a frame number; write 5, 10-90, 10.. or ..90")]
    NotANumber(String),
    /// The range ends before it begins.
    #[error("the first frame, {0}, comes after the last, {1}")]
    Backwards(u64, u64),
}

/// A range of frame numbers. The first and the last frame are included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct FrameRange {
    /// The first frame.
    pub first: u64,
    /// The last frame.
    pub last: u64,
}

impl FrameRange {
    /// The range as numbers of frames of MOT files. `None` if it is all of them.
    pub(super) fn as_u32(self) -> Option<RangeInclusive<u32>> {
        let bounded = |frame: u64| u32::try_from(frame).unwrap_or(u32::MAX);
        (self.first > 0 || self.last < u64::MAX).then(|| bounded(self.first)..=bounded(self.last))
    }
}

impl FromStr for FrameRange {
    type Err = FrameRangeError;

    fn from_str(text: &str) -> Result<Self, FrameRangeError> {
        let number = |text: &str, absent: Option<u64>| match (text.trim(), absent) {
            ("", Some(absent)) => Ok(absent),
            (text, _) => text.parse().map_err(|_| FrameRangeError::NotANumber(text.to_owned())),
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
            return Err(FrameRangeError::Backwards(range.first, range.last));
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
            assert_eq!(text.parse(), Ok(FrameRange { first, last }), "{text}");
        }
        for text in ["", "-", "-5", "5-", "9-3", "9..3", "a", "1-b", "1,2", "99999999999999999999"] {
            assert!(text.parse::<FrameRange>().is_err(), "{text}");
        }
    }
}
