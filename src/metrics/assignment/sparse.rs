//! The assignment over pairs: rows and columns without a pair between them cost no time.
//!
//! Shortest augmenting paths after Crouse 2016, on lists of pairs instead of a matrix. Each row may also stay alone, which is
//! worth 0. Unlike the dense way, it promises nothing about ties.

use std::cmp::{Ordering, Reverse};
use std::collections::BinaryHeap;

use super::pair::Pair;
use super::refill::refill;

/// Stands for "none" in a table of rows, columns or pairs.
pub(super) const NONE: u32 = u32::MAX;

/// Solves assignments one after the other in one piece of memory.
#[derive(Debug, Default)]
pub(in crate::metrics) struct Sparse {
    /// Where the pairs of each row begin, and the end of the last.
    pub(super) starts: Vec<u32>,
    /// The dual value of each row and of each column. 0 for rows and columns that stay alone.
    pub(super) row_duals: Vec<f64>,
    pub(super) column_duals: Vec<f64>,
    /// The pair that each row is matched by.
    pub(super) chosen: Vec<u32>,
    /// The row that each column is matched with.
    pub(super) row_of: Vec<u32>,
    /// Of each column that the path has reached: its distance, and the pair that leads to it.
    distances: Vec<f64>,
    reached_by: Vec<u32>,
    is_settled: Vec<bool>,
    reached: Vec<u32>,
    settled: Vec<u32>,
    queue: BinaryHeap<Reverse<Near>>,
}

/// A column at a distance, ordered by distance.
#[derive(Debug)]
struct Near {
    distance: f64,
    column: u32,
}

impl Ord for Near {
    fn cmp(&self, other: &Self) -> Ordering {
        self.distance.total_cmp(&other.distance).then(self.column.cmp(&other.column))
    }
}

impl PartialOrd for Near {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Near {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Near {}

/// Where a path ends.
enum End {
    /// At a free column.
    Column(u32),
    /// At a row that stays alone from now on.
    Alone(u32),
}

impl Sparse {
    /// Makes the sum of the values of the chosen pairs greatest. The pairs are sorted by row, and their values are above 0.
    /// `None` if `go_on` says no.
    pub(in crate::metrics) fn solve(
        &mut self,
        rows: usize,
        columns: usize,
        pairs: &[Pair],
        mut go_on: impl FnMut() -> bool,
    ) -> Option<()> {
        self.begin(rows, columns, pairs);
        for row in 0..rows as u32 {
            if self.pairs_of(row).is_empty() {
                continue;
            }
            if !go_on() {
                return None;
            }
            self.add(row, pairs);
        }
        Some(())
    }

    /// The pairs that are chosen, as places in the list of pairs.
    pub(in crate::metrics) fn chosen(&self) -> impl Iterator<Item = u32> {
        self.chosen.iter().copied().filter(|&pair| pair != NONE)
    }

    /// The places of the pairs of a row.
    pub(super) fn pairs_of(&self, row: u32) -> std::ops::Range<usize> {
        self.starts[row as usize] as usize..self.starts[row as usize + 1] as usize
    }

    fn begin(&mut self, rows: usize, columns: usize, pairs: &[Pair]) {
        refill(&mut self.starts, rows + 1, 0);
        pairs.iter().for_each(|pair| self.starts[pair.row as usize + 1] += 1);
        (0..rows).for_each(|row| self.starts[row + 1] += self.starts[row]);
        refill(&mut self.row_duals, rows, 0.0);
        refill(&mut self.column_duals, columns, 0.0);
        refill(&mut self.distances, columns, f64::INFINITY);
        refill(&mut self.chosen, rows, NONE);
        refill(&mut self.row_of, columns, NONE);
        refill(&mut self.reached_by, columns, NONE);
        refill(&mut self.is_settled, columns, false);
    }

    /// Gives a column to one more row, or leaves a row alone, whichever is better.
    fn add(&mut self, new: u32, pairs: &[Pair]) {
        let (shortest, end) = self.path(new, pairs);
        self.row_duals[new as usize] += shortest;
        for &column in &self.settled {
            let more = shortest - self.distances[column as usize];
            self.column_duals[column as usize] -= more;
            let row = self.row_of[column as usize];
            if row != NONE {
                self.row_duals[row as usize] += more;
            }
        }
        let mut column = match end {
            End::Column(column) => column,
            End::Alone(row) => {
                // Its dual is 0 up to rounding. From now on it must be exactly that.
                self.row_duals[row as usize] = 0.0;
                match std::mem::replace(&mut self.chosen[row as usize], NONE) {
                    NONE => NONE,
                    pair => pairs[pair as usize].column,
                }
            }
        };
        while column != NONE {
            let by = self.reached_by[column as usize];
            let row = pairs[by as usize].row;
            self.row_of[column as usize] = row;
            let before = std::mem::replace(&mut self.chosen[row as usize], by);
            column = if row == new || before == NONE { NONE } else { pairs[before as usize].column };
        }
        for column in self.reached.drain(..) {
            self.distances[column as usize] = f64::INFINITY;
            self.is_settled[column as usize] = false;
        }
        self.settled.clear();
        self.queue.clear();
    }

    /// The shortest path from a new row to a free column or to a row that stays alone.
    fn path(&mut self, new: u32, pairs: &[Pair]) -> (f64, End) {
        let (mut row, mut distance) = (new, 0.0);
        let mut alone = (f64::INFINITY, new);
        loop {
            let dual = self.row_duals[row as usize];
            if distance - dual < alone.0 {
                alone = (distance - dual, row);
            }
            for at in self.pairs_of(row) {
                let Pair { column, value, .. } = pairs[at];
                let place = column as usize;
                let further = distance - value - dual - self.column_duals[place];
                if !self.is_settled[place] && further < self.distances[place] {
                    if self.distances[place] == f64::INFINITY {
                        self.reached.push(column);
                    }
                    self.distances[place] = further;
                    self.reached_by[place] = at as u32;
                    self.queue.push(Reverse(Near { distance: further, column }));
                }
            }
            let nearest = loop {
                match self.queue.pop() {
                    Some(Reverse(near)) if self.is_settled[near.column as usize] => {}
                    other => break other,
                }
            };
            let Some(Reverse(nearest)) = nearest.filter(|Reverse(near)| near.distance < alone.0) else {
                return (alone.0, End::Alone(alone.1));
            };
            self.is_settled[nearest.column as usize] = true;
            self.settled.push(nearest.column);
            distance = nearest.distance;
            match self.row_of[nearest.column as usize] {
                NONE => return (distance, End::Column(nearest.column)),
                owner => row = owner,
            }
        }
    }
}
