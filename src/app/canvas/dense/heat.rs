//! Draws the density picture of a frame and its legend on the canvas.

use eframe::egui::{Align2, Color32, FontId, Mesh, Painter, Pos2, Rect, Ui, pos2, vec2};

use super::ask::DenseView;
use super::question::Heat;
use crate::app::model::camera::viewport::Transform;
use crate::app::model::format;
use crate::app::widgets::theme;

/// Width and height of the colour scale, in points.
const SCALE: [f32; 2] = [96.0, 8.0];
/// Number of steps in the colour scale.
const STEPS: usize = 32;

/// Draws the density picture over the part of the scene that it covers.
pub fn paint(painter: &Painter, known: &DenseView, heat: &Heat, transform: Transform) {
    let Some(texture) = &known.texture else { return };
    let area = heat.area;
    let place =
        Rect { min: transform.to_screen(area.left, area.top), max: transform.to_screen(area.right, area.bottom) };
    painter.image(texture.id(), place, Rect::from_min_max(pos2(0.0, 0.0), pos2(1.0, 1.0)), Color32::WHITE);
}

/// Draws a note in the corner: that a density is shown, the number of boxes, and the colour scale.
pub fn tell(ui: &Ui, painter: &Painter, canvas: Rect, boxes: usize, heat: &Heat) {
    let dark = ui.visuals().dark_mode;
    let color = ui.visuals().text_color();
    let font = FontId::proportional(theme::TEXT[0]);
    let layout = |text: String| painter.layout_no_wrap(text, font.clone(), color);
    let note = format!("{} boxes in this frame: density shown, zoom in to see boxes", format::count(boxes as u64));
    let note = painter.layout(note, font.clone(), color, canvas.width() - 2.0 * theme::SPACE[2]);
    let (least, greatest) = (layout("1".to_owned()), layout(format!("{} boxes", format::count(heat.greatest.into()))));
    let at = canvas.left_top() + vec2(theme::SPACE[1], theme::SPACE[1]);
    let line = least.size().y + 2.0;
    let scale_width = least.size().x + SCALE[0] + 2.0 * theme::SPACE[0] + greatest.size().x;
    let ground = Rect::from_min_size(at, vec2(note.size().x.max(scale_width), note.size().y + 2.0 + line));
    painter.rect_filled(ground.expand(theme::SPACE[0]), theme::RADIUS, theme::canvas(dark).gamma_multiply(0.8));
    let middle = ground.bottom() - line / 2.0;
    let scale_left = at.x + least.size().x + theme::SPACE[0];
    let beside = |x: f32, height: f32| pos2(x, middle - height / 2.0);
    painter.galley(at, note, color);
    painter.galley(beside(at.x, least.size().y), least, color);
    painter.galley(beside(scale_left + SCALE[0] + theme::SPACE[0], greatest.size().y), greatest, color);
    scale(painter, Align2::LEFT_CENTER.anchor_size(pos2(scale_left, middle), SCALE.into()), dark);
}

fn scale(painter: &Painter, rect: Rect, dark: bool) {
    let mut mesh = Mesh::default();
    let corner = |step: usize, y: f32| -> Pos2 { pos2(rect.left() + rect.width() * step as f32 / STEPS as f32, y) };
    for step in 0..STEPS {
        let color = theme::heat((step as f32 + 0.5) / STEPS as f32, dark);
        mesh.add_colored_rect(Rect { min: corner(step, rect.top()), max: corner(step + 1, rect.bottom()) }, color);
    }
    painter.add(mesh);
}
