//! Controls for how the picture is shown: dimming, brightness, contrast, gamma, scaling, turning, stretching.

use std::ops::RangeInclusive;

use eframe::egui::{Slider, Ui};

use crate::app::model::actions::{Action, Keymap};
use crate::app::model::settings::picture_style::{PictureStyle, Scaling};

/// Width of the name left of a slider and of the value right of it, in points.
const BESIDE: [f32; 2] = [68.0, 66.0];

/// Draws the controls for how the picture is shown.
pub fn controls(ui: &mut Ui, style: &mut PictureStyle, keys: &Keymap) {
    ui.checkbox(&mut style.shown, keys.labelled("Show picture", Action::ShowPicture));
    ui.checkbox(&mut style.dimmed, keys.labelled("Dim", Action::DimPicture))
        .on_hover_text("Darkens the picture so that boxes are easier to see");
    let default = PictureStyle::default();
    let adjusted = &mut style.adjusted;
    if row(ui, "dim", &mut adjusted.dim, 0.0..=1.0, false) {
        style.dimmed = true;
    }
    row(ui, "brightness", &mut adjusted.brightness, -1.0..=1.0, false);
    row(ui, "contrast", &mut adjusted.contrast, 0.0..=4.0, false);
    row(ui, "gamma", &mut adjusted.gamma, 0.1..=10.0, true);
    // Buttons instead of a drop-down list: opening a list inside a menu would close the menu.
    ui.horizontal_wrapped(|ui| {
        ui.label("scaling").on_hover_text(
            "Nearest shows each pixel as a square. Linear is smooth. Automatic switches to nearest when a picture \
             pixel covers 4 screen pixels or more.",
        );
        for (scaling, name) in Scaling::ALL {
            ui.selectable_value(&mut style.scaling, scaling, name);
        }
    });
    ui.checkbox(&mut style.view.turn, "Turn as the file says (EXIF)").on_hover_text(
        "Turns and mirrors pictures by the orientation that a camera stored in them, as cv2.imread does",
    );
    ui.checkbox(&mut style.view.stretch, "Stretch 16 bit").on_hover_text(
        "Shows the least value of a picture of 16 bits as black and the greatest as white. Otherwise, the upper 8 bits \
         are shown, as cv2.imread does.",
    );
    if ui.add_enabled(*style != default, eframe::egui::Button::new("Reset picture")).clicked() {
        *style = default;
    }
}

/// A slider for one number. Returns whether the number changed.
fn row(ui: &mut Ui, name: &str, value: &mut f32, range: RangeInclusive<f32>, logarithmic: bool) -> bool {
    ui.horizontal(|ui| {
        let place = ui.max_rect().left();
        let label = ui.label(name);
        ui.add_space((place + BESIDE[0] - ui.cursor().left()).max(0.0));
        ui.spacing_mut().slider_width = (ui.available_width() - BESIDE[1]).max(12.0);
        let slider = Slider::new(value, range).logarithmic(logarithmic).max_decimals(2);
        ui.add(slider).labelled_by(label.id).changed()
    })
    .inner
}
