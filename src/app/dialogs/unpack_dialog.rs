//! A dialog that asks before a large archive is unpacked.

use eframe::egui::{Id, Label, Modal, Ui};

use crate::app::command::{Command, Commands};
use crate::app::widgets::theme;

/// Width of the dialog, in points. In a small window it is less.
const WIDTH: f32 = 420.0;

/// Draws the dialog. `name` is the archive, `needs` says what unpacking needs and where. A layer can be left out.
pub fn show(ui: &Ui, name: &str, needs: &str, is_layer: bool, commands: &mut Commands) {
    let screen = ui.ctx().content_rect();
    let modal = Modal::new(Id::unique("unpack")).show(ui.ctx(), |ui| {
        ui.set_width(WIDTH.min(screen.width() - 48.0));
        ui.add(Label::new(format!("Unpack {name}?")).truncate());
        ui.add_space(theme::SPACE[0]);
        ui.label(needs);
        ui.weak("The file is removed when it is closed.");
        ui.add_space(theme::SPACE[0]);
        ui.horizontal(|ui| {
            let unpack = ui.button("Unpack");
            if ui.memory(|memory| memory.focused().is_none()) {
                unpack.request_focus();
            }
            if unpack.clicked() {
                commands.push(Command::Unpack);
            }
            if ui.button(if is_layer { "Leave it out" } else { "Cancel" }).clicked() {
                commands.push(Command::CancelChoice);
            }
        });
    });
    if modal.should_close() {
        commands.push(Command::CancelChoice);
    }
}
