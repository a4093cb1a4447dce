//! Resident frames of the references that look at all of them to find who leaves.

use rustc_hash::FxHashMap;

use crate::sim::Machine;

pub(super) struct Resident {
    /// With when they came or were touched last.
    frames: FxHashMap<u64, u64>,
    capacity: usize,
    tick: u64,
}

impl Resident {
    pub(super) fn new(machine: &Machine) -> Self {
        Self { frames: FxHashMap::default(), capacity: machine.frames(), tick: 0 }
    }

    pub(super) fn contains(&self, key: u64) -> bool {
        self.frames.contains_key(&key)
    }

    /// Counts as new again. False if it is not resident.
    pub(super) fn touch(&mut self, key: u64) -> bool {
        self.tick += 1;
        self.frames.get_mut(&key).map(|tick| *tick = self.tick).is_some()
    }

    /// A frame comes in; over capacity the one with the greatest `reason` to go leaves, which may be the newcomer. Reasons
    /// are told the key and when it came or was touched last.
    pub(super) fn insert<R: PartialOrd>(&mut self, key: u64, reason: impl Fn(u64, u64) -> R) {
        self.tick += 1;
        self.frames.insert(key, self.tick);
        if self.frames.len() > self.capacity {
            let mut first: Option<(R, u64)> = None;
            for (&key, &tick) in &self.frames {
                let reason = reason(key, tick);
                if first.as_ref().is_none_or(|(other, _)| reason > *other) {
                    first = Some((reason, key));
                }
            }
            first.map(|(_, key)| self.frames.remove(&key));
        }
    }
}
