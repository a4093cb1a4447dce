//! What the adaptive predictor has learned about the user. It is kept across restarts, beside the settings.

use eframe::Storage;

use crate::predict::SharedHabits;

/// The key of the habits in eframe's storage.
const KEY: &str = "motscope-habits";

/// Reads the stored habits into `habits`. Changes nothing if there are none, or if they cannot be read.
pub fn load(habits: &SharedHabits, storage: Option<&dyn Storage>) {
    if let Some(stored) = storage.and_then(|storage| eframe::get_value(storage, KEY)) {
        habits.set(stored);
    }
}

/// Writes `habits` to `storage`.
pub fn store(habits: &SharedHabits, storage: &mut dyn Storage) {
    eframe::set_value(storage, KEY, &habits.habits());
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::test_storage::Stored;
    use crate::predict::AccessPredictor as _;
    use crate::predict::{AccessHistory, Adaptive, AdaptivePredictor, Habits, Predictions};

    #[test]
    fn what_was_learned_survives_a_restart_and_what_cannot_be_read_is_nothing() {
        let habits = SharedHabits::default();
        let mut predictor = AdaptivePredictor::new(Adaptive::default(), habits.clone());
        for end in 2..=12 {
            predictor.predict(&AccessHistory::of((0..end).map(|step| step * 7)), &mut Predictions::default());
        }
        let learned = habits.habits();
        assert_ne!(learned, Habits::default());
        let mut storage = Stored::default();
        store(&habits, &mut storage);
        let restarted = SharedHabits::default();
        load(&restarted, Some(&storage));
        assert_eq!(restarted.habits(), learned);
        storage.set_string(KEY, "(counts: what".to_owned());
        load(&restarted, Some(&storage));
        assert_eq!(restarted.habits(), learned);
        restarted.clear();
        assert_eq!(restarted.habits(), Habits::default());
    }
}
