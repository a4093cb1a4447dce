//! The badges of boxes that are wrong: a sign in the upper right corner, so that they are not told apart by colour alone.

use eframe::egui::emath::GuiRounding as _;
use eframe::egui::{Color32, Mesh, Painter, Rect, pos2, vec2};

use crate::app::canvas::boxes::ScreenBox;
use crate::app::model::judging::Verdict;
use crate::app::widgets::theme;

/// The side of a badge in points. It has at most half the side of its box.
const SIDE: f32 = 12.0;
/// A smaller badge could not be read.
const LEAST_SIDE: f32 = 5.0;

/// Draws the badges of these boxes.
pub fn badges<'a>(painter: &Painter, items: impl Iterator<Item = &'a ScreenBox>) {
    let mut mesh = Mesh::default();
    for item in items {
        let Some(verdict) = item.verdict.filter(|verdict| verdict.is_error()) else { continue };
        let side = SIDE.min(item.rect.width().min(item.rect.height()) / 2.0);
        if side < LEAST_SIDE {
            continue;
        }
        let corner = pos2(item.rect.right() - side, item.rect.top());
        let badge = Rect::from_min_size(corner, vec2(side, side)).round_to_pixels(painter.pixels_per_point());
        let opaque = item.color.to_opaque();
        mesh.add_colored_rect(badge, opaque);
        sign(&mut mesh, badge.shrink(side * 0.18), verdict, theme::on_track(opaque));
    }
    if !mesh.is_empty() {
        painter.add(mesh);
    }
}

/// Adds the sign of a verdict: minus for what is missed, plus for what is too much, two bars for what is there twice, and an arrow for
/// an id that has changed.
fn sign(mesh: &mut Mesh, rect: Rect, verdict: Verdict, color: Color32) {
    let line = (rect.height() * 0.24).max(1.0);
    let mut bar = |y: f32| {
        mesh.add_colored_rect(Rect::from_x_y_ranges(rect.x_range(), y - line / 2.0..=y + line / 2.0), color);
    };
    let center = rect.center();
    match verdict {
        Verdict::Missed => bar(center.y),
        Verdict::Duplicate(_) => {
            bar(center.y - line);
            bar(center.y + line);
        }
        Verdict::Ghost => {
            bar(center.y);
            let upright = Rect::from_x_y_ranges(center.x - line / 2.0..=center.x + line / 2.0, rect.y_range());
            mesh.add_colored_rect(upright, color);
        }
        Verdict::Switched { .. } => {
            let first = mesh.vertices.len() as u32;
            for corner in [rect.left_top(), pos2(rect.right(), center.y), rect.left_bottom()] {
                mesh.colored_vertex(corner, color);
            }
            mesh.add_triangle(first, first + 1, first + 2);
        }
        Verdict::Found(_) | Verdict::Matched(_) => {}
    }
}
