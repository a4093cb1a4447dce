//! Windows around the play head: read-ahead and spiral.

use std::sync::Arc;
use std::time::Duration;

use super::frames::Frames;
use crate::cache::Lane;
use crate::provider::KeySet;
use crate::sim::{Found, Machine, Simulated};

/// Loads the keys of a window in order of distance.
pub(super) struct Window {
    frames: Frames,
    keys: Arc<KeySet>,
    /// Rank of the play head; none before the first request.
    head: Option<u64>,
    forward: bool,
    both_ways: bool,
    /// How far it looks, in ranks.
    reach: u64,
    /// How many places of the window are known to need no load.
    done: u64,
}

impl Window {
    /// Ahead in the direction of the last move, three quarters of the capacity.
    pub(super) fn read_ahead(machine: &Machine) -> Self {
        let frames = Frames::new(machine);
        let reach = (frames.capacity() as u64 * 3 / 4).saturating_sub(1);
        Self { frames, keys: Arc::clone(&machine.keys), head: None, forward: true, both_ways: false, reach, done: 0 }
    }

    /// +1 −1 +2 −2 …, less than half of the capacity each way.
    pub(super) fn spiral(machine: &Machine) -> Self {
        let frames = Frames::new(machine);
        let reach = (frames.capacity() as u64).div_ceil(2).saturating_sub(1);
        Self { frames, keys: Arc::clone(&machine.keys), head: None, forward: true, both_ways: true, reach, done: 0 }
    }

    /// The key at a place of the window, counted from 0.
    fn key_at(&self, place: u64) -> Option<u64> {
        let head = self.head?;
        let (distance, ahead) =
            if self.both_ways { (place / 2 + 1, place % 2 == 0) } else { (place + 1, self.forward) };
        let rank = if ahead { head.checked_add(distance) } else { head.checked_sub(distance) };
        self.keys.key_at(rank?)
    }
}

impl Simulated for Window {
    fn ask(&mut self, key: u64, _: Duration) -> Found {
        let rank = self.keys.rank_of(key);
        if let (Some(rank), Some(head)) = (rank, self.head)
            && rank != head
        {
            self.forward = rank > head;
        }
        self.head = rank.or(self.head);
        self.done = 0;
        self.frames.find(key)
    }

    fn begin_demand(&mut self, key: u64, _: Duration) {
        self.frames.begin(key);
    }

    fn next_prefetch(&mut self, _: Duration) -> Option<u64> {
        let places = if self.both_ways { self.reach * 2 } else { self.reach };
        while self.done < places {
            let key = self.key_at(self.done);
            self.done += 1;
            if let Some(key) = key.filter(|&key| self.frames.find(key) == Found::Absent) {
                self.frames.begin(key);
                return Some(key);
            }
        }
        None
    }

    fn finish(&mut self, key: u64, _: Lane, _: Duration) {
        let Self { frames, keys, head, forward, both_ways, reach, .. } = self;
        let head = head.unwrap_or(0);
        frames.land(key, |key, _| {
            let rank = keys.rank_of(key).unwrap_or(0);
            let (distance, is_ahead) = (rank.abs_diff(head), (rank > head) == *forward);
            let class = match () {
                () if *both_ways => 0,
                () if is_ahead && distance > *reach => 2,
                () => u8::from(!is_ahead),
            };
            (class, distance, rank < head)
        });
    }

    fn is_resident(&self, key: u64) -> bool {
        self.frames.is_resident(key)
    }
}
