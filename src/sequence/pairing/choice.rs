//! The pairing of frames and pictures as a person chooses it.

use std::fmt;
use std::num::NonZeroU64;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use thiserror::Error;

/// Which picture a frame shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum PicturePairing {
    /// By number: frame f shows picture f. There is one exception: pictures and frames of which one counts from 0 and the other
    /// from 1 are shifted by 1. All texts of the sequence decide that together, so they are paired alike: a text that has frame
    /// 0, or a frame with the number of the pictures, proves it. Otherwise `MOTChallenge` text counts from 1 if `seqinfo.ini`
    /// counts as many frames as there are pictures, or if its first label is 1. The main layer counts once it is indexed
    /// completely, so that nothing depends on how far indexing is. Missing pictures in between do not matter.
    #[default]
    Automatic,
    /// Frame f shows picture f + this number.
    Offset(i64),
    /// Every n-th frame shows a picture.
    Step(PictureStep),
    /// The first frame with boxes in the main layer shows the first picture, the second frame with boxes the second picture,
    /// and so on. Pictures that are left belong to the frames after the last one with boxes. No frame shows a picture before
    /// the main layer is indexed completely.
    Order,
}

/// A frame and its picture, and how many frames later the next picture is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct PictureStep {
    /// A frame that shows a picture.
    pub frame: u64,
    /// The number of that picture.
    pub picture: u64,
    /// How many frames later the picture with the next number is shown.
    pub step: NonZeroU64,
}

/// Displays as [`from_str`](FromStr::from_str) reads it.
impl fmt::Display for PicturePairing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Automatic => f.pad("automatic"),
            Self::Order => f.pad("order"),
            Self::Offset(offset) => write!(f, "offset={offset}"),
            Self::Step(PictureStep { frame, picture, step }) => write!(f, "step={step},{frame},{picture}"),
        }
    }
}

/// Reads `automatic`, `order`, `offset=−1` and `step=5`. In `step=5,10,0`, frame 10 shows picture 0; without these numbers
/// frame 0 shows picture 0.
impl FromStr for PicturePairing {
    type Err = UnknownPairing;

    fn from_str(text: &str) -> Result<Self, UnknownPairing> {
        let (name, value) = text.split_once('=').map_or((text, None), |(name, value)| (name, Some(value)));
        let number = |text: &str| text.trim().replace('−', "-").parse::<i64>().map_err(|_| UnknownPairing);
        let count = |text: &str| text.trim().parse::<u64>().map_err(|_| UnknownPairing);
        match (name.trim(), value) {
            ("automatic", None) => Ok(Self::Automatic),
            ("order", None) => Ok(Self::Order),
            ("offset", Some(value)) => number(value).map(Self::Offset),
            ("step", Some(value)) => {
                let mut numbers = value.split(',');
                let mut next = || numbers.next().map(count).transpose();
                let step = next()?.and_then(NonZeroU64::new).ok_or(UnknownPairing)?;
                let (frame, picture) = (next()?.unwrap_or(0), next()?.unwrap_or(0));
                numbers
                    .next()
                    .is_none()
                    .then_some(Self::Step(PictureStep { frame, picture, step }))
                    .ok_or(UnknownPairing)
            }
            _ => Err(UnknownPairing),
        }
    }
}

/// An error: a text names no [`PicturePairing`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("write automatic, order, offset=NUMBER or step=STEP,FRAME,PICTURE")]
pub struct UnknownPairing;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pairing_is_read_as_it_is_written() {
        let step = PictureStep { frame: 10, picture: 3, step: NonZeroU64::new(5).unwrap() };
        for pairing in [
            PicturePairing::Automatic,
            PicturePairing::Order,
            PicturePairing::Offset(-1),
            PicturePairing::Offset(i64::MIN),
            PicturePairing::Step(step),
        ] {
            assert_eq!(pairing.to_string().parse(), Ok(pairing));
        }
        let short = PictureStep { frame: 0, picture: 0, ..step };
        assert_eq!("step=5".parse(), Ok(PicturePairing::Step(short)));
        assert_eq!("offset=−3".parse(), Ok(PicturePairing::Offset(-3)));
        for text in ["", "step", "step=0", "step=1,2,3,4", "offset", "offset=x", "order=1", "by name"] {
            assert_eq!(text.parse::<PicturePairing>(), Err(UnknownPairing), "{text}");
        }
    }
}
