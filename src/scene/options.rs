//! What to make a scene of.

use thiserror::Error;

use crate::mot::generate::Amount;

/// Frames a second of every scene.
pub const FPS: u32 = 30;

/// What to make a scene of.
#[derive(Clone, Debug, PartialEq)]
pub struct SceneOptions {
    /// Number of frames, at [`FPS`] a second. They are numbered from 1.
    pub frames: u32,
    /// How many people there are.
    pub amount: Amount,
    /// Width of the pictures in pixels.
    pub width: u32,
    /// Height of the pictures in pixels.
    pub height: u32,
    /// Start of the random numbers: each seed gives another street with other people.
    pub seed: u64,
}

impl Default for SceneOptions {
    fn default() -> Self {
        Self { frames: 600, amount: Amount::Density(14.0), width: 1920, height: 1080, seed: 42 }
    }
}

/// Why no scene can be made of some options.
#[derive(Clone, Debug, PartialEq, Error)]
#[non_exhaustive]
pub enum SceneError {
    /// A whole number is outside of its range.
    #[error("{name} must be {least} to {most} for pictures, not {value}")]
    OutOfRange {
        /// Name of the option.
        name: &'static str,
        /// The value that was asked for.
        value: u32,
        /// The smallest value allowed.
        least: u32,
        /// The greatest value allowed.
        most: u32,
    },
    /// The number of people in a picture is outside of its range, or is not a number.
    #[error("the density must be 0 to 200 people a picture, not {0}")]
    Density(f64),
}

impl SceneOptions {
    /// Checks that a scene can be made of these options.
    ///
    /// # Errors
    /// The first option that is out of its range.
    pub fn check(&self) -> Result<(), SceneError> {
        let within = |name, value, least, most| {
            let is_allowed = (least..=most).contains(&value);
            if is_allowed { Ok(()) } else { Err(SceneError::OutOfRange { name, value, least, most }) }
        };
        within("frames", self.frames, 1, 100_000)?;
        within("width", self.width, 16, 7680)?;
        within("height", self.height, 16, 4320)?;
        match self.amount {
            Amount::Density(density) if !(0.0..=200.0).contains(&density) => Err(SceneError::Density(density)),
            Amount::Tracks(tracks) => within("tracks", tracks, 0, 100_000),
            Amount::Density(_) => Ok(()),
        }
    }
}
