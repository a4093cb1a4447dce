//! What is learned of a person and outlives the sequence: [`Habits`], and the [`Memory`] that holds what a predictor
//! knows.

use std::sync::Arc;

use parking_lot::Mutex;
use serde::{Deserialize, Serialize};

use super::bell::Hand;
use super::counts::Counts;
use super::session::Session;

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

/// What a predictor knows, held where others may save or clear it. Clones are the same memory.
///
/// It has two parts: the habits of the person, and what was seen of one sequence (places, pace, the movement under way).
/// For the predictor of another sequence use [`for_another_sequence`](Self::for_another_sequence).
#[derive(Clone, Debug, Default)]
pub struct Memory {
    habits: Arc<Mutex<Habits>>,
    session: Arc<Mutex<Session>>,
}

impl Memory {
    /// A memory of habits learned before.
    pub fn of(habits: Habits) -> Self {
        Self { habits: Arc::new(Mutex::new(habits)), session: Arc::default() }
    }

    /// A memory of the same habits, which both learn, for a sequence of which nothing was seen yet.
    #[must_use]
    pub fn for_another_sequence(&self) -> Self {
        Self { habits: Arc::clone(&self.habits), session: Arc::default() }
    }

    /// Replaces the habits.
    pub fn set(&self, habits: Habits) {
        let forgotten = std::mem::replace(&mut *self.habits.lock(), habits);
        drop(forgotten);
    }

    /// The habits known now.
    pub fn habits(&self) -> Habits {
        self.habits.lock().clone()
    }

    /// Forgets everything. Moves that were learned already are not learned again.
    pub fn clear(&self) {
        self.session.lock().forget();
        self.set(Habits::default());
    }

    /// Works on it; short, for others wait meanwhile.
    pub(super) fn with<T>(&self, work: impl FnOnce(&mut Habits, &mut Session) -> T) -> T {
        let mut session = self.session.lock();
        work(&mut self.habits.lock(), &mut session)
    }
}
