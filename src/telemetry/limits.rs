//! Limits of the memory of telemetry.

use std::collections::VecDeque;
use std::time::Duration;

/// How long samples are kept.
pub const MAX_WINDOW: Duration = Duration::from_mins(2);

/// Adds an item to a queue, and removes the first one if there are `limit` items already.
pub(super) fn push_bounded<T>(queue: &mut VecDeque<T>, item: T, limit: usize) {
    if queue.len() == limit {
        queue.pop_front();
    }
    queue.push_back(item);
}
