//! Caches that load a window around the play head, read-ahead and spiral: [`Window`]. Of a video they keep those frames of the
//! window that a decoder passes.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use crate::cache::Lane;
use crate::provider::KeySet;
use crate::sim::machine::{Availability, Machine, Simulated};

/// Loads the frames of a window around the play head, the nearest first. All positions are ranks.
pub(super) struct Window {
    keys: Arc<KeySet>,
    resident: BTreeSet<u64>,
    in_flight: Vec<u64>,
    capacity: usize,
    /// The play head; none before the first request.
    head: Option<u64>,
    /// Whether the last move went forward.
    forward: bool,
    /// Whether the window extends in both directions.
    both_ways: bool,
    /// How far the window extends in each direction.
    reach: u64,
    /// How many positions of the window were considered since the last move.
    considered: u64,
}

impl Window {
    /// Read-ahead: a window in the direction of the last move, as long as three quarters of the capacity.
    pub(super) fn read_ahead(machine: &Machine) -> Self {
        Self::new(machine, false, (machine.frames() as u64).saturating_mul(3) / 4)
    }

    /// Spiral: a window in both directions (+1 −1 +2 −2 …), in each less than half of the capacity.
    pub(super) fn spiral(machine: &Machine) -> Self {
        Self::new(machine, true, (machine.frames() as u64).div_ceil(2))
    }

    fn new(machine: &Machine, both_ways: bool, beyond: u64) -> Self {
        Self {
            keys: Arc::clone(&machine.keys),
            resident: BTreeSet::new(),
            in_flight: Vec::new(),
            capacity: machine.frames(),
            head: None,
            forward: true,
            both_ways,
            // Limited by the number of keys, since each position costs time, even without a key.
            reach: beyond.saturating_sub(1).min(machine.keys.len()),
            considered: 0,
        }
    }

    /// The rank at a position of the window, counted from 0; none if there is no such rank.
    fn rank_at(&self, position: u64) -> Option<u64> {
        let head = self.head?;
        let (distance, ahead) =
            if self.both_ways { (position / 2 + 1, position.is_multiple_of(2)) } else { (position + 1, self.forward) };
        let rank = if ahead { head.checked_add(distance) } else { head.checked_sub(distance) };
        rank.filter(|&rank| rank < self.keys.len())
    }

    /// Whether a rank is in the window.
    fn holds(&self, rank: u64) -> bool {
        self.head.is_some_and(|head| {
            let is_this_way = self.both_ways || rank == head || (rank > head) == self.forward;
            is_this_way && rank.abs_diff(head) <= self.reach
        })
    }

    /// Keeps a frame that has come.
    fn keep(&mut self, rank: u64) {
        self.resident.insert(rank);
        if self.resident.len() > self.capacity
            && let Some(victim) = self.victim(rank)
        {
            self.resident.remove(&victim);
        }
    }

    /// The frame to evict for `newcomer`. A spiral evicts the farthest one. Read-ahead evicts the farthest one behind
    /// the play head, unless there is none or one lies ahead of the window; then it evicts the farthest one ahead.
    fn victim(&self, newcomer: u64) -> Option<u64> {
        let head = self.head?;
        let lowest = self.resident.iter().copied().find(|&rank| rank != newcomer)?;
        let highest = self.resident.iter().rev().copied().find(|&rank| rank != newcomer)?;
        if self.both_ways {
            return Some(if highest.abs_diff(head) >= lowest.abs_diff(head) { highest } else { lowest });
        }
        let (ahead, behind) = if self.forward { (highest, lowest) } else { (lowest, highest) };
        let is_ahead = |rank: u64| rank != head && (rank > head) == self.forward;
        let is_beyond = is_ahead(ahead) && ahead.abs_diff(head) > self.reach;
        Some(if is_beyond || is_ahead(behind) { ahead } else { behind })
    }
}

impl Simulated for Window {
    fn ask(&mut self, key: u64, _: Duration) -> Availability {
        self.considered = 0;
        let Some(rank) = self.keys.rank_of(key) else { return Availability::Absent };
        if let Some(head) = self.head.filter(|&head| head != rank) {
            self.forward = rank > head;
        }
        self.head = Some(rank);
        if self.resident.contains(&rank) {
            Availability::Ready
        } else if self.in_flight.contains(&rank) {
            Availability::InFlight
        } else {
            Availability::Absent
        }
    }

    fn begin_demand(&mut self, key: u64, _: Duration) {
        self.in_flight.extend(self.keys.rank_of(key));
    }

    fn next_prefetch(&mut self, _: Duration) -> Option<u64> {
        let positions = if self.both_ways { self.reach * 2 } else { self.reach };
        while self.considered < positions {
            let rank = self.rank_at(self.considered);
            self.considered += 1;
            if let Some(rank) = rank.filter(|rank| !self.resident.contains(rank) && !self.in_flight.contains(rank)) {
                self.in_flight.push(rank);
                return self.keys.key_at(rank);
            }
        }
        None
    }

    fn finish(&mut self, key: u64, _: Lane, _: Duration) {
        let Some(rank) = self.keys.rank_of(key) else { return };
        self.in_flight.retain(|&other| other != rank);
        self.keep(rank);
    }

    fn offer(&mut self, key: u64, _: u64, _: Lane, _: Duration) -> bool {
        let absent =
            self.keys.rank_of(key).filter(|rank| !self.resident.contains(rank) && !self.in_flight.contains(rank));
        let Some(rank) = absent.filter(|&rank| self.holds(rank)) else { return false };
        self.keep(rank);
        true
    }

    fn is_resident(&self, key: u64) -> bool {
        self.keys.rank_of(key).is_some_and(|rank| self.resident.contains(&rank))
    }
}
