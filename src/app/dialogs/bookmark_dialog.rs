//! A dialog that sets a bookmark with a name, or names one.

use eframe::egui::{Id, Key, Modal, TextEdit, Ui};

use crate::app::command::{Command, Commands};
use crate::app::model::bookmarks::MAX_NAME;
use crate::app::session::view::View;
use crate::app::widgets::theme;

/// The width of the dialog, in points. In a small window it is less.
const WIDTH: f32 = 320.0;

/// The dialog.
pub struct BookmarkDialog {
    frame: u64,
    name: String,
    /// Whether the field is to get the cursor.
    is_new: bool,
}

impl BookmarkDialog {
    /// The dialog for the bookmark at a frame.
    pub fn new(view: &View<'_>, frame: u64) -> Self {
        let name = view.state.bookmarks.name(frame).unwrap_or_default().to_owned();
        Self { frame, name, is_new: true }
    }

    /// Draws the dialog. Returns whether it stays open.
    pub fn show(&mut self, ui: &Ui, commands: &mut Commands) -> bool {
        let mut stays = true;
        let screen = ui.ctx().content_rect();
        let modal = Modal::new(Id::unique("bookmark")).show(ui.ctx(), |ui| {
            ui.set_width(WIDTH.min(screen.width() - 48.0));
            ui.label(format!("Bookmark at frame {}", self.frame));
            ui.add_space(theme::SPACE[0]);
            let field = TextEdit::singleline(&mut self.name).hint_text("name").char_limit(MAX_NAME);
            let field = ui.add(field.desired_width(f32::INFINITY)).accessible_name("Name of the bookmark");
            if std::mem::take(&mut self.is_new) {
                field.request_focus();
            }
            let is_entered = field.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
            ui.add_space(theme::SPACE[0]);
            ui.horizontal(|ui| {
                if ui.button("Set bookmark").clicked() || is_entered {
                    commands.push(Command::AddBookmark(self.frame));
                    commands.push(Command::NameBookmark(self.frame, self.name.clone()));
                    stays = false;
                }
                stays &= !ui.button("Cancel").clicked();
            });
        });
        stays && !modal.should_close()
    }
}
