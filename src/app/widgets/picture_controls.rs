//! Controls for how the picture is shown: dimming, brightness, contrast, gamma, scaling.

use std::ops::RangeInclusive;

use eframe::egui::{Slider, Ui};

use crate::app::model::settings::picture_style::{PictureStyle, Scaling};

/// Width of a name before its slider, and of the figure behind it, in points.
const BESIDE: [f32; 2] = [68.0, 66.0];

/// Controls for how the picture is shown.
pub fn controls(ui: &mut Ui, style: &mut PictureStyle) {
    ui.checkbox(&mut style.shown, "Show picture (H)");
    ui.checkbox(&mut style.dimmed, "Dim (D)").on_hover_text("Darkens the picture, so that boxes stay readable");
    let default = PictureStyle::default();
    let adjusted = &mut style.adjusted;
    if row(ui, "dim", &mut adjusted.dim, 0.0..=1.0, false) {
        style.dimmed = true;
    }
    row(ui, "brightness", &mut adjusted.brightness, -1.0..=1.0, false);
    row(ui, "contrast", &mut adjusted.contrast, 0.0..=4.0, false);
    row(ui, "gamma", &mut adjusted.gamma, 0.1..=10.0, true);
    // No list to open: one that opens closes the menu it is in.
    ui.horizontal_wrapped(|ui| {
        ui.label("scaling").on_hover_text(
            "Nearest shows every pixel as a square, linear is smooth; automatic is nearest from 4 screen pixels a \
             picture pixel on",
        );
        for (scaling, name) in Scaling::ALL {
            ui.selectable_value(&mut style.scaling, scaling, name);
        }
    });
    if ui.add_enabled(*style != default, eframe::egui::Button::new("Reset picture")).clicked() {
        *style = default;
    }
}

/// A number; true if it was changed.
fn row(ui: &mut Ui, name: &str, value: &mut f32, range: RangeInclusive<f32>, logarithmic: bool) -> bool {
    ui.horizontal(|ui| {
        let place = ui.max_rect().left();
        let label = ui.label(name);
        ui.add_space((place + BESIDE[0] - ui.cursor().left()).max(0.0));
        ui.spacing_mut().slider_width = (ui.available_width() - BESIDE[1]).max(30.0);
        let slider = Slider::new(value, range).logarithmic(logarithmic).max_decimals(2);
        ui.add(slider).labelled_by(label.id).changed()
    })
    .inner
}
