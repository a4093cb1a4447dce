//! The assignment over a whole matrix, with the ties of scipy.
//!
//! Shortest augmenting paths after D. F. Crouse, "On implementing 2D rectangular assignment algorithms", IEEE Transactions on
//! Aerospace and Electronic Systems 52(4), 2016. Where several assignments are best, the choice follows from the order in which
//! columns are looked at. That order is the one of `scipy.optimize.linear_sum_assignment` 1.17: columns not yet reached are
//! looked at from the last to the first, a column that leaves the list is replaced by the last of the list, and among columns at
//! equal distance a free one wins, the later looked at.

use super::refill::refill;

/// Stands for "none" in a table of rows or columns.
const NONE: u32 = u32::MAX;

/// Solves assignments one after the other in one piece of memory.
#[derive(Debug, Default)]
pub(in crate::metrics) struct Dense {
    /// The dual value of each row and of each column.
    row_duals: Vec<f64>,
    column_duals: Vec<f64>,
    /// The shortest distance found so far from the new row to each column.
    distances: Vec<f64>,
    /// The row from which each column was reached.
    reached_from: Vec<u32>,
    row_of: Vec<u32>,
    column_of: Vec<u32>,
    /// The columns that the path has not visited, in the order in which they are looked at.
    remaining: Vec<u32>,
    /// The rows and the columns that the path has visited, in this order.
    rows_visited: Vec<u32>,
    columns_visited: Vec<u32>,
}

impl Dense {
    /// The column of each row so that the sum of costs is least. There must be no more rows than columns, and `costs` has one
    /// row after the other, all finite. `None` if `go_on` says no.
    pub(super) fn least(
        &mut self,
        rows: usize,
        columns: usize,
        costs: &[f64],
        mut go_on: impl FnMut() -> bool,
    ) -> Option<&[u32]> {
        debug_assert!(rows <= columns && costs.len() == rows * columns);
        refill(&mut self.row_duals, rows, 0.0);
        refill(&mut self.column_duals, columns, 0.0);
        refill(&mut self.distances, columns, f64::INFINITY);
        refill(&mut self.reached_from, columns, NONE);
        refill(&mut self.row_of, columns, NONE);
        refill(&mut self.column_of, rows, NONE);
        for row in 0..rows {
            if !go_on() {
                return None;
            }
            self.add(row, columns, costs);
        }
        Some(&self.column_of)
    }

    /// Gives a column to one more row, by moving rows before it if that is better.
    fn add(&mut self, new: usize, columns: usize, costs: &[f64]) {
        self.distances.fill(f64::INFINITY);
        self.remaining.clear();
        self.remaining.extend((0..columns as u32).rev());
        self.rows_visited.clear();
        self.columns_visited.clear();
        let (mut row, mut shortest) = (new, 0.0);
        let end = loop {
            self.rows_visited.push(row as u32);
            let (at, lowest) = self.look(row, shortest, &costs[row * columns..(row + 1) * columns]);
            shortest = lowest;
            let column = self.remaining.swap_remove(at);
            self.columns_visited.push(column);
            match self.row_of[column as usize] {
                NONE => break column,
                owner => row = owner as usize,
            }
        };
        self.row_duals[new] += shortest;
        for &visited in &self.rows_visited[1..] {
            let column = self.column_of[visited as usize] as usize;
            self.row_duals[visited as usize] += shortest - self.distances[column];
        }
        for &column in &self.columns_visited {
            self.column_duals[column as usize] -= shortest - self.distances[column as usize];
        }
        let mut column = end;
        loop {
            let row = self.reached_from[column as usize];
            self.row_of[column as usize] = row;
            std::mem::swap(&mut self.column_of[row as usize], &mut column);
            if row as usize == new {
                return;
            }
        }
    }

    /// Extends the path over a row. Returns the nearest remaining column, as its place in the list, and its distance.
    fn look(&mut self, row: usize, shortest: f64, costs: &[f64]) -> (usize, f64) {
        let dual = self.row_duals[row];
        let (mut nearest, mut lowest) = (0, f64::INFINITY);
        for (at, &column) in self.remaining.iter().enumerate() {
            let column = column as usize;
            let distance = shortest + costs[column] - dual - self.column_duals[column];
            if distance < self.distances[column] {
                self.reached_from[column] = row as u32;
                self.distances[column] = distance;
            }
            let known = self.distances[column];
            if known < lowest || (known == lowest && self.row_of[column] == NONE) {
                (nearest, lowest) = (at, known);
            }
        }
        (nearest, lowest)
    }
}
