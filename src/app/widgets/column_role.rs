//! A choice of what a column of a text means.

use std::borrow::Cow;

use eframe::egui::Ui;

use crate::mot::{Role, Roles};

/// The most letters of a name.
const LETTERS: usize = 32;

/// Draws the choice: all roles, one below the other.
pub fn show(ui: &mut Ui, role: &mut Role) {
    for other in Role::ALL {
        ui.radio_value(role, other, in_words(other));
    }
}

/// A role, as the user sees it.
pub fn in_words(role: Role) -> &'static str {
    match role {
        Role::CenterX => "centre x",
        Role::CenterY => "centre y",
        Role::Box => "box in brackets",
        Role::Confidence => "confidence",
        Role::Ignored => "not used",
        other => other.name(),
    }
}

/// Why boxes cannot be read by these roles, as a sentence.
pub fn problem(roles: &Roles) -> Option<String> {
    roles.problem().map(|problem| sentence(&problem))
}

/// The name of a column, or its number, counted from 1.
pub fn name(name: Option<&str>, number: usize) -> String {
    name.map_or_else(|| format!("column {number}"), |name| name.escape_debug().to_string())
}

/// The beginning of a name that is too long for a menu.
pub fn shortened(name: &str) -> Cow<'_, str> {
    match name.char_indices().nth(LETTERS) {
        Some((end, _)) => Cow::Owned(format!("{}…", &name[..end])),
        None => Cow::Borrowed(name),
    }
}

/// A text that begins with a capital letter and ends with a full stop.
fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| format!("{}{}.", first.to_uppercase(), letters.as_str()))
}
