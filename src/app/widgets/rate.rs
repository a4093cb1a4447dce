//! Controls for frame rate, speed and loop.

use eframe::egui::{ComboBox, DragValue, Ui};

use super::icons::{self, Icon};
use crate::app::model::settings::{FpsSource, Play};
use crate::playback::{FPS, SPEEDS};

/// A field for the frame rate. Returns the new rate if it was changed.
pub fn fps(ui: &mut Ui, mut fps: f64, source: FpsSource) -> Option<f64> {
    let (suffix, help) = match source {
        FpsSource::Assumed => (
            " fps assumed",
            "Frames a second at ×1. This sequence does not tell its rate; the last chosen rate is used.",
        ),
        FpsSource::Sequence => {
            (" fps", "Frames a second at ×1, from seqinfo.ini. A change lasts while this sequence is open.")
        }
        FpsSource::Chosen => (" fps", "Frames a second at ×1"),
    };
    let field = DragValue::new(&mut fps).range(FPS).speed(0.2).max_decimals(2).suffix(suffix);
    ui.add(field).on_hover_text(help).accessible_name("Frame rate").changed().then_some(fps)
}

/// A list of speeds that opens.
pub fn speed_list(ui: &mut Ui, play: &mut Play) {
    let combo = ComboBox::from_id_salt("speed").width(58.0).selected_text(speed_name(play.speed));
    let response = combo.show_ui(ui, |ui| speeds(ui, play));
    response.response.on_hover_text("Speed").accessible_name("Speed");
}

/// All speeds side by side. Inside a menu a list that opens would close the menu.
pub fn speeds(ui: &mut Ui, play: &mut Play) {
    for speed in SPEEDS {
        ui.selectable_value(&mut play.speed, speed, speed_name(speed));
    }
}

/// A button that switches the loop on and off.
pub fn looping(ui: &mut Ui, play: &mut Play) {
    if icons::button(ui, Icon::Loop, "Loop", "Loop: begin again at the end", play.looping).clicked() {
        play.looping ^= true;
    }
}

/// The name of a speed for people.
pub fn speed_name(speed: f64) -> String {
    format!("×{speed}")
}
