//! The last moves of the play head: [`RecentMoves`].

use std::collections::VecDeque;
use std::time::Duration;

/// Most moves that can be kept. The memory for them is allocated at once.
const MAX_MOVES: usize = 1 << 16;

/// One of the last moves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RecentMove {
    /// The key moved to.
    pub key: u64,
    /// When the move was made, since the cache was built.
    pub at: Duration,
    /// How long the move waited for its value; none while it waits, and if another move came first.
    pub wait: Option<Duration>,
}

/// The last moves, the oldest first.
#[derive(Debug)]
pub(super) struct RecentMoves {
    ring: VecDeque<RecentMove>,
    limit: usize,
}

impl RecentMoves {
    /// Keeps `limit` moves, at least 1 and at most [`MAX_MOVES`].
    pub(super) fn new(limit: usize) -> Self {
        let limit = limit.clamp(1, MAX_MOVES);
        Self { ring: VecDeque::with_capacity(limit), limit }
    }

    /// Adds a move and forgets the oldest one if there are too many.
    pub(super) fn push(&mut self, new: RecentMove) {
        if self.ring.len() == self.limit {
            self.ring.pop_front();
        }
        self.ring.push_back(new);
    }

    /// Notes how long the newest move waited for its value.
    pub(super) fn answered(&mut self, wait: Duration) {
        if let Some(newest) = self.ring.back_mut() {
            newest.wait = Some(wait);
        }
    }

    /// Changes how many moves are kept. Forgets the oldest ones if there are too many.
    pub(super) fn resize(&mut self, limit: usize) {
        self.limit = limit.clamp(1, MAX_MOVES);
        let surplus = self.ring.len().saturating_sub(self.limit);
        self.ring.drain(..surplus);
        self.ring.reserve_exact(self.limit - self.ring.len());
    }

    /// The moves, the oldest first.
    pub(super) fn iter(&self) -> impl DoubleEndedIterator<Item = RecentMove> + '_ {
        self.ring.iter().copied()
    }
}
