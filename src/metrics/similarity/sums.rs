//! The sum of similarities of each row and of each column.

use crate::metrics::assignment::Pair;

/// A longer list is summed in two halves.
const BLOCK: u32 = 128;
/// How many sums run side by side in a block.
const LANES: u32 = 8;

/// The sums of the rows and of the columns of a matrix that is 0 where there is no pair.
///
/// numpy adds columns row by row, and the values of a row pairwise in eight lanes. Where boxes tie, the last bit of such a sum
/// decides which of them HOTA matches. So sums are computed in the order of numpy.
#[derive(Debug, Default)]
pub(in crate::metrics) struct Sums {
    pub(in crate::metrics) rows: Vec<f64>,
    pub(in crate::metrics) columns: Vec<f64>,
}

impl Sums {
    /// Sums the pairs, which are sorted by row and column.
    pub(in crate::metrics) fn of(&mut self, rows: usize, columns: usize, pairs: &[Pair]) {
        self.rows.clear();
        self.rows.resize(rows, 0.0);
        self.columns.clear();
        self.columns.resize(columns, 0.0);
        if columns == 1 {
            // A single column is summed as a row is.
            self.columns[0] = pairwise(pairs, |pair| pair.row, 0, rows as u32);
        } else {
            pairs.iter().for_each(|pair| self.columns[pair.column as usize] += pair.value);
        }
        for row in pairs.chunk_by(|one, next| one.row == next.row) {
            self.rows[row[0].row as usize] = match row {
                [single] => single.value,
                [one, other] => one.value + other.value,
                _ => pairwise(row, |pair| pair.column, 0, columns as u32),
            };
        }
    }
}

/// The sum of the values at `length` places from `first` on. `place_of` gives the place of a pair; the pairs are sorted by it.
fn pairwise(pairs: &[Pair], place_of: impl Fn(&Pair) -> u32 + Copy, first: u32, length: u32) -> f64 {
    if length > BLOCK {
        let half = length / 2 - (length / 2) % LANES;
        let (low, high) = pairs.split_at(pairs.partition_point(|pair| place_of(pair) < first + half));
        return pairwise(low, place_of, first, half) + pairwise(high, place_of, first + half, length - half);
    }
    let in_lanes = if length < LANES { 0 } else { length - length % LANES };
    let mut lanes = [0.0; LANES as usize];
    let rest = pairs.partition_point(|pair| place_of(pair) < first + in_lanes);
    for pair in &pairs[..rest] {
        lanes[((place_of(pair) - first) % LANES) as usize] += pair.value;
    }
    let sum = |lane: usize| lanes[lane] + lanes[lane + 1];
    pairs[rest..].iter().fold((sum(0) + sum(2)) + (sum(4) + sum(6)), |sum, pair| sum + pair.value)
}
