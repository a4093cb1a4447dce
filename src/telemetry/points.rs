//! The points of a chart: few enough to draw, and as steps.

/// Time in seconds and value.
pub type Point = [f64; 2];

/// A drawn series is cut into this many stretches of time; each gives at most three points: its lowest, its highest and
/// its last.
pub const BUCKETS: usize = 200;

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
