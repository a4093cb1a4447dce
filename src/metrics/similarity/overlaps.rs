//! The pairs of boxes that overlap, with their similarity.

use super::iou::{Corners, NO_AREA, area, intersection};
use crate::metrics::assignment::{Failed, Pair};

/// The most pairs of one frame: 96 MB. A frame of a crowd has a few hundred.
const MAX_PAIRS: usize = 4 << 20;

/// Finds overlapping boxes, again and again in one piece of memory.
#[derive(Debug, Default)]
pub(in crate::metrics) struct Overlaps {
    /// The boxes of the columns, sorted by their left side.
    sorted: Vec<Sorted>,
    /// The area of each column.
    areas: Vec<f64>,
    /// A bit for each column that overlaps the row at hand, so that columns come in order without sorting.
    hits: Vec<u64>,
}

#[derive(Clone, Copy, Debug)]
struct Sorted {
    left: f64,
    at: u32,
}

impl Overlaps {
    /// Finds all pairs of a row and a column with a similarity above 0: the intersection over the union, computed in the order
    /// of operations of `TrackEval` 1.3.0, so that it is equal to the last bit. The pairs are sorted by row and column. It fails if
    /// there are too many, or if `go_on` says no.
    #[allow(clippy::needless_bitwise_bool, reason = "comparing all sides takes less time than a branch for each")]
    pub(in crate::metrics) fn find(
        &mut self,
        rows: &[Corners],
        columns: &[Corners],
        pairs: &mut Vec<Pair>,
        go_on: impl Fn() -> bool,
    ) -> Result<(), Failed> {
        pairs.clear();
        self.sorted.clear();
        self.areas.clear();
        let mut widest = 0.0_f64;
        for (at, column) in (0..).zip(columns) {
            let area = area(column);
            self.areas.push(area);
            if area > NO_AREA {
                self.sorted.push(Sorted { left: column[0].min(column[2]), at });
                widest = widest.max((column[2] - column[0]).abs());
            }
        }
        self.hits.clear();
        self.hits.resize(columns.len().div_ceil(64), 0);
        self.sorted.sort_unstable_by(|one, other| one.left.total_cmp(&other.left));
        for (at, row) in (0..).zip(rows) {
            if !go_on() {
                return Err(Failed::Cancelled);
            }
            let row_area = area(row);
            if row_area <= NO_AREA {
                continue;
            }
            // Rounding of the difference must not lose a column that touches.
            let least = (row[0] - widest) - (row[0].abs() + widest) * 1e-12;
            let first = self.sorted.partition_point(|column| column.left < least);
            for column in self.sorted[first..].iter().take_while(|column| column.left < row[2]) {
                let place = column.at as usize;
                let of = &columns[place];
                let is_hit = (row[0] < of[2]) & (row[1] < of[3]) & (of[1] < row[3]);
                self.hits[place / 64] |= u64::from(is_hit) << (place % 64);
            }
            for (word, hits) in self.hits.iter_mut().enumerate() {
                while *hits != 0 {
                    let place = word * 64 + hits.trailing_zeros() as usize;
                    *hits &= *hits - 1;
                    let shared = intersection(row, &columns[place]);
                    let union = row_area + self.areas[place] - shared;
                    let value = shared / union;
                    if shared > 0.0 && union > NO_AREA && value > 0.0 {
                        pairs.push(Pair { row: at, column: place as u32, value });
                    }
                }
            }
            if pairs.len() > MAX_PAIRS {
                return Err(Failed::TooLarge);
            }
        }
        Ok(())
    }
}
