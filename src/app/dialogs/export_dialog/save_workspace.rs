//! Asks where to save the workspace.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use eframe::egui::{self, Align2, Area, Button, Id, Key, Order, Ui};

use crate::app::command::{Command, Commands};
use crate::app::dialogs::path_input::PathInput;
use crate::app::model::opening::path_text::PathText;
use crate::app::model::opening::source::Source;
use crate::app::session::document::Document;
use crate::app::session::path_listing;
use crate::app::session::view::View;
use crate::app::widgets::focus;
use crate::workspace::ENDING;

/// The accessible name of the field.
const NAME: &str = "Workspace path";

/// The dialog.
pub struct SaveWorkspace {
    path: PathText,
    input: PathInput,
    focus: bool,
    /// The path at which there is a file already.
    taken: Option<PathText>,
}

/// The path of a workspace beside what is open: in the folder of the sequence, named after it, or beside the text file.
fn beside(document: &Document) -> PathBuf {
    let text = document.file.path();
    match &document.source {
        Source::File(folder, _) if folder != text && text.starts_with(folder) => {
            let mut name = folder.file_name().unwrap_or(OsStr::new("sequence")).to_owned();
            name.push(".");
            name.push(ENDING);
            folder.join(name)
        }
        _ => text.with_extension(ENDING),
    }
}

impl SaveWorkspace {
    /// Suggests the path of the open workspace, or one beside what is open. At `taken`, there is a file already.
    pub fn new(view: &View<'_>, taken: Option<&Path>) -> Self {
        let taken = taken.map(PathText::chosen);
        let suggested = || {
            let document = view.document?;
            let open = document.source.workspace().map(PathText::chosen);
            open.or_else(|| Some(PathText::chosen(&beside(document))))
        };
        let path = taken.clone().or_else(suggested).unwrap_or_default();
        Self { path, input: PathInput::default(), focus: taken.is_none(), taken }
    }

    /// Draws the dialog. Returns false when it is to be closed.
    pub fn show(&mut self, ui: &Ui, commands: &mut Commands) -> bool {
        let mut open = true;
        let area = Area::new(Id::unique("save workspace")).order(Order::Foreground);
        area.anchor(Align2::CENTER_TOP, [0.0, 34.0]).show(ui.ctx(), |ui| {
            egui::Frame::popup(ui.style()).show(ui, |ui| {
                ui.set_width(480.0_f32.min(ui.ctx().content_rect().width() - 60.0));
                ui.label("Save the workspace to");
                let field = self.input.field(ui, &mut self.path, NAME, "", f32::INFINITY);
                if std::mem::take(&mut self.focus) {
                    focus::take(ui, &field, self.path.text());
                }
                let pressed = |key: Key| field.lost_focus() && ui.input(|input| input.key_pressed(key));
                let (enter, escape) = (pressed(Key::Enter), pressed(Key::Escape));
                open &= !escape;
                let is_taken = self.taken.as_ref() == Some(&self.path);
                if is_taken {
                    ui.label("There is such a file already.");
                } else {
                    ui.weak("It keeps what is shown and how, and the bookmarks.");
                }
                ui.horizontal(|ui| {
                    let is_ready = !self.path.is_blank();
                    let name = if is_taken { "Replace it" } else { "Save" };
                    // To replace a file takes a click of its own.
                    if ui.add_enabled(is_ready, Button::new(name)).clicked() || enter && is_ready && !is_taken {
                        commands.push(Command::SaveWorkspace(path_listing::meant(&self.path), is_taken));
                        open = false;
                    }
                    open &= !ui.button("Close").clicked();
                });
                self.input.list(ui, &mut self.path, NAME);
            });
        });
        open
    }
}
