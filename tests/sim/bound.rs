//! The least that a person has to wait, whatever is loaded when: two arguments, as the documentation of the lower bound
//! gives them, in the plainest way.

use std::collections::BTreeSet;

use crate::naive::{Machine, Move};

/// The sum of all waiting that no schedule can avoid, in milliseconds.
pub fn lower_bound(machine: Machine, moves: &[Move]) -> u64 {
    unlimited_cache(machine, moves).max(windows(machine, moves))
}

/// Nothing has to leave, and all loaders work all the time: new frames come in rounds of one for each loader.
fn unlimited_cache(machine: Machine, moves: &[Move]) -> u64 {
    let loaders = machine.workers + 1;
    let mut seen = BTreeSet::new();
    let (mut now, mut waited) = (0, 0);
    for (row, &(at, key)) in moves.iter().enumerate() {
        now += if row == 0 { 0 } else { at - moves[row - 1].0 };
        seen.insert(key);
        let there = seen.len().div_ceil(loaders) as u64 * machine.load;
        waited += there.saturating_sub(now);
        now = now.max(there);
    }
    waited
}

/// The best that disjoint windows of rows add up to. Of the F frames of a window at most C were resident and W on their
/// way as it began; the other loads take W loaders while the person thinks, and one more while the person waits.
fn windows(machine: Machine, moves: &[Move]) -> u64 {
    let (workers, capacity) = (machine.workers as i64, machine.capacity as i64);
    let mut best = vec![0; moves.len() + 1];
    for end in 1..=moves.len() {
        best[end] = best[end - 1];
        for begin in 0..end {
            let window = &moves[begin..end];
            let frames = window.iter().map(|&(_, key)| key).collect::<BTreeSet<i64>>().len() as i64;
            let thinking = (window[window.len() - 1].0 - window[0].0) as i64;
            let left = (frames - capacity - workers) * machine.load as i64 - workers * thinking;
            best[end] = best[end].max(best[begin] + left);
        }
    }
    (best[moves.len()] / (workers + 1)) as u64
}
