//! Records events and samples: [`Telemetry`].

use std::collections::VecDeque;
use std::time::Duration;

use super::limits::{MAX_WINDOW, push_bounded};
use super::points::Point;
use super::stall::Stalls;
use super::unused::Unused;
use crate::cache::{CacheStats, Event, EventKind, Histogram};

/// How many events are kept.
pub const MAX_EVENTS: usize = 1000;
/// Of several samples closer together than this, only the first and the last are kept, which limits their number.
const MIN_SPACING: Duration = Duration::from_millis(40);
/// The rolling hit rate is that of this many last moves.
pub const ROLLING_MOVES: u64 = 50;
/// The rolling percentiles are those of this many last loads.
pub const ROLLING_LOADS: usize = 200;

/// The state of the cache at one moment, with rolling figures of the time before.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Sample {
    /// When it was taken, on the clock of the events.
    pub at: Duration,
    /// The counters since the last [`Telemetry::clear`], and the state at this moment.
    pub stats: CacheStats,
    /// Hits ÷ moves over the last [`ROLLING_MOVES`] moves, or a few more; none before the first move.
    pub hit_rate: Option<f64>,
    /// Median and 99th percentile of the last [`ROLLING_LOADS`] load times; none before the first load.
    pub load_times: Option<[Duration; 2]>,
    /// Mean wait of the moves in the last [`STALL_WINDOW`](super::STALL_WINDOW); none if there were no moves.
    pub stall: Option<Duration>,
}

/// The last events and samples of one cache.
#[derive(Clone, Debug, Default)]
pub struct Telemetry {
    events: VecDeque<Event>,
    samples: VecDeque<Sample>,
    /// Whether an event came since the last sample.
    has_new_events: bool,
    /// Hits and moves at earlier samples. The oldest one is at least [`ROLLING_MOVES`] moves ago, if there were as
    /// many.
    marks: VecDeque<(u64, u64)>,
    recent_loads: VecDeque<Duration>,
    stalls: Stalls,
    unused: Unused,
    /// How many events were dropped up to the last sample.
    lost: u64,
    /// The counters at the last `clear`.
    cleared_at: Option<CacheStats>,
    /// The load times since the last `clear`.
    loads: Histogram,
}

impl Telemetry {
    /// A recorder without events and samples.
    pub fn new() -> Self {
        Self::default()
    }

    /// Records one event.
    pub fn push(&mut self, event: &Event) {
        if matches!(event.kind, EventKind::LoadComplete | EventKind::PrefetchSuccess) {
            push_bounded(&mut self.recent_loads, event.took, ROLLING_LOADS);
            self.loads.record(event.took);
        }
        self.stalls.push(event);
        self.unused.push(event);
        push_bounded(&mut self.events, event.clone(), MAX_EVENTS);
        self.has_new_events = true;
    }

    /// Records the state of the cache at `now`, but only if an event came since the last sample. So the charts rest
    /// while the cache does. Call it after each batch of events.
    pub fn sample(&mut self, now: Duration, stats: &CacheStats) {
        if !std::mem::take(&mut self.has_new_events) {
            return;
        }
        let now = self.end().map_or(now, |end| now.max(end));
        if std::mem::replace(&mut self.lost, stats.dropped_events) != stats.dropped_events {
            self.stalls.lost();
        }
        let stats = self.totals(stats);
        let (hit_rate, load_times, stall) = (self.roll(&stats), self.roll_loads(), self.stalls.mean(now));
        let sample = Sample { at: now, stats, hit_rate, load_times, stall };
        let before_last = self.samples.len().checked_sub(2).and_then(|at| self.samples.get(at));
        if before_last.is_some_and(|before| now.saturating_sub(before.at) < MIN_SPACING) {
            self.samples.pop_back();
        }
        self.samples.push_back(sample);
        // One sample before the window is kept, since its state is that at the beginning of the window.
        let start = now.saturating_sub(MAX_WINDOW);
        while self.samples.get(1).is_some_and(|second| second.at <= start) {
            self.samples.pop_front();
        }
    }

    /// The last events, the oldest first; at most [`MAX_EVENTS`].
    pub fn events(&self) -> &VecDeque<Event> {
        &self.events
    }

    /// The samples of the last [`MAX_WINDOW`], the oldest first.
    pub fn samples(&self) -> &VecDeque<Sample> {
        &self.samples
    }

    /// How long each move of the last `window` waited, in seconds. Times are in seconds, 0 at the [`end`](Self::end)
    /// and negative before. A move that still waits is left out.
    pub fn stalls(&self, window: Duration) -> Vec<Point> {
        self.end().map_or_else(Vec::new, |end| self.stalls.series(end, window))
    }

    /// The last [`MAX_UNUSED`](super::MAX_UNUSED) keys that were evicted without having been asked for and were not
    /// loaded again, in the order of their eviction. Incomplete if events were dropped.
    pub fn evicted_unused(&self) -> &VecDeque<u64> {
        self.unused.keys()
    }

    /// The end of the time axis: the time of the last sample. None before the first.
    pub fn end(&self) -> Option<Duration> {
        self.samples.back().map(|sample| sample.at)
    }

    /// Forgets all events and samples. From now on the counters are those since `stats`.
    pub fn clear(&mut self, stats: &CacheStats) {
        *self = Self { cleared_at: Some(*stats), lost: stats.dropped_events, ..Self::default() };
    }

    /// The counters since the last [`clear`](Self::clear), or since the cache was built. Values that were prefetched
    /// before and are still unused count as prefetched, since they may be used later.
    pub fn totals(&self, stats: &CacheStats) -> CacheStats {
        let Some(base) = &self.cleared_at else { return *stats };
        let since = |now: u64, then: u64| now.saturating_sub(then);
        CacheStats {
            hits: since(stats.hits, base.hits),
            late_hits: since(stats.late_hits, base.late_hits),
            misses: since(stats.misses, base.misses),
            loads: since(stats.loads, base.loads),
            load_errors: since(stats.load_errors, base.load_errors),
            prefetched: since(stats.prefetched, base.used + base.wasted),
            neighbours: since(stats.neighbours, base.neighbours),
            neighbours_refused: since(stats.neighbours_refused, base.neighbours_refused),
            prefetch_errors: since(stats.prefetch_errors, base.prefetch_errors),
            used: since(stats.used, base.used),
            wasted: since(stats.wasted, base.wasted),
            evictions: since(stats.evictions, base.evictions),
            cancelled: since(stats.cancelled, base.cancelled),
            rejected: since(stats.rejected, base.rejected),
            invalidated: since(stats.invalidated, base.invalidated),
            refreshed: since(stats.refreshed, base.refreshed),
            refresh_errors: since(stats.refresh_errors, base.refresh_errors),
            planned: since(stats.planned, base.planned),
            worker_errors: since(stats.worker_errors, base.worker_errors),
            dropped_events: since(stats.dropped_events, base.dropped_events),
            load_p50: self.loads.percentile(0.5),
            load_p99: self.loads.percentile(0.99),
            ..*stats
        }
    }

    /// Hits ÷ moves since the newest mark that is at least [`ROLLING_MOVES`] moves old, or since the beginning.
    fn roll(&mut self, stats: &CacheStats) -> Option<f64> {
        let (hits, moves) = (stats.hits, stats.moves());
        if self.marks.is_empty() {
            self.marks.push_back((0, 0));
        }
        if self.marks.back().is_some_and(|last| last.1 < moves) {
            self.marks.push_back((hits, moves));
        }
        while self.marks.get(1).is_some_and(|second| second.1 + ROLLING_MOVES <= moves) {
            self.marks.pop_front();
        }
        let (old_hits, old_moves) = *self.marks.front()?;
        (moves > old_moves).then(|| hits.saturating_sub(old_hits) as f64 / (moves - old_moves) as f64)
    }

    /// Median and 99th percentile of the last load times; none before the first.
    fn roll_loads(&self) -> Option<[Duration; 2]> {
        let mut times: Vec<Duration> = self.recent_loads.iter().copied().collect();
        times.sort_unstable();
        let rank = |share: f64| ((times.len() as f64 * share).ceil() as usize).max(1) - 1;
        Some([*times.get(rank(0.5))?, *times.get(rank(0.99))?])
    }
}

#[cfg(test)]
mod tests;
