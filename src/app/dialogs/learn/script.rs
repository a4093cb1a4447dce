//! Plays generated navigation: which frame is due at which time. Pure: the caller passes the time.

use std::time::Duration;

use crate::sim::Move;

/// A list of moves, the played time, and whether it is playing.
#[derive(Clone, Debug, Default)]
pub struct Script {
    moves: Vec<Move>,
    next: usize,
    /// Time played until `since`, or until the pause.
    played: Duration,
    /// When playing started, on the caller's clock; `None` if paused.
    since: Option<Duration>,
}

impl Script {
    /// Starts at the first move, paused.
    pub fn new(moves: Vec<Move>) -> Self {
        Self { moves, ..Self::default() }
    }

    /// Whether it is playing.
    pub fn is_playing(&self) -> bool {
        self.since.is_some() && !self.is_over()
    }

    /// Whether all moves were made.
    pub fn is_over(&self) -> bool {
        self.next == self.moves.len()
    }

    /// Starts or pauses playing at `now`.
    pub fn set_playing(&mut self, playing: bool, now: Duration) {
        self.played = self.played_at(now);
        self.since = playing.then_some(now);
    }

    /// The frames of the moves that became due, in order. Each is returned once.
    pub fn due(&mut self, now: Duration) -> Vec<u64> {
        if self.since.is_none() {
            return Vec::new();
        }
        let (first, played) = (self.next, self.played_at(now));
        self.next += self.moves[first..].partition_point(|step| step.at <= played);
        self.moves[first..self.next].iter().map(|step| step.key).collect()
    }

    /// Time until the next move; `None` if it is paused or over.
    pub fn wait(&self, now: Duration) -> Option<Duration> {
        let next = self.moves.get(self.next).filter(|_| self.since.is_some())?;
        Some(next.at.saturating_sub(self.played_at(now)))
    }

    /// Number of moves made, and of all moves.
    pub fn progress(&self) -> (usize, usize) {
        (self.next, self.moves.len())
    }

    /// The distances of the last `count` moves, in frames, oldest first.
    pub fn distances(&self, count: usize) -> Vec<i64> {
        let made = &self.moves[..self.next];
        let last = &made[made.len().saturating_sub(count + 1)..];
        last.windows(2).map(|pair| pair[1].key as i64 - pair[0].key as i64).collect()
    }

    fn played_at(&self, now: Duration) -> Duration {
        self.played + self.since.map_or(Duration::ZERO, |since| now.saturating_sub(since))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ms(millis: u64) -> Duration {
        Duration::from_millis(millis)
    }

    #[test]
    fn each_move_is_made_once_at_its_time_and_a_pause_stops_the_clock() {
        let mut script =
            Script::new([(0, 5), (100, 20), (150, 35), (400, 34)].map(|(at, key)| Move { at: ms(at), key }).to_vec());
        assert!(script.due(ms(999)).is_empty() && script.wait(ms(999)).is_none());
        script.set_playing(true, ms(1000));
        assert_eq!(script.due(ms(1000)), [5]);
        assert_eq!((script.due(ms(1099)), script.wait(ms(1099))), (vec![], Some(ms(1))));
        assert_eq!(script.due(ms(1160)), [20, 35], "a late pass misses none");
        assert_eq!((script.distances(1), script.distances(9)), (vec![15], vec![15, 15]));
        script.set_playing(false, ms(1200));
        assert!(script.due(ms(5000)).is_empty() && !script.is_playing());
        script.set_playing(true, ms(6000));
        assert_eq!(script.wait(ms(6100)), Some(ms(100)));
        assert_eq!(script.due(ms(6200)), [34]);
        assert!(script.is_over() && !script.is_playing());
        assert_eq!((script.wait(ms(9000)), script.progress()), (None, (4, 4)));
    }
}
