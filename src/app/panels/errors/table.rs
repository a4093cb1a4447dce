//! A line of a table of figures: a name at the left, figures at the right.

use eframe::egui::text::{LayoutJob, TextWrapping};
use eframe::egui::{Align2, Color32, Rect, Response, Role, Sense, TextStyle, Ui, WidgetInfo, pos2, vec2};

use crate::app::widgets::theme;

/// The width of the columns of figures, in points.
pub const COLUMN: f32 = 66.0;
/// The least width that is left for names, in points.
const NAME: f32 = 40.0;

/// A figure.
pub struct Cell {
    /// Its text.
    pub text: String,
    /// Its colour.
    pub color: Color32,
    /// Whether a dot marks it as the best of its line.
    pub is_best: bool,
}

/// Draws a line. Screen readers read `told` as one item.
pub fn line(ui: &mut Ui, (name, color): (&str, Color32), cells: &[Cell], told: &str) -> Response {
    let height = ui.text_style_height(&TextStyle::Small) + 2.0;
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), height), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, told));
    if !ui.is_rect_visible(rect) {
        return response;
    }
    let column = column(rect.width(), cells.len());
    let room = rect.width() - column * cells.len() as f32;
    let painter = ui.painter();
    let job = LayoutJob::simple_singleline(name.to_owned(), TextStyle::Small.resolve(ui.style()), color);
    let galley = painter.layout_job(LayoutJob { wrap: TextWrapping::truncate_at_width(room.max(0.0)), ..job });
    painter.galley(Align2::LEFT_CENTER.anchor_size(rect.left_center(), galley.size()).min, galley, color);
    for (cell, right) in cells.iter().zip(1..) {
        let at = pos2(rect.left() + room + right as f32 * column, rect.center().y);
        let drawn = painter.text(at, Align2::RIGHT_CENTER, &cell.text, theme::small_figures(), cell.color);
        if cell.is_best {
            painter.circle_filled(pos2(drawn.left() - 6.0, at.y), 2.5, theme::state::RESIDENT);
        }
    }
    response
}

/// The width of a column of a table of this width.
pub fn column(width: f32, columns: usize) -> f32 {
    COLUMN.min((width - NAME) / columns.max(1) as f32).max(1.0)
}

/// Where the parts of a header are: the name, then the columns.
pub fn header(ui: &mut Ui, columns: usize) -> Vec<Rect> {
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), ui.spacing().interact_size.y), Sense::hover());
    let column = column(rect.width(), columns);
    let left = rect.right() - column * columns as f32;
    let place = |at: usize| {
        let left = left + at as f32 * column;
        Rect::from_min_max(pos2(left, rect.top()), pos2(left + column, rect.bottom()))
    };
    let name = Rect::from_min_max(rect.min, pos2(left, rect.bottom()));
    std::iter::once(name).chain((0..columns).map(place)).collect()
}
