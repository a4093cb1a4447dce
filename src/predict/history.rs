//! What a predictor sees: where the play head is, how it got there, and what the cache and its caller know.

use std::time::Duration;

use super::hints::Hints;

/// One past access.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Access {
    /// Position in the provider's key set.
    pub rank: u64,
    /// When, since the cache was built.
    pub at: Duration,
}

/// What a plan is made under.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Conditions {
    /// How many keys there are.
    pub ranks: u64,
    /// Moves counted since the cache was built, those included that are no longer remembered.
    pub moves: u64,
    /// Median time of the last loads, or a guess before the first.
    pub load_time: Duration,
    /// How long the current key is still expected to be waited for; zero if it is resident.
    pub waiting: Duration,
    /// How many keys fit the cache, as far as can be told.
    pub capacity: usize,
    /// How many loads ahead of demand go on at once.
    pub workers: usize,
}

impl Default for Conditions {
    fn default() -> Self {
        Self {
            ranks: u64::MAX,
            moves: 0,
            load_time: Self::LOAD_TIME,
            waiting: Duration::ZERO,
            capacity: 100,
            workers: 1,
        }
    }
}

impl Conditions {
    /// What a load is guessed to take before the first one ended.
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
    /// A history without past accesses at rank `current`.
    pub fn at(current: u64) -> Self {
        Self { current, ..Self::default() }
    }

    /// A history of these ranks, oldest first, a second apart; the last one is the current rank.
    pub fn of(ranks: impl IntoIterator<Item = u64>) -> Self {
        let mut history = Self::default();
        for (second, rank) in (0..).zip(ranks) {
            history.push(Access { rank, at: Duration::from_secs(second) });
        }
        history
    }

    /// The rank that was asked for last.
    pub fn current(&self) -> u64 {
        self.current
    }

    /// The remembered accesses, oldest first. Empty, or ending with the current rank.
    pub fn accesses(&self) -> &[Access] {
        &self.accesses
    }

    /// What the plan is made under.
    pub fn conditions(&self) -> &Conditions {
        &self.conditions
    }

    /// Changes what the plan is made under.
    pub fn set_conditions(&mut self, conditions: Conditions) {
        self.conditions = conditions;
    }

    /// What the caller knows, in ranks.
    pub fn hints(&self) -> &Hints {
        &self.hints
    }

    /// Changes what the caller knows.
    pub fn set_hints(&mut self, hints: Hints) {
        self.hints = hints;
    }

    /// Whether the last `moves` moves all went forward; false if fewer are remembered.
    pub fn rising(&self, moves: usize) -> bool {
        self.accesses.len() > moves
            && self.accesses[self.accesses.len() - moves - 1..].windows(2).all(|pair| pair[0].rank < pair[1].rank)
    }

    /// Moves on to `access`.
    pub fn push(&mut self, access: Access) {
        self.current = access.rank;
        self.accesses.push(access);
        self.conditions.moves += 1;
    }

    /// Forgets everything, keeping the memory for the next filling.
    pub(crate) fn restart(&mut self) {
        self.accesses.clear();
    }

    /// Stands at `current`, whatever the last access was: its key may be gone.
    pub(crate) fn stand_at(&mut self, current: u64) {
        self.current = current;
    }
}
