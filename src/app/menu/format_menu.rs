//! What a file's lines were taken for, and the menu to say otherwise.

use eframe::egui::{Grid, Ui};

use crate::app::command::{Command, Commands};
use crate::app::model::source::Source;
use crate::app::session::document::Document;
use crate::app::widgets::theme;
use crate::mot::{ClassNames, FileKind, Format, Separator};

/// The forms that can be chosen.
const FORMATS: [Format; 3] = [Format::Mot, Format::Kitti, Format::Obb];

/// A form's name for people.
pub fn name(format: Format) -> &'static str {
    match format {
        Format::Mot => "MOT",
        Format::Kitti => "KITTI tracking",
        Format::Obb => "oriented boxes",
        Format::Mots => "MOTS",
    }
}

/// The form that was chosen instead of the one guessed, if it is another one.
pub fn overridden(document: &Document) -> Option<Format> {
    let Source::File(_, how) = &document.source else { return None };
    how.text.format.filter(|&format| format != document.guessed)
}

/// Draws the menu: the forms to choose from, and what the one in force makes of the file.
pub fn show(ui: &mut Ui, document: &Document, commands: &mut Commands) {
    let Source::File(_, how) = &document.source else { return };
    let guessed = (None, format!("as guessed ({})", name(document.guessed)));
    let choices = FORMATS.map(|format| (Some(format), name(format).to_owned()));
    for (format, text) in std::iter::once(guessed).chain(choices) {
        if ui.radio(how.text.format == format, text).clicked() {
            commands.push(Command::OpenAs(format));
            ui.close();
        }
    }
    ui.separator();
    Grid::new("format").num_columns(2).spacing([theme::SPACE[2], theme::SPACE[0]]).show(ui, |ui| {
        for (what, is) in told(document) {
            ui.weak(what);
            ui.label(is);
            ui.end_row();
        }
    });
}

/// What the file's lines were taken for: names and values.
pub fn told(document: &Document) -> [(&'static str, String); 6] {
    let (file, layout) = (&document.file, document.file.layout());
    let none = || crate::app::widgets::format::NONE.to_owned();
    let separator = file.separator().map_or_else(none, |separator| {
        match separator {
            Separator::Comma => "comma",
            Separator::Semicolon => "semicolon",
            Separator::Blank => "blank",
        }
        .to_owned()
    });
    let columns = if layout.columns == 0 { none() } else { layout.columns.to_string() };
    let zero_based = match &document.summary {
        Some(summary) if summary.zero_based => "yes: there is a frame 0".to_owned(),
        Some(_) => "no".to_owned(),
        None => "reading…".to_owned(),
    };
    let kind = match layout.kind {
        FileKind::GroundTruth => "ground truth",
        FileKind::Results => "results",
    };
    let classes = match (layout.class_column, layout.class_names) {
        (None, _) => "no classes",
        (_, ClassNames::Own) => "of the file",
        (_, ClassNames::Mot17) => "of MOT17",
        (_, ClassNames::VisDrone) => "of VisDrone",
        (_, ClassNames::Kitti) => "of KITTI",
    };
    let guessed = if overridden(document).is_some() { "chosen" } else { "guessed" };
    [
        ("format", format!("{} ({guessed})", name(file.format()))),
        ("separator", separator),
        ("columns", columns),
        ("zero-based", zero_based),
        ("kind", kind.to_owned()),
        ("class names", classes.to_owned()),
    ]
}
