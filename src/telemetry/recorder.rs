//! The recorder of events and samples: [`Telemetry`].

use std::collections::VecDeque;
use std::time::Duration;

use super::limits::{MAX_WINDOW, push_bounded};
use super::points::Point;
use super::stall::Stalls;
use super::unused::Unused;
use crate::cache::{CacheStats, Event, EventKind, Histogram};

/// How many events are kept.
pub const MAX_EVENTS: usize = 1000;
/// Of samples closer together than this only the first and the last are kept, which bounds their number.
const MIN_SPACING: Duration = Duration::from_millis(40);
/// How many moves the rolling hit rate looks back.
pub const ROLLING_MOVES: u64 = 50;
/// How many loads the rolling percentiles look back.
pub const ROLLING_LOADS: usize = 200;

/// The state of the cache at one moment, and what only a look back can tell.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Sample {
    /// When, on the clock of the events.
    pub at: Duration,
    /// Counters since the last [`Telemetry::clear`], and the state at this moment.
    pub stats: CacheStats,
    /// Hits ÷ moves over the last [`ROLLING_MOVES`] moves or a few more; none before the first.
    pub hit_rate: Option<f64>,
    /// Median and 99th percentile of the last [`ROLLING_LOADS`] loads; none before the first.
    pub load_times: Option<[Duration; 2]>,
    /// Mean wait of the moves of the last [`STALL_WINDOW`]; none without any.
    pub stall: Option<Duration>,
}

/// Recent events and samples of one cache.
#[derive(Clone, Debug, Default)]
pub struct Telemetry {
    events: VecDeque<Event>,
    samples: VecDeque<Sample>,
    /// Whether an event came since the last sample.
    stirred: bool,
    /// Hits and moves at past samples, the oldest [`ROLLING_MOVES`] moves ago.
    marks: VecDeque<(u64, u64)>,
    recent_loads: VecDeque<Duration>,
    stalls: Stalls,
    unused: Unused,
    /// Events lost up to the last sample.
    lost: u64,
    /// Counters at the last `clear`, and the times of the loads since.
    cleared_at: Option<CacheStats>,
    loads: Histogram,
}

impl Telemetry {
    /// Nothing recorded yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Takes in one event.
    pub fn push(&mut self, event: &Event) {
        if matches!(event.kind, EventKind::LoadComplete | EventKind::PrefetchSuccess) {
            push_bounded(&mut self.recent_loads, event.took, ROLLING_LOADS);
            self.loads.record(event.took);
        }
        self.stalls.push(event);
        self.unused.push(event);
        push_bounded(&mut self.events, event.clone(), MAX_EVENTS);
        self.stirred = true;
    }

    /// Records the state of the cache at `now`, if an event came since the last sample. Call it whenever events were
    /// taken in; without events it does nothing, so that the charts rest when the cache does.
    pub fn sample(&mut self, now: Duration, stats: &CacheStats) {
        if !std::mem::take(&mut self.stirred) {
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
        // One sample from before the window is kept: the state with which the window begins.
        let start = now.saturating_sub(MAX_WINDOW);
        while self.samples.get(1).is_some_and(|second| second.at <= start) {
            self.samples.pop_front();
        }
    }

    /// The last events, oldest first; at most [`MAX_EVENTS`].
    pub fn events(&self) -> &VecDeque<Event> {
        &self.events
    }

    /// The samples of the last [`MAX_WINDOW`], oldest first.
    pub fn samples(&self) -> &VecDeque<Sample> {
        &self.samples
    }

    /// How long each move of the last `window` waited: when it was made, in seconds before the [`end`](Self::end), and
    /// seconds. A move that still waits is left out.
    pub fn stalls(&self, window: Duration) -> Vec<Point> {
        self.end().map_or_else(Vec::new, |end| self.stalls.series(end, window))
    }

    /// The last [`MAX_UNUSED`] keys that were evicted without having been asked for and were not loaded again, the one
    /// evicted first first. Events are lossy, and so is this.
    pub fn evicted_unused(&self) -> &VecDeque<u64> {
        self.unused.keys()
    }

    /// Where the time axis ends: at the last sample, which follows the last event.
    pub fn end(&self) -> Option<Duration> {
        self.samples.back().map(|sample| sample.at)
    }

    /// Forgets events and samples, and counts anew from `stats`.
    pub fn clear(&mut self, stats: &CacheStats) {
        *self = Self { cleared_at: Some(*stats), lost: stats.dropped_events, ..Self::default() };
    }

    /// Counters since the last [`clear`](Self::clear), or since the cache was built. What was prefetched before and
    /// is still unused counts as prefetched, since it may yet be used.
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
            prefetch_errors: since(stats.prefetch_errors, base.prefetch_errors),
            used: since(stats.used, base.used),
            wasted: since(stats.wasted, base.wasted),
            evictions: since(stats.evictions, base.evictions),
            cancelled: since(stats.cancelled, base.cancelled),
            rejected: since(stats.rejected, base.rejected),
            invalidated: since(stats.invalidated, base.invalidated),
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

    fn roll_loads(&self) -> Option<[Duration; 2]> {
        let mut times: Vec<Duration> = self.recent_loads.iter().copied().collect();
        times.sort_unstable();
        let rank = |share: f64| ((times.len() as f64 * share).ceil() as usize).max(1) - 1;
        Some([*times.get(rank(0.5))?, *times.get(rank(0.99))?])
    }
}

#[cfg(test)]
mod tests;
