//! The legend of the lanes.

use eframe::egui::{RichText, Ui};

use super::style::{box_colors, square};
use crate::app::model::lanes::ErrorLane;
use crate::app::session::view::View;
use crate::app::widgets::theme;

/// Draws the legend in the row of the legend of the strip.
pub fn legend(ui: &mut Ui, view: &View<'_>) {
    let dark = ui.visuals().dark_mode;
    ui.separator();
    let judging = &view.state.judging;
    if judging.pairs.is_some() && judging.trouble.is_none() {
        for lane in ErrorLane::ALL {
            square(ui, theme::error_lane(lane, dark));
            ui.label(RichText::new(lane.name()).small()).on_hover_text(lane.help());
        }
    } else {
        let names = [
            ("boxes", "How many boxes a frame has."),
            ("tracks begin", "How many tracks have their first box here."),
            ("tracks end", "How many tracks have their last box here."),
        ];
        for ((name, help), color) in names.into_iter().zip(box_colors(dark)) {
            square(ui, color);
            ui.label(RichText::new(name).small()).on_hover_text(help);
        }
    }
}
