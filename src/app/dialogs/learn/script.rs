//! Navigation that is played: which frame is due when. Pure; the clock is handed in.

use std::time::Duration;

use crate::sim::Move;

/// Moves, how far they are played, and whether they go on.
#[derive(Clone, Debug, Default)]
pub struct Script {
    moves: Vec<Move>,
    next: usize,
    /// Time played up to `since`, or up to the pause.
    played: Duration,
    /// Since when it plays, on the caller's clock.
    since: Option<Duration>,
}

impl Script {
    /// These moves, from the start, at rest.
    pub fn new(moves: Vec<Move>) -> Self {
        Self { moves, ..Self::default() }
    }

    /// Whether it goes on by itself.
    pub fn is_playing(&self) -> bool {
        self.since.is_some() && !self.is_over()
    }

    /// Whether all moves were made.
    pub fn is_over(&self) -> bool {
        self.next == self.moves.len()
    }

    /// Goes on from `now`, or rests.
    pub fn set_playing(&mut self, playing: bool, now: Duration) {
        self.played = self.played_at(now);
        self.since = playing.then_some(now);
    }

    /// The moves that have come due, in order; each is answered once.
    pub fn due(&mut self, now: Duration) -> Vec<u64> {
        if self.since.is_none() {
            return Vec::new();
        }
        let (first, played) = (self.next, self.played_at(now));
        self.next += self.moves[first..].partition_point(|step| step.at <= played);
        self.moves[first..self.next].iter().map(|step| step.key).collect()
    }

    /// How long until the next move; none if it rests or is over.
    pub fn wait(&self, now: Duration) -> Option<Duration> {
        let next = self.moves.get(self.next).filter(|_| self.since.is_some())?;
        Some(next.at.saturating_sub(self.played_at(now)))
    }

    /// How many moves were made, and how many there are.
    pub fn progress(&self) -> (usize, usize) {
        (self.next, self.moves.len())
    }

    /// The last distances moved, at most `count`, oldest first.
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
