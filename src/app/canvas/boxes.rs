//! The boxes of a frame as one mesh: four thin rectangles each, on whole pixels, so that a thousand cost little.

use eframe::egui::emath::GuiRounding as _;
use eframe::egui::{Color32, Mesh, Pos2, Rect, Shape, Stroke, pos2};

use crate::app::model::camera::view::Transform;
use crate::app::model::layers::Paint;
use crate::app::panels::track_list::Filter;
use crate::mot::{Detection, Frame, Layout, TrackId};

/// How near a box the pointer is on it, in points.
pub const NEAR: f32 = 2.0;
/// Dash and gap of rows that are not judged, in points.
const DASH: [f32; 2] = [5.0, 4.0];
/// The same of layers drawn with dashes: more than twice as long, and not dim, so that neither is taken for the other.
const LONG_DASH: [f32; 2] = [12.0, 5.0];
/// Most dashes along a side: an outline that is far larger than the screen needs no more.
const MAX_DASHES: usize = 500;
/// So many dashes along one side of all boxes together cost no more than a pass may.
const ALL_DASHES: usize = 10_000;

/// A box on the screen.
#[derive(Clone, Copy, Debug)]
pub struct Item {
    /// Its place in the frame.
    pub index: usize,
    /// Its identity, if it has one.
    pub id: Option<TrackId>,
    /// Where it is.
    pub rect: Rect,
    /// Its colour.
    pub color: Color32,
    /// Whether the row is to be judged.
    pub judged: bool,
    /// Where the corners of an oriented box are.
    pub corners: Option<[Pos2; 4]>,
}

/// From where boxes are looked at.
#[derive(Clone, Copy, Debug)]
pub struct Sight<'a> {
    /// What the columns mean.
    pub layout: Layout,
    /// Which boxes are shown.
    pub filter: &'a Filter,
    /// What they are coloured with.
    pub paint: Paint,
    /// Where the scene is on the screen.
    pub transform: Transform,
    /// The canvas on the screen.
    pub canvas: Rect,
    /// How fine the screen is.
    pub pixels_per_point: f32,
}

/// Those boxes of `frame` at `places` that pass the filter and meet the canvas.
pub fn items(frame: &Frame, places: impl IntoIterator<Item = usize>, sight: Sight, into: &mut Vec<Item>) {
    let Sight { layout, filter, paint, transform, canvas, pixels_per_point } = sight;
    into.clear();
    for index in places {
        let detection = &frame.detections[index];
        let rect = rect_of(detection, transform);
        if !rect.intersects(canvas) || !filter.passes(detection, layout) {
            continue;
        }
        let judged = layout.is_judged(detection);
        let color = paint.color(detection, layout);
        let corners = detection.corners().map(|corners| corners.map(|(x, y)| transform.to_screen(x, y)));
        let rect = rect.round_to_pixels(pixels_per_point);
        into.push(Item { index, id: detection.id, rect, color, judged, corners });
    }
}

/// A box on the screen; one without area is a line or a point there, not upside down.
fn rect_of(detection: &Detection, transform: Transform) -> Rect {
    let min = transform.to_screen(detection.left, detection.top);
    let max = transform.to_screen(detection.left + detection.width.max(0.0), detection.top + detection.height.max(0.0));
    Rect { min, max }
}

/// The smallest box under the pointer: of two on top of each other, the one that could not be reached otherwise.
pub fn hit(items: &[Item], pointer: Pos2) -> Option<Item> {
    let near = items.iter().filter(|item| item.rect.expand(NEAR).contains(pointer));
    near.min_by(|a, b| a.rect.area().total_cmp(&b.rect.area())).copied()
}

/// How outlines are drawn.
#[derive(Clone, Copy, Debug)]
pub struct Pen {
    /// Width in points.
    pub width: f32,
    /// Whether all are dashed.
    dashed: bool,
    canvas: Rect,
    pixels_per_point: f32,
    /// Most dashes along a side.
    most_dashes: f32,
}

impl Pen {
    /// One for so many boxes: of more boxes, each has fewer dashes, so that all together cost the same.
    pub fn new(width: f32, boxes: usize, canvas: Rect, pixels_per_point: f32) -> Self {
        let most_dashes = (ALL_DASHES / boxes.max(1)).clamp(1, MAX_DASHES) as f32;
        Self { width, dashed: false, canvas, pixels_per_point, most_dashes }
    }

    /// The same, wider by a factor.
    pub fn widened(self, factor: f32) -> Self {
        Self { width: self.width * factor, ..self }
    }

    /// The same that dashes all outlines, or only those that are always dashed.
    pub fn dashing(self, dashed: bool) -> Self {
        Self { dashed, ..self }
    }

    /// Dash and gap of a box; none for a whole line.
    fn dash(self, item: &Item) -> Option<[f32; 2]> {
        match (item.judged, self.dashed) {
            (false, _) => Some(DASH),
            (true, true) => Some(LONG_DASH),
            (true, false) => None,
        }
    }

    /// Dashes from `start` to `end`.
    fn dashes(self, [dash, gap]: [f32; 2], start: f32, end: f32) -> impl Iterator<Item = (f32, f32)> {
        let length = (end - start).max(0.0);
        let period = (dash + gap).max(length / self.most_dashes);
        let dash = period * dash / (dash + gap);
        (0..(length / period).ceil() as usize).map(move |at| {
            let from = start + at as f32 * period;
            (from, (from + dash).min(end))
        })
    }
}

/// Adds the outline of `item` to `mesh`.
pub fn outline(mesh: &mut Mesh, item: &Item, pen: Pen) {
    let Pen { canvas, pixels_per_point, .. } = pen;
    let width = (pen.width * pixels_per_point).round().max(1.0) / pixels_per_point;
    let outer = item.rect.expand2(eframe::egui::vec2(width / 2.0, width / 2.0)).round_to_pixels(pixels_per_point);
    // What is far outside is not seen; cutting it off keeps the numbers small.
    let outer = outer.intersect(canvas.expand(4.0 * width + 64.0));
    let [left, top, right, bottom] = [outer.left(), outer.top(), outer.right(), outer.bottom()];
    let inner_top = (top + width).min(bottom);
    let inner_bottom = (bottom - width).max(inner_top);
    let Some(dash) = pen.dash(item) else {
        let inner = Rect { min: pos2((left + width).min(right), inner_top), max: pos2(right - width, inner_bottom) };
        ring(mesh, outer, Rect { max: inner.max.max(inner.min), ..inner }, item.color);
        return;
    };
    for (from, to) in pen.dashes(dash, left, right) {
        mesh.add_colored_rect(Rect { min: pos2(from, top), max: pos2(to, inner_top) }, item.color);
        mesh.add_colored_rect(Rect { min: pos2(from, inner_bottom), max: pos2(to, bottom) }, item.color);
    }
    for (from, to) in pen.dashes(dash, inner_top, inner_bottom) {
        mesh.add_colored_rect(Rect { min: pos2(left, from), max: pos2(left + width, to) }, item.color);
        mesh.add_colored_rect(Rect { min: pos2(right - width, from), max: pos2(right, to) }, item.color);
    }
}

/// The outline of an oriented box.
pub fn oriented(corners: [Pos2; 4], item: &Item, pen: Pen) -> Vec<Shape> {
    let stroke = Stroke::new(pen.width, item.color);
    let Some([dash, gap]) = pen.dash(item).filter(|_| pen.dashed) else {
        return vec![Shape::closed_line(corners.to_vec(), stroke)];
    };
    let [a, b, c, d] = corners;
    let factor = (a.distance(b).max(b.distance(c)) / pen.most_dashes / (dash + gap)).max(1.0);
    Shape::dashed_line(&[a, b, c, d, a], stroke, dash * factor, gap * factor)
}

/// What lies between two rectangles: half the corners that four bars have.
fn ring(mesh: &mut Mesh, outer: Rect, inner: Rect, color: Color32) {
    let first = mesh.vertices.len() as u32;
    for rect in [outer, inner] {
        for corner in [rect.left_top(), rect.right_top(), rect.right_bottom(), rect.left_bottom()] {
            mesh.colored_vertex(corner, color);
        }
    }
    for side in 0..4 {
        let next = (side + 1) % 4;
        mesh.add_triangle(first + side, first + next, first + 4 + side);
        mesh.add_triangle(first + next, first + 4 + next, first + 4 + side);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::model::camera::view::{Area, View};
    use crate::app::widgets::theme;
    use crate::mot::MotFile;

    const CANVAS: Rect = Rect { min: pos2(0.0, 0.0), max: pos2(800.0, 600.0) };

    fn shown(rows: &str, filter: &Filter) -> Vec<Item> {
        let file = MotFile::from_bytes("gt.txt", rows.as_bytes().to_vec()).unwrap();
        let scene = Area { left: 0.0, top: 0.0, right: 800.0, bottom: 600.0 };
        let transform = View::default().transform(scene, CANVAS);
        let mut items = Vec::new();
        let paint = Paint::default();
        let sight = Sight { layout: file.layout(), filter, paint, transform, canvas: CANVAS, pixels_per_point: 1.0 };
        let frame = file.frame(1);
        super::items(&frame, 0..frame.detections.len(), sight, &mut items);
        items
    }

    #[test]
    fn rows_not_to_be_judged_are_dashed_and_those_without_identity_grey() {
        let items = shown("1,3,10,10,50,50,1,1,1\n1,4,10,10,50,50,0,1,1\n1,5,10,10,50,50,1,7,1\n", &Filter::default());
        assert_eq!(items.iter().map(|item| item.judged).collect::<Vec<_>>(), [true, false, false]);
        let items = shown("1,-1,10,10,50,50,0.5,-1,-1,-1\n", &Filter::default());
        assert_eq!((items[0].id, items[0].color), (None, theme::NO_IDENTITY));
    }

    #[test]
    fn the_smallest_of_several_boxes_under_the_pointer_is_hit() {
        let items = shown("1,1,0,0,700,500,1\n1,2,100,100,50,50,1\n1,3,90,90,300,300,1\n", &Filter::default());
        let middle = items[1].rect.center();
        assert_eq!(hit(&items, middle).and_then(|item| item.id), Some(TrackId(2)));
        assert!(hit(&items, pos2(799.0, 599.0)).is_none());
    }

    #[test]
    fn a_dashed_layer_is_told_from_rows_that_are_not_judged() {
        let items = shown("1,3,10,10,50,50,1,1,1\n1,4,10,10,50,50,0,1,1\n", &Filter::default());
        let pen = Pen::new(2.0, 2, CANVAS, 1.0);
        assert_eq!([pen.dash(&items[0]), pen.dash(&items[1])], [None, Some(DASH)]);
        let pen = pen.dashing(true);
        assert_eq!([pen.dash(&items[0]), pen.dash(&items[1])], [Some(LONG_DASH), Some(DASH)]);
        assert!(items[0].color.is_opaque() && !items[1].color.is_opaque());
    }

    #[test]
    fn outlines_of_any_size_stay_cheap_and_finite() {
        let items =
            shown("1,1,-1e9,-1e9,2e9,2e9,1,1,1\n1,2,-1e9,0,2e9,0,0,1,1\n1,3,5,5,-7,-7,0,1,1\n", &Filter::default());
        assert!(!items.is_empty());
        let mut mesh = Mesh::default();
        for item in &items {
            outline(&mut mesh, item, Pen::new(2.0, 1, CANVAS, 1.5));
        }
        assert!(mesh.vertices.len() < 20_000);
        assert!(mesh.vertices.iter().all(|vertex| vertex.pos.x.is_finite() && vertex.pos.y.is_finite()));
        // Drawn for very many boxes, each has few dashes, and they still reach from end to end.
        let pen = Pen::new(2.0, 5_000, CANVAS, 1.0);
        assert_eq!(pen.dashes(DASH, 0.0, 90.0).map(|dash| dash.0).collect::<Vec<_>>(), [0.0, 45.0]);
        assert_eq!(pen.dashes(DASH, 3.0, 9.0).collect::<Vec<_>>(), [(3.0, 8.0)]);
        assert_eq!(pen.dashes(DASH, 9.0, 3.0).count(), 0);
    }
}
