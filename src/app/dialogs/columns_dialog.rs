//! A dialog to say what the columns of a text mean.

use eframe::egui::{
    Align, Button, ComboBox, Id, Key, Label, Layout, Modal, Popup, Response, RichText, ScrollArea, Ui, vec2,
};

use crate::app::command::{Command, Commands};
use crate::app::widgets::{column_role, theme};
use crate::mot::{ColumnSample, Roles};

/// Maximum and minimum width of the dialog, in points.
const WIDTH: [f32; 2] = [640.0, 240.0];
/// Height of everything above and below the list, including a margin around the dialog, in points.
const AROUND: f32 = 220.0;
/// The least height of the list, in points.
const LEAST: f32 = 80.0;
/// Width of a choice, in points.
const ROLE: f32 = 140.0;
/// Height of the list of roles, in points. In a small window it is less.
const ROLES: f32 = 420.0;
/// The share of the remaining width that names have. The values have the rest.
const NAMES: f32 = 0.4;

/// The state of the dialog.
pub struct ColumnsDialog {
    /// The name of the text.
    title: String,
    columns: Vec<ColumnSample>,
    /// What the columns mean, as chosen so far.
    roles: Roles,
}

impl ColumnsDialog {
    /// The dialog for these columns. What they seem to mean is chosen first.
    pub fn new(title: String, columns: &[ColumnSample]) -> Self {
        let roles = Roles(columns.iter().map(|column| column.role).collect());
        Self { title, columns: columns.to_vec(), roles }
    }
}

/// Draws the dialog.
pub fn show(ui: &Ui, dialog: &mut ColumnsDialog, commands: &mut Commands) {
    let screen = ui.ctx().content_rect();
    let is_choosing = Popup::is_any_open(ui.ctx());
    let modal = Modal::new(Id::unique("assign columns")).show(ui.ctx(), |ui| {
        ui.set_width((screen.width() - 48.0).clamp(WIDTH[1], WIDTH[0]));
        ui.add(Label::new(format!("{}: what are its columns?", dialog.title)).truncate());
        ui.weak("The frame and the place of the box are needed. All else may stay unused.");
        ui.add_space(theme::SPACE[0]);
        let height = (screen.height() - AROUND).max(LEAST);
        ScrollArea::vertical().auto_shrink([false, true]).max_height(height).show(ui, |ui| {
            for (at, (column, role)) in dialog.columns.iter().zip(&mut dialog.roles.0).enumerate() {
                let name = column_role::name(column.name.as_deref(), at + 1);
                ui.horizontal(|ui| {
                    let spacing = ui.spacing().item_spacing.x;
                    let width = (ui.available_width() - ROLE - 2.0 * spacing).max(0.0);
                    cell(ui, width * NAMES, RichText::new(name.as_str()));
                    let values: Vec<String> =
                        column.values.iter().map(|value| value.escape_debug().to_string()).collect();
                    cell(ui, width * (1.0 - NAMES), RichText::new(values.join("  ")).weak());
                    let choice = ComboBox::from_id_salt(("role", at)).width(ROLE).height(ROLES);
                    let choice = choice.selected_text(column_role::in_words(*role));
                    let response = choice.show_ui(ui, |ui| column_role::show(ui, role)).response;
                    let response = response.accessible_name(format!("Role of {name}"));
                    if response.gained_focus() {
                        response.scroll_to_me(None);
                    }
                });
            }
        });
        ui.add_space(theme::SPACE[0]);
        let problem = column_role::problem(&dialog.roles);
        ui.label(problem.as_deref().unwrap_or("Boxes can be read by these columns."));
        ui.add_space(theme::SPACE[0]);
        ui.horizontal(|ui| {
            let open = ui.add_enabled(problem.is_none(), Button::new("Open")).clicked();
            let on_widget = is_choosing || ui.memory(|memory| memory.focused().is_some());
            let enter = !on_widget && ui.input(|input| input.key_pressed(Key::Enter));
            if problem.is_none() && (open || enter) {
                commands.push(Command::AnswerColumns(dialog.roles.clone()));
            }
            if ui.button("Cancel").clicked() {
                commands.push(Command::CancelChoice);
            }
            ui.weak("Enter: open, Esc: cancel");
        });
    });
    if modal.should_close() {
        commands.push(Command::CancelChoice);
    }
}

/// A text in a place of this width. If it is too long, a tooltip has all of it.
fn cell(ui: &mut Ui, width: f32, text: RichText) -> Response {
    let size = vec2(width, ui.spacing().interact_size.y);
    let drawn = ui.allocate_ui_with_layout(size, Layout::left_to_right(Align::Center), |ui| {
        ui.set_min_width(width);
        ui.set_max_width(width);
        ui.add(Label::new(text).truncate())
    });
    drawn.inner
}
