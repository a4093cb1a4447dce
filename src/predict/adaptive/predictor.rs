//! The predictor that learns: [`AdaptivePredictor`].

use super::parameters::Adaptive;
use super::session::PredictionInputs;
use super::shared_habits::SharedHabits;
use super::sums::{Sums, TERMS, TERMS_PLAYING};
use crate::predict::history::AccessHistory;
use crate::predict::predictions::{Predictions, Recency};
use crate::predict::predictor::AccessPredictor;

/// After how many moves the worth of a recently used frame has halved.
const RECENCY_MOVES: f64 = 16.0;

/// The predictor that learns a person's habits while they navigate.
///
/// All that it has learned is in its [`SharedHabits`]. Another predictor with a clone of them continues where this one
/// was.
pub struct AdaptivePredictor {
    settings: Adaptive,
    habits: SharedHabits,
    sums: Sums,
    /// Whether the last prediction was made during playback, which changes the name of a term.
    is_playing: bool,
}

impl AdaptivePredictor {
    /// A predictor with these parameters, which continues to learn `habits`.
    pub fn new(settings: Adaptive, habits: SharedHabits) -> Self {
        Self { settings, habits, sums: Sums::default(), is_playing: false }
    }
}

impl AccessPredictor for AdaptivePredictor {
    fn predict(&mut self, history: &AccessHistory, out: &mut Predictions) {
        let Self { settings, habits, sums, is_playing } = self;
        *is_playing = history.hints().playback.is_some();
        sums.begin(history.current());
        let (step, wandering) = habits.with(|habits, session| {
            let inputs = PredictionInputs::new(history, &mut habits.counts, *settings);
            session.catch_up(habits, history, &inputs);
            let wandering = session.foresee(habits, history, &inputs, sums);
            (session.step, wandering)
        });
        sums.write(step, out);
        out.set_floor(settings.floor());
        out.set_recency(Recency { worth: settings.recency, moves: RECENCY_MOVES, loaded: wandering.into() });
    }

    fn terms(&self) -> &'static [&'static str] {
        if self.is_playing { &TERMS_PLAYING } else { &TERMS }
    }
}

#[cfg(test)]
mod tests;
