//! How good the cache could be: the mean stall of a clairvoyant over the moves of the last minute, as a series over time.

use std::collections::VecDeque;
use std::time::Duration;

use crate::telemetry::{MAX_WINDOW, Point};

/// The clairvoyant's mean stall over the last minute, as it was from time to time.
#[derive(Clone, Debug, Default)]
pub struct ClairvoyantBound {
    /// When, on the clock of the cache's events, and milliseconds.
    known: VecDeque<(Duration, f64)>,
}

impl ClairvoyantBound {
    /// The newest, in milliseconds.
    pub fn now(&self) -> Option<f64> {
        self.known.back().map(|known| known.1)
    }

    /// What was known at a time.
    pub fn at(&self, at: Duration) -> Option<f64> {
        self.known.iter().rev().find(|known| known.0 <= at).map(|known| known.1)
    }

    /// The last `window` before `end`: seconds before it, and milliseconds, which hold until the next.
    pub fn series(&self, end: Duration, window: Duration) -> Vec<Point> {
        let start = end.saturating_sub(window);
        let inside = self.known.iter().filter(|known| (start..=end).contains(&known.0));
        let points = self.at(start).map(|value| (start, value)).into_iter().chain(inside.copied());
        let mut points: Vec<Point> = points.map(|(at, value)| [at.as_secs_f64() - end.as_secs_f64(), value]).collect();
        points.extend(points.last().map(|last| [0.0, last[1]]));
        points
    }

    /// Adds the value of a time. Older values than the charts can show are dropped.
    pub fn push(&mut self, at: Duration, value: f64) {
        self.known.push_back((at, value));
        let start = at.saturating_sub(MAX_WINDOW);
        while self.known.get(1).is_some_and(|second| second.0 <= start) {
            self.known.pop_front();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_known_holds_until_the_next_is() {
        let mut bound = ClairvoyantBound::default();
        let seconds = Duration::from_secs;
        [(10, 1.0), (20, 2.0), (30, 3.0)].into_iter().for_each(|(at, value)| bound.push(seconds(at), value));
        assert_eq!(bound.series(seconds(35), seconds(10)), [[-10.0, 2.0], [-5.0, 3.0], [0.0, 3.0]]);
        assert_eq!((bound.at(seconds(5)), bound.at(seconds(25)), bound.now()), (None, Some(2.0), Some(3.0)));
        bound.push(seconds(1000), 4.0);
        assert_eq!(bound.known.len(), 2, "one from before the window is kept");
    }
}
