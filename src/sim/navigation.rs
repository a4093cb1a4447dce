//! Records the last moves of a play head: [`Navigation`].

use std::collections::VecDeque;
use std::ops::RangeInclusive;
use std::time::Duration;

use super::trace::{Move, Trace};

/// How many moves are kept.
pub const MAX_MOVES: usize = 2000;

/// The last moves of a play head, the oldest first.
#[derive(Clone, Debug, Default)]
pub struct Navigation {
    moves: VecDeque<Move>,
    /// How many moves were ever recorded.
    recorded: u64,
}

impl Navigation {
    /// Records that the play head is at `key` at a time. If it was there already, nothing is recorded. A time before
    /// the last one counts as the last one, so that the trace can always be read.
    pub fn record(&mut self, at: Duration, key: u64) {
        let last = self.moves.back().copied();
        if last.is_some_and(|last| last.key == key) {
            return;
        }
        if self.moves.len() == MAX_MOVES {
            self.moves.pop_front();
        }
        self.recorded += 1;
        self.moves.push_back(Move { at: last.map_or(at, |last| last.at.max(at)), key });
    }

    /// How many moves are kept; at most [`MAX_MOVES`].
    pub fn len(&self) -> usize {
        self.moves.len()
    }

    /// How many moves were ever recorded, including those that are no longer kept.
    pub fn recorded(&self) -> u64 {
        self.recorded
    }

    /// The last move.
    pub fn last(&self) -> Option<Move> {
        self.moves.back().copied()
    }

    /// Whether there are no moves.
    pub fn is_empty(&self) -> bool {
        self.moves.is_empty()
    }

    /// Forgets all moves, as for another sequence.
    pub fn clear(&mut self) {
        self.moves.clear();
    }

    /// The moves as a trace whose times begin at 0. `keys` is the range of the keys that exist now; it is widened by
    /// keys that were moved to and are gone.
    pub fn trace(&self, name: &str, keys: Option<RangeInclusive<u64>>) -> Trace {
        let start = self.moves.front().map_or(Duration::ZERO, |first| first.at);
        let moves: Vec<Move> =
            self.moves.iter().map(|step| Move { at: step.at.saturating_sub(start), ..*step }).collect();
        let keys = keys.map(|keys| {
            let (first, last) = (moves.iter().map(|step| step.key).min(), moves.iter().map(|step| step.key).max());
            first.unwrap_or(u64::MAX).min(*keys.start())..=last.unwrap_or(0).max(*keys.end())
        });
        Trace { name: name.to_owned(), keys, moves }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;
    use proptest::prelude::*;

    fn ms(millis: u64) -> Duration {
        Duration::from_millis(millis)
    }

    #[test]
    fn standing_still_is_no_move_and_a_trace_begins_at_zero() {
        let mut navigation = Navigation::default();
        for (millis, key) in [(100, 5), (116, 5), (133, 6), (150, 6), (166, 5), (170, 5)] {
            navigation.record(ms(millis), key);
        }
        let trace = navigation.trace("gt", Some(1..=9));
        assert_eq!(trace.to_csv(), "# keys 1..9\ntime_ms,frame\n0.0,5\n33.0,6\n66.0,5\n");
        assert_eq!(navigation.last(), Some(Move { at: ms(166), key: 5 }));
        navigation.clear();
        assert!(navigation.is_empty());
        navigation.record(ms(200), 5);
        assert_eq!((navigation.len(), navigation.recorded()), (1, 4));
    }

    #[test]
    fn only_the_last_moves_are_kept() {
        let mut navigation = Navigation::default();
        (0..5000).for_each(|at| navigation.record(ms(at), at));
        let keys: Vec<u64> = navigation.trace("", None).moves.iter().map(|step| step.key).collect();
        assert_eq!(keys, (3000..5000).collect::<Vec<_>>());
    }

    proptest! {
        #[test]
        fn whatever_was_recorded_is_read_back(
            steps in prop::collection::vec((0_u64..1 << 40, 0_u64..50), 1..60), keys in (0_u64..60, 0_u64..60),
        ) {
            let mut navigation = Navigation::default();
            steps.iter().for_each(|&(nanos, key)| navigation.record(Duration::from_nanos(nanos), key));
            let trace = navigation.trace("t", Some(keys.0..=keys.0 + keys.1));
            prop_assert_eq!(Trace::parse("t", trace.to_csv().as_bytes(), None).unwrap(), trace);
        }
    }
}
