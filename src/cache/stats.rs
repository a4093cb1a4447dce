//! Counters of the cache and the usual ratios: [`CacheStats`].

use std::time::Duration;

/// Counters since the cache was built, and the state of the cache at one moment.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CacheStats {
    /// Moves to a key that was resident.
    pub hits: u64,
    /// Moves to a key whose load was in flight.
    pub late_hits: u64,
    /// Moves to a key that was neither resident nor in flight.
    pub misses: u64,
    /// Loads begun, on demand and as prefetches.
    pub loads: u64,
    /// Loads on demand that failed.
    pub load_errors: u64,
    /// Prefetches that succeeded, and values that came with the load of another key.
    pub prefetched: u64,
    /// Values that came with the load of another key and were taken: see [`Neighbours`](crate::Neighbours). They are among
    /// `prefetched`, and not among `loads`.
    pub neighbours: u64,
    /// Values that came with the load of another key and were refused.
    pub neighbours_refused: u64,
    /// Prefetches that failed.
    pub prefetch_errors: u64,
    /// Prefetched values that were asked for at least once.
    pub used: u64,
    /// Prefetched values that left, or were not admitted, and were never asked for.
    pub wasted: u64,
    /// Values that were evicted to make room.
    pub evictions: u64,
    /// Queued prefetches that a newer plan cancelled.
    pub cancelled: u64,
    /// Loaded values that were not admitted, for lack of room.
    pub rejected: u64,
    /// Values that left, or were not admitted, because their keys were invalidated or are gone. Not counted as
    /// evictions.
    pub invalidated: u64,
    /// Resident values that were loaded again and replaced, by [`refresh`](crate::PrefetchCache::refresh). These loads
    /// are neither moves nor among `loads`.
    pub refreshed: u64,
    /// Resident values that could not be loaded again. They left, and are among the `invalidated` ones.
    pub refresh_errors: u64,
    /// Plans made.
    pub planned: u64,
    /// Panics of user code, and threads that could not be started.
    pub worker_errors: u64,
    /// Events that were dropped because a channel was full.
    pub dropped_events: u64,
    /// Keys resident now.
    pub resident: usize,
    /// Bytes resident now, by [`DataProvider::weight`](crate::DataProvider::weight).
    pub bytes: u64,
    /// The most keys that may be resident.
    pub capacity_entries: usize,
    /// The most bytes that may be resident.
    pub capacity_bytes: u64,
    /// Threads for prefetching now.
    pub workers: usize,
    /// Prefetches waiting for a worker now.
    pub queued: usize,
    /// Prefetches that are in flight now.
    pub prefetches_in_flight: usize,
    /// Loads on demand that are in flight now.
    pub demands_in_flight: usize,
    /// Resident values that wait to be loaded again, or are being loaded again, now.
    pub stale: usize,
    /// Median of the load times.
    pub load_p50: Duration,
    /// 99th percentile of the load times.
    pub load_p99: Duration,
}

impl CacheStats {
    /// Number of moves: hits, late hits and misses. To ask again for the current key is not a move.
    pub fn moves(&self) -> u64 {
        self.hits + self.late_hits + self.misses
    }

    /// Hits ÷ moves; none before the first move.
    pub fn hit_rate(&self) -> Option<f64> {
        ratio(self.hits, self.moves())
    }

    /// Used ÷ prefetched; none before the first prefetch.
    pub fn accuracy(&self) -> Option<f64> {
        ratio(self.used, self.prefetched)
    }

    /// Loads ÷ moves; none before the first move.
    pub fn loads_per_move(&self) -> Option<f64> {
        ratio(self.loads, self.moves())
    }
}

/// `part` ÷ `whole`; none if `whole` is 0.
fn ratio(part: u64, whole: u64) -> Option<f64> {
    (whole > 0).then(|| part as f64 / whole as f64)
}

/// A histogram of durations in constant memory. A bucket is an eighth of a power of two wide, so percentiles are right
/// to 13 %.
#[derive(Clone, Debug)]
pub struct Histogram {
    buckets: [u32; Self::BUCKETS],
    count: u64,
}

impl Default for Histogram {
    fn default() -> Self {
        Self { buckets: [0; Self::BUCKETS], count: 0 }
    }
}

impl Histogram {
    /// Number of buckets; enough for all durations up to 2^64 nanoseconds.
    const BUCKETS: usize = 496;

    /// Records one duration.
    pub fn record(&mut self, time: Duration) {
        let nanos = time.as_nanos().min(u128::from(u64::MAX)) as u64;
        let bucket = &mut self.buckets[Self::bucket(nanos)];
        *bucket = bucket.saturating_add(1);
        self.count += 1;
    }

    /// The duration that this share of all durations (from 0 to 1) does not exceed, as the middle of its bucket. Zero
    /// if nothing was recorded.
    pub fn percentile(&self, share: f64) -> Duration {
        let rank = ((self.count as f64 * share).ceil() as u64).clamp(1, self.count.max(1));
        let mut seen = 0;
        for (at, &bucket) in self.buckets.iter().enumerate() {
            seen += u64::from(bucket);
            if seen >= rank {
                let (low, high) = (Self::lower_bound(at), Self::lower_bound(at + 1));
                return Duration::from_nanos(low + (high - low) / 2);
            }
        }
        Duration::ZERO
    }

    /// The bucket of a duration.
    fn bucket(nanos: u64) -> usize {
        if nanos < 8 {
            return nanos as usize;
        }
        let power = nanos.ilog2();
        let eighth = (nanos >> (power - 3)) & 7;
        ((power as usize - 2) * 8 + eighth as usize).min(Self::BUCKETS - 1)
    }

    /// The least duration of a bucket, in nanoseconds.
    fn lower_bound(bucket: usize) -> u64 {
        if bucket < 8 {
            return bucket as u64;
        }
        let power = bucket / 8 + 2;
        (8 + bucket as u64 % 8).checked_shl(power as u32 - 3).unwrap_or(u64::MAX)
    }
}

/// The last durations, for a median that follows changes.
#[derive(Clone, Debug, Default)]
pub(super) struct RecentTimes {
    times: [Duration; Self::COUNT],
    /// How many were ever recorded.
    recorded: usize,
}

impl RecentTimes {
    /// How many durations are kept.
    const COUNT: usize = 31;

    /// Records one duration and forgets the oldest.
    pub(super) fn record(&mut self, time: Duration) {
        self.times[self.recorded % Self::COUNT] = time;
        self.recorded += 1;
    }

    /// The median of the durations kept, the upper one of an even number; none before the first.
    pub(super) fn median(&self) -> Option<Duration> {
        let mut times = self.times;
        let times = &mut times[..self.recorded.min(Self::COUNT)];
        let middle = times.len() / 2;
        (!times.is_empty()).then(|| *times.select_nth_unstable(middle).1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn ratios_of_nothing_are_absent_not_zero() {
        let stats = CacheStats::default();
        assert_eq!((stats.hit_rate(), stats.accuracy(), stats.loads_per_move()), (None, None, None));
        assert_eq!(Histogram::default().percentile(0.5), Duration::ZERO);
    }

    #[test]
    fn late_hits_count_as_moves_but_not_as_hits() {
        let stats = CacheStats { hits: 6, late_hits: 2, misses: 2, loads: 5, ..CacheStats::default() };
        assert_eq!((stats.hit_rate(), stats.loads_per_move()), (Some(0.6), Some(0.5)));
    }

    #[test]
    fn the_recent_median_forgets_what_is_long_ago() {
        let mut recent = RecentTimes::default();
        assert_eq!(recent.median(), None);
        (1..=100).for_each(|second| recent.record(Duration::from_secs(second)));
        assert_eq!(recent.median(), Some(Duration::from_secs(85)));
    }

    proptest! {
        #[test]
        fn percentiles_are_within_a_bucket_of_the_sorted_list(
            mut nanos in prop::collection::vec(0_u64..50_000_000_000, 1..200), share in 0.0_f64..=1.0,
        ) {
            let mut histogram = Histogram::default();
            nanos.iter().for_each(|&time| histogram.record(Duration::from_nanos(time)));
            nanos.sort_unstable();
            let rank = ((nanos.len() as f64 * share).ceil() as usize).clamp(1, nanos.len());
            let exact = nanos[rank - 1] as f64;
            let got = histogram.percentile(share).as_nanos() as f64;
            prop_assert!((got - exact).abs() <= exact * 0.125 + 1.0, "{got} for {exact}");
        }
    }
}
