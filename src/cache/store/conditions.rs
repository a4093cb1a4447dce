//! The conditions that a plan is made under, as far as the store knows them.

use std::time::Duration;

use super::state::Store;
use crate::predict::{AccessHint, Conditions, Hints};

/// How many of the last moves the median gap is taken from.
const MOVES: usize = 32;

impl<V> Store<V> {
    /// The conditions of a plan that is made now. The caller has to set the number of ranks.
    pub fn conditions(&self, workers: usize, now: Duration) -> Conditions {
        let load_time = self.load_time();
        Conditions {
            ranks: u64::MAX,
            moves: self.counters.moves(),
            load_time,
            waiting: self.waiting(load_time, now),
            idle: self.last_move.map_or(Duration::ZERO, |last| now.saturating_sub(last.at)),
            capacity: self.capacity_in_keys(),
            workers,
        }
    }

    /// Median time of the last loads; [`Conditions::LOAD_TIME`] before the first.
    pub fn load_time(&self) -> Duration {
        self.last_loads.median().unwrap_or(Conditions::LOAD_TIME)
    }

    /// Median time between the last moves; none before the second one.
    pub fn gap(&self) -> Option<Duration> {
        let times: Vec<Duration> = self.moves.iter().rev().take(MOVES).map(|step| step.at).collect();
        let mut gaps: Vec<Duration> = times.windows(2).map(|pair| pair[0].saturating_sub(pair[1])).collect();
        let middle = gaps.len() / 2;
        (!gaps.is_empty()).then(|| *gaps.select_nth_unstable(middle).1)
    }

    /// How long the current key is expected to be waited for; zero if it is resident.
    fn waiting(&self, load_time: Duration, now: Duration) -> Duration {
        let Some(current) = self.current.filter(|key| !self.entries.contains_key(key)) else { return Duration::ZERO };
        let done = self.in_flight.get(&current).map_or(Duration::ZERO, |flight| now.saturating_sub(flight.began));
        load_time.saturating_sub(done)
    }

    /// How many keys fit, by the mean weight of the resident ones.
    fn capacity_in_keys(&self) -> usize {
        let mean = self.bytes.checked_div(self.entries.len() as u128).filter(|&mean| mean > 0);
        let by_weight = match mean {
            Some(mean) if self.is_bounded_in_bytes() => u128::from(self.capacity.bytes) / mean,
            _ => u128::MAX,
        };
        self.capacity.entries.min(usize::try_from(by_weight).unwrap_or(usize::MAX)).max(1)
    }

    /// The hints of the caller, in keys.
    pub fn hints(&self) -> &Hints {
        &self.hints
    }

    /// Stores a hint. Returns the one it replaces, which may be large, to be dropped without the lock.
    pub fn hint(&mut self, hint: AccessHint) -> AccessHint {
        self.hints.replace(hint)
    }
}
