//! The assignment over pairs, with all other places of the matrix filled in.

use super::dense::Dense;
use super::failed::{Failed, Limit};
use super::pair::Pair;
use super::refill::refill;

/// The most places of a matrix that is filled in: 128 MB.
const MAX_PLACES: usize = 1 << 24;
/// Why a matrix is not filled in.
const TOO_LARGE: Failed = Failed::TooLarge(Limit { of: "places in the matrix of its boxes", most: MAX_PLACES });
/// Fewer pairs than this take no time.
const FEW: usize = 1000;
/// If more than one place of so many has a pair, walking along pairs takes longer than along rows.
const THIN: usize = 8;

/// Whether pairs fill so much of a matrix that the dense way is the faster one. In a crowd of boxes at one place, the other way
/// takes minutes.
pub(super) fn is_filled(rows: usize, columns: usize, pairs: usize) -> bool {
    let places = rows.saturating_mul(columns);
    pairs > FEW && places <= MAX_PLACES && pairs.saturating_mul(THIN) > places
}

/// Chooses pairs over whole matrices, one after the other in one piece of memory.
#[derive(Debug, Default)]
pub(super) struct Matrix {
    dense: Dense,
    costs: Vec<f64>,
}

impl Matrix {
    /// Chooses pairs so that the sum of their values is greatest. `chosen` gets their places in `pairs`, sorted.
    pub(super) fn choose(
        &mut self,
        rows: usize,
        columns: usize,
        pairs: &[Pair],
        chosen: &mut Vec<u32>,
        go_on: impl FnMut() -> bool,
    ) -> Result<(), Failed> {
        let places = rows.checked_mul(columns).filter(|&places| places <= MAX_PLACES).ok_or(TOO_LARGE)?;
        let is_tall = rows > columns;
        let (short, long) = (rows.min(columns), rows.max(columns));
        let as_costs = |pair: &Pair| {
            let (row, column) = if is_tall { (pair.column, pair.row) } else { (pair.row, pair.column) };
            (row as usize, column)
        };
        refill(&mut self.costs, places, 0.0);
        for pair in pairs {
            let (row, column) = as_costs(pair);
            self.costs[row * long + column as usize] = -pair.value;
        }
        let column_of = self.dense.least(short, long, &self.costs, go_on).ok_or(Failed::Cancelled)?;
        chosen.clear();
        chosen.extend((0..).zip(pairs).filter_map(|(at, pair)| {
            let (row, column) = as_costs(pair);
            (column_of[row] == column).then_some(at)
        }));
        Ok(())
    }
}
