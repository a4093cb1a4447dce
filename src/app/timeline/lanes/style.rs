//! Places and colours of the lanes.

use eframe::egui::{Color32, Rect, Sense, TextStyle, Ui, pos2, vec2};

use crate::app::model::lanes::ErrorLane;
use crate::app::widgets::theme;

/// The gap between the strip and the lanes, and between lanes, in points.
pub const GAP: f32 = 1.0;

/// The rectangle of a lane, if `count` lanes share `rect`.
pub fn lane(rect: Rect, at: usize, count: usize) -> Rect {
    let height = (rect.height() - GAP * (count as f32 - 1.0)) / count as f32;
    let top = rect.top() + at as f32 * (height + GAP);
    Rect::from_min_max(pos2(rect.left(), top), pos2(rect.right(), top + height))
}

/// A small square of a legend.
pub fn square(ui: &mut Ui, color: Color32) {
    let height = ui.text_style_height(&TextStyle::Small);
    let (square, _) = ui.allocate_exact_size(vec2(height * 0.7, height), Sense::hover());
    ui.painter().rect_filled(Rect::from_center_size(square.center(), vec2(height, height) * 0.65), 1.0, color);
}

/// The colours of the lanes without ground truth: boxes, tracks that begin, tracks that end.
pub fn box_colors(dark: bool) -> [Color32; 3] {
    [theme::series(dark)[0], theme::readable(theme::state::RESIDENT, dark), theme::readable(theme::state::LATE, dark)]
}

/// The colours of all lanes of errors, from top to bottom.
pub fn error_colors(dark: bool) -> [Color32; 4] {
    ErrorLane::ALL.map(|lane| theme::error_lane(lane, dark))
}
