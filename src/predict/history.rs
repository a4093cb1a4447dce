//! What a predictor sees: the last accesses, the conditions of the cache and the hints of the caller.

use std::time::Duration;

use super::hints::Hints;

/// One past access.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Access {
    /// The position of the key in the provider's key set.
    pub rank: u64,
    /// When it was made, since the cache was built.
    pub at: Duration,
    /// How long its value was waited for: zero if it was resident. None while it is waited for, and if the next access
    /// came first.
    pub wait: Option<Duration>,
}

/// The conditions that a plan is made under.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Conditions {
    /// How many keys there are.
    pub ranks: u64,
    /// How many moves were made since the cache was built, including those that the history no longer holds.
    pub moves: u64,
    /// Median time of the last loads; [`LOAD_TIME`](Self::LOAD_TIME) before the first.
    pub load_time: Duration,
    /// How long the current key is still expected to be waited for; zero if it is resident.
    pub waiting: Duration,
    /// Time since the last access.
    pub idle: Duration,
    /// How many keys fit into the cache, as an estimate if its limit is in bytes.
    pub capacity: usize,
    /// How many prefetches can run at once.
    pub workers: usize,
}

impl Default for Conditions {
    fn default() -> Self {
        Self {
            ranks: u64::MAX,
            moves: 0,
            load_time: Self::LOAD_TIME,
            waiting: Duration::ZERO,
            idle: Duration::ZERO,
            capacity: 100,
            workers: 1,
        }
    }
}

impl Conditions {
    /// The assumed time of a load before the first one has ended.
    pub const LOAD_TIME: Duration = Duration::from_millis(20);
}

/// The current rank and the accesses that led to it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct AccessHistory {
    current: u64,
    accesses: Vec<Access>,
    conditions: Conditions,
    hints: Hints,
}

impl AccessHistory {
    /// A history at rank `current` without accesses.
    pub fn at(current: u64) -> Self {
        Self { current, ..Self::default() }
    }

    /// A history of accesses to these ranks, the oldest first, one second apart. The last one is the current rank.
    pub fn of(ranks: impl IntoIterator<Item = u64>) -> Self {
        let mut history = Self::default();
        for (second, rank) in (0..).zip(ranks) {
            history.push(Access { rank, at: Duration::from_secs(second), wait: Some(Duration::ZERO) });
        }
        history
    }

    /// The rank that the play head is on.
    pub fn current(&self) -> u64 {
        self.current
    }

    /// The last accesses, the oldest first. The last of them is at the current rank, unless that key is gone.
    pub fn accesses(&self) -> &[Access] {
        &self.accesses
    }

    /// The conditions that the plan is made under.
    pub fn conditions(&self) -> &Conditions {
        &self.conditions
    }

    /// Sets the conditions.
    pub fn set_conditions(&mut self, conditions: Conditions) {
        self.conditions = conditions;
    }

    /// The hints of the caller, in ranks.
    pub fn hints(&self) -> &Hints {
        &self.hints
    }

    /// Sets the hints.
    pub fn set_hints(&mut self, hints: Hints) {
        self.hints = hints;
    }

    /// Whether each of the last `moves` moves went forward; false if the history holds fewer.
    pub fn rising(&self, moves: usize) -> bool {
        self.accesses.len() > moves
            && self.accesses[self.accesses.len() - moves - 1..].windows(2).all(|pair| pair[0].rank < pair[1].rank)
    }

    /// Adds an access and makes its rank the current one.
    pub fn push(&mut self, access: Access) {
        self.current = access.rank;
        self.accesses.push(access);
        self.conditions.moves += 1;
    }

    /// Removes all accesses, but keeps their memory for new ones.
    pub(crate) fn restart(&mut self) {
        self.accesses.clear();
    }

    /// Sets the current rank without an access, for a play head whose key is gone.
    pub(crate) fn stand_at(&mut self, current: u64) {
        self.current = current;
    }
}
