//! The points of a chart.

/// A point of a chart: time in seconds and value.
pub type Point = [f64; 2];

/// [`thin`] divides a series into this many stretches of equal time.
pub const BUCKETS: usize = 200;

/// Reduces a series to few enough points to draw, without losing a peak. `points` must be in order of time.
///
/// The time range is divided into [`BUCKETS`] equal stretches. Of each stretch, the lowest, the highest and the last
/// point remain, in their order; the last one since the next stretch begins with its value. The very first point
/// remains, too. A series of at most 3 · `BUCKETS` points is not changed.
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

/// Turns a series into steps: each value holds until the next point.
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
