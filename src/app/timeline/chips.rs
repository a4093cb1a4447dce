//! Amber chips beside the transport: what makes the window slower, or shows less, than it would by default. A click ends it.

use eframe::egui::{Button, Color32, CornerRadius, RichText, Ui};

use crate::app::command::Commands;
use crate::app::model::settings::Settings;
use crate::app::session::view::View;
use crate::app::widgets::theme;
use crate::predict::PredictorKind;

/// What a chip says, its help, and what a click changes.
struct Chip {
    text: String,
    help: &'static str,
    end: fn(&mut Settings),
}

/// Draws the chips, from the right.
pub fn show(ui: &mut Ui, view: &View<'_>, commands: &mut Commands) {
    let settings = &view.state.settings;
    for chip in chips(settings, view.has_pictures()) {
        let text = RichText::new(&chip.text).color(Color32::BLACK).size(theme::TEXT[0]);
        let button =
            Button::new(text).fill(theme::state::QUEUED).corner_radius(CornerRadius::same(theme::RADIUS)).small();
        if ui.add(button).on_hover_text(chip.help).clicked() {
            commands.change(settings, chip.end);
        }
    }
}

fn chips(settings: &Settings, has_pictures: bool) -> Vec<Chip> {
    let mut chips = Vec::new();
    let cache = &settings.cache;
    if cache.latency_ms > 0.0 {
        let varies = if cache.jitter > 0.0 { format!(" ± {:.0} %", cache.jitter * 100.0) } else { String::new() };
        chips.push(Chip {
            text: format!("+{:.0} ms{varies} simulated", cache.latency_ms),
            help: "Every load takes this much longer, as if the file were on remote storage. Click to switch it off. It also ends \
                   with the program",
            end: |settings| (settings.cache.latency_ms, settings.cache.jitter) = (0.0, 0.0),
        });
    }
    if cache.predictor.kind == PredictorKind::None {
        chips.push(Chip {
            text: "no prefetching".to_owned(),
            help: "No predictor is chosen, so nothing is loaded before it is asked for. Click for the usual one",
            end: |settings| settings.cache.predictor.kind = PredictorKind::default(),
        });
    }
    if has_pictures && !settings.picture.shown {
        chips.push(Chip {
            text: "pictures hidden".to_owned(),
            help: "Boxes are shown without pictures. Click to show the pictures",
            end: |settings| settings.picture.shown = true,
        });
    }
    chips
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_chip_tells_what_is_on_and_ends_it() {
        let mut settings = Settings::default();
        assert!(chips(&settings, true).is_empty());
        (settings.cache.latency_ms, settings.cache.jitter) = (60.0, 0.0);
        settings.cache.predictor.kind = PredictorKind::None;
        settings.picture.shown = false;
        let texts = |settings: &Settings, has_pictures| -> Vec<String> {
            chips(settings, has_pictures).into_iter().map(|chip| chip.text).collect()
        };
        assert_eq!(texts(&settings, true), ["+60 ms simulated", "no prefetching", "pictures hidden"]);
        assert_eq!(texts(&settings, false).len(), 2);
        settings.cache.jitter = 0.5;
        assert_eq!(texts(&settings, false)[0], "+60 ms ± 50 % simulated");
        for chip in chips(&settings, true) {
            (chip.end)(&mut settings);
        }
        assert_eq!(settings, Settings::default());
    }
}
