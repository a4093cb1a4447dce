//! Frames that are resident or on their way, as the references keep them.

use rustc_hash::FxHashMap;

use crate::sim::{Found, Machine};

/// Frames that are resident or on their way.
pub(super) struct Frames {
    /// With when they came or, where that matters, were used last.
    resident: FxHashMap<u64, u64>,
    in_flight: Vec<u64>,
    capacity: usize,
    tick: u64,
}

impl Frames {
    pub(super) fn new(machine: &Machine) -> Self {
        Self { resident: FxHashMap::default(), in_flight: Vec::new(), capacity: machine.frames(), tick: 0 }
    }

    pub(super) fn capacity(&self) -> usize {
        self.capacity
    }

    pub(super) fn find(&self, key: u64) -> Found {
        if self.is_resident(key) {
            Found::Ready
        } else if self.in_flight.contains(&key) {
            Found::InFlight
        } else {
            Found::Absent
        }
    }

    pub(super) fn is_resident(&self, key: u64) -> bool {
        self.resident.contains_key(&key)
    }

    pub(super) fn touch(&mut self, key: u64) {
        self.tick += 1;
        if let Some(tick) = self.resident.get_mut(&key) {
            *tick = self.tick;
        }
    }

    pub(super) fn begin(&mut self, key: u64) {
        self.in_flight.push(key);
    }

    /// A frame comes in; over capacity the one with the greatest `reason` to go leaves, itself included. Reasons are
    /// told the key and when it came or was used last, and are all different.
    pub(super) fn land<R: PartialOrd>(&mut self, key: u64, reason: impl Fn(u64, u64) -> R) {
        if let Some(at) = self.in_flight.iter().position(|&other| other == key) {
            self.in_flight.swap_remove(at);
        }
        self.tick += 1;
        self.resident.insert(key, self.tick);
        if self.resident.len() > self.capacity {
            let mut worst: Option<(R, u64)> = None;
            for (&key, &tick) in &self.resident {
                let reason = reason(key, tick);
                if worst.as_ref().is_none_or(|(other, _)| reason > *other) {
                    worst = Some((reason, key));
                }
            }
            worst.map(|(_, key)| self.resident.remove(&key));
        }
    }
}
