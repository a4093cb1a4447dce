//! The reference algorithms, as their documentation has them, for [`naive`](crate::naive) replays.

use std::cmp::Ordering;

use motscope::predict::{DistanceDecay, DynamicData, DynamicDistanceDecay};
use motscope::sim::Formula;

use crate::formulas::{self, Scores};
use crate::naive::{Algorithm, View};

/// Loads what is asked for, keeps what was used last.
#[derive(Default)]
pub struct Lru {
    /// Keys by last use.
    used: Vec<i64>,
}

impl Lru {
    fn touch(&mut self, key: i64) {
        self.used.retain(|&other| other != key);
        self.used.push(key);
    }
}

impl Algorithm for Lru {
    fn asked(&mut self, view: &View) {
        self.touch(view.moves[view.row].1);
    }

    fn next(&mut self, _: &View) -> Option<i64> {
        None
    }

    fn victim(&mut self, view: &View) -> i64 {
        *self.used.iter().find(|key| view.resident.contains(key)).unwrap()
    }
}

/// Loads the keys of a window around the play head, the nearest first; each is looked at once after a move.
pub struct Window {
    both_ways: bool,
    is_forward: bool,
    /// Keys of the window that are still to be looked at.
    left: Vec<i64>,
}

impl Window {
    pub fn new(both_ways: bool) -> Self {
        Self { both_ways, is_forward: true, left: Vec::new() }
    }

    /// How far the window reaches: three quarters of the capacity ahead, or less than half of it each way.
    fn reach(&self, view: &View) -> i64 {
        let capacity = view.machine.capacity as i64;
        if self.both_ways { (capacity + 1) / 2 - 1 } else { capacity * 3 / 4 - 1 }
    }
}

impl Algorithm for Window {
    fn asked(&mut self, view: &View) {
        let head = view.moves[view.row].1;
        let before = if view.row == 0 { head } else { view.moves[view.row - 1].1 };
        match head.cmp(&before) {
            Ordering::Less => self.is_forward = false,
            Ordering::Equal => {}
            Ordering::Greater => self.is_forward = true,
        }
        let sign = if self.is_forward { 1 } else { -1 };
        let at = |distance: i64| {
            if self.both_ways { vec![head + distance, head - distance] } else { vec![head + sign * distance] }
        };
        self.left = (1..=self.reach(view)).flat_map(at).filter(|key| (0..view.machine.keys).contains(key)).collect();
    }

    fn next(&mut self, view: &View) -> Option<i64> {
        while !self.left.is_empty() {
            let key = self.left.remove(0);
            if !view.is_there_or_on_its_way(key) {
                return Some(key);
            }
        }
        None
    }

    fn victim(&mut self, view: &View) -> i64 {
        let head = view.moves[view.row].1;
        let (newcomer, others) = view.resident.split_last().unwrap();
        assert!(!others.contains(newcomer));
        let ahead = |key: &&i64| **key != head && (**key > head) == self.is_forward;
        let distance = |key: &&i64| (**key - head).abs();
        if self.both_ways {
            // Of two equally far the higher one.
            return *others.iter().max_by_key(|key| (distance(key), **key)).unwrap();
        }
        let reach = self.reach(view);
        let beyond = others.iter().filter(ahead).filter(|key| distance(key) > reach).max_by_key(distance);
        let behind = others.iter().filter(|key| !ahead(key)).max_by_key(distance);
        *beyond.or(behind).or(others.iter().max_by_key(distance)).unwrap()
    }
}

/// Knows the trace. Fetches the next frame that is missing in place of the one used furthest ahead, if that is later.
pub struct Clairvoyant {
    /// Frames that are due sooner than in this many milliseconds are left to the demand lane.
    pub leave: u64,
}

/// The next row after the last one that asks for a key. Keys that are never asked for again are told apart by the first
/// row that asked for them.
fn next_use(key: i64, view: &View) -> (usize, usize) {
    let is_it = |row: &usize| view.moves[*row].1 == key;
    let rows = 0..view.moves.len();
    (rows.clone().skip(view.row + 1).find(is_it).unwrap_or(usize::MAX), rows.clone().find(is_it).unwrap())
}

impl Algorithm for Clairvoyant {
    fn next(&mut self, view: &View) -> Option<i64> {
        let awaited = view.loads.iter().find(|load| load.key == view.moves[view.row].1);
        let shown = view.shown.unwrap_or_else(|| awaited.unwrap().end);
        let due = |row: usize| shown + view.moves[row].0 - view.moves[view.row].0;
        let is_wanted =
            |&row: &usize| !view.is_there_or_on_its_way(view.moves[row].1) && due(row) >= view.now + self.leave;
        let row = (view.row + 1..view.moves.len()).find(is_wanted)?;
        if let Some(leaving) = (view.resident.len() + view.loads.len()).checked_sub(view.machine.capacity) {
            let mut uses: Vec<usize> = view.resident.iter().map(|&key| next_use(key, view).0).collect();
            uses.sort_unstable_by(|one, other| other.cmp(one));
            if *uses.get(leaving)? <= row {
                return None;
            }
        }
        Some(view.moves[row].1)
    }

    fn victim(&mut self, view: &View) -> i64 {
        *view.resident.iter().max_by_key(|&&key| next_use(key, view)).unwrap()
    }
}

/// The Python library: a queue of at most 40 that keeps what is stale, fed with the best 20 of a formula at each move.
pub struct Library {
    formula: Formula,
    recent: Vec<i64>,
    scores: Scores,
    /// Keys and the scores that they were queued with.
    queue: Vec<(i64, f64)>,
    /// What it thinks is in the queue.
    queued: Vec<i64>,
}

impl Library {
    pub fn new(formula: Formula) -> Self {
        Self { formula, recent: Vec::new(), scores: Scores::new(), queue: Vec::new(), queued: Vec::new() }
    }

    fn score(&self, view: &View, jumps: &[i64]) -> Scores {
        let current = self.recent[self.recent.len() - 1];
        match self.formula {
            Formula::DistanceDecay => formulas::distance_decay(&DistanceDecay::default(), current),
            Formula::DynamicDistanceDecay => {
                formulas::dynamic_distance_decay(&DynamicDistanceDecay::default(), current, &self.recent)
            }
            Formula::DynamicData => {
                let length = Some(view.machine.keys as u64);
                let of = DynamicData { possible_jumps: jumps.to_vec(), length, ..DynamicData::default() };
                formulas::dynamic_data(&of, current, &self.recent)
            }
        }
    }
}

impl Algorithm for Library {
    const CALLER_LOADS: bool = true;

    fn asked(&mut self, view: &View) {
        let key = view.moves[view.row].1;
        let is_step = self.recent.last().is_some_and(|last| (last - key).abs() <= 1);
        self.recent.push(key);
        self.recent.drain(..self.recent.len().saturating_sub(3));
        self.scores = self.score(view, &motscope::sim::DEFAULT_JUMPS);
        let mut best: Vec<(i64, f64)> = self.scores.iter().map(|(&key, &score)| (key, score)).collect();
        best.retain(|(key, _)| (0..view.machine.keys).contains(key) && !view.resident.contains(key));
        // Of equal ones, in which order its containers happen to have them: a set of keys in a table of 512 slots, or a list.
        let slot = |key: i64| if self.formula == Formula::DistanceDecay { key % 512 } else { key };
        best.sort_by(|one, other| other.1.total_cmp(&one.1).then(slot(one.0).cmp(&slot(other.0))));
        best.truncate(20);
        if is_step {
            self.queued.retain(|queued| best.iter().any(|(key, _)| key == queued));
        } else {
            self.queue.clear();
            self.queued.clear();
        }
        for (key, score) in best {
            if self.queue.len() < 40 && !self.queued.contains(&key) {
                self.queue.push((key, score));
                self.queued.push(key);
            }
        }
    }

    fn next(&mut self, _: &View) -> Option<i64> {
        let best = *self.queue.iter().max_by(|one, other| one.1.total_cmp(&other.1).then(other.0.cmp(&one.0)))?;
        let at = self.queue.iter().position(|entry| *entry == best)?;
        self.queue.remove(at);
        self.queued.retain(|&key| key != best.0);
        Some(best.0)
    }

    fn victim(&mut self, view: &View) -> i64 {
        let score = |key: &i64| self.scores.get(key).copied().unwrap_or(0.0);
        // The first of several that are equally unlikely has been there longest.
        *view.resident.iter().min_by(|one, other| score(one).total_cmp(&score(other))).unwrap()
    }
}
