//! The labels of the boxes: their text and their placement.

use eframe::egui::layers::ShapeIdx;
use eframe::egui::{Align2, FontId, Mesh, Painter, Rect, Shape, pos2, vec2};

use super::boxes::ScreenBox;
use crate::app::model::settings::Boxes;
use crate::app::widgets::theme;
use crate::export::{self, LabelParts};
use crate::mot::{Detection, Layout};
use crate::render::{self, Occupancy};

/// Draws labels where there is room. All backgrounds are one mesh under the texts.
pub struct Labels<'a> {
    painter: &'a Painter,
    style: Boxes,
    canvas: Rect,
    occupancy: &'a mut Occupancy,
    /// The position of the backgrounds in the paint list, below all texts.
    place: ShapeIdx,
    grounds: Mesh,
}

impl<'a> Labels<'a> {
    /// Starts without labels. `occupancy` is a buffer that is reused.
    pub fn new(painter: &'a Painter, style: Boxes, canvas: Rect, occupancy: &'a mut Occupancy) -> Self {
        occupancy.clear(taken(canvas));
        let place = painter.add(Shape::Noop);
        Self { painter, style, canvas, occupancy, place, grounds: Mesh::default() }
    }

    /// Keeps a part of the canvas free of labels.
    pub fn keep_free(&mut self, rect: Rect) {
        self.occupancy.place(taken(rect));
    }

    /// Draws the backgrounds of all added labels.
    pub fn finish(self) {
        self.painter.set(self.place, self.grounds);
    }

    /// Draws a label if there is room. Its width is known before layout, because all digits have one width.
    pub fn add_if_room(&mut self, item: &ScreenBox, text: &str) {
        self.add_to_first(item, text, [self.room(item, text)]);
    }

    /// Draws a label above its box or else below it, if there is room. Where boxes of several layers agree, the first one has the
    /// room above.
    pub fn add_above_or_below(&mut self, item: &ScreenBox, text: &str) {
        self.add_to_first(item, text, [self.room(item, text), self.room_below(item, text)]);
    }

    /// Draws a label at the first of these places that is free.
    fn add_to_first<const N: usize>(&mut self, item: &ScreenBox, text: &str, places: [Rect; N]) {
        if text.is_empty() {
            return;
        }
        if let Some(place) = places.into_iter().find(|place| self.occupancy.try_place(taken(*place))) {
            self.paint(item, text, place);
        }
    }

    /// Draws a label, even if it covers others.
    pub fn add(&mut self, item: &ScreenBox, text: &str) {
        if !text.is_empty() {
            let place = self.room(item, text);
            self.occupancy.place(taken(place));
            self.paint(item, text, place);
        }
    }

    /// Draws a label below its box, or further down if others are there.
    pub fn add_below(&mut self, item: &ScreenBox, text: &str) {
        let first = self.room_below(item, text);
        let below = |line: f32| {
            let top = (first.top() + line * first.height()).min(self.canvas.bottom() - first.height());
            Rect::from_min_size(pos2(first.left(), top.max(self.canvas.top())), first.size())
        };
        let free = [0.0, 1.0, 2.0, 3.0].map(below).into_iter().find(|place| self.occupancy.try_place(taken(*place)));
        self.paint(item, text, free.unwrap_or(first));
    }

    /// The area of a label: above the box, or inside at its top if there is no room above.
    fn room(&self, item: &ScreenBox, text: &str) -> Rect {
        let size = vec2(text.chars().count() as f32 * self.style.label_size * 0.62 + 4.0, self.style.label_size + 3.0);
        let above = item.rect.top() - self.style.line_width / 2.0 - size.y;
        let y = if above >= self.canvas.top() { above } else { item.rect.top().max(self.canvas.top()) };
        let x =
            (item.rect.left() - self.style.line_width / 2.0).min(self.canvas.right() - size.x).max(self.canvas.left());
        Rect::from_min_size(pos2(x, y), size)
    }

    /// The area of a label below its box, or inside at its bottom if there is no room below.
    fn room_below(&self, item: &ScreenBox, text: &str) -> Rect {
        let above = self.room(item, text);
        let top = (item.rect.bottom() + self.style.line_width / 2.0).min(self.canvas.bottom() - above.height());
        Rect::from_min_size(pos2(above.left(), top), above.size())
    }

    fn paint(&mut self, item: &ScreenBox, text: &str, place: Rect) {
        let color = if item.color.is_opaque() { item.color } else { item.color.to_opaque() };
        self.grounds.add_colored_rect(place, color);
        let font = FontId::monospace(self.style.label_size);
        let text_color = theme::on_track(color);
        self.painter.text(place.left_center() + vec2(2.0, 0.0), Align2::LEFT_CENTER, text, font, text_color);
    }
}

/// Converts an egui rectangle to a rectangle of `render`, which does not know egui.
fn taken(rect: Rect) -> render::Rect {
    let [left, top, right, bottom] = [rect.left(), rect.top(), rect.right(), rect.bottom()].map(f64::from);
    render::Rect { left, top, right, bottom }
}

/// The label text of a row, behind the short name of its layer. Empty if no label is chosen, or the row lacks the chosen values.
pub fn text(name: &str, detection: &Detection, layout: Layout, style: Boxes) -> String {
    let parts = LabelParts { id: style.id, confidence: style.confidence, class: style.class };
    export::named(name, export::label(detection, layout, parts))
}
