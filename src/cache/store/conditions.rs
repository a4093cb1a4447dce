//! What a plan is made under, as far as the store knows.

use std::time::Duration;

use super::state::Store;
use crate::predict::{AccessHint, Conditions, Hints};

/// How many of the last moves tell their pace.
const MOVES: usize = 32;

impl<V> Store<V> {
    /// What a plan made now is made under; the number of keys is left to whoever knows them.
    pub fn conditions(&self, workers: usize, now: Duration) -> Conditions {
        let load_time = self.load_time();
        Conditions {
            ranks: u64::MAX,
            moves: self.counters.moves(),
            load_time,
            waiting: self.waiting(load_time, now),
            capacity: self.capacity_in_keys(),
            workers,
        }
    }

    /// Median time of the last loads, or a guess before the first.
    pub fn load_time(&self) -> Duration {
        self.last_loads.median().unwrap_or(Conditions::LOAD_TIME)
    }

    /// Median time between the last moves, if there were two.
    pub fn gap(&self) -> Option<Duration> {
        let times: Vec<Duration> = self.moves.iter().rev().take(MOVES).map(|(_, at)| at).collect();
        let mut gaps: Vec<Duration> = times.windows(2).map(|pair| pair[0].saturating_sub(pair[1])).collect();
        let middle = gaps.len() / 2;
        (!gaps.is_empty()).then(|| *gaps.select_nth_unstable(middle).1)
    }

    fn waiting(&self, load_time: Duration, now: Duration) -> Duration {
        let Some(current) = self.current.filter(|key| !self.entries.contains_key(key)) else { return Duration::ZERO };
        let done = self.in_flight.get(&current).map_or(Duration::ZERO, |flight| now.saturating_sub(flight.began));
        load_time.saturating_sub(done)
    }

    /// How many keys fit, going by the mean weight of what is resident.
    fn capacity_in_keys(&self) -> usize {
        let mean = self.bytes.checked_div(self.entries.len() as u128).filter(|&mean| mean > 0);
        let by_weight = match mean {
            Some(mean) if self.is_bounded_in_bytes() => u128::from(self.capacity.bytes) / mean,
            _ => u128::MAX,
        };
        self.capacity.entries.min(usize::try_from(by_weight).unwrap_or(usize::MAX)).max(1)
    }

    /// What the caller knows of the moves to come, in keys.
    pub fn hints(&self) -> &Hints {
        &self.hints
    }

    /// Takes a hint over, and answers the one that it replaces, to be dropped without a lock: it may be large.
    pub fn hint(&mut self, hint: AccessHint) -> AccessHint {
        self.hints.replace(hint)
    }
}
