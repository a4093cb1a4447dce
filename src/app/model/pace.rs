//! How many frames a second playback really shows.

use std::collections::VecDeque;
use std::time::Duration;

/// The time over which frames are counted.
const SPAN: Duration = Duration::from_secs(2);
/// The least time of playback before its pace is told.
const LEAST: Duration = Duration::from_millis(500);
/// The most frames that are counted: more than any screen shows in that time.
const MAX_FRAMES: usize = 2000;

/// The times at which frames came on screen during playback.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pace {
    /// When playback began. `None` while it rests.
    began: Option<Duration>,
    /// The frame on screen.
    frame: Option<u64>,
    /// When other frames came on screen.
    shown: VecDeque<Duration>,
}

impl Pace {
    /// Notes that `frame` is on screen at `now`, during playback.
    pub fn showed(&mut self, frame: u64, now: Duration) {
        self.began.get_or_insert(now);
        // The frame that playback began with was there before.
        let is_other = self.frame.replace(frame).is_some_and(|before| before != frame);
        if is_other {
            self.shown.push_back(now);
        }
        while self.shown.len() > MAX_FRAMES || self.shown.front().is_some_and(|at| now.saturating_sub(*at) >= SPAN) {
            self.shown.pop_front();
        }
    }

    /// Playback has ended.
    pub fn rest(&mut self) {
        if self.began.is_some() {
            *self = Self::default();
        }
    }

    /// How many frames a second were shown lately. `None` if playback has only just begun.
    pub fn reached(&self, now: Duration) -> Option<f64> {
        let span = now.checked_sub(self.began?)?.min(SPAN);
        let count = self.shown.iter().filter(|at| now.saturating_sub(**at) < span).count();
        (span >= LEAST).then(|| count as f64 / span.as_secs_f64())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn millis(millis: u64) -> Duration {
        Duration::from_millis(millis)
    }

    #[test]
    fn the_pace_is_what_was_shown_and_not_what_was_asked_for() {
        let mut pace = Pace::default();
        assert_eq!(pace.reached(millis(5000)), None);
        // 25 frames a second, each drawn twice.
        for step in 0..200 {
            pace.showed(step / 2, millis(1000 + step * 20));
            assert_eq!(pace.reached(millis(1000 + step * 20)).is_some(), step * 20 >= 500);
        }
        let now = millis(1000 + 199 * 20);
        assert_eq!(pace.reached(now), Some(25.0));
        // Nothing more comes.
        assert_eq!(pace.reached(now + millis(1000)).map(f64::round), Some(13.0));
        assert_eq!(pace.reached(now + millis(3000)), Some(0.0));
        pace.rest();
        assert_eq!(pace, Pace::default());
    }

    #[test]
    fn frames_without_end_take_no_memory_without_end() {
        let mut pace = Pace::default();
        (0..100_000).for_each(|frame| pace.showed(frame, Duration::from_micros(frame)));
        assert!(pace.shown.len() <= MAX_FRAMES);
    }
}
