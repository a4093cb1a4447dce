//! The series of a chart, from the samples of [`Telemetry`].

use std::time::Duration;

use super::points::Point;
use super::recorder::{Sample, Telemetry};

impl Telemetry {
    /// One value of the samples over the last `window`. Times are in seconds, from −`window` to 0 at the
    /// [`end`](Self::end). The last sample before the window is moved to its left edge. Samples without the value are
    /// left out.
    pub fn series(&self, window: Duration, value: impl Fn(&Sample) -> Option<f64>) -> Vec<Point> {
        let Some(end) = self.end() else { return Vec::new() };
        let width = window.as_secs_f64();
        let first = self.first_in(window);
        let inside = self.samples().range(first..).filter_map(|sample| {
            let ago = end.saturating_sub(sample.at).as_secs_f64();
            value(sample).map(|value| [-ago.min(width), value])
        });
        inside.collect()
    }

    /// Evictions per second over the last `window`, in slots of one second, or of two if the window is longer than a
    /// minute. Returns the width of a slot in seconds and, for each slot, its start in seconds (0 at the end, negative
    /// before) and its rate. Slots do not move along with the window, so that their bars keep their heights.
    pub fn evictions_per_second(&self, window: Duration) -> (f64, Vec<Point>) {
        let slot = if window > Duration::from_mins(1) { 2 } else { 1 };
        let width = slot as f64;
        let Some(end) = self.end() else { return (width, Vec::new()) };
        let newest = end.as_secs() / slot;
        let count = (window.as_secs() / slot + 1).min(newest + 1);
        let mut evicted = vec![0; count as usize];
        let first = self.first_in(window);
        for (before, after) in self.samples().range(first..).zip(self.samples().range(first..).skip(1)) {
            let back = newest.saturating_sub(after.at.as_secs() / slot) as usize;
            if let Some(sum) = evicted.get_mut(back) {
                *sum += after.stats.evictions.saturating_sub(before.stats.evictions);
            }
        }
        let start_of = |back: u64| ((newest - back) * slot) as f64 - end.as_secs_f64();
        let points = (0..count).rev().map(|back| [start_of(back), evicted[back as usize] as f64 / width]);
        (width, points.collect())
    }

    /// The newest sample at or before a time in seconds, which is 0 at the end and negative before.
    pub fn sample_at(&self, seconds: f64) -> Option<&Sample> {
        let end = self.end()?.as_secs_f64();
        let after = self.samples().partition_point(|sample| sample.at.as_secs_f64() - end <= seconds);
        self.samples().get(after.checked_sub(1)?)
    }

    /// The index of the sample that the last `window` begins with.
    fn first_in(&self, window: Duration) -> usize {
        let start = self.end().unwrap_or_default().saturating_sub(window);
        self.samples().partition_point(|sample| sample.at <= start).saturating_sub(1)
    }
}
