//! Windows around the play head: read-ahead and spiral.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use crate::cache::Lane;
use crate::provider::KeySet;
use crate::sim::{Found, Machine, Simulated};

/// Loads the keys of a window, the nearest first. Counts in ranks.
pub(super) struct Window {
    keys: Arc<KeySet>,
    resident: BTreeSet<u64>,
    in_flight: Vec<u64>,
    capacity: usize,
    /// The play head; none before the first request.
    head: Option<u64>,
    /// The last move went forward.
    forward: bool,
    both_ways: bool,
    /// How far it looks.
    reach: u64,
    /// How many places of the window were looked at since the last move.
    looked: u64,
}

impl Window {
    /// Ahead in the direction of the last move, three quarters of the capacity.
    pub(super) fn read_ahead(machine: &Machine) -> Self {
        Self::new(machine, false, (machine.frames() as u64).saturating_mul(3) / 4)
    }

    /// +1 −1 +2 −2 …, less than half of the capacity each way.
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
            // No farther than there are keys: places without a key cost time, too.
            reach: beyond.saturating_sub(1).min(machine.keys.len()),
            looked: 0,
        }
    }

    /// The rank at a place of the window, counted from 0.
    fn place(&self, place: u64) -> Option<u64> {
        let head = self.head?;
        let (distance, ahead) =
            if self.both_ways { (place / 2 + 1, place.is_multiple_of(2)) } else { (place + 1, self.forward) };
        let rank = if ahead { head.checked_add(distance) } else { head.checked_sub(distance) };
        rank.filter(|&rank| rank < self.keys.len())
    }

    /// Who leaves for `newcomer`, the farthest of those that it is the turn of.
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
    fn ask(&mut self, key: u64, _: Duration) -> Found {
        self.looked = 0;
        let Some(rank) = self.keys.rank_of(key) else { return Found::Absent };
        if let Some(head) = self.head.filter(|&head| head != rank) {
            self.forward = rank > head;
        }
        self.head = Some(rank);
        if self.resident.contains(&rank) {
            Found::Ready
        } else if self.in_flight.contains(&rank) {
            Found::InFlight
        } else {
            Found::Absent
        }
    }

    fn begin_demand(&mut self, key: u64, _: Duration) {
        self.in_flight.extend(self.keys.rank_of(key));
    }

    fn next_prefetch(&mut self, _: Duration) -> Option<u64> {
        let places = if self.both_ways { self.reach * 2 } else { self.reach };
        while self.looked < places {
            let rank = self.place(self.looked);
            self.looked += 1;
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
        self.resident.insert(rank);
        if self.resident.len() > self.capacity
            && let Some(victim) = self.victim(rank)
        {
            self.resident.remove(&victim);
        }
    }

    fn is_resident(&self, key: u64) -> bool {
        self.keys.rank_of(key).is_some_and(|rank| self.resident.contains(&rank))
    }
}
