//! From samples to the points of a chart: windows, steps, rates, and few enough points to draw.

use std::time::Duration;

use super::{Sample, Telemetry};

/// Time in seconds and value.
pub type Point = [f64; 2];

/// A drawn series is cut into this many stretches of time; each gives at most three points: its lowest, its highest and
/// its last.
pub const BUCKETS: usize = 200;

impl Telemetry {
    /// The last `window` of one value, time in seconds before the [`end`](Self::end) (so from −`window` to 0). The
    /// sample before the window enters it at its left edge. Samples without the value are left out.
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

    /// Evictions per second over the last `window`, in slots of one second (two beyond a minute) that stay where they
    /// are while the window moves over them: start of the slot in seconds before the end, and rate.
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

    /// The newest sample at or before a time in seconds before the end.
    pub fn sample_at(&self, seconds: f64) -> Option<&Sample> {
        let end = self.end()?.as_secs_f64();
        let after = self.samples().partition_point(|sample| sample.at.as_secs_f64() - end <= seconds);
        self.samples().get(after.checked_sub(1)?)
    }

    /// Index of the sample with which the last `window` begins.
    fn first_in(&self, window: Duration) -> usize {
        let start = self.end().unwrap_or_default().saturating_sub(window);
        self.samples().partition_point(|sample| sample.at <= start).saturating_sub(1)
    }
}

/// At most three points for each of [`BUCKETS`] equal stretches of `range`, in their order: the lowest, the highest, and
/// the last, with whose value the next stretch begins; and always the very first. So what is drawn loses no peak and
/// holds no state that did not last. Points must be in order of time.
pub fn thin(points: &[Point], range: std::ops::RangeInclusive<f64>) -> Vec<Point> {
    if points.len() <= 3 * BUCKETS {
        return points.to_vec();
    }
    let width = (range.end() - range.start()) / BUCKETS as f64;
    let bucket = |point: &Point| ((point[0] - range.start()) / width).clamp(0.0, (BUCKETS - 1) as f64) as usize;
    let mut thinned = Vec::with_capacity(3 * BUCKETS + 1);
    thinned.extend(points.first());
    for chunk in points.chunk_by(|a, b| bucket(a) == bucket(b)) {
        let by_value = |a: &(usize, &Point), b: &(usize, &Point)| a.1[1].total_cmp(&b.1[1]);
        let at = |found: Option<(usize, &Point)>| found.map_or(0, |(at, _)| at);
        let low = at(chunk.iter().enumerate().min_by(by_value));
        let high = at(chunk.iter().enumerate().max_by(by_value));
        thinned.extend([low.min(high), low.max(high), chunk.len() - 1].map(|at| chunk[at]));
    }
    thinned.dedup();
    thinned
}

/// The same series as steps: a state holds until the next sample says otherwise.
pub fn steps(points: &[Point]) -> Vec<Point> {
    let mut stepped: Vec<Point> = Vec::with_capacity(2 * points.len());
    for &[time, value] in points {
        if let Some(&[_, held]) = stepped.last()
            && held != value
        {
            stepped.push([time, held]);
        }
        stepped.push([time, value]);
    }
    stepped
}
