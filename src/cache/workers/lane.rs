//! The part of the demand lane that decides: which request waits, and whether it may be loaded now: [`DemandLane`].

use std::time::Duration;

use crate::cache::store::Ticket;

/// How many loads the lane runs at once, not counting stuck ones.
pub(crate) const LANE_WIDTH: usize = 2;
/// How many values are loaded again at once, not counting stuck loads.
const REFRESH_WIDTH: usize = 4;
/// How many values are loaded again at once, even if all these loads are stuck. The other threads are left to requests.
const MAX_REFRESHES: usize = 16;
/// Most threads of the lane. If all of them are stuck, a request waits for one of them, or for a worker.
const MAX_THREADS: usize = 32;
/// A load that takes this many times the median load time is stuck.
const STUCK_AFTER: u32 = 4;
/// No load is stuck before the first time, and every load is after the second.
const STUCK_BOUNDS: (Duration, Duration) = (Duration::from_millis(100), Duration::from_secs(2));

/// What waits for the lane, and what its threads do. It has no thread or clock of its own.
#[derive(Debug, Default)]
pub(in crate::cache) struct DemandLane {
    /// The newest miss: its key, and the number of the request.
    pub(in crate::cache) pending: Option<(u64, u64)>,
    /// The loads that threads of the lane carry out, and when they began, since the cache was built.
    pub(super) running: Vec<(Ticket, Duration)>,
    /// The loads of the lane that replace resident values, and when they began.
    pub(super) refreshing: Vec<(Ticket, Duration)>,
    /// How many threads the lane has.
    pub(super) threads: usize,
    /// How many of them are free.
    pub(super) idle: usize,
}

/// What a free thread of the lane does next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Turn {
    /// It loads this key, for the request with this number.
    Load(u64, u64),
    /// It loads the next stale value again.
    Refresh,
    /// It waits for this long, after which another load counts as stuck.
    WaitFor(Duration),
    /// It waits for the next request.
    Wait,
}

impl DemandLane {
    /// What a free thread does now. `load_time` is the median time of a load, and `has_stale` tells whether there is a value
    /// to be loaded again. Requests come first.
    pub(super) fn turn(&mut self, now: Duration, load_time: Duration, has_stale: bool) -> Turn {
        let patience = load_time.saturating_mul(STUCK_AFTER).clamp(STUCK_BOUNDS.0, STUCK_BOUNDS.1);
        let mut wait = None;
        if let Some((key, requested)) = self.pending {
            wait = soonest_stuck(&self.running, LANE_WIDTH, now, patience);
            if wait.is_none() {
                self.pending = None;
                return Turn::Load(key, requested);
            }
        }
        if has_stale && self.refreshing.len() < MAX_REFRESHES {
            let busy = soonest_stuck(&self.refreshing, REFRESH_WIDTH, now, patience);
            let Some(left) = busy else { return Turn::Refresh };
            wait = Some(wait.map_or(left, |wait| left.min(wait)));
        }
        wait.map_or(Turn::Wait, Turn::WaitFor)
    }

    /// Whether a key waits that a worker should take, because the lane may be too busy.
    pub(in crate::cache) fn needs_worker(&self) -> bool {
        let busy = self.running.len() + self.refreshing.len();
        self.pending.is_some() && (self.running.len() >= LANE_WIDTH || busy >= self.threads)
    }

    /// Takes the key that waits, if a worker should load it.
    pub(super) fn take_for_worker(&mut self) -> Option<(u64, u64)> {
        if self.needs_worker() { self.pending.take() } else { None }
    }

    /// Whether a further thread is needed, so that one is always free. If so, it counts as started.
    pub(super) fn grow(&mut self) -> bool {
        let grows = self.idle == 0 && self.threads < MAX_THREADS;
        self.threads += usize::from(grows);
        grows
    }

    /// Whether the lane has a thread. Without one, the system has refused threads.
    pub(in crate::cache) fn has_threads(&self) -> bool {
        self.threads > 0
    }
}

/// If at least `width` of these loads are not stuck: how long until the next of them counts as stuck.
fn soonest_stuck(loads: &[(Ticket, Duration)], width: usize, now: Duration, patience: Duration) -> Option<Duration> {
    let left = loads.iter().map(|&(_, began)| (began + patience).saturating_sub(now));
    let (mut moving, mut soonest) = (0, Duration::MAX);
    for left in left.filter(|left| !left.is_zero()) {
        moving += 1;
        soonest = soonest.min(left);
    }
    (moving >= width).then_some(soonest)
}

#[cfg(test)]
mod tests;
