//! The bookmarks of the open file: go there, name them, remove them.

use eframe::egui::{Button, RichText, TextEdit, Ui};

use crate::app::command::{Command, Commands};
use crate::app::model::actions::Action;
use crate::app::session::view::View;
use crate::app::widgets::long_list::{self, Scroll};
use crate::app::widgets::theme;

/// Draws the panel.
pub fn show(ui: &mut Ui, view: &View<'_>, scroll: &mut Scroll, commands: &mut Commands) {
    let Some(document) = view.document else {
        ui.weak("No file is open.");
        return;
    };
    let bookmarks = &view.state.bookmarks;
    let here = view.position();
    ui.horizontal(|ui| {
        let key = view.state.settings.keys.text(Action::ToggleBookmark);
        let is_marked = here.is_some_and(|frame| bookmarks.frames().contains(&frame));
        let name = if is_marked { "Remove this frame's" } else { "Bookmark this frame" };
        if ui.add_enabled(here.is_some(), Button::new(name).shortcut_text(key)).clicked() {
            commands.push(Command::ToggleBookmark);
        }
    });
    if bookmarks.frames().is_empty() {
        ui.weak("There are no bookmarks. They are kept for each file across restarts.");
        return;
    }
    ui.separator();
    if let Some(frame) = here.filter(|frame| bookmarks.frames().contains(frame)) {
        let mut note = bookmarks.note(frame).to_owned();
        let field = TextEdit::multiline(&mut note).hint_text(format!("note at frame {frame}")).desired_rows(2);
        let field = ui.add(field.desired_width(f32::INFINITY)).accessible_name(format!("Note at bookmark {frame}"));
        if field.changed() {
            commands.push(Command::NoteBookmark(frame, note));
        }
    }
    let frames: Vec<u64> = bookmarks.frames().iter().copied().collect();
    let digits = frames.last().map_or(1, |last| last.to_string().len());
    let height = ui.spacing().interact_size.y;
    long_list::show(ui, scroll, height, frames.len(), |ui, row| {
        let frame = frames[row];
        let row = ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = theme::SPACE[0];
            let text = RichText::new(format!("{frame:>digits$}")).font(theme::figures());
            let exists = document.keys.contains(frame);
            let go = ui.add_enabled(exists, Button::selectable(here == Some(frame), text).frame_when_inactive(true));
            let note = bookmarks.note(frame);
            let go = go
                .on_hover_text(if note.is_empty() { "Goes to this frame" } else { note })
                .on_disabled_hover_text("There is no such frame any more");
            if go.clicked() {
                commands.push(Command::Seek(frame));
            }
            let mut name = bookmarks.name(frame).unwrap_or_default().to_owned();
            let remove = 64.0;
            let width = (ui.available_width() - remove - theme::SPACE[0]).max(40.0);
            let field = ui.add(TextEdit::singleline(&mut name).hint_text("name").desired_width(width));
            if field.accessible_name(format!("Name of bookmark {frame}")).changed() {
                commands.push(Command::NameBookmark(frame, name));
            }
            let remove = ui.small_button("remove").accessible_name(format!("Remove bookmark {frame}"));
            if remove.clicked() {
                commands.push(Command::RemoveBookmark(frame));
            }
            go.accessible_name(format!("Go to bookmark {frame}"))
        });
        row.inner
    });
}
