//! A recent file as a button.

use std::path::Path;

use eframe::egui::{Button, Ui};

use crate::app::model::opening::source::short_name;

/// A recent file as a button; one that is missing is grey and does nothing. True if it was clicked.
pub fn recent_button(ui: &mut Ui, file: &Path, is_missing: bool, is_folder: bool) -> bool {
    let name = file.display().to_string();
    // A folder is told from a file of the same name.
    let slash = if is_folder { " /" } else { "" };
    let button = Button::new(short_name(file) + slash).truncate().frame_when_inactive(false);
    let response = ui.add_enabled(!is_missing, button);
    response.on_hover_text(&name).on_disabled_hover_text(format!("{name} no longer exists")).clicked()
}
