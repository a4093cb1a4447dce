//! What the window keeps across restarts, edited by anybody: settings, and what the predictor has learned. No panic, memory in
//! proportion, and settings that were read once read back as they are.

use motscope::app::model::settings::Settings;
use motscope::predict::{
    AccessHistory, AccessPredictor as _, Adaptive, AdaptivePredictor, Habits, Predictions, SharedHabits,
};

use super::alloc;
use super::storage::Stored;

/// The key of the settings, and the key of a text of them that was not read as a whole.
const KEYS: [&str; 2] = ["motscope", "motscope-unread"];

/// Memory for a text of so many bytes: the settings themselves, and several copies of the text while it is read by field.
fn allowed(bytes: usize) -> usize {
    (1 << 20) + 100 * bytes
}

pub fn target(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes).into_owned();
    let mut storage = Stored([(KEYS[0].to_owned(), text.clone())].into());
    let (settings, peak) = alloc::peak(|| Settings::load(Some(&storage)));
    assert!(peak <= allowed(text.len()), "{peak} bytes of memory for {} bytes", text.len());
    let jumps = settings.jumps();
    assert!(jumps.0.is_sorted() && jumps.1.is_sorted());
    settings.store(&mut storage);
    assert_eq!(Settings::load(Some(&storage)), settings, "settings that were stored read back as they are");
    let kept = storage.0.get(KEYS[1]);
    assert!(kept.is_none_or(|kept| *kept == text), "the text that is kept is the one that was there");
    settings.store(&mut storage);
    assert!(storage.0.get(KEYS[1]).is_none_or(|kept| *kept == text), "what this version wrote it also reads");
    habits(text);
}

/// The same text as habits.
fn habits(text: String) {
    let (length, storage) = (text.len(), Stored([(String::new(), text)].into()));
    let (read, peak) = alloc::peak(|| eframe::get_value::<Habits>(&storage, ""));
    assert!(peak <= allowed(length), "{peak} bytes of memory for habits of {length} bytes");
    if let Some(read) = read {
        let habits = SharedHabits::default();
        habits.set(read);
        let mut predictor = AdaptivePredictor::new(Adaptive::default(), habits);
        for end in 2..8 {
            predictor.predict(&AccessHistory::of((0..end).map(|step| step * 7)), &mut Predictions::default());
        }
    }
}

/// Settings and habits as they are stored, and texts that are nearly settings.
pub fn corpus() -> Vec<Vec<u8>> {
    let mut storage = Stored::default();
    Settings::default().store(&mut storage);
    let mut changed = Settings::default();
    (0..3).for_each(|at| changed.remember(std::path::Path::new(&format!("/data/{at}, \"(b\".txt"))));
    changed.cache.capacity_entries = 7;
    let mut others = Stored::default();
    changed.store(&mut others);
    let habits = SharedHabits::default();
    let mut predictor = AdaptivePredictor::new(Adaptive::default(), habits.clone());
    for end in 2..=12 {
        predictor.predict(&AccessHistory::of((0..end).map(|step| step * 7)), &mut Predictions::default());
    }
    eframe::set_value(&mut others, "habits", &habits.habits());
    let nearly =
        ["", "(", "()", "(theme:light,boxes:(line_width:-inf,trail:4294967296))", "(recent:[\"a\",\"b\"],tab:events)"];
    let texts = storage.0.into_values().chain(others.0.into_values()).chain(nearly.map(str::to_owned));
    let mut texts: Vec<Vec<u8>> = texts.map(String::into_bytes).collect();
    // Storage has no order.
    texts.sort();
    texts
}
