//! What a predictor has learned, where its owner can save or clear it: [`SharedHabits`].

use std::sync::Arc;

use parking_lot::Mutex;

use super::habits::Habits;
use super::session::Session;

/// What a predictor has learned, where its owner can save or clear it. All clones share one state.
///
/// There are two parts: the [`Habits`] of the person, and what was seen of one sequence (places, pace, the drag under
/// way). For the predictor of another sequence use [`for_another_sequence`](Self::for_another_sequence).
#[derive(Clone, Debug, Default)]
pub struct SharedHabits {
    habits: Arc<Mutex<Habits>>,
    session: Arc<Mutex<Session>>,
}

impl SharedHabits {
    /// Starts with habits that were learned before, and with nothing seen of the sequence.
    pub fn of(habits: Habits) -> Self {
        Self { habits: Arc::new(Mutex::new(habits)), session: Arc::default() }
    }

    /// A handle for another sequence, of which nothing was seen yet. Both handles share the habits, and both learn
    /// them.
    #[must_use]
    pub fn for_another_sequence(&self) -> Self {
        Self { habits: Arc::clone(&self.habits), session: Arc::default() }
    }

    /// Replaces the habits in all handles that share them.
    pub fn set(&self, habits: Habits) {
        let forgotten = std::mem::replace(&mut *self.habits.lock(), habits);
        drop(forgotten);
    }

    /// A copy of the habits as they are now.
    pub fn habits(&self) -> Habits {
        self.habits.lock().clone()
    }

    /// Forgets the habits and what was seen of the sequence. Moves made before are not learned again.
    pub fn clear(&self) {
        self.session.lock().forget();
        self.set(Habits::default());
    }

    /// Runs `work` on both parts. It must be short, since it holds their locks.
    pub(super) fn with<T>(&self, work: impl FnOnce(&mut Habits, &mut Session) -> T) -> T {
        let mut session = self.session.lock();
        work(&mut self.habits.lock(), &mut session)
    }
}
