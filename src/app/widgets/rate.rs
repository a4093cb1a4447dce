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
            "Frames per second at 1×. This sequence has no frame rate, so the last chosen rate is used.",
        ),
        FpsSource::Sequence => {
            (" fps", "Frames per second at 1×, from seqinfo.ini. A change lasts until this sequence is closed.")
        }
        FpsSource::Chosen => (" fps", "Frames per second at 1×"),
    };
    let field = DragValue::new(&mut fps).range(FPS).speed(0.2).max_decimals(2).suffix(suffix);
    ui.add(field).on_hover_text(help).accessible_name("Frame rate").changed().then_some(fps)
}

/// A drop-down list of playback speeds. `rate` is the speed in effect, which J and L may have raised.
pub fn speed_list(ui: &mut Ui, play: &mut Play, rate: f64) {
    let combo = ComboBox::from_id_salt("speed").width(58.0).selected_text(speed_name(rate));
    let response = combo.show_ui(ui, |ui| speeds(ui, play));
    response.response.on_hover_text("Speed").accessible_name("Speed");
}

/// All playback speeds side by side, for menus: opening a drop-down list would close the menu.
pub fn speeds(ui: &mut Ui, play: &mut Play) {
    for speed in SPEEDS {
        ui.selectable_value(&mut play.speed, speed, speed_name(speed));
    }
}

/// A button that switches looping on and off.
pub fn looping(ui: &mut Ui, play: &mut Play) {
    if icons::button(ui, Icon::Loop, "Loop", "Loop: start again when the end is reached", play.looping).clicked() {
        play.looping ^= true;
    }
}

/// The name of a speed, such as `0.5×`.
pub fn speed_name(speed: f64) -> String {
    format!("{speed}×")
}
