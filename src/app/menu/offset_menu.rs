//! Which picture a frame shows: found out, or told.

use eframe::egui::{DragValue, Ui};

use crate::app::command::{Command, Commands};
use crate::app::model::source::Source;
use crate::app::model::state::State;
use crate::app::session::document::Document;

/// Draws the menu, where there are pictures that a person has opened.
pub fn show(ui: &mut Ui, state: &State, commands: &mut Commands) {
    let Some(document) = state.document.as_ref().filter(|document| document.has_pictures()) else { return };
    let Source::File(_, how) = &document.source else { return };
    ui.menu_button("Picture offset", |ui| {
        let offset = document.sequence.offset();
        ui.weak(format!("Now {}", in_force(document, offset)));
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

/// That a frame does not show the picture of its own number, if so.
pub fn told(document: &Document) -> Option<String> {
    let offset = document.sequence.offset();
    (document.has_pictures() && offset != 0).then(|| in_force(document, offset))
}

fn in_force(document: &Document, offset: i64) -> String {
    in_words(offset, document.sequence.offset_is_automatic())
}

fn in_words(offset: i64, found_out: bool) -> String {
    let sum = match offset {
        0 => "picture = frame".to_owned(),
        ..0 => format!("picture = frame − {}", offset.unsigned_abs()),
        1.. => format!("picture = frame + {offset}"),
    };
    sum + if found_out { " (found out)" } else { " (chosen)" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_offset_is_told_with_where_it_comes_from() {
        assert_eq!(in_words(-1, true), "picture = frame − 1 (found out)");
        assert_eq!(in_words(12, false), "picture = frame + 12 (chosen)");
        assert_eq!(in_words(0, false), "picture = frame (chosen)");
        assert_eq!(in_words(i64::MIN, false), "picture = frame − 9223372036854775808 (chosen)");
    }
}
