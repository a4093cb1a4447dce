//! The pairs of boxes that overlap, with their similarity.

use std::hint::black_box;

use super::iou::{Corners, NO_AREA, area, intersection};
use crate::metrics::assignment::{Failed, Limit, Pair};

/// The most pairs of one frame: 256 MB, as many as a matrix may have places. A frame of a crowd has a few hundred.
const MAX_PAIRS: usize = 1 << 24;
/// Why a frame has too many of them.
const TOO_MANY: Failed = Failed::TooLarge(Limit { of: "pairs of boxes that overlap", most: MAX_PAIRS });

/// With more columns than this, they are sorted, and only those near a row are looked at.
const MANY: usize = 128;
/// How many columns are compared with a row together.
const LANES: usize = 8;

/// Finds overlapping boxes, again and again in one piece of memory.
#[derive(Debug, Default)]
pub(in crate::metrics) struct Overlaps {
    /// The boxes of the columns, sorted by their left side, if there are many.
    sorted: Vec<Sorted>,
    /// The boxes of the columns, if there are few. Rounding keeps the order of numbers, so boxes that overlap do here, too.
    lanes: Vec<Lanes>,
    /// The area of each column.
    areas: Vec<f64>,
    /// A bit for each column that may overlap the row at hand, so that columns come in order without sorting.
    hits: Vec<u64>,
    /// The width of the widest column.
    widest: f64,
}

#[derive(Clone, Copy, Debug)]
struct Sorted {
    left: f64,
    at: u32,
}

/// The sides of several columns: left, top, right and bottom. NaN for a column that has no area, or that is none.
#[derive(Clone, Copy, Debug)]
struct Lanes([[f32; LANES]; 4]);

impl Lanes {
    const EMPTY: Self = Self([[f32::NAN; LANES]; 4]);

    /// A bit for each column that may overlap a row. `bits` are the bits of the columns. This compiles to vector instructions, as
    /// long as the compiler does not know these bits: it would compute some of them one by one.
    #[inline]
    #[allow(clippy::needless_bitwise_bool, reason = "comparing all sides takes less time than a branch for each")]
    fn hits(&self, row: [f32; 4], bits: &[u32; LANES]) -> u64 {
        let [left, top, right, bottom] = &self.0;
        let found: [u32; LANES] = std::array::from_fn(|at| {
            let is_hit = (left[at] <= row[2]) & (top[at] <= row[3]) & (right[at] >= row[0]) & (bottom[at] >= row[1]);
            if is_hit { bits[at] } else { 0 }
        });
        u64::from(found.iter().sum::<u32>())
    }
}

impl Overlaps {
    /// Finds all pairs of a row and a column with a similarity above 0: the intersection over the union, computed in the order
    /// of operations of `TrackEval` 1.3.0, so that it is equal to the last bit. The pairs are sorted by row and column. It fails if
    /// there are too many, or if `go_on` says no.
    pub(in crate::metrics) fn find(
        &mut self,
        rows: &[Corners],
        columns: &[Corners],
        pairs: &mut Vec<Pair>,
        go_on: impl Fn() -> bool,
    ) -> Result<(), Failed> {
        pairs.clear();
        self.begin(columns);
        for (at, row) in (0..).zip(rows) {
            if !go_on() {
                return Err(Failed::Cancelled);
            }
            let row_area = area(row);
            if row_area <= NO_AREA {
                continue;
            }
            if columns.len() > MANY {
                self.mark_near(row, columns);
            } else {
                self.mark_few(row);
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
                return Err(TOO_MANY);
            }
        }
        Ok(())
    }

    /// Takes the boxes of the columns.
    fn begin(&mut self, columns: &[Corners]) {
        self.areas.clear();
        self.areas.extend(columns.iter().map(area));
        self.hits.clear();
        self.hits.resize(columns.len().div_ceil(64), 0);
        let with_area = (0..).zip(columns.iter().zip(&self.areas)).filter(|(_, (_, area))| **area > NO_AREA);
        if columns.len() > MANY {
            let sorted = with_area.map(|(at, (column, _))| Sorted { left: column[0].min(column[2]), at });
            self.sorted.clear();
            self.sorted.extend(sorted);
            self.sorted.sort_unstable_by(|one, other| one.left.total_cmp(&other.left));
            let widths = self.sorted.iter().map(|column| &columns[column.at as usize]);
            self.widest = widths.fold(0.0, |widest, column| widest.max((column[2] - column[0]).abs()));
        } else {
            self.lanes.clear();
            self.lanes.resize(columns.len().div_ceil(LANES), Lanes::EMPTY);
            for (at, (column, _)) in with_area {
                let (lanes, lane) = (&mut self.lanes[at as usize / LANES], at as usize % LANES);
                (0..4).for_each(|side| lanes.0[side][lane] = column[side] as f32);
            }
        }
    }

    /// Marks the columns that may overlap a row, of few columns.
    fn mark_few(&mut self, row: &Corners) {
        let row = row.map(|side| side as f32);
        let bits = black_box(std::array::from_fn(|at| 1 << at));
        for (at, lanes) in self.lanes.iter().enumerate() {
            self.hits[at / 8] |= lanes.hits(row, &bits) << (at % 8 * LANES);
        }
    }

    /// Marks the columns that may overlap a row, of many columns.
    #[allow(clippy::needless_bitwise_bool, reason = "comparing all sides takes less time than a branch for each")]
    fn mark_near(&mut self, row: &Corners, columns: &[Corners]) {
        // Rounding of the difference must not lose a column that touches.
        let least = (row[0] - self.widest) - (row[0].abs() + self.widest) * 1e-12;
        let first = self.sorted.partition_point(|column| column.left < least);
        for column in self.sorted[first..].iter().take_while(|column| column.left < row[2]) {
            let place = column.at as usize;
            let of = &columns[place];
            let is_hit = (row[0] < of[2]) & (row[1] < of[3]) & (of[1] < row[3]);
            self.hits[place / 64] |= u64::from(is_hit) << (place % 64);
        }
    }
}
