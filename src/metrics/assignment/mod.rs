//! Which rows belong to which columns: the assignment whose sum of values is greatest, or least.
//!
//! Results are equal to those of `scipy.optimize.linear_sum_assignment`, on which `TrackEval` builds, even where several
//! assignments are best. A matrix of similarities is mostly zeros. So the assignment is first solved over the pairs above 0, unless
//! they fill a good part of the matrix.
//! If it is certain that no other one is as good, it is the one that the dense way finds. Only else is the matrix filled in.
//!
//! Belongs here: assignments, and nothing of boxes. May import nothing but progress of `mot`.

mod dense;
mod failed;
mod greatest_sum;
mod matrix;
mod pair;
mod refill;
mod sparse;
mod unique;

#[cfg(test)]
mod tests;

use dense::Dense;
pub(super) use failed::{Failed, Limit};
pub(super) use greatest_sum::GreatestSum;
use matrix::{Matrix, is_filled};
pub(super) use pair::Pair;
use refill::refill;
use sparse::Sparse;
use unique::{MARGIN, Uniqueness};

/// What is sought.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Goal {
    /// The least sum, for costs.
    Least,
    /// The greatest sum, for values.
    Greatest,
}

/// Matches as many rows and columns as possible so that the sum of their values is least or greatest. `values` has one row after
/// the other. Returns the matches as row and column, sorted by row. Ties are decided as
/// `scipy.optimize.linear_sum_assignment` 1.17 does.
///
/// # Panics
/// If `values` has another length than `rows × columns`, or if a value is not finite.
///
/// ```
/// use motscope::metrics::assignment::{Goal, assign};
/// let costs = [4.0, 1.0, 3.0, 2.0, 0.0, 5.0];
/// assert_eq!(assign(2, 3, &costs, Goal::Least), [(0, 1), (1, 0)]);
/// ```
pub fn assign(rows: usize, columns: usize, values: &[f64], goal: Goal) -> Vec<(usize, usize)> {
    assert_eq!(values.len(), rows * columns, "a matrix has rows × columns values");
    assert!(values.iter().all(|value| value.is_finite()), "values of an assignment are finite");
    let sign = if goal == Goal::Least { 1.0 } else { -1.0 };
    let is_tall = rows > columns;
    let (short, long) = (rows.min(columns), rows.max(columns));
    let place = |row: usize, column: usize| if is_tall { column * columns + row } else { row * columns + column };
    let costs: Vec<f64> =
        (0..short).flat_map(|row| (0..long).map(move |column| sign * values[place(row, column)])).collect();
    let mut solver = Dense::default();
    let of_short = solver.least(short, long, &costs, || true).unwrap_or_default().iter().map(|&column| column as usize);
    let mut matches: Vec<(usize, usize)> =
        of_short.enumerate().map(|(row, column)| if is_tall { (column, row) } else { (row, column) }).collect();
    matches.sort_unstable();
    matches
}

/// The greatest value of a row or column, the place of its pair, and the greatest of all others.
#[derive(Clone, Copy, Debug)]
struct Top {
    first: f64,
    at: u32,
    second: f64,
}

/// A row or column without pairs.
const NO_TOP: Top = Top { first: 0.0, at: u32::MAX, second: 0.0 };

impl Top {
    fn add(&mut self, at: u32, value: f64) {
        if value > self.first {
            *self = Self { first: value, at, second: self.first };
        } else {
            self.second = self.second.max(value);
        }
    }
}

/// Chooses the best pairs, again and again in one piece of memory.
#[derive(Debug, Default)]
pub(super) struct Assigner {
    matrix: Matrix,
    sparse: Sparse,
    uniqueness: Uniqueness,
    of_row: Vec<Top>,
    of_column: Vec<Top>,
    /// Pairs between rows and columns that are not settled at once, and their places in the list of pairs.
    tangled: Vec<Pair>,
    places: Vec<u32>,
}

impl Assigner {
    /// Chooses pairs so that the sum of their values is greatest. All other places of the matrix are worth 0. The pairs are
    /// sorted by row and column, each once, and their values are above 0. `chosen` gets the places of the chosen pairs in
    /// `pairs`, sorted.
    pub(super) fn best(
        &mut self,
        rows: usize,
        columns: usize,
        pairs: &[Pair],
        chosen: &mut Vec<u32>,
        mut go_on: impl FnMut() -> bool,
    ) -> Result<(), Failed> {
        self.settle(rows, columns, pairs, chosen);
        let mut is_certain = true;
        if is_filled(rows, columns, self.tangled.len()) {
            is_certain = false;
        } else if !self.tangled.is_empty() {
            self.sparse.solve(rows, columns, &self.tangled, &mut go_on).ok_or(Failed::Cancelled)?;
            is_certain = self.uniqueness.is_certain(&self.sparse, &self.tangled);
            chosen.extend(self.sparse.chosen().map(|at| self.places[at as usize]));
        }
        if !is_certain {
            self.matrix.choose(rows, columns, pairs, chosen, go_on)?;
        }
        chosen.sort_unstable();
        Ok(())
    }

    /// Chooses pairs that are part of every best assignment: those worth more than the best other pairs of their row and of their
    /// column together. In an assignment without such a pair, its row and column could leave what they have for each other. The
    /// pairs between all other rows and columns are left tangled.
    fn settle(&mut self, rows: usize, columns: usize, pairs: &[Pair], chosen: &mut Vec<u32>) {
        chosen.clear();
        self.tangled.clear();
        self.places.clear();
        refill(&mut self.of_row, rows, NO_TOP);
        refill(&mut self.of_column, columns, NO_TOP);
        for (at, pair) in (0..).zip(pairs) {
            self.of_row[pair.row as usize].add(at, pair.value);
            self.of_column[pair.column as usize].add(at, pair.value);
        }
        let settled = |row: &Top, columns: &[Top]| {
            let column = columns[pairs.get(row.at as usize)?.column as usize];
            (column.at == row.at && row.first > row.second + column.second + MARGIN).then_some(row.at)
        };
        chosen.extend(self.of_row.iter().filter_map(|row| settled(row, &self.of_column)));
        if chosen.len() == pairs.len() {
            return;
        }
        // Marks what is settled.
        for &at in &*chosen {
            self.of_row[pairs[at as usize].row as usize] = NO_TOP;
            self.of_column[pairs[at as usize].column as usize] = NO_TOP;
        }
        for (at, pair) in (0..).zip(pairs) {
            if self.of_row[pair.row as usize].at != NO_TOP.at && self.of_column[pair.column as usize].at != NO_TOP.at {
                self.tangled.push(*pair);
                self.places.push(at);
            }
        }
    }
}
