//! No prefetch: what is asked for is loaded, what was used last is kept.

use std::cmp::Reverse;
use std::time::Duration;

use super::frames::Frames;
use crate::cache::Lane;
use crate::sim::{Found, Machine, Simulated};

pub(super) struct Lru(Frames);

impl Lru {
    pub(super) fn new(machine: &Machine) -> Self {
        Self(Frames::new(machine))
    }
}

impl Simulated for Lru {
    fn ask(&mut self, key: u64, _: Duration) -> Found {
        self.0.touch(key);
        self.0.find(key)
    }

    fn begin_demand(&mut self, key: u64, _: Duration) {
        self.0.begin(key);
    }

    fn next_prefetch(&mut self, _: Duration) -> Option<u64> {
        None
    }

    fn finish(&mut self, key: u64, _: Lane, _: Duration) {
        self.0.land(key, |_, used| Reverse(used));
    }

    fn is_resident(&self, key: u64) -> bool {
        self.0.is_resident(key)
    }
}
