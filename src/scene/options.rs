//! What street, and how much is going on in it.

use crate::mot::generate::Amount;

/// What to make a scene of.
#[derive(Clone, Debug, PartialEq)]
pub struct Options {
    /// Frames, numbered from 1, at [`FPS`](super::FPS) a second.
    pub frames: u32,
    /// How many people there are.
    pub amount: Amount,
    /// Width of the pictures in pixels.
    pub width: u32,
    /// Height of the pictures in pixels.
    pub height: u32,
    /// Another seed, another street.
    pub seed: u64,
}

impl Default for Options {
    fn default() -> Self {
        Self { frames: 600, amount: Amount::Density(14.0), width: 1920, height: 1080, seed: 42 }
    }
}

impl Options {
    /// Whether there can be pictures of such a scene.
    ///
    /// # Errors
    /// The first option that asks for too little or too much, in words.
    pub fn check(&self) -> Result<(), String> {
        let within = |name: &str, value: u32, low: u32, high: u32| {
            let ok = (low..=high).contains(&value);
            if ok { Ok(()) } else { Err(format!("{name} must be {low} to {high} for pictures, not {value}")) }
        };
        within("frames", self.frames, 1, 100_000)?;
        within("width", self.width, 16, 7680)?;
        within("height", self.height, 16, 4320)?;
        match self.amount {
            Amount::Density(density) if !(0.0..=200.0).contains(&density) => {
                Err(format!("the density must be 0 to 200 people a picture, not {density}"))
            }
            Amount::Tracks(tracks) => within("tracks", tracks, 0, 100_000),
            Amount::Density(_) => Ok(()),
        }
    }
}
