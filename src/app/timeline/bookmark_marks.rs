//! Bookmarks on the scrubber: a small pennant at the upper edge for each.

use std::collections::BTreeSet;

use eframe::egui::{Pos2, Rect, Shape, Stroke, Ui, lerp, pos2};

use crate::app::session::document::Document;
use crate::app::widgets::theme;

/// Half the width, and the height of a mark, in points.
const SIZE: [f32; 2] = [4.0, 7.0];

/// Where on the scrubber a frame is that there is.
fn place(frame: u64, rect: Rect, document: &Document) -> Option<f32> {
    let rank = document.keys.rank_of(frame)?;
    Some(lerp(rect.x_range(), ((rank as f64 + 0.5) / document.keys.len() as f64) as f32))
}

/// Draws them.
pub fn paint(ui: &Ui, rect: Rect, document: &Document, frames: &BTreeSet<u64>) {
    for x in frames.iter().filter_map(|&frame| place(frame, rect, document)) {
        mark(ui, pos2(x, rect.top()));
    }
}

/// Draws one that points down from `at`. Its shape tells it from states, its outline from what is under it.
pub fn mark(ui: &Ui, at: Pos2) {
    let corners = vec![pos2(at.x - SIZE[0], at.y), pos2(at.x + SIZE[0], at.y), pos2(at.x, at.y + SIZE[1])];
    let outline = Stroke::new(1.0, ui.visuals().extreme_bg_color);
    ui.painter().add(Shape::convex_polygon(corners, theme::bookmark(ui.visuals().dark_mode), outline));
}

/// The frame of the mark under the pointer, the nearest if there are several.
pub fn near(x: f32, rect: Rect, document: &Document, frames: &BTreeSet<u64>) -> Option<u64> {
    let distance = |&frame: &u64| Some(((place(frame, rect, document)? - x).abs(), frame));
    let nearest = frames.iter().filter_map(distance).min_by(|a, b| a.0.total_cmp(&b.0))?;
    (nearest.0 <= SIZE[0]).then_some(nearest.1)
}
