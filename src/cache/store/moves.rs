//! The last moves of the play head: [`RecentMoves`].

use std::collections::VecDeque;
use std::time::Duration;

/// Most moves that can be kept. The memory for them is allocated at once.
const MAX_MOVES: usize = 1 << 16;

/// The last keys moved to, the oldest first, each with the time of the move.
#[derive(Debug)]
pub(super) struct RecentMoves {
    ring: VecDeque<(u64, Duration)>,
    limit: usize,
}

impl RecentMoves {
    /// Keeps `limit` moves, at least 1 and at most [`MAX_MOVES`].
    pub(super) fn new(limit: usize) -> Self {
        let limit = limit.clamp(1, MAX_MOVES);
        Self { ring: VecDeque::with_capacity(limit), limit }
    }

    /// Adds a move and forgets the oldest one if there are too many.
    pub(super) fn push(&mut self, key: u64, at: Duration) {
        if self.ring.len() == self.limit {
            self.ring.pop_front();
        }
        self.ring.push_back((key, at));
    }

    /// Changes how many moves are kept. Forgets the oldest ones if there are too many.
    pub(super) fn resize(&mut self, limit: usize) {
        self.limit = limit.clamp(1, MAX_MOVES);
        let surplus = self.ring.len().saturating_sub(self.limit);
        self.ring.drain(..surplus);
        self.ring.reserve_exact(self.limit - self.ring.len());
    }

    /// The moves, the oldest first.
    pub(super) fn iter(&self) -> impl DoubleEndedIterator<Item = (u64, Duration)> + '_ {
        self.ring.iter().copied()
    }
}
