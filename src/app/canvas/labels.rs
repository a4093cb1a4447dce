//! The labels of the boxes: what they say, and where they are put.

use eframe::egui::layers::ShapeIdx;
use eframe::egui::{Align2, FontId, Mesh, Painter, Rect, Shape, pos2, vec2};

use super::boxes::Item;
use super::occupancy::Occupancy;
use crate::app::settings::Boxes;
use crate::app::theme;
use crate::mot::{Detection, Layout};

/// Draws labels where there is room for them: their grounds as one mesh, the texts on it.
pub struct Labels<'a> {
    painter: &'a Painter,
    style: Boxes,
    canvas: Rect,
    occupancy: &'a mut Occupancy,
    /// Where among the shapes the grounds belong, under all texts.
    place: ShapeIdx,
    grounds: Mesh,
}

impl<'a> Labels<'a> {
    /// No labels yet on `canvas`; `occupancy` is used again.
    pub fn new(painter: &'a Painter, style: Boxes, canvas: Rect, occupancy: &'a mut Occupancy) -> Self {
        occupancy.clear(canvas);
        let place = painter.add(Shape::Noop);
        Self { painter, style, canvas, occupancy, place, grounds: Mesh::default() }
    }

    /// Draws what was added.
    pub fn finish(self) {
        self.painter.set(self.place, self.grounds);
    }

    /// Draws a label if there is room for it. Its width is known before it is laid out: all digits have one.
    pub fn add_if_room(&mut self, item: &Item, text: &str) {
        if !text.is_empty() && self.occupancy.try_place(self.room(item, text)) {
            self.paint(item, text);
        }
    }

    /// Draws a label, on top of others if need be.
    pub fn add(&mut self, item: &Item, text: &str) {
        if !text.is_empty() {
            self.occupancy.place(self.room(item, text));
            self.paint(item, text);
        }
    }

    /// On top of the box, or inside at its top if there is no room above.
    fn room(&self, item: &Item, text: &str) -> Rect {
        let size = vec2(text.chars().count() as f32 * self.style.label_size * 0.62 + 4.0, self.style.label_size + 3.0);
        let above = item.rect.top() - self.style.line_width / 2.0 - size.y;
        let y = if above >= self.canvas.top() { above } else { item.rect.top().max(self.canvas.top()) };
        let x =
            (item.rect.left() - self.style.line_width / 2.0).min(self.canvas.right() - size.x).max(self.canvas.left());
        Rect::from_min_size(pos2(x, y), size)
    }

    fn paint(&mut self, item: &Item, text: &str) {
        let place = self.room(item, text);
        let color = if item.color.is_opaque() { item.color } else { item.color.to_opaque() };
        self.grounds.add_colored_rect(place, color);
        let font = FontId::monospace(self.style.label_size);
        let text_color = theme::on_track(color);
        self.painter.text(place.left_center() + vec2(2.0, 0.0), Align2::LEFT_CENTER, text, font, text_color);
    }
}

/// What the label of a row says; nothing if nothing is to be told, or nothing is known.
pub fn text(detection: &Detection, layout: Layout, style: Boxes) -> String {
    let mut parts: Vec<String> = Vec::new();
    if style.id {
        parts.extend(detection.id.map(|id| id.to_string()));
    }
    if style.confidence {
        parts.extend(detection.confidence.map(|confidence| format!("{confidence:.2}")));
    }
    if style.class {
        parts.extend(layout.class_of(detection).map(|class| layout.class_label(&class).into_owned()));
    }
    parts.join(" ")
}
