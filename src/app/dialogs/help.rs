//! The list of shortcuts.

use eframe::egui::{self, Grid, Key, RichText, ScrollArea, Ui};

use crate::app::command::{Commands, WindowCommand};
use crate::app::widgets::theme;

/// Draws the list over the window. `shortcuts` are keys and what they do; empty keys begin a group.
pub fn show(ui: &Ui, shortcuts: &[(&str, &str)], commands: &mut Commands) {
    let modal = egui::Modal::new(egui::Id::unique("shortcuts")).show(ui.ctx(), |ui| {
        ui.set_max_width(520.0);
        ui.heading("Shortcuts");
        let height = ui.ctx().content_rect().height() - 140.0;
        ScrollArea::vertical().max_height(height).min_scrolled_height(height).show(ui, |ui| {
            Grid::new("shortcuts").num_columns(2).spacing([theme::SPACE[2] * 2.0, theme::SPACE[0]]).show(ui, |ui| {
                for (keys, what) in shortcuts {
                    if keys.is_empty() {
                        ui.strong(*what);
                    } else {
                        ui.label(RichText::new(*keys).font(theme::figures()));
                        ui.label(*what);
                    }
                    ui.end_row();
                }
            });
        });
        if ui.button("Close").clicked() {
            commands.push(WindowCommand::Help(false));
        }
    });
    // Escape and `?` are read with the other keys.
    let escape = ui.input(|input| input.key_pressed(Key::Escape));
    if modal.should_close() && !escape {
        commands.push(WindowCommand::Help(false));
    }
}
