//! The trait of all predictors: [`AccessPredictor`], and the one that predicts nothing.

use super::history::AccessHistory;
use super::predictions::Predictions;

/// Predicts the next accesses from the past ones. A closure can be a predictor.
///
/// A predictor sees *ranks*, which are positions in the provider's key set, and returns *offsets* from the current
/// rank: +1 is the next existing key. It need not know how many keys there are, since the cache drops offsets that lead
/// outside the set. It runs on the planning thread of the cache, never under a lock and never on the thread of a
/// caller. A panic is caught and reported as an event.
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
    /// Adds a score to `out`, which is empty, for every offset that may be asked for. A higher score means more likely.
    fn predict(&mut self, history: &AccessHistory, out: &mut Predictions);

    /// The names of the terms that a score is made of, by the index given to [`Predictions::add`]; at most
    /// [`MAX_TERMS`](super::MAX_TERMS).
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

/// Predicts nothing, so that the cache only holds what was asked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct NoPrefetch;

impl AccessPredictor for NoPrefetch {
    fn predict(&mut self, _: &AccessHistory, _: &mut Predictions) {}

    fn terms(&self) -> &'static [&'static str] {
        &[]
    }
}
