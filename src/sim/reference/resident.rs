//! The resident frames of a simple cache: [`Resident`].

use rustc_hash::FxHashMap;

use crate::sim::machine::Machine;

/// Resident frames, with a plain search for the victim among all of them.
pub(super) struct Resident {
    /// The tick of each frame's last insertion or use.
    frames: FxHashMap<u64, u64>,
    capacity: usize,
    /// Counts insertions and uses.
    tick: u64,
}

impl Resident {
    pub(super) fn new(machine: &Machine) -> Self {
        Self { frames: FxHashMap::default(), capacity: machine.frames(), tick: 0 }
    }

    pub(super) fn contains(&self, key: u64) -> bool {
        self.frames.contains_key(&key)
    }

    /// Notes a use of a frame. False if it is not resident.
    pub(super) fn touch(&mut self, key: u64) -> bool {
        self.tick += 1;
        self.frames.get_mut(&key).map(|tick| *tick = self.tick).is_some()
    }

    /// Inserts a frame. If the capacity is exceeded, evicts the frame with the greatest `reason`, which may be the new
    /// one. `reason` is given a key and the tick of its last insertion or use.
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
