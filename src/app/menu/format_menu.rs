//! What a file's lines were taken for, and the menu to say otherwise.

use eframe::egui::{Grid, Ui};

use crate::app::command::{Command, Commands};
use crate::app::model::opening::source::Source;
use crate::app::session::describe::{format_name, lines};
use crate::app::session::document::Document;
use crate::app::widgets::theme;
use crate::mot::Format;

/// The forms that can be chosen.
const FORMATS: [Format; 3] = [Format::Mot, Format::Kitti, Format::Obb];

/// Draws the menu: the forms to choose from, and what the one in force makes of the file.
pub fn show(ui: &mut Ui, document: &Document, commands: &mut Commands) {
    let Source::File(_, how) = &document.source else { return };
    let guessed = (None, format!("as guessed ({})", format_name(document.guessed)));
    let choices = FORMATS.map(|format| (Some(format), format_name(format).to_owned()));
    for (format, text) in std::iter::once(guessed).chain(choices) {
        if ui.radio(how.text.format == format, text).clicked() {
            commands.push(Command::OpenAs(format));
            ui.close();
        }
    }
    ui.separator();
    Grid::new("format").num_columns(2).spacing([theme::SPACE[2], theme::SPACE[0]]).show(ui, |ui| {
        for (what, is) in lines(document) {
            ui.weak(what);
            ui.label(is);
            ui.end_row();
        }
    });
}
