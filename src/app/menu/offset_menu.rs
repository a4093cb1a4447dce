//! Which picture a frame shows: found out, or told.

use eframe::egui::{DragValue, Ui};

use crate::app::command::{Command, Commands};
use crate::app::model::opening::source::Source;
use crate::app::session::describe::offset_in_force;
use crate::app::session::view::View;

/// Draws the menu, where there are pictures that a person has opened.
pub fn show(ui: &mut Ui, view: &View<'_>, commands: &mut Commands) {
    let Some(document) = view.document.filter(|document| document.has_pictures()) else { return };
    let Source::File(_, how) = &document.source else { return };
    ui.menu_button("Picture offset", |ui| {
        let offset = document.sequence.offset();
        ui.weak(format!("Now {}", offset_in_force(document, offset)));
        let choices = [(None, "Automatic"), (Some(-1), "−1"), (Some(0), "0"), (Some(1), "+1")];
        for (choice, name) in choices {
            if ui.radio(how.offset == choice, name).accessible_name(format!("Picture offset {name}")).clicked()
                && how.offset != choice
            {
                commands.push(Command::SetOffset(choice));
                ui.close();
            }
        }
        ui.horizontal(|ui| {
            ui.label("other");
            let mut value = offset;
            // A drag would open the sequence again at every pixel.
            let field = DragValue::new(&mut value).speed(0.0).update_while_editing(false);
            if ui.add(field).accessible_name("Picture offset").changed() && value != offset {
                commands.push(Command::SetOffset(Some(value)));
                ui.close();
            }
        });
    })
    .response
    .on_hover_text("Which picture a frame shows, where the pictures are numbered otherwise than the frames");
}
