//! What to tell about this program when something is wrong with it.

use eframe::egui::{self, Ui};

use crate::app::command::{Commands, WindowCommand};
use crate::app::model::graphics::{Graphics, about};

/// Draws the dialog over the window.
pub fn show(ui: &Ui, graphics: Option<&Graphics>, commands: &mut Commands) {
    let text = about(graphics, ui.ctx().pixels_per_point());
    let modal = egui::Modal::new(egui::Id::unique("about")).show(ui.ctx(), |ui| {
        ui.set_max_width(420.0);
        ui.heading("About motscope");
        for line in text.lines() {
            ui.label(line);
        }
        if graphics.is_some_and(Graphics::is_software) {
            ui.weak("With the driver of a graphics card, large windows are drawn faster.");
        }
        ui.horizontal(|ui| {
            if ui.button("Copy").on_hover_text("Copies these lines, for a report").clicked() {
                ui.copy_text(text.clone());
            }
            if ui.button("Close").clicked() {
                commands.push(WindowCommand::About(false));
            }
        });
    });
    // Escape is handled together with the other keys.
    let escape = ui.input(|input| input.key_pressed(egui::Key::Escape));
    if modal.should_close() && !escape {
        commands.push(WindowCommand::About(false));
    }
}
