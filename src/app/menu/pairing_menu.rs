//! Menu for the pairing of frames and pictures: which picture belongs to a frame, found out or chosen.

use eframe::egui::{DragValue, Ui};

use crate::app::command::{Command, Commands};
use crate::app::model::opening::source::Source;
use crate::app::session::describe::pairing_in_force;
use crate::app::session::view::View;
use crate::sequence::{ActivePairing, PicturePairing};

/// The width of the menu, in points.
const WIDTH: f32 = 380.0;

/// Draws the menu if the user opened a sequence with pictures.
pub fn show(ui: &mut Ui, view: &View<'_>, commands: &mut Commands) {
    let Some(document) = view.document.filter(|document| document.has_pictures()) else { return };
    let Source::File(..) = &document.source else { return };
    ui.menu_button("Pictures", |ui| {
        let (chosen, active) = (document.sequence.chosen_pairing(), document.sequence.pairing());
        ui.set_max_width(WIDTH);
        ui.weak(format!("Now {}", pairing_in_force(document)));
        let mut choice = |ui: &mut Ui, pairing: PicturePairing, words: &str| {
            if ui.radio(chosen == pairing, words).accessible_name(format!("Pictures: {words}")).clicked()
                && chosen != pairing
            {
                commands.push(Command::SetPairing(pairing));
                ui.close();
            }
        };
        choice(ui, PicturePairing::Automatic, "Automatic, by number");
        let mut listed = vec![PicturePairing::Automatic, PicturePairing::Order];
        if let Some(meeting) = document.sequence.meeting() {
            ui.separator();
            ui.weak(meeting.remark());
            for &offer in &meeting.offers {
                choice(ui, offer, &meeting.offer(offer));
                listed.push(offer);
            }
            ui.separator();
        }
        choice(ui, PicturePairing::Order, "By order: the n-th frame with boxes shows the n-th picture");
        for (offset, words) in [(-1, "Offset −1"), (0, "Offset 0"), (1, "Offset +1")] {
            choice(ui, PicturePairing::Offset(offset), words);
            listed.push(PicturePairing::Offset(offset));
        }
        if !listed.contains(&chosen) {
            choice(ui, chosen, &active.to_string());
        }
        ui.horizontal(|ui| {
            ui.label("other offset");
            let offset = if let ActivePairing::Offset(offset) = active { offset } else { 0 };
            let mut value = offset;
            // Dragging is off, because every step of a drag would reopen the sequence.
            let field = DragValue::new(&mut value).speed(0.0).update_while_editing(false);
            if ui.add(field).accessible_name("Picture offset").changed() && value != offset {
                commands.push(Command::SetPairing(PicturePairing::Offset(value)));
                ui.close();
            }
        });
    })
    .response
    .on_hover_text("Which picture a frame shows, if pictures and frames are numbered differently");
}
