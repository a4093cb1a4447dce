//! A cache without prefetching that evicts the least recently used frame: [`Lru`].

use std::cmp::Reverse;
use std::time::Duration;

use super::resident::Resident;
use crate::cache::Lane;
use crate::sim::machine::{Availability, Machine, Simulated};

/// Loads only what is requested.
pub(super) struct Lru(Resident);

impl Lru {
    pub(super) fn new(machine: &Machine) -> Self {
        Self(Resident::new(machine))
    }
}

impl Simulated for Lru {
    fn ask(&mut self, key: u64, _: Duration) -> Availability {
        if self.0.touch(key) { Availability::Ready } else { Availability::Absent }
    }

    fn begin_demand(&mut self, _: u64, _: Duration) {}

    fn next_prefetch(&mut self, _: Duration) -> Option<u64> {
        None
    }

    fn finish(&mut self, key: u64, _: Lane, _: Duration) {
        self.0.insert(key, |_, used| Reverse(used));
    }

    fn is_resident(&self, key: u64) -> bool {
        self.0.contains(key)
    }
}
