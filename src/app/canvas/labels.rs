//! The labels of the boxes: what they say, and where they are put.

use eframe::egui::layers::ShapeIdx;
use eframe::egui::{Align2, FontId, Mesh, Painter, Rect, Shape, pos2, vec2};

use super::boxes::Item;
use crate::app::model::settings::Boxes;
use crate::app::widgets::theme;
use crate::export::{self, LabelParts};
use crate::mot::{Detection, Layout};
use crate::render::{self, Occupancy};

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
        occupancy.clear(taken(canvas));
        let place = painter.add(Shape::Noop);
        Self { painter, style, canvas, occupancy, place, grounds: Mesh::default() }
    }

    /// Keeps labels away from a part of the canvas.
    pub fn keep_free(&mut self, rect: Rect) {
        self.occupancy.place(taken(rect));
    }

    /// Draws what was added.
    pub fn finish(self) {
        self.painter.set(self.place, self.grounds);
    }

    /// Draws a label if there is room for it. Its width is known before it is laid out: all digits have one.
    pub fn add_if_room(&mut self, item: &Item, text: &str) {
        if !text.is_empty() && self.occupancy.try_place(taken(self.room(item, text))) {
            self.paint(item, text);
        }
    }

    /// Draws a label, on top of others if need be.
    pub fn add(&mut self, item: &Item, text: &str) {
        if !text.is_empty() {
            self.occupancy.place(taken(self.room(item, text)));
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

/// The same rectangle for the occupancy, which knows no egui.
fn taken(rect: Rect) -> render::Rect {
    let [left, top, right, bottom] = [rect.left(), rect.top(), rect.right(), rect.bottom()].map(f64::from);
    render::Rect { left, top, right, bottom }
}

/// What the label of a row says; nothing if nothing is to be told, or nothing is known.
pub fn text(detection: &Detection, layout: Layout, style: Boxes) -> String {
    let parts = LabelParts { id: style.id, confidence: style.confidence, class: style.class };
    export::label(detection, layout, parts)
}
