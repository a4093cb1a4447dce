//! The stalls: how long each move waited for its value.

use std::collections::VecDeque;
use std::time::Duration;

use super::limits::{MAX_WINDOW, push_bounded};
use super::points::Point;
use crate::cache::{Event, EventKind};

/// The mean stall is that of the moves in this time before now.
pub const STALL_WINDOW: Duration = Duration::from_mins(1);
/// How many moves are kept; more than a person makes in [`MAX_WINDOW`].
const MAX_STALLS: usize = 8192;

/// The waits of the last moves. A hit waits for no time. Any other move waits until its value arrives, until its load
/// fails, or until the next move.
#[derive(Clone, Debug, Default)]
pub(super) struct Stalls {
    /// When each move was made and how long it waited, in order of time.
    done: VecDeque<(Duration, Duration)>,
    /// The key that the last move waits for, and the time of that move.
    waiting: Option<(u64, Duration)>,
}

impl Stalls {
    /// Takes in one event.
    pub fn push(&mut self, event: &Event) {
        match event.kind {
            EventKind::Hit => {
                self.end_at(event.at);
                self.add(event.at, Duration::ZERO);
            }
            EventKind::LateHit | EventKind::Miss => {
                self.end_at(event.at);
                self.waiting = Some((event.key, event.at));
            }
            EventKind::LoadComplete
            | EventKind::LoadError
            | EventKind::PrefetchSuccess
            | EventKind::PrefetchError
            | EventKind::Neighbour
                if self.waiting.is_some_and(|(key, _)| key == event.key) =>
            {
                self.end_at(event.at);
            }
            _ => {}
        }
    }

    /// Gives up the wait under way, because events were lost and its end may be among them.
    pub fn lost(&mut self) {
        self.waiting = None;
    }

    /// The mean wait of the moves in the [`STALL_WINDOW`] before `now`, without a move that still waits. None if there
    /// were no moves.
    pub fn mean(&self, now: Duration) -> Option<Duration> {
        let recent = self.since(now.saturating_sub(STALL_WINDOW));
        let count = u32::try_from(recent.len()).ok()?;
        let sum: Duration = recent.map(|&(_, wait)| wait).sum();
        sum.checked_div(count)
    }

    /// The waits in the `window` before `end`: time in seconds, 0 at the end and negative before, and wait in seconds.
    pub fn series(&self, end: Duration, window: Duration) -> Vec<Point> {
        let ago = |at: Duration| end.saturating_sub(at).as_secs_f64();
        let recent = self.since(end.saturating_sub(window));
        recent.map(|&(at, wait)| [-ago(at), wait.as_secs_f64()]).collect()
    }

    /// The moves made since `start`.
    fn since(&self, start: Duration) -> std::collections::vec_deque::Iter<'_, (Duration, Duration)> {
        let first = self.done.partition_point(|&(at, _)| at < start);
        self.done.range(first..)
    }

    /// Ends the wait under way, if there is one.
    fn end_at(&mut self, now: Duration) {
        if let Some((_, since)) = self.waiting.take() {
            self.add(since, now.saturating_sub(since));
        }
    }

    /// Adds a move that is over.
    fn add(&mut self, at: Duration, wait: Duration) {
        let at = self.done.back().map_or(at, |last| last.0.max(at));
        push_bounded(&mut self.done, (at, wait), MAX_STALLS);
        let start = at.saturating_sub(MAX_WINDOW);
        while self.done.front().is_some_and(|&(at, _)| at < start) {
            self.done.pop_front();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stalls(events: &[(u64, EventKind, u64)]) -> Stalls {
        let mut stalls = Stalls::default();
        for &(millis, kind, key) in events {
            let at = Duration::from_millis(millis);
            stalls.push(&Event { at, kind, key, took: Duration::ZERO, message: None });
        }
        stalls
    }

    fn millis(stalls: &Stalls) -> Vec<u128> {
        stalls.done.iter().map(|(_, wait)| wait.as_millis()).collect()
    }

    #[test]
    fn a_move_waits_until_its_value_comes_or_fails_and_a_hit_not_at_all() {
        use EventKind::{Hit, LateHit, LoadComplete, LoadError, Miss, PrefetchSuccess};
        let stalls = stalls(&[
            (0, Miss, 1),
            (10, PrefetchSuccess, 2),
            (60, LoadComplete, 1),
            (70, Hit, 2),
            (80, LateHit, 3),
            (95, PrefetchSuccess, 3),
            (100, Miss, 4),
            (107, LoadError, 4),
        ]);
        assert_eq!(millis(&stalls), [60, 0, 15, 7]);
        assert_eq!(stalls.mean(Duration::from_millis(107)), Some(Duration::from_micros(20_500)));
        let series = stalls.series(Duration::from_millis(170), Duration::from_millis(100));
        assert_eq!(series, [[-0.1, 0.0], [-0.09, 0.015], [-0.07, 0.007]]);
    }

    #[test]
    fn a_move_that_another_overtakes_has_waited_until_then() {
        use EventKind::{LoadComplete, Miss};
        let stalls = stalls(&[(0, Miss, 1), (16, Miss, 2), (40, LoadComplete, 1), (76, LoadComplete, 2)]);
        assert_eq!(millis(&stalls), [16, 60]);
    }

    #[test]
    fn the_mean_forgets_after_its_window_and_a_wait_whose_end_may_be_lost_is_not_counted() {
        use EventKind::{Hit, LoadComplete, Miss};
        let mut stalls = stalls(&[(0, Miss, 1), (60, LoadComplete, 1), (30_000, Hit, 2), (31_000, Miss, 3)]);
        assert_eq!(stalls.mean(Duration::from_secs(31)), Some(Duration::from_millis(30)));
        assert_eq!(stalls.mean(Duration::from_secs(61)), Some(Duration::ZERO));
        assert_eq!(stalls.mean(Duration::from_mins(10)), None);
        stalls.lost();
        stalls.push(&Event { at: Duration::from_mins(9), kind: Hit, key: 9, took: Duration::ZERO, message: None });
        assert_eq!(millis(&stalls), [0]);
    }

    #[test]
    fn memory_is_bounded() {
        let mut stalls = Stalls::default();
        for at in 0..100_000 {
            let event = Event {
                at: Duration::from_millis(at),
                kind: EventKind::Hit,
                key: at,
                took: Duration::ZERO,
                message: None,
            };
            stalls.push(&event);
        }
        assert_eq!(stalls.done.len(), MAX_STALLS);
    }
}
