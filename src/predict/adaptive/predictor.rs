//! The predictor: what it knows is in its memory, what it answers is summed up here.

use crate::predict::{AccessHistory, AccessPredictor, Predictions, Recency};

use super::Adaptive;
use super::habits::Memory;
use super::session::Scene;
use super::sums::{Sums, TERMS, TERMS_PLAYING};

/// Moves after which half of the worth of having been asked for is left.
const RECENCY_MOVES: f64 = 16.0;
/// The predictor that learns. All that it knows is in its [`Memory`]: another with the same memory goes on where it was.
pub struct AdaptivePredictor {
    settings: Adaptive,
    memory: Memory,
    sums: Sums,
    is_playing: bool,
}

impl AdaptivePredictor {
    /// A predictor that goes on learning what `memory` holds.
    pub fn new(settings: Adaptive, memory: Memory) -> Self {
        Self { settings, memory, sums: Sums::default(), is_playing: false }
    }
}

impl AccessPredictor for AdaptivePredictor {
    fn predict(&mut self, history: &AccessHistory, out: &mut Predictions) {
        let Self { settings, memory, sums, is_playing } = self;
        *is_playing = history.hints().playback.is_some();
        sums.begin(history.current());
        let step = memory.with(|habits, session| {
            let scene = Scene::new(history, &mut habits.counts, *settings);
            session.catch_up(habits, history, &scene);
            session.foresee(habits, history, &scene, sums);
            session.step
        });
        sums.write(step, out);
        out.set_floor(settings.floor());
        out.set_recency(Recency { worth: settings.recency, moves: RECENCY_MOVES });
    }

    fn terms(&self) -> &'static [&'static str] {
        if self.is_playing { &TERMS_PLAYING } else { &TERMS }
    }
}

#[cfg(test)]
#[path = "tests.rs"]
mod tests;
