//! The parameters of the predictor that learns: [`Adaptive`].

use serde::{Deserialize, Serialize};

/// Parameters of the predictor that learns, [`AdaptivePredictor`](super::AdaptivePredictor).
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Adaptive {
    /// A frame is loaded only if that is worth at least this: its likelihood times the share of its load time that is
    /// saved.
    pub floor: f64,
    /// The floor for frames that a drag may reach. It is higher: a dragging hand passes hundreds of frames, many of them
    /// about equally likely, and stays on each for a moment only. So it is the price of a load. The default lands at four
    /// loads a move where hands really drag.
    pub drag_floor: f64,
    /// Four times the floor, and 1.4 times that of drags: fewer loads, for data that is remote or costs money.
    pub frugal: bool,
    /// Factor on the worth of a frame for each move that it is further ahead, from 0 to 1.
    pub decay: f64,
    /// How many moves ahead all futures are followed. The likeliest one is followed further.
    pub depth: u32,
    /// How many futures are followed at once.
    pub width: u32,
    /// How many times a habit must be seen until it weighs as much as the prior.
    pub caution: f64,
    /// How many places are kept that a jump may return to.
    pub places: u32,
    /// What keeping a frame is worth if it was asked for just now and is not expected again, in likelihood.
    pub recency: f64,
}

impl Default for Adaptive {
    fn default() -> Self {
        Self {
            floor: 0.005,
            drag_floor: 0.039,
            frugal: false,
            decay: 0.96,
            depth: 14,
            width: 24,
            caution: 3.0,
            places: 24,
            recency: 0.01,
        }
    }
}

impl Adaptive {
    /// The floor after taking `frugal` into account.
    pub(super) fn floor(&self) -> f64 {
        if self.frugal { 4.0 * self.floor } else { self.floor }
    }

    /// The floor of drags after taking `frugal` into account.
    pub(super) fn drag_floor(&self) -> f64 {
        if self.frugal { 1.4 * self.drag_floor } else { self.drag_floor }
    }
}
