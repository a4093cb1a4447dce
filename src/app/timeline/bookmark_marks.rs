//! Bookmarks on the scrubber: a small flag at the upper edge for each, and its name where there is room.

use std::collections::BTreeSet;

use eframe::egui::text::{LayoutJob, TextWrapping};
use eframe::egui::{Align2, FontId, Pos2, Rect, Shape, Stroke, Ui, lerp, pos2, vec2};

use crate::app::model::bookmarks::Bookmarks;
use crate::app::session::document::Document;
use crate::app::widgets::theme;

/// Half the width, and the height, of a mark, in points.
const SIZE: [f32; 2] = [4.0, 7.0];

/// The least room for a name, in points.
const LEAST: f32 = 24.0;

/// The horizontal position of a frame on the scrubber, in points; `None` if the frame does not exist.
fn place(frame: u64, rect: Rect, document: &Document) -> Option<f32> {
    let rank = document.keys.rank_of(frame)?;
    Some(lerp(rect.x_range(), ((rank as f64 + 0.5) / document.keys.len() as f64) as f32))
}

/// Draws all bookmarks.
pub fn paint(ui: &Ui, rect: Rect, document: &Document, frames: &BTreeSet<u64>) {
    for x in frames.iter().filter_map(|&frame| place(frame, rect, document)) {
        mark(ui, pos2(x, rect.top()));
    }
}

/// Draws the names of bookmarks at the right of their marks. A name that would reach over another mark is cut, or left out.
pub fn names(ui: &Ui, rect: Rect, document: &Document, bookmarks: &Bookmarks) {
    let marks: Vec<(u64, f32)> =
        bookmarks.frames().iter().filter_map(|&frame| Some((frame, place(frame, rect, document)?))).collect();
    for (at, &(frame, x)) in marks.iter().enumerate() {
        let Some(name) = bookmarks.name(frame) else { continue };
        let end = marks.get(at + 1).map_or(rect.right(), |next| next.1 - SIZE[0]);
        let start = x + SIZE[0] + 2.0;
        if end - start < LEAST {
            continue;
        }
        let color = ui.visuals().strong_text_color();
        let job = LayoutJob::simple_singleline(name.trim().to_owned(), FontId::proportional(theme::TEXT[0]), color);
        let wrap = TextWrapping::truncate_at_width(end - start);
        let galley = ui.painter().layout_job(LayoutJob { wrap, ..job });
        let place = Align2::LEFT_CENTER.anchor_size(pos2(start, rect.center().y), galley.size());
        ui.painter().rect_filled(place.expand2(vec2(2.0, 0.0)), theme::RADIUS, ui.visuals().extreme_bg_color);
        ui.painter().galley(place.min, galley, color);
    }
}

/// Draws a mark that points down from `at`. Its shape differs from states; its outline contrasts with the strip.
pub fn mark(ui: &Ui, at: Pos2) {
    let corners = vec![pos2(at.x - SIZE[0], at.y), pos2(at.x + SIZE[0], at.y), pos2(at.x, at.y + SIZE[1])];
    let outline = Stroke::new(1.0, ui.visuals().extreme_bg_color);
    ui.painter().add(Shape::convex_polygon(corners, theme::bookmark(ui.visuals().dark_mode), outline));
}

/// The frame of the nearest mark under the pointer.
pub fn near(x: f32, rect: Rect, document: &Document, frames: &BTreeSet<u64>) -> Option<u64> {
    let distance = |&frame: &u64| Some(((place(frame, rect, document)? - x).abs(), frame));
    let nearest = frames.iter().filter_map(distance).min_by(|a, b| a.0.total_cmp(&b.0))?;
    (nearest.0 <= SIZE[0]).then_some(nearest.1)
}
