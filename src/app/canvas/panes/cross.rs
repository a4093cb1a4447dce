//! The cross that marks where the pointer of another pane would be.

use eframe::egui::{Painter, Pos2, Rect, Stroke, vec2};

use crate::app::canvas::ground;

/// The length of an arm, in points.
const ARM: f32 = 9.0;
/// The gap around the place itself, in points.
const GAP: f32 = 3.0;

/// Draws a thin cross at a place of a canvas.
pub fn paint(painter: &Painter, canvas: Rect, at: Pos2, is_dark: bool) {
    let painter = painter.with_clip_rect(canvas);
    let [line, edge] = ground::mark(is_dark);
    for (width, color) in [(3.0, edge), (1.0, line)] {
        for way in [vec2(1.0, 0.0), vec2(-1.0, 0.0), vec2(0.0, 1.0), vec2(0.0, -1.0)] {
            painter.line_segment([at + way * GAP, at + way * ARM], Stroke::new(width, color));
        }
    }
}
