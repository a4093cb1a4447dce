//! What is learned of a person and outlives the sequence: [`Habits`], and the [`Memory`] that holds them.

use std::sync::Arc;

use parking_lot::Mutex;
use serde::{Deserialize, Serialize};

use super::bell::Hand;
use super::counts::Counts;

/// What is learned of a person: which move follows which, and how the hand drags. Bounded; frames are not part of it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, from = "Saved")]
pub struct Habits {
    pub(super) counts: Counts,
    pub(super) hand: Hand,
}

/// Habits as somebody else may have written them.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Saved {
    counts: Counts,
    hand: Hand,
}

impl From<Saved> for Habits {
    fn from(saved: Saved) -> Self {
        Self { counts: saved.counts, hand: saved.hand.sanitized() }
    }
}

/// Habits that a predictor learns while others may save or clear them. Clones are the same memory.
#[derive(Clone, Debug, Default)]
pub struct Memory(Arc<Mutex<Habits>>);

impl Memory {
    /// A memory of habits learned before.
    pub fn of(habits: Habits) -> Self {
        Self(Arc::new(Mutex::new(habits)))
    }

    /// Replaces what is known.
    pub fn set(&self, habits: Habits) {
        let forgotten = std::mem::replace(&mut *self.0.lock(), habits);
        drop(forgotten);
    }

    /// What is known now.
    pub fn habits(&self) -> Habits {
        self.0.lock().clone()
    }

    /// Forgets everything.
    pub fn clear(&self) {
        self.set(Habits::default());
    }

    /// Works on the habits; short, for others wait meanwhile.
    pub(super) fn with<T>(&self, work: impl FnOnce(&mut Habits) -> T) -> T {
        work(&mut self.0.lock())
    }
}
