//! Whether options describe a file that can be made.

use thiserror::Error;

use super::options::{Amount, Options};
use super::track_plan;

/// The most tracks that a file may have: 2^31 − 1.
const MAX_TRACKS: f64 = i32::MAX as f64;

/// An option with a value that is not allowed.
#[derive(Clone, Copy, Debug, PartialEq, Error)]
pub enum OptionsError {
    /// A whole number is too small or too large.
    #[error("{name} must be {least} to {greatest}, not {value}")]
    OutOfRange {
        /// What the number counts.
        name: &'static str,
        /// The number in the options.
        value: u32,
        /// The least number allowed.
        least: u32,
        /// The greatest number allowed.
        greatest: u32,
    },
    /// The density, in boxes a frame, is too small or too large.
    #[error("the density must be 0 to 1000000 boxes a frame, not {0}")]
    Density(f64),
    /// The density is so great that more tracks would be needed than ids can number.
    #[error("these options ask for more than 2^31 tracks; choose a lower density or fewer frames")]
    TooManyTracks,
}

impl Options {
    /// Checks whether these options describe a file that can be made.
    ///
    /// # Errors
    /// The first option that is not allowed.
    pub fn check(&self) -> Result<(), OptionsError> {
        let within = |name, value, least, greatest| {
            let is_within = (least..=greatest).contains(&value);
            if is_within { Ok(()) } else { Err(OptionsError::OutOfRange { name, value, least, greatest }) }
        };
        within("frames", self.frames, 1, i32::MAX as u32)?;
        within("width", self.width, 16, 100_000)?;
        within("height", self.height, 16, 100_000)?;
        within("the minimum track length", self.min_track_length, 1, 1_000_000)?;
        within("the maximum track length", self.max_track_length, self.min_track_length, 1_000_000)?;
        match self.amount {
            Amount::Density(density) if !(0.0..=1e6).contains(&density) => Err(OptionsError::Density(density)),
            _ if track_plan::track_count(self) > MAX_TRACKS => Err(OptionsError::TooManyTracks),
            _ => Ok(()),
        }
    }
}
