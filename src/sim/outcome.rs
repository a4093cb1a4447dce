//! The outcome of a replay: [`Outcome`].

use std::time::Duration;

use crate::cache::Verdict;

/// A longer stall is noticeable: a display at 60 Hz misses a refresh.
const NOTICEABLE: Duration = Duration::from_micros(16_700);

/// How one row of a trace went.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Row {
    /// How long the person waited for the frame, or until a newer request replaced this one.
    pub stall: Duration,
    /// Whether the frame was ready, in flight or absent. A replaced request counts as a miss.
    pub verdict: Verdict,
}

/// Counts of the loads of a replay.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Loads {
    /// Loads begun in the demand lane and by background loaders.
    pub begun: u64,
    /// Loads begun by background loaders.
    pub prefetched: u64,
    /// Frames of a video that a load decoded on its way and that the cache kept. They are no loads.
    pub neighbours: u64,
    /// Prefetches and neighbours whose frame was asked for while it was in flight or resident.
    pub used: u64,
    /// Prefetches and neighbours whose frame was resident when it was asked for.
    pub used_in_time: u64,
    /// Loads begun while the same key was being loaded already.
    pub duplicates: u64,
    /// Loads begun while the key was resident already.
    pub of_resident: u64,
}

/// The outcome of a replay. Times are exact to the nanosecond.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// How every row went, in the order of the trace.
    pub rows: Vec<Row>,
    /// Counts of the loads.
    pub loads: Loads,
    /// Rows whose frame was ready when asked for.
    pub hits: u64,
    /// Rows whose frame was being loaded.
    pub late: u64,
    /// Rows whose frame was neither ready nor being loaded, and replaced requests.
    pub misses: u64,
    /// Sum of all stalls.
    pub stall: Duration,
    /// Rows that stalled for more than 16.7 ms.
    pub noticeable: u64,
    /// The stalls, the shortest first.
    sorted: Vec<Duration>,
}

impl Outcome {
    /// Computes the outcome from its rows and loads.
    pub fn new(rows: Vec<Row>, loads: Loads) -> Self {
        let mut sorted: Vec<Duration> = rows.iter().map(|row| row.stall).collect();
        sorted.sort_unstable();
        let count = |verdict| rows.iter().filter(|row| row.verdict == verdict).count() as u64;
        Self {
            hits: count(Verdict::Hit),
            late: count(Verdict::Late),
            misses: count(Verdict::Miss),
            stall: sorted.iter().fold(Duration::ZERO, |sum, stall| sum.saturating_add(*stall)),
            noticeable: sorted.iter().filter(|&&stall| stall > NOTICEABLE).count() as u64,
            rows,
            loads,
            sorted,
        }
    }

    /// Hits ÷ rows. This and all other ratios are 0 if the divisor is 0.
    pub fn hit_rate(&self) -> f64 {
        ratio(self.hits, self.rows.len() as u64)
    }

    /// Mean stall of a row, in milliseconds.
    pub fn stall_mean_ms(&self) -> f64 {
        if self.rows.is_empty() { 0.0 } else { self.stall.as_nanos() as f64 / 1e6 / self.rows.len() as f64 }
    }

    /// A percentile of the stalls: `percent` of 100 rows wait no longer. Interpolated linearly between two rows and
    /// rounded to the nanosecond; zero without rows.
    pub fn percentile(&self, percent: u8) -> Duration {
        let Some(last) = self.sorted.len().checked_sub(1) else { return Duration::ZERO };
        let place = last as u128 * u128::from(percent.min(100));
        let (at, part) = ((place / 100) as usize, place % 100);
        let low = self.sorted[at].as_nanos();
        let step = self.sorted[(at + 1).min(last)].as_nanos() - low;
        Duration::from_nanos(u64::try_from(low + (step * part + 50) / 100).unwrap_or(u64::MAX))
    }

    /// The longest stall.
    pub fn max(&self) -> Duration {
        self.sorted.last().copied().unwrap_or_default()
    }

    /// Rows that stalled for more than 16.7 ms ÷ rows.
    pub fn share_over_16_7(&self) -> f64 {
        ratio(self.noticeable, self.rows.len() as u64)
    }

    /// Loads begun ÷ rows.
    pub fn loads_per_move(&self) -> f64 {
        ratio(self.loads.begun, self.rows.len() as u64)
    }

    /// Unused prefetches and neighbours ÷ rows; see [`wasted`](Self::wasted).
    pub fn waste_per_move(&self) -> f64 {
        ratio(self.wasted(), self.rows.len() as u64)
    }

    /// Prefetches and neighbours whose frame was never asked for, including those that are still resident at the end.
    pub fn wasted(&self) -> u64 {
        self.loads.prefetched + self.loads.neighbours - self.loads.used
    }

    /// Used prefetches and neighbours ÷ all of them.
    pub fn accuracy(&self) -> f64 {
        ratio(self.loads.used, self.loads.prefetched + self.loads.neighbours)
    }

    /// Used prefetches and neighbours ÷ (these + loads in the demand lane): the share of the frames needed that nobody had to
    /// load on demand.
    pub fn coverage(&self) -> f64 {
        ratio(self.loads.used, self.loads.used + self.loads.begun - self.loads.prefetched)
    }

    /// Those that were resident when asked for ÷ used prefetches and neighbours.
    pub fn timeliness(&self) -> f64 {
        ratio(self.loads.used_in_time, self.loads.used)
    }
}

fn ratio(part: u64, whole: u64) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn outcome(stalls: &[u64]) -> Outcome {
        let row = |&stall| Row { stall: Duration::from_micros(stall), verdict: Verdict::Miss };
        Outcome::new(stalls.iter().map(row).collect(), Loads::default())
    }

    #[test]
    fn percentiles_lie_between_rows_in_proportion() {
        let outcome = outcome(&[40, 10, 30, 20, 16_700, 16_701]);
        assert_eq!(outcome.percentile(0), Duration::from_micros(10));
        assert_eq!(outcome.percentile(50), Duration::from_micros(35));
        // Place 4.95 of 5.
        assert_eq!(outcome.percentile(99), Duration::from_nanos(16_700_950));
        assert_eq!((outcome.percentile(100), outcome.percentile(255)), (outcome.max(), outcome.max()));
        assert_eq!(outcome.noticeable, 1);
    }

    #[test]
    fn a_trace_without_rows_has_no_figures_that_are_no_numbers() {
        let outcome = outcome(&[]);
        let figures = [
            outcome.hit_rate(),
            outcome.stall_mean_ms(),
            outcome.share_over_16_7(),
            outcome.loads_per_move(),
            outcome.waste_per_move(),
            outcome.accuracy(),
            outcome.coverage(),
            outcome.timeliness(),
        ];
        assert_eq!(figures, [0.0; 8]);
        assert_eq!((outcome.percentile(99), outcome.max()), (Duration::ZERO, Duration::ZERO));
    }
}
