//! What is worth telling about how a sequence was opened, and is no error.

use eframe::egui::{Button, RichText, Ui};

use super::offset_menu;
use crate::app::command::Commands;
use crate::app::model::settings::Tab;
use crate::app::model::state::State;
use crate::app::session::document::Document;
use crate::app::widgets::format::counted;

/// All there is to tell at this moment.
pub fn of(document: &Document) -> Vec<String> {
    let found_out = document.sequence.offset_is_automatic();
    let offset = offset_menu::told(document).filter(|_| found_out).map(|told| {
        format!("{told}: the pictures start at 0, the boxes at 1, and there are as many of both. View > Picture offset changes it")
    });
    document.remarks.iter().cloned().chain(offset).collect()
}

/// How many there are; a click lists them.
pub fn button(ui: &mut Ui, remarks: &[String], state: &State, commands: &mut Commands) {
    let text = RichText::new(counted(remarks.len() as u64, "remark", "remarks")).weak();
    let help = format!("{}\nClick to list them.", remarks.join("\n"));
    if ui.add(Button::new(text).frame_when_inactive(false)).on_hover_text(help).clicked() {
        commands.change(&state.settings, |settings| {
            settings.show_panels = true;
            settings.tab = Tab::Problems;
        });
    }
}

/// All of them, one below the other.
pub fn section(ui: &mut Ui, remarks: &[String]) {
    if remarks.is_empty() {
        return;
    }
    ui.weak("Remarks on the sequence");
    for remark in remarks {
        ui.label(remark);
    }
    ui.separator();
}
