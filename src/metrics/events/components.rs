//! What Identity gains if pairs of tracks are close in more or fewer frames.

use std::collections::{BTreeMap, BTreeSet};

use crate::metrics::assignment::{GreatestSum, Pair};

/// How many pairs are matched in all, before gains are no longer computed.
const BUDGET: usize = 40_000_000;

/// Pairs of tracks, in components: tracks of different components are never close.
pub(super) struct Components<'a> {
    /// The component of each track of the ground truth and of the results.
    of_truth: Vec<u32>,
    of_result: Vec<u32>,
    /// The pairs of each component, and the true positives of Identity in it.
    pairs: Vec<Vec<Pair>>,
    best: Vec<i64>,
    solver: GreatestSum,
    left: usize,
    go_on: &'a dyn Fn() -> bool,
}

/// A pair of tracks, and in how many more frames they would be close.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Change {
    pub truth: u32,
    pub result: u32,
    pub more: i64,
}

impl<'a> Components<'a> {
    /// Splits pairs of tracks, each with the number of frames in which they are close. `None` if `go_on` says no.
    pub(super) fn new(together: &[Pair], truth: usize, result: usize, go_on: &'a dyn Fn() -> bool) -> Option<Self> {
        let mut parents: Vec<u32> = (0..(truth + result) as u32).collect();
        for pair in together {
            let one = root(&mut parents, pair.row);
            let other = root(&mut parents, truth as u32 + pair.column);
            parents[one as usize] = other;
        }
        let mut numbers = BTreeMap::new();
        let mut of: Vec<u32> = Vec::with_capacity(truth + result);
        for track in 0..(truth + result) as u32 {
            let next = numbers.len() as u32;
            of.push(*numbers.entry(root(&mut parents, track)).or_insert(next));
        }
        let of_result = of.split_off(truth);
        let mut pairs = vec![Vec::new(); numbers.len()];
        together.iter().for_each(|pair| pairs[of[pair.row as usize] as usize].push(*pair));
        let mut solver = GreatestSum::default();
        let best = pairs.iter().map(|pairs| greatest(&mut solver, pairs.iter().copied(), go_on));
        let best = best.collect::<Option<_>>()?;
        Some(Self { of_truth: of, of_result, pairs, best, solver, left: BUDGET, go_on })
    }

    /// How many more true positives there would be. A track of the results that there is not counts as a new one. `None` if too
    /// much was computed already, or if it was cancelled.
    pub(super) fn gain(&mut self, changes: &[Change]) -> Option<i64> {
        let touched: BTreeSet<u32> = changes
            .iter()
            .flat_map(|change| {
                let of_result = self.of_result.get(change.result as usize).copied();
                [self.of_truth.get(change.truth as usize).copied(), of_result]
            })
            .flatten()
            .collect();
        let size: usize = touched.iter().map(|&component| self.pairs[component as usize].len()).sum();
        self.left = self.left.checked_sub(size + changes.len())?;
        let mut values: BTreeMap<(u32, u32), f64> = BTreeMap::new();
        for pair in touched.iter().flat_map(|&component| &self.pairs[component as usize]) {
            values.insert((pair.row, pair.column), pair.value);
        }
        for change in changes {
            *values.entry((change.truth, change.result)).or_default() += change.more as f64;
        }
        let pairs = values.into_iter().map(|((row, column), value)| Pair { row, column, value });
        let after = greatest(&mut self.solver, pairs.filter(|pair| pair.value > 0.0), self.go_on)?;
        let before: i64 = touched.iter().map(|&component| self.best[component as usize]).sum();
        Some(after - before)
    }
}

/// The root of a node, with shorter ways for all on the way.
fn root(parents: &mut [u32], mut node: u32) -> u32 {
    while parents[node as usize] != node {
        parents[node as usize] = parents[parents[node as usize] as usize];
        node = parents[node as usize];
    }
    node
}

/// The greatest sum of values of pairs of which no two share a track. `None` if `go_on` says no.
fn greatest(solver: &mut GreatestSum, pairs: impl Iterator<Item = Pair>, go_on: &dyn Fn() -> bool) -> Option<i64> {
    let (mut rows, mut columns) = (BTreeMap::new(), BTreeMap::new());
    let mut local: Vec<Pair> = Vec::new();
    for pair in pairs {
        let next = (rows.len() as u32, columns.len() as u32);
        let row = *rows.entry(pair.row).or_insert(next.0);
        let column = *columns.entry(pair.column).or_insert(next.1);
        local.push(Pair { row, column, value: pair.value });
    }
    local.sort_unstable_by_key(|pair| (pair.row, pair.column));
    Some(solver.of(rows.len(), columns.len(), &local, go_on)? as i64)
}
