//! What bounds the memory of telemetry.

use std::collections::VecDeque;
use std::time::Duration;

/// How far back samples are kept.
pub const MAX_WINDOW: Duration = Duration::from_mins(2);

pub(super) fn push_bounded<T>(queue: &mut VecDeque<T>, item: T, limit: usize) {
    if queue.len() == limit {
        queue.pop_front();
    }
    queue.push_back(item);
}
