//! Outlines of boxes: on whole pixels if they are upright, antialiased if they are not.

use super::drawing::{Drawing, Layer, Mark};
use super::rect::Rect;
use super::surface::{Surface, fade};

/// Dash and gap in widths of the line.
const DASH: [f64; 2] = [2.5, 2.0];
/// Most dashes along a side.
const MAX_DASHES: f64 = 500.0;
/// So many dashes along one side of all boxes together cost no more than a frame may.
const ALL_DASHES: usize = 10_000;
/// How much wider the outline of an emphasised box is.
const EMPHASIS: f32 = 1.75;
/// How opaque its fill is.
const FILL: f32 = 0.18;

/// Draws the boxes of all layers, the emphasised ones above the others.
pub fn draw(surface: &mut Surface, drawing: &Drawing) {
    for emphasised in [false, true] {
        for layer in &drawing.layers {
            let count = layer.marks.len();
            for mark in layer.marks.iter().filter(|mark| mark.emphasised == emphasised) {
                one(surface, drawing, layer, mark, count);
            }
        }
    }
}

/// The width of a box's outline in whole pixels.
pub fn width(layer: &Layer, mark: &Mark) -> f64 {
    let width = layer.line_width * if mark.emphasised { EMPHASIS } else { 1.0 };
    f64::from(if width.is_nan() { 1.0 } else { width.round().clamp(1.0, 256.0) })
}

/// Where a box is in pixels drawn; `None` if its sides are no numbers. One without area is a line or a point there.
pub fn place(drawing: &Drawing, mark: &Mark) -> Option<Rect> {
    let rect = drawing.place_rect(mark.rect);
    rect.is_finite().then(|| Rect { right: rect.right.max(rect.left), bottom: rect.bottom.max(rect.top), ..rect })
}

fn one(surface: &mut Surface, drawing: &Drawing, layer: &Layer, mark: &Mark, count: usize) {
    let Some(rect) = place(drawing, mark) else { return };
    let width = width(layer, mark);
    let color = fade(mark.color, layer.opacity);
    let period = (width * (DASH[0] + DASH[1])).max(1.0);
    let corners = mark.corners.map(|corners| corners.map(|corner| drawing.place(corner)));
    if let Some(corners) = corners.filter(|corners| corners.iter().all(|(x, y)| x.is_finite() && y.is_finite())) {
        if mark.emphasised {
            surface.polygon(&corners, fade(color, FILL));
        }
        let dash = mark.dashed.then(|| DASH.map(|share| (share * width) as f32));
        surface.line(&corners, true, width as f32, dash, color);
        return;
    }
    if mark.emphasised {
        surface.fill(rect, fade(color, FILL));
    }
    // What is far outside is not seen; cutting it off keeps the dashes few.
    let outer = rect.expand(width / 2.0).round().intersect(surface.bounds().expand(4.0 * width + 64.0));
    if !outer.is_positive() {
        return;
    }
    let Rect { left, top, right, bottom } = outer;
    let inner_top = (top + width).min(bottom);
    let inner_bottom = (bottom - width).max(inner_top);
    let most = (ALL_DASHES / count.max(1)).max(1) as f64;
    let pieces = |start: f64, end: f64| dashes(start, end, mark.dashed.then_some(period), most.min(MAX_DASHES));
    for (from, to) in pieces(left, right) {
        surface.fill(Rect { left: from, top, right: to, bottom: inner_top }, color);
        surface.fill(Rect { left: from, top: inner_bottom, right: to, bottom }, color);
    }
    let inner_left = (left + width).min(right);
    for (from, to) in pieces(inner_top, inner_bottom) {
        surface.fill(Rect { left, top: from, right: inner_left, bottom: to }, color);
        surface.fill(Rect { left: (right - width).max(inner_left), top: from, right, bottom: to }, color);
    }
}

/// Dashes from `start` to `end`, at most so many, or all of it if there is no period.
fn dashes(start: f64, end: f64, period: Option<f64>, most: f64) -> impl Iterator<Item = (f64, f64)> {
    let length = (end - start).max(0.0);
    let period = period.map_or(f64::INFINITY, |period| period.max(length / most));
    let dash = if period.is_finite() { (period * DASH[0] / (DASH[0] + DASH[1])).round().max(1.0) } else { length };
    let count = if length == 0.0 { 0 } else { (length / period).ceil().max(1.0) as u32 };
    (0..count).map(move |at| {
        let from = if at == 0 { start } else { (start + f64::from(at) * period).round() };
        (from, (from + dash).min(end))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dashes_reach_from_end_to_end_and_are_never_too_many() {
        assert_eq!(dashes(3.0, 12.0, None, 500.0).collect::<Vec<_>>(), [(3.0, 12.0)]);
        assert_eq!(dashes(0.0, 20.0, Some(9.0), 500.0).collect::<Vec<_>>(), [(0.0, 5.0), (9.0, 14.0), (18.0, 20.0)]);
        assert_eq!(dashes(0.0, 90.0, Some(9.0), 2.0).map(|dash| dash.0).collect::<Vec<_>>(), [0.0, 45.0]);
        assert_eq!(dashes(9.0, 3.0, Some(9.0), 500.0).count(), 0);
        assert!(dashes(0.0, 1e9, Some(9.0), 500.0).count() <= 501);
    }
}
