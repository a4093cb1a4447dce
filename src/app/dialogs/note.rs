//! A note over the window that goes by itself.

use std::time::Duration;

use eframe::egui::{Align2, Area, Frame, Id, Order, Rect, Ui};

use crate::app::session::view::View;
use crate::app::widgets::theme;

/// Draws the note at the lower edge of the canvas, while it lasts. `until_copying` is the time until it is told that something is
/// being copied, if something is.
pub fn show(ui: &Ui, canvas: Rect, view: &View<'_>, until_copying: Option<Duration>) {
    let text = match until_copying {
        Some(Duration::ZERO) => "Copying… (Escape ends it)",
        until => {
            until.into_iter().for_each(|until| ui.request_repaint_after(until));
            let Some(note) = &view.state.note else { return };
            let Some(rest) = note.rest(view.now) else { return };
            ui.request_repaint_after(rest);
            &note.text
        }
    };
    let room = if canvas.is_positive() { canvas } else { ui.ctx().content_rect() };
    let at = Align2::CENTER_BOTTOM.pos_in_rect(&room.shrink(theme::SPACE[2])) - eframe::egui::vec2(0.0, 24.0);
    let area = Area::new(Id::unique("note")).order(Order::Foreground).pivot(Align2::CENTER_BOTTOM).fixed_pos(at);
    area.interactable(false).show(ui.ctx(), |ui| {
        Frame::popup(ui.style()).inner_margin(theme::SPACE[1]).show(ui, |ui| {
            ui.set_max_width((ui.ctx().content_rect().width() - 40.0).clamp(80.0, 520.0));
            ui.label(text);
        });
    });
}
