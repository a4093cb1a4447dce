//! The Python library that motscope follows, including its faults: [`Library`].

use std::sync::Arc;
use std::time::Duration;

use super::resident::Resident;
use crate::cache::Lane;
use crate::predict::{Access, AccessHistory, AccessPredictor, Predictions};
use crate::provider::KeySet;
use crate::sim::machine::{Availability, Machine, Simulated};

/// How many of the best keys are put into the queue.
const DEGREE: usize = 20;
/// Most entries of the queue.
const QUEUE: usize = 2 * DEGREE;
/// How many accesses the formulas see.
const HISTORY: usize = 3;

/// A key and its score, wanted or in the queue.
#[derive(Clone, Copy, PartialEq, PartialOrd)]
struct Scored {
    score: f64,
    key: u64,
}

/// The cache of the Python library.
pub(super) struct Library {
    resident: Resident,
    keys: Arc<KeySet>,
    predictor: Box<dyn AccessPredictor>,
    /// The ranks of the last accesses, the oldest first.
    recent: Vec<u64>,
    history: AccessHistory,
    predictions: Predictions,
    /// The rank of the last access.
    rank: u64,
    /// See `Formula::slots`.
    slots: u64,
    /// The best keys that are not resident.
    best: Vec<Scored>,
    queue: Vec<Scored>,
    /// Keys that the library takes to be in the queue.
    queued: Vec<u64>,
}

impl Library {
    /// The library on `machine` with this formula; for `slots` see `Formula::slots`.
    pub(super) fn new(machine: &Machine, predictor: Box<dyn AccessPredictor>, slots: u64) -> Self {
        Self {
            resident: Resident::new(machine),
            keys: Arc::clone(&machine.keys),
            predictor,
            recent: Vec::new(),
            history: AccessHistory::default(),
            predictions: Predictions::default(),
            rank: 0,
            slots,
            best: Vec::new(),
            queue: Vec::with_capacity(QUEUE),
            queued: Vec::new(),
        }
    }

    /// Computes the scores at the last access and the best keys that are not resident. Keys with equal scores have the
    /// order in which the Python containers hold them.
    fn score(&mut self) {
        self.history.restart();
        for &rank in &self.recent {
            self.history.push(Access { rank, at: Duration::ZERO, wait: None });
        }
        self.predictions.clear();
        self.predictor.predict(&self.history, &mut self.predictions);
        self.best.clear();
        for prediction in &self.predictions {
            let rank = self.rank.checked_add_signed(prediction.offset);
            if let Some(key) = rank.and_then(|rank| self.keys.key_at(rank)).filter(|&key| !self.resident.contains(key))
            {
                self.best.push(Scored { score: prediction.score, key });
            }
        }
        let slots = self.slots;
        self.best.sort_unstable_by(|a, b| {
            b.score.total_cmp(&a.score).then((a.key % slots, a.key).cmp(&(b.key % slots, b.key)))
        });
        self.best.truncate(DEGREE);
    }
}

impl Simulated for Library {
    const CALLER_LOADS: bool = true;

    fn ask(&mut self, key: u64, _: Duration) -> Availability {
        let rank = self.keys.rank_of(key).unwrap_or(self.rank);
        let is_step = self.recent.last().is_some_and(|&last| last.abs_diff(rank) <= 1);
        self.rank = rank;
        self.recent.push(rank);
        if self.recent.len() > HISTORY {
            self.recent.remove(0);
        }
        self.score();
        if is_step {
            let best = &self.best;
            self.queued.retain(|&key| best.iter().any(|wanted| wanted.key == key));
        } else {
            self.queue.clear();
            self.queued.clear();
        }
        for &wanted in &self.best {
            if self.queue.len() < QUEUE && !self.queued.contains(&wanted.key) {
                self.queue.push(wanted);
                self.queued.push(wanted.key);
            }
        }
        if self.resident.contains(key) { Availability::Ready } else { Availability::Absent }
    }

    fn begin_demand(&mut self, _: u64, _: Duration) {}

    fn next_prefetch(&mut self, _: Duration) -> Option<u64> {
        let better = |a: &Scored, b: &Scored| a.score > b.score || (a.score == b.score && a.key < b.key);
        let mut best: Option<usize> = None;
        for (at, entry) in self.queue.iter().enumerate() {
            if best.is_none_or(|best| better(entry, &self.queue[best])) {
                best = Some(at);
            }
        }
        let Scored { key, .. } = self.queue.swap_remove(best?);
        self.queued.retain(|&queued| queued != key);
        Some(key)
    }

    fn finish(&mut self, key: u64, _: Lane, _: Duration) {
        let Self { resident, keys, predictions, rank, .. } = self;
        resident.insert(key, |key, inserted| {
            let other = keys.rank_of(key).unwrap_or(0);
            (-predictions.score(other.wrapping_sub(*rank) as i64), std::cmp::Reverse(inserted))
        });
    }

    fn is_resident(&self, key: u64) -> bool {
        self.resident.contains(key)
    }
}
