//! The keys of all actions: those of the table, and those that a person has chosen instead.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::action::Action;
use super::shortcut::Shortcut;
use super::table::ENTRIES;

/// The most keys that one action keeps. A person may have edited the file of settings.
const MAX_KEYS: usize = 4;

/// The keys that a person has chosen: for each changed action by its name, the keys as text. What cannot be read is left out.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Keymap(BTreeMap<String, Vec<String>>);

impl Keymap {
    /// The keys of an action.
    pub fn shortcuts(&self, action: Action) -> Vec<Shortcut> {
        match self.0.get(&action.id()) {
            Some(chosen) => chosen.iter().filter_map(|text| text.parse().ok()).collect(),
            None => action.entry().keys.to_vec(),
        }
    }

    /// The first key of an action as text; empty if it has none.
    pub fn text(&self, action: Action) -> String {
        self.shortcuts(action).first().map(Shortcut::to_string).unwrap_or_default()
    }

    /// A name with the first key of an action in brackets behind it, if it has one.
    pub fn labelled(&self, name: &str, action: Action) -> String {
        match self.text(action) {
            text if text.is_empty() => name.to_owned(),
            text => format!("{name} ({text})"),
        }
    }

    /// The action of a key.
    pub fn action(&self, shortcut: Shortcut) -> Option<Action> {
        ENTRIES.iter().map(|entry| entry.action).find(|&action| self.shortcuts(action).contains(&shortcut))
    }

    /// Gives a key to an action, in the place of its other keys, and takes it from the action that had it.
    pub fn assign(&mut self, action: Action, shortcut: Shortcut) {
        if let Some(other) = self.action(shortcut).filter(|&other| other != action) {
            let left = self.shortcuts(other).into_iter().filter(|&kept| kept != shortcut).collect();
            self.set(other, left);
        }
        self.set(action, vec![shortcut]);
    }

    /// Leaves an action without keys.
    pub fn clear(&mut self, action: Action) {
        self.set(action, Vec::new());
    }

    /// Gives an action its keys of the table again, and takes them from actions that had got them.
    pub fn reset(&mut self, action: Action) {
        for &shortcut in action.entry().keys {
            self.assign(action, shortcut);
        }
        self.0.remove(&action.id());
    }

    /// Gives all actions their keys of the table again.
    pub fn reset_all(&mut self) {
        self.0.clear();
    }

    /// Whether an action has other keys than those of the table.
    pub fn is_changed(&self, action: Action) -> bool {
        self.0.contains_key(&action.id())
    }

    /// Whether any action has other keys than those of the table.
    pub fn is_any_changed(&self) -> bool {
        !self.0.is_empty()
    }

    /// Without names and keys that nobody knows.
    pub fn sanitized(mut self) -> Self {
        self.0.retain(|id, _| ENTRIES.iter().any(|entry| entry.action.id() == *id));
        for keys in self.0.values_mut() {
            keys.retain(|text| text.parse::<Shortcut>().is_ok());
            keys.truncate(MAX_KEYS);
        }
        self
    }

    fn set(&mut self, action: Action, shortcuts: Vec<Shortcut>) {
        if shortcuts == action.entry().keys {
            self.0.remove(&action.id());
        } else {
            self.0.insert(action.id(), shortcuts.into_iter().map(Shortcut::stored).collect());
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use eframe::egui::Key;

    use super::*;

    #[test]
    fn every_action_is_in_the_table_once_with_keys_of_its_own() {
        let (mut keys, mut names, mut actions) = (HashSet::new(), HashSet::new(), HashSet::new());
        for entry in ENTRIES {
            assert!(names.insert(entry.name) && actions.insert(entry.action), "{}", entry.name);
            assert_eq!(entry.action.entry().name, entry.name);
            entry.keys.iter().for_each(|&shortcut| assert!(keys.insert(shortcut), "{shortcut} twice"));
        }
        let count = Action::Quit as usize + 1;
        assert_eq!(actions.len(), count, "each action has a line");
    }

    #[test]
    fn a_key_that_is_chosen_is_taken_from_the_action_that_had_it_until_it_is_reset() {
        let mut keymap = Keymap::default();
        let quit = Shortcut::command(Key::Q);
        assert_eq!(keymap.action(quit), Some(Action::Quit));
        keymap.assign(Action::Guide, quit);
        assert_eq!((keymap.action(quit), keymap.shortcuts(Action::Quit)), (Some(Action::Guide), vec![]));
        assert_eq!(keymap.text(Action::Quit), "");
        assert_eq!(keymap.labelled("Quit", Action::Quit), "Quit");
        keymap.reset(Action::Quit);
        assert_eq!((keymap.action(quit), keymap.shortcuts(Action::Guide)), (Some(Action::Quit), vec![]));
        assert!(!keymap.is_changed(Action::Quit) && !keymap.is_changed(Action::Guide), "{keymap:?}");
        keymap.assign(Action::Fit, Shortcut::key(Key::Z));
        assert_eq!(keymap.action(Shortcut::key(Key::F)), None);
        keymap.reset_all();
        assert_eq!(keymap, Keymap::default());
    }

    #[test]
    fn what_nobody_knows_in_the_settings_is_left_out() {
        let broken = [("Fit", vec!["Z", "Hyper+Q"]), ("Fly", vec!["A"])];
        let of = |(id, keys): (&str, Vec<&str>)| (id.to_owned(), keys.into_iter().map(str::to_owned).collect());
        let keymap = Keymap(broken.into_iter().map(of).collect()).sanitized();
        assert_eq!(keymap.shortcuts(Action::Fit), [Shortcut::key(Key::Z)]);
        assert_eq!(keymap.0.len(), 1);
    }
}
