//! Whether the best assignment is the only one.

use super::pair::Pair;
use super::refill::refill;
use super::sparse::{NONE, Sparse};

/// By how much the best assignment must be better than any other one. Far more than rounding, far less than values that differ.
pub(super) const MARGIN: f64 = 1e-9;

/// Searches for another assignment that is as good.
#[derive(Debug, Default)]
pub(super) struct Uniqueness {
    /// Moves that cost nothing: the row of the first takes the place of the second.
    moves: Vec<(u32, u32)>,
    /// How many moves lead to each node, where moves of each node begin, and the nodes that none leads to.
    arrivals: Vec<u32>,
    starts: Vec<u32>,
    open: Vec<u32>,
}

impl Uniqueness {
    /// Whether every other assignment is worse by more than a margin. `false` if that is not certain.
    ///
    /// Another assignment moves rows in circles: each takes the column of the next. A row or column that is alone stands in the
    /// place "outside". A circle costs as much as the reduced costs of its moves, so it costs nothing only if each of them does.
    pub(super) fn is_certain(&mut self, solved: &Sparse, pairs: &[Pair]) -> bool {
        let rows = solved.chosen.len();
        let outside = rows as u32;
        self.moves.clear();
        for row in 0..rows as u32 {
            let chosen = solved.chosen[row as usize];
            let dual = solved.row_duals[row as usize];
            let from = if chosen == NONE { outside } else { row };
            if chosen != NONE {
                if -dual <= MARGIN {
                    self.moves.push((row, outside));
                }
                if -solved.column_duals[pairs[chosen as usize].column as usize] <= MARGIN {
                    self.moves.push((outside, row));
                }
            }
            for at in solved.pairs_of(row) {
                let pair = pairs[at];
                if at as u32 == chosen || -pair.value - dual - solved.column_duals[pair.column as usize] > MARGIN {
                    continue;
                }
                let to = match solved.row_of[pair.column as usize] {
                    NONE => outside,
                    owner => owner,
                };
                if from == to {
                    return false;
                }
                self.moves.push((from, to));
            }
        }
        self.moves.is_empty() || self.has_no_circle(rows + 1)
    }

    /// Whether no moves lead in a circle: taking away nodes that none leads to leaves nothing.
    fn has_no_circle(&mut self, nodes: usize) -> bool {
        self.moves.sort_unstable();
        refill(&mut self.arrivals, nodes, 0);
        refill(&mut self.starts, nodes + 1, 0);
        for &(from, to) in &self.moves {
            self.arrivals[to as usize] += 1;
            self.starts[from as usize + 1] += 1;
        }
        (0..nodes).for_each(|node| self.starts[node + 1] += self.starts[node]);
        self.open.clear();
        self.open.extend((0..nodes as u32).filter(|&node| self.arrivals[node as usize] == 0));
        let mut taken = 0;
        while let Some(node) = self.open.pop() {
            taken += 1;
            for &(_, to) in &self.moves[self.starts[node as usize] as usize..self.starts[node as usize + 1] as usize] {
                self.arrivals[to as usize] -= 1;
                if self.arrivals[to as usize] == 0 {
                    self.open.push(to);
                }
            }
        }
        taken == nodes
    }
}
