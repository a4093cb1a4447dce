//! Menu for the format of a file: detected or chosen.

use eframe::egui::{Grid, Ui};

use super::columns_menu;
use crate::app::command::{Command, Commands, WindowCommand};
use crate::app::model::opening::path_request::PathRequest;
use crate::app::model::opening::source::Source;
use crate::app::session::describe::{format_name, has_lines, has_stated_columns, lines};
use crate::app::session::document::Document;
use crate::app::widgets::class_names::{self, ClassNamesAnswer};
use crate::app::widgets::theme;
use crate::mot::Format;

/// The formats that can be chosen.
const FORMATS: [Format; 3] = [Format::Mot, Format::Kitti, Format::Obb];

/// The width of the text about columns, in points.
const READING: f32 = 360.0;
/// The width of the menu of class names, in points.
const NAMES: f32 = 230.0;

/// Draws the menu: the formats, and how the file is read with the current one.
pub fn show(ui: &mut Ui, document: &Document, commands: &mut Commands) {
    let Source::File(_, how) = &document.source else { return };
    // The lines of a document, and of no text, have no other format.
    if has_lines(document) {
        let guessed = (None, format!("as detected ({})", format_name(document.guessed)));
        let choices = FORMATS.map(|format| (Some(format), format_name(format).to_owned()));
        for (format, text) in std::iter::once(guessed).chain(choices) {
            if ui.radio(!has_stated_columns(document) && how.text.format == format, text).clicked() {
                commands.push(Command::OpenAs(format));
                ui.close();
            }
        }
        columns_menu::show(ui, document, commands);
    }
    names(ui, document, commands);
    let told = lines(document);
    if told.is_empty() {
        ui.weak("There is no text with boxes.");
        return;
    }
    ui.separator();
    Grid::new("format").num_columns(2).spacing([theme::SPACE[2], theme::SPACE[0]]).show(ui, |ui| {
        for (what, is) in told {
            ui.weak(what);
            ui.label(is);
            ui.end_row();
        }
    });
    if let Some(columns) = document.file.columns() {
        ui.separator();
        ui.set_max_width(READING);
        ui.label(columns.describe());
    }
}

/// A menu for the names of class numbers, if the file has such numbers.
fn names(ui: &mut Ui, document: &Document, commands: &mut Commands) {
    if !document.file.layout().has_class_numbers {
        return;
    }
    ui.menu_button("Class names", |ui| {
        ui.set_width(NAMES);
        let source = document.layers.first().and_then(|layer| layer.class_source.as_ref());
        match class_names::show(ui, source) {
            Some(ClassNamesAnswer::Source(source)) => commands.push(Command::SetClassNames(0, source)),
            Some(ClassNamesAnswer::AskFile) => {
                commands.push(WindowCommand::Ask(PathRequest::ClassNames(0)));
                ui.close();
            }
            None => {}
        }
    });
}
