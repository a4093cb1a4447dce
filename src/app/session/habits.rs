//! What the adaptive predictor has learned of the person, kept across restarts beside the settings.

use eframe::Storage;

use crate::predict::SharedHabits;

/// Where eframe's storage keeps it.
const KEY: &str = "motscope-habits";

/// Puts what is stored into `memory`; nothing if there is nothing that can be read.
pub fn load(memory: &SharedHabits, storage: Option<&dyn Storage>) {
    if let Some(habits) = storage.and_then(|storage| eframe::get_value(storage, KEY)) {
        memory.set(habits);
    }
}

/// Stores what `memory` holds.
pub fn store(memory: &SharedHabits, storage: &mut dyn Storage) {
    eframe::set_value(storage, KEY, &memory.habits());
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::test_storage::Stored;
    use crate::predict::AccessPredictor as _;
    use crate::predict::{AccessHistory, Adaptive, AdaptivePredictor, Habits, Predictions};

    #[test]
    fn what_was_learned_survives_a_restart_and_what_cannot_be_read_is_nothing() {
        let memory = SharedHabits::default();
        let mut predictor = AdaptivePredictor::new(Adaptive::default(), memory.clone());
        for end in 2..=12 {
            predictor.predict(&AccessHistory::of((0..end).map(|step| step * 7)), &mut Predictions::default());
        }
        let learned = memory.habits();
        assert_ne!(learned, Habits::default());
        let mut storage = Stored::default();
        store(&memory, &mut storage);
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
