//! The greatest sum of an assignment, whichever assignment has it.

use super::matrix::{Matrix, is_filled};
use super::pair::Pair;
use super::sparse::Sparse;

/// Computes greatest sums, one after the other in one piece of memory.
#[derive(Debug, Default)]
pub(in crate::metrics) struct GreatestSum {
    sparse: Sparse,
    matrix: Matrix,
    chosen: Vec<u32>,
}

impl GreatestSum {
    /// The greatest sum of the values of pairs that share no row and no column. The pairs are sorted by row and column, each once,
    /// and their values are above 0. `None` if `go_on` says no.
    pub(in crate::metrics) fn of(
        &mut self,
        rows: usize,
        columns: usize,
        pairs: &[Pair],
        go_on: impl FnMut() -> bool,
    ) -> Option<f64> {
        if is_filled(rows, columns, pairs.len()) {
            self.matrix.choose(rows, columns, pairs, &mut self.chosen, go_on).ok()?;
            return Some(self.chosen.iter().map(|&at| pairs[at as usize].value).sum());
        }
        self.sparse.solve(rows, columns, pairs, go_on)?;
        Some(self.sparse.chosen().map(|at| pairs[at as usize].value).sum())
    }
}
