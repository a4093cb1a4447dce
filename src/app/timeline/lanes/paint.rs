//! Draws the columns of the lanes, as one mesh.

use eframe::egui::{Mesh, Rect, Ui};

use super::ask::Columns;
use super::style::{box_colors, lane};
use crate::app::model::lanes::{BoxesColumn, ErrorLane, ErrorsColumn, strength};
use crate::app::widgets::theme;

/// Draws all columns. If the strip has another width by now, they are stretched until they are counted again.
pub fn columns(ui: &Ui, rect: Rect, columns: &Columns) {
    let mut mesh = Mesh::default();
    match columns {
        Columns::Errors(columns) => errors(&mut mesh, ui, rect, columns),
        Columns::Boxes(columns) => boxes(&mut mesh, ui, rect, columns),
        Columns::None => mesh.add_colored_rect(rect, theme::lane_ground(ui.visuals().dark_mode)),
    }
    ui.painter().add(mesh);
}

fn errors(mesh: &mut Mesh, ui: &Ui, rect: Rect, columns: &[ErrorsColumn]) {
    let dark = ui.visuals().dark_mode;
    let ground = theme::lane_ground(dark);
    for (at, of) in ErrorLane::ALL.into_iter().enumerate() {
        let lane = lane(rect, at, ErrorLane::ALL.len());
        mesh.add_colored_rect(lane, ground);
        let most = columns.iter().map(|column| column.density(of)).fold(0.0, f32::max);
        let level = |column: &ErrorsColumn| (strength(column.density(of) / most.max(f32::MIN_POSITIVE)) * 64.0).round();
        let color = theme::error_lane(of, dark);
        spans(columns, level, |begin, end, level| {
            if level > 0.0 {
                let color = ground.lerp_to_gamma(color, level / 64.0);
                mesh.add_colored_rect(span(lane, begin, end, columns.len()), color);
            }
        });
    }
}

fn boxes(mesh: &mut Mesh, ui: &Ui, rect: Rect, columns: &[BoxesColumn]) {
    let dark = ui.visuals().dark_mode;
    let [of_boxes, of_births, of_deaths] = box_colors(dark);
    let (upper, lower) = (lane(rect, 0, 2), lane(rect, 1, 2));
    for lane in [upper, lower] {
        mesh.add_colored_rect(lane, theme::lane_ground(dark));
    }
    let most = |of: fn(&BoxesColumn) -> f32| columns.iter().map(of).fold(f32::MIN_POSITIVE, f32::max);
    let pixel = 1.0 / ui.pixels_per_point();
    // A bar of whole pixels, at least one for what is there at all.
    let height = |share: f32, room: f32| if share > 0.0 { (share * room / pixel).ceil() * pixel } else { 0.0 };
    let most_boxes = most(|column| column.boxes);
    let bar = |column: &BoxesColumn| height(column.boxes / most_boxes, upper.height());
    spans(columns, bar, |begin, end, height| {
        let span = span(upper, begin, end, columns.len());
        mesh.add_colored_rect(span.with_min_y(span.bottom() - height), of_boxes);
    });
    let most_changes = most(|column| column.births.max(column.deaths) as f32);
    let (middle, half) = (lower.center().y, lower.height() / 2.0);
    spans(
        columns,
        |column| height(strength(column.births as f32 / most_changes), half),
        |begin, end, height| {
            let span = span(lower, begin, end, columns.len());
            mesh.add_colored_rect(
                Rect { min: span.min, max: span.max }.with_min_y(middle - height).with_max_y(middle),
                of_births,
            );
        },
    );
    spans(
        columns,
        |column| height(strength(column.deaths as f32 / most_changes), half),
        |begin, end, height| {
            let span = span(lower, begin, end, columns.len());
            mesh.add_colored_rect(span.with_min_y(middle).with_max_y(middle + height), of_deaths);
        },
    );
}

/// Calls `each` with the first and the end of columns beside each other that have one value, and with the value.
fn spans<T>(columns: &[T], value: impl Fn(&T) -> f32, mut each: impl FnMut(usize, usize, f32)) {
    let mut begin = 0;
    while begin < columns.len() {
        let level = value(&columns[begin]);
        let more = columns[begin..].iter().take_while(|column| value(column).total_cmp(&level).is_eq()).count();
        each(begin, begin + more, level);
        begin += more;
    }
}

/// The part of a lane of columns `begin..end` of `count`.
fn span(lane: Rect, begin: usize, end: usize, count: usize) -> Rect {
    let x = |at: usize| lane.left() + lane.width() * at as f32 / count.max(1) as f32;
    Rect::from_x_y_ranges(x(begin)..=x(end), lane.y_range())
}
