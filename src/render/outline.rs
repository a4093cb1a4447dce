//! Draws the outlines of boxes: on whole pixels if the box is axis-aligned, antialiased if it is oriented. Draws points as dots.

use super::box_style::{self, Dash, FILL_OPACITY, MASK_OPACITY};
use super::drawing::{Drawing, Layer, Mark};
use super::rect::Rect;
use super::surface::{Surface, fade};

/// The width of a dark edge in pixels.
const EDGE: f64 = 1.0;

/// Draws the boxes layer by layer, in each layer the emphasised ones last.
pub fn draw(surface: &mut Surface, drawing: &Drawing) {
    for layer in &drawing.layers {
        for mark in &layer.marks {
            let color = fade(fade(mark.color, layer.opacity), MASK_OPACITY);
            // Sides that two parts share are rounded to one pixel, so that nothing is filled twice.
            mark.mask.iter().for_each(|part| surface.fill(drawing.place_rect(*part), color));
        }
        let most_dashes = box_style::most_dashes(layer.marks.len());
        for emphasised in [false, true] {
            for mark in layer.marks.iter().filter(|mark| mark.emphasised == emphasised) {
                one(surface, drawing, layer, mark, most_dashes);
            }
        }
    }
}

/// The width of a box's outline in whole pixels.
pub fn width(layer: &Layer, mark: &Mark) -> f64 {
    box_style::outline_pixels(layer.line_width, mark.emphasised, 1.0).into()
}

/// Where a box or the dot of a point is in pixels drawn; `None` if one of its sides is not a number. A box without area is a line
/// or a pixel.
pub fn place(drawing: &Drawing, layer: &Layer, mark: &Mark) -> Option<Rect> {
    let rect = drawing.place_rect(mark.rect);
    let rect = Rect { right: rect.right.max(rect.left), bottom: rect.bottom.max(rect.top), ..rect };
    let radius = if mark.is_point { box_style::point_radius(layer.line_width, mark.emphasised).into() } else { 0.0 };
    rect.is_finite().then(|| rect.expand(radius))
}

/// Draws one box.
fn one(surface: &mut Surface, drawing: &Drawing, layer: &Layer, mark: &Mark, most_dashes: f64) {
    let Some(rect) = place(drawing, layer, mark) else { return };
    let width = width(layer, mark);
    let color = fade(mark.color, layer.opacity);
    let edge = mark.is_edged.then(|| fade([0, 0, 0, color[3]], box_style::EDGE_OPACITY));
    if mark.is_point {
        let radius: f64 = box_style::point_radius(layer.line_width, mark.emphasised).into();
        edge.into_iter().for_each(|edge| surface.dot(rect.center(), radius + EDGE, edge));
        surface.dot(rect.center(), radius, color);
        return;
    }
    let dash = mark.pattern.dash().map(|dash| dash.scaled(drawing.point()));
    let corners = mark.corners.map(|corners| corners.map(|corner| drawing.place(corner)));
    if let Some(corners) = corners.filter(|corners| corners.iter().all(|(x, y)| x.is_finite() && y.is_finite())) {
        if mark.emphasised {
            surface.polygon(&corners, fade(color, FILL_OPACITY));
        }
        edge.into_iter().for_each(|edge| surface.line(&corners, true, (width + 2.0 * EDGE) as f32, dash, edge));
        surface.line(&corners, true, width as f32, dash, color);
        return;
    }
    if mark.emphasised {
        surface.fill(rect, fade(color, FILL_OPACITY));
    }
    // Parts far outside of the picture are cut off: they are not seen, and would have many dashes.
    let outer = rect.expand(width / 2.0).round().intersect(surface.bounds().expand(4.0 * width + 64.0));
    if !outer.is_positive() {
        return;
    }
    let Rect { left, top, right, bottom } = outer;
    let inner_top = (top + width).min(bottom);
    let inner_bottom = (bottom - width).max(inner_top);
    let inner_left = (left + width).min(right);
    let inner_right = (right - width).max(inner_left);
    let mut fill = |color: [u8; 4], edge: f64| {
        for (from, to) in pieces(dash, left, right, most_dashes) {
            surface.fill(Rect { left: from, top, right: to, bottom: inner_top }.expand(edge), color);
            surface.fill(Rect { left: from, top: inner_bottom, right: to, bottom }.expand(edge), color);
        }
        for (from, to) in pieces(dash, inner_top, inner_bottom, most_dashes) {
            surface.fill(Rect { left, top: from, right: inner_left, bottom: to }.expand(edge), color);
            surface.fill(Rect { left: inner_right, top: from, right, bottom: to }.expand(edge), color);
        }
    };
    edge.into_iter().for_each(|edge| fill(edge, EDGE));
    fill(color, 0.0);
}

/// The pieces of a side from `start` to `end`, on whole pixels: its dashes, or all of it if it has none.
fn pieces(dash: Option<Dash>, start: f64, end: f64, most: f64) -> impl Iterator<Item = (f64, f64)> {
    // One dash that is longer than the side.
    let dash = dash.map_or(Dash { on: f64::MAX, off: 0.0 }, |dash| dash.fitted(end - start, most));
    let length = dash.on.round().max(1.0);
    dash.along(start, end, most).map(move |(from, _)| (from.round(), (from.round() + length).min(end)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_are_whole_pixels_and_reach_from_end_to_end() {
        assert_eq!(pieces(None, 3.0, 12.0, 500.0).collect::<Vec<_>>(), [(3.0, 12.0)]);
        assert_eq!(pieces(None, 9.0, 3.0, 500.0).count(), 0);
        let dash = Some(Dash { on: 4.6, off: 3.9 });
        assert_eq!(pieces(dash, 0.0, 20.0, 500.0).collect::<Vec<_>>(), [(0.0, 5.0), (9.0, 14.0), (17.0, 20.0)]);
    }
}
