//! The divider of a wipe, which can be dragged.

use eframe::egui::{Color32, CursorIcon, Id, Rect, Sense, Stroke, Ui, WidgetInfo, pos2, vec2};

use super::places;
use crate::app::command::{Command, Commands};
use crate::app::model::panes::PaneChange;

/// How far from the divider the pointer takes hold of it, in points.
const NEAR: f32 = 5.0;
/// The size of its handle, in points.
const HANDLE: [f32; 2] = [6.0, 28.0];

/// Draws the divider at this share of the width of `canvas`.
pub fn show(ui: &Ui, canvas: Rect, share: f32, commands: &mut Commands) {
    let x = places::divider(canvas, share);
    let hold = Rect::from_x_y_ranges(x - NEAR..=x + NEAR, canvas.y_range()).intersect(canvas);
    // It takes no focus: the arrow keys step frames.
    let response = ui.interact(hold, Id::unique("divider of the wipe"), Sense::CLICK | Sense::DRAG);
    response.widget_info(|| WidgetInfo::slider(true, f64::from(share), "Divider"));
    if response.hovered() || response.dragged() {
        ui.set_cursor_icon(CursorIcon::ResizeHorizontal);
    }
    if let Some(pointer) = response.interact_pointer_pos().filter(|_| response.dragged()) {
        let share = (pointer.x - canvas.left()) / canvas.width().max(1.0);
        commands.push(Command::ChangePanes(PaneChange::Divide(share)));
    }
    if response.double_clicked() {
        commands.push(Command::ChangePanes(PaneChange::Divide(0.5)));
    }
    let painter = ui.painter_at(canvas);
    // A dark and a light line: seen on any picture.
    for (width, color) in [(3.0, Color32::from_black_alpha(160)), (1.0, Color32::WHITE)] {
        painter.vline(x, canvas.y_range(), Stroke::new(width, color));
    }
    let handle = Rect::from_center_size(pos2(x, canvas.center().y), vec2(HANDLE[0], HANDLE[1]));
    painter.rect_filled(handle.expand(1.0), 3.0, Color32::from_black_alpha(200));
    painter.rect_filled(handle, 3.0, Color32::WHITE);
}
