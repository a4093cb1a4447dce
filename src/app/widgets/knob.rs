//! A row that edits one number: name, slider with a mark at the default, number field, unit, reset button.

use std::ops::RangeInclusive;

use eframe::egui::{self, Align, Layout, RichText, Stroke, Vec2};

use super::theme;

/// Widths of the columns beside the slider, in points. The slider takes the remaining width. In a narrow panel, names are
/// shortened.
const NAME: [f32; 2] = [72.0, 116.0];
const FIGURE: f32 = 56.0;
const UNIT: f32 = 36.0;
const RESET: f32 = 16.0;
/// Width of what is at the right of the slider, with the gaps between, in points.
const BESIDE: f32 = FIGURE + UNIT + RESET + 3.0 * theme::SPACE[0];
/// Minimum width of the slider, in points.
const LEAST_SLIDER: f32 = 40.0;

/// Describes the number that a row edits.
pub struct Knob<'a> {
    /// Name on screen.
    pub name: &'a str,
    /// Unit, empty for a plain number.
    pub unit: &'a str,
    /// Tooltip: what the number does.
    pub help: &'a str,
    /// Permitted values. The slider is logarithmic if the range starts at 1 or more and spans two decades.
    pub range: RangeInclusive<f64>,
    /// The default value, marked under the slider.
    pub default: f64,
    /// Whether only whole numbers are permitted.
    pub integer: bool,
}

impl Knob<'_> {
    /// Draws the row. Returns whether the value changed.
    pub fn show(&self, ui: &mut egui::Ui, value: &mut f64) -> bool {
        let before = *value;
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = theme::SPACE[0];
            let help = format!("{}\nDefault: {} {}", self.help, self.default, self.unit);
            let name = name(ui, self.name).on_hover_text(&help);
            ui.spacing_mut().slider_width = (ui.available_width() - BESIDE).max(LEAST_SLIDER);
            let decimals = decimals(&self.range, self.integer);
            let mut slider = egui::Slider::new(value, self.range.clone())
                .show_value(false)
                .logarithmic(self.is_logarithmic())
                .max_decimals(decimals);
            if self.integer {
                slider = slider.integer();
            }
            let slider = ui.add(slider).labelled_by(name.id).on_hover_text(&help);
            self.mark_default(ui, slider.rect);
            cell(ui, FIGURE, |ui| {
                ui.style_mut().override_font_id = Some(theme::figures());
                let speed = (self.range.end() - self.range.start()) / 500.0;
                let figure = egui::DragValue::new(value).range(self.range.clone()).speed(speed).max_decimals(decimals);
                let size = Vec2::new(FIGURE, ui.spacing().interact_size.y);
                ui.add_sized(size, figure).accessible_name(format!("{} figure", self.name))
            });
            cell(ui, UNIT, |ui| ui.label(RichText::new(self.unit).small().weak()));
            let default = format!("{} {}", self.default, self.unit);
            if reset(ui, self.name, &default, *value != self.default) {
                *value = self.default;
            }
        });
        *value != before
    }

    fn is_logarithmic(&self) -> bool {
        *self.range.start() >= 1.0 && self.range.end() / self.range.start() > 50.0
    }

    /// Draws a short line under the slider at the default value.
    fn mark_default(&self, ui: &egui::Ui, rect: egui::Rect) {
        // The handle's centre stays one radius away from both ends of the slider.
        let rail = rect.x_range().shrink(rect.height() / 2.5);
        let (low, high) = (*self.range.start(), *self.range.end());
        let share = if self.is_logarithmic() {
            (self.default / low).log10() / (high / low).log10()
        } else {
            (self.default - low) / (high - low)
        };
        let x = egui::lerp(rail.min..=rail.max, share.clamp(0.0, 1.0) as f32);
        let color = ui.visuals().text_color();
        ui.painter().vline(x, rect.bottom() - 4.0..=rect.bottom(), Stroke::new(1.5, color));
    }
}

/// How many decimals a number in `range` is shown with.
fn decimals(range: &RangeInclusive<f64>, integer: bool) -> usize {
    match range.end() - range.start() {
        _ if integer => 0,
        ..=1.0 => 3,
        _ => 2,
    }
}

/// Rounds a number to the decimals that its row shows.
pub fn rounded(value: f64, range: &RangeInclusive<f64>, integer: bool) -> f64 {
    let scale = 10_f64.powi(decimals(range, integer) as i32);
    (value * scale).round() / scale
}

/// A button that restores the default. Returns whether it was clicked.
pub fn reset(ui: &mut egui::Ui, name: &str, default: &str, enabled: bool) -> bool {
    let button = egui::Button::new("↺").frame(false).min_size(Vec2::splat(RESET));
    let button = ui.add_enabled(enabled, button).on_hover_text(format!("Reset to {default}"));
    button.accessible_name(format!("Reset {name}")).clicked()
}

/// The name at the left of a row, shortened with an ellipsis if it is long.
pub fn name(ui: &mut egui::Ui, text: &str) -> egui::Response {
    let width = ui.available_width() - BESIDE - LEAST_SLIDER - theme::SPACE[0];
    cell(ui, width.clamp(NAME[0], NAME[1]), |ui| ui.add(egui::Label::new(text).truncate()))
}

/// A cell of fixed width, so that the columns of all rows align.
fn cell<R>(ui: &mut egui::Ui, width: f32, add: impl FnOnce(&mut egui::Ui) -> R) -> R {
    let size = Vec2::new(width, ui.spacing().interact_size.y);
    let cell = ui.allocate_ui_with_layout(size, Layout::left_to_right(Align::Center), |ui| {
        ui.set_min_size(size);
        ui.set_max_width(width);
        add(ui)
    });
    cell.inner
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::predict::{PredictorConfig, PredictorKind};

    #[test]
    fn a_row_shows_every_default_as_it_is() {
        for kind in PredictorKind::ALL {
            for param in (PredictorConfig { kind, ..PredictorConfig::default() }).params() {
                let default = param.default_value();
                assert_eq!(rounded(default, &param.range, param.integer), default, "{}", param.name);
            }
        }
    }
}
