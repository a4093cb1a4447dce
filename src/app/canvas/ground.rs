//! What lies under the boxes, and the colours of marks that are seen on it.

use eframe::egui::{Color32, Ui};

use crate::app::session::view::View;

/// Whether what lies under the boxes is dark. Pictures are seldom as light as the ground of the light theme.
pub fn is_dark(ui: &Ui, view: &View<'_>) -> bool {
    ui.visuals().dark_mode || view.has_pictures() && view.state.settings.picture.shown
}

/// The colours of a mark that belongs to no layer: of its line, and of the edge around it. One of the two is seen on anything.
pub fn mark(is_dark: bool) -> [Color32; 2] {
    if is_dark {
        [Color32::WHITE, Color32::from_black_alpha(160)]
    } else {
        [Color32::from_gray(0x18), Color32::from_white_alpha(200)]
    }
}
