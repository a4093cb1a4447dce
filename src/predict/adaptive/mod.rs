//! The predictor that learns a person's habits while they navigate: [`Adaptive`].
//!
//! Moves are words, not places: steps, buttons, pixels of the scrubber, landmarks, far jumps ([`moves`]). What follows
//! on the last two is counted ([`counts`]), far jumps go to places ([`places`]), and a beam over both gives each frame a
//! likelihood ([`futures`]). A drag is an aimed movement, whose end is inferred ([`motion`], [`refined`]); playback is
//! known ([`playback`]). All is bounded in memory, and equal histories give equal answers to the bit.

mod bell;
mod counts;
mod futures;
mod grid;
mod habits;
mod motion;
mod moves;
mod pace;
mod places;
mod playback;
mod predictor;
mod refined;
mod session;
mod sums;

use serde::{Deserialize, Serialize};

pub use habits::{Habits, Memory};
pub use predictor::AdaptivePredictor;

/// Parameters of the predictor that learns.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Adaptive {
    /// The least that loading a frame must be worth: likelihood times the share of its load time that is saved.
    pub floor: f64,
    /// Load only what is likelier by far: for what is remote or costs money.
    pub frugal: bool,
    /// What a frame one move further ahead is worth, against one less.
    pub decay: f64,
    /// How many moves ahead all futures are followed; the likeliest one is followed further.
    pub depth: u32,
    /// How many futures are followed at once.
    pub width: u32,
    /// How many times a habit must be seen until it weighs as much as what is believed beforehand.
    pub caution: f64,
    /// How many places far jumps may return to.
    pub places: u32,
    /// What having been asked for just now is worth to a frame that is not expected again.
    pub recency: f64,
}

impl Default for Adaptive {
    fn default() -> Self {
        Self { floor: 0.005, frugal: false, decay: 0.96, depth: 14, width: 24, caution: 3.0, places: 24, recency: 0.02 }
    }
}

impl Adaptive {
    /// The floor in force.
    fn floor(&self) -> f64 {
        if self.frugal { 4.0 * self.floor } else { self.floor }
    }
}
