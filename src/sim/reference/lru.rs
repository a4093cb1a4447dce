//! No prefetch: what is asked for is loaded, what was used last is kept.

use std::cmp::Reverse;
use std::time::Duration;

use super::resident::Resident;
use crate::cache::Lane;
use crate::sim::{Found, Machine, Simulated};

pub(super) struct Lru(Resident);

impl Lru {
    pub(super) fn new(machine: &Machine) -> Self {
        Self(Resident::new(machine))
    }
}

impl Simulated for Lru {
    fn ask(&mut self, key: u64, _: Duration) -> Found {
        if self.0.touch(key) { Found::Ready } else { Found::Absent }
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
