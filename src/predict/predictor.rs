//! The trait of all predictors: [`AccessPredictor`], and the one that predicts nothing.

use super::history::AccessHistory;
use super::predictions::Predictions;

/// Guesses the next accesses from the past ones.
///
/// Predictors work in *ranks*, positions in the provider's key set, and answer with *offsets* from the current rank:
/// +1 is the next key there is. Offsets that lead outside the set are clipped by the cache, so a predictor need not
/// know its bounds. It runs on a thread that plans, never under a lock and never on the caller's thread; a panic is
/// contained and reported as an event.
///
/// A closure will do:
///
/// ```
/// use motscope::predict::{AccessHistory, AccessPredictor, Predictions};
/// let mut next_two = |_: &AccessHistory, out: &mut Predictions| {
///     out.add(1, 1.0, 0);
///     out.add(2, 0.5, 0);
/// };
/// let mut out = Predictions::default();
/// next_two.predict(&AccessHistory::at(10), &mut out);
/// assert_eq!(out.score(2), 0.5);
/// ```
pub trait AccessPredictor: Send + 'static {
    /// Adds a score, the higher the likelier, for every offset worth having. `out` comes empty.
    fn predict(&mut self, history: &AccessHistory, out: &mut Predictions);

    /// Names of the terms that scores are made of, by the index given to [`Predictions::add`]; at most [`MAX_TERMS`].
    fn terms(&self) -> &'static [&'static str] {
        &["score"]
    }
}

impl<F> AccessPredictor for F
where
    F: FnMut(&AccessHistory, &mut Predictions) + Send + 'static,
{
    fn predict(&mut self, history: &AccessHistory, out: &mut Predictions) {
        self(history, out);
    }
}

impl AccessPredictor for Box<dyn AccessPredictor> {
    fn predict(&mut self, history: &AccessHistory, out: &mut Predictions) {
        (**self).predict(history, out);
    }

    fn terms(&self) -> &'static [&'static str] {
        (**self).terms()
    }
}

/// Predicts nothing: the cache then only keeps what was asked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct NoPrefetch;

impl AccessPredictor for NoPrefetch {
    fn predict(&mut self, _: &AccessHistory, _: &mut Predictions) {}

    fn terms(&self) -> &'static [&'static str] {
        &[]
    }
}
