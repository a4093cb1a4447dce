//! Menu for the columns of a file: what each of them means, as read and as the user changes it.

use std::borrow::Cow;

use eframe::egui::containers::menu::{MenuConfig, SubMenuButton};
use eframe::egui::{Button, Id, PopupCloseBehavior, ScrollArea, Ui};

use crate::app::command::{Command, Commands};
use crate::app::model::opening::source::Source;
use crate::app::session::document::Document;
use crate::mot::{Role, Roles};

/// The most columns that can be changed one by one.
const COLUMNS: usize = 24;
/// The most letters of a name.
const LETTERS: usize = 32;
/// The height of the window that is not for the list, and the least height of the list, in points.
const AROUND: f32 = 260.0;
const LEAST: f32 = 120.0;

/// Draws the entry for columns, which opens a list of them.
pub fn show(ui: &mut Ui, document: &Document, commands: &mut Commands) {
    let Source::File(_, how) = &document.source else { return };
    let stays = || MenuConfig::new().close_behavior(PopupCloseBehavior::CloseOnClickOutside);
    SubMenuButton::new("Columns").config(stays()).ui(ui, |ui| {
        let read = document.file.roles();
        // What the user has changed and not applied yet, for this file as it is open now.
        let id = Id::unique(("columns", document.file.path(), read.to_string()));
        let mut roles = ui.data(|data| data.get_temp::<Roles>(id)).unwrap_or_else(|| read.clone());
        let before = roles.clone();
        // Many columns are higher than a small window.
        let height = (ui.ctx().content_rect().height() - AROUND).max(LEAST);
        ScrollArea::vertical().id_salt("columns").max_height(height).show(ui, |ui| {
            for (at, role) in roles.0.iter_mut().take(COLUMNS).enumerate() {
                let name = document.file.column_name(at as u32 + 1);
                let name = name.map_or_else(|| format!("column {}", at + 1), |name| name.escape_debug().to_string());
                let button = Button::new(format!("{}: {}", shortened(&name), in_words(*role)));
                let (response, _) = SubMenuButton::from_button(button).config(stays()).ui(ui, |ui| {
                    for other in Role::ALL {
                        ui.radio_value(role, other, in_words(other));
                    }
                });
                if shortened(&name) != name {
                    response.on_hover_text(name);
                }
            }
        });
        if roles != before {
            ui.data_mut(|data| data.insert_temp(id, roles.clone()));
        }
        ui.separator();
        let problem = roles.problem();
        let apply = ui.add_enabled(roles != read && problem.is_none(), Button::new("Read with these columns"));
        let apply = match problem.filter(|_| roles != read) {
            Some(problem) => apply.on_disabled_hover_text(sentence(&problem)),
            None => apply,
        };
        if apply.clicked() {
            ui.data_mut(|data| data.remove_temp::<Roles>(id));
            commands.push(Command::OpenByColumns(roles));
            ui.close();
        }
        if ui.add_enabled(how.text.columns.is_some(), Button::new("Read as detected")).clicked() {
            ui.data_mut(|data| data.remove_temp::<Roles>(id));
            commands.push(Command::OpenAs(None));
            ui.close();
        }
    });
}

/// A text that begins with a capital letter and ends with a full stop.
fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| format!("{}{}.", first.to_uppercase(), letters.as_str()))
}

/// The beginning of a name that is too long for a menu.
fn shortened(name: &str) -> Cow<'_, str> {
    match name.char_indices().nth(LETTERS) {
        Some((end, _)) => Cow::Owned(format!("{}…", &name[..end])),
        None => Cow::Borrowed(name),
    }
}

/// A role, as the user sees it.
fn in_words(role: Role) -> &'static str {
    match role {
        Role::CenterX => "centre x",
        Role::CenterY => "centre y",
        Role::Box => "box in brackets",
        Role::Confidence => "confidence",
        Role::Ignored => "not used",
        other => other.name(),
    }
}
