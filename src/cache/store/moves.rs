//! The last moves, in a ring that is allocated once.

use std::collections::VecDeque;
use std::time::Duration;

/// Most moves remembered: the ring is allocated whole.
const MAX_MOVES: usize = 1 << 16;

/// The last keys moved to, oldest first.
#[derive(Debug)]
pub(super) struct RecentMoves {
    ring: VecDeque<(u64, Duration)>,
    limit: usize,
}

impl RecentMoves {
    pub(super) fn new(limit: usize) -> Self {
        let limit = limit.clamp(1, MAX_MOVES);
        Self { ring: VecDeque::with_capacity(limit), limit }
    }

    pub(super) fn push(&mut self, key: u64, at: Duration) {
        if self.ring.len() == self.limit {
            self.ring.pop_front();
        }
        self.ring.push_back((key, at));
    }

    /// Changes how many moves are remembered, forgetting the oldest.
    pub(super) fn resize(&mut self, limit: usize) {
        self.limit = limit.clamp(1, MAX_MOVES);
        let surplus = self.ring.len().saturating_sub(self.limit);
        self.ring.drain(..surplus);
        self.ring.reserve_exact(self.limit - self.ring.len());
    }

    pub(super) fn iter(&self) -> impl DoubleEndedIterator<Item = (u64, Duration)> + '_ {
        self.ring.iter().copied()
    }
}
