//! What a predictor sees: where the play head is and how it got there.

use std::time::Duration;

/// One past access.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Access {
    /// Position in the provider's key set.
    pub rank: u64,
    /// When, since the cache was built.
    pub at: Duration,
}

/// The current rank and the accesses that led to it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AccessHistory {
    current: u64,
    accesses: Vec<Access>,
}

impl AccessHistory {
    /// A history without past accesses at rank `current`.
    pub fn at(current: u64) -> Self {
        Self { current, accesses: Vec::new() }
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

    /// Whether the last `moves` moves all went forward; false if fewer are remembered.
    pub fn rising(&self, moves: usize) -> bool {
        self.accesses.len() > moves
            && self.accesses[self.accesses.len() - moves - 1..].windows(2).all(|pair| pair[0].rank < pair[1].rank)
    }

    /// Moves on to `access`.
    pub fn push(&mut self, access: Access) {
        self.current = access.rank;
        self.accesses.push(access);
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
