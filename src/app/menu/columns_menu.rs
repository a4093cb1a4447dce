//! Menu for the columns of a file: what each of them means, as read and as the user changes it.

use eframe::egui::containers::menu::{MenuConfig, SubMenuButton};
use eframe::egui::{Button, Id, PopupCloseBehavior, ScrollArea, Ui};

use crate::app::command::{Command, Commands};
use crate::app::model::opening::source::Source;
use crate::app::session::describe::has_stated_columns;
use crate::app::session::document::Document;
use crate::app::widgets::column_role;
use crate::mot::Roles;

/// The most columns that can be changed one by one.
const COLUMNS: usize = 24;
/// The height of the window that is not for the list, and the least height of the list, in points.
const AROUND: f32 = 260.0;
const LEAST: f32 = 120.0;

/// Draws the entry for columns, which opens a list of them.
pub fn show(ui: &mut Ui, document: &Document, commands: &mut Commands) {
    if document.source == Source::Demo {
        return;
    }
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
                let name = column_role::name(name.as_deref(), at + 1);
                let short = column_role::shortened(&name);
                let button = Button::new(format!("{short}: {}", column_role::in_words(*role)));
                let menu = SubMenuButton::from_button(button).config(stays());
                let (response, _) = menu.ui(ui, |ui| column_role::show(ui, role));
                if short != name {
                    response.on_hover_text(name);
                }
            }
        });
        if roles != before {
            ui.data_mut(|data| data.insert_temp(id, roles.clone()));
        }
        ui.separator();
        let problem = column_role::problem(&roles);
        let apply = ui.add_enabled(roles != read && problem.is_none(), Button::new("Read with these columns"));
        let apply = match problem.filter(|_| roles != read) {
            Some(problem) => apply.on_disabled_hover_text(problem),
            None => apply,
        };
        if apply.clicked() {
            ui.data_mut(|data| data.remove_temp::<Roles>(id));
            commands.push(Command::OpenByColumns(roles));
            ui.close();
        }
        if ui.add_enabled(has_stated_columns(document), Button::new("Read as detected")).clicked() {
            ui.data_mut(|data| data.remove_temp::<Roles>(id));
            commands.push(Command::OpenAs(None));
            ui.close();
        }
    });
}
