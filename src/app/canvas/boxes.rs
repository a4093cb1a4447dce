//! The boxes of a frame as one mesh: four thin rectangles per box, on whole pixels. This keeps many boxes fast.
//! Widths, dashes and opacities come from `render::box_style`, for exports as well.

use eframe::egui::emath::GuiRounding as _;
use eframe::egui::{Color32, Mesh, Pos2, Rect, Shape, Stroke, pos2};

use crate::app::model::camera::viewport::Transform;
use crate::app::model::judging::Verdict;
use crate::app::model::layers::Paint;
use crate::app::model::shown_rows::{HiddenRows, ShownRows};
use crate::mot::{Detection, Frame, Layout, TrackId};
use crate::render::box_style::{self, Dash, LinePattern};

/// Up to this distance, in points, the pointer counts as being on a box.
pub const NEAR: f32 = 2.0;

/// A box on the screen.
#[derive(Clone, Copy, Debug)]
pub struct ScreenBox {
    /// Its index in the frame.
    pub index: usize,
    /// Its track id, if it has one.
    pub id: Option<TrackId>,
    /// Its rectangle on the screen, in points.
    pub rect: Rect,
    /// Its colour.
    pub color: Color32,
    /// Whether an evaluation counts the row.
    pub judged: bool,
    /// The corners of an oriented box, in points.
    pub corners: Option<[Pos2; 4]>,
    /// Whether it is a point. Its rectangle is the square around the dot.
    pub is_point: bool,
    /// What it is compared with the other file, if boxes are drawn by verdict.
    pub verdict: Option<Verdict>,
    /// Factor on the width of its outline.
    pub weight: f32,
}

/// How boxes are placed on the screen, filtered and coloured.
#[derive(Clone, Copy, Debug)]
pub struct Sight<'a> {
    /// The meaning of the file's columns.
    pub layout: Layout,
    /// Which rows are shown.
    pub rows: &'a ShownRows,
    /// Their colours.
    pub paint: Paint,
    /// Maps the scene to the screen.
    pub transform: Transform,
    /// The canvas on the screen, in points.
    pub canvas: Rect,
    /// Screen pixels per point.
    pub pixels_per_point: f32,
    /// The width of outlines in points. The size of points follows from it.
    pub line_width: f32,
}

/// Puts into `into` the boxes of `frame` with indices `places` that are shown and overlap the canvas. Returns how many of them
/// are not shown.
pub fn items(
    frame: &Frame,
    places: impl IntoIterator<Item = usize>,
    sight: Sight,
    into: &mut Vec<ScreenBox>,
) -> HiddenRows {
    let Sight { layout, rows, paint, transform, canvas, pixels_per_point, line_width } = sight;
    let radius = box_style::point_radius(line_width, false);
    into.clear();
    let mut hidden = HiddenRows::default();
    for index in places {
        let detection = &frame.detections[index];
        if !rows.shows(frame.number, detection, layout, &mut hidden) {
            continue;
        }
        let is_point = layout.are_points && detection.is_point();
        let rect = rect_of(detection, transform).expand(if is_point { radius } else { 0.0 });
        if !rect.intersects(canvas) {
            continue;
        }
        let judged = layout.is_judged(detection);
        let color = paint.color(detection, layout);
        let corners = detection.corners().map(|corners| corners.map(|(x, y)| transform.to_screen(x, y)));
        let rect = if is_point { rect } else { rect.round_to_pixels(pixels_per_point) };
        let id = detection.id;
        into.push(ScreenBox { index, id, rect, color, judged, corners, is_point, verdict: None, weight: 1.0 });
    }
    hidden
}

/// The rectangle of a box on the screen. A box without area becomes a line or a point; it is never inverted.
pub fn rect_of(detection: &Detection, transform: Transform) -> Rect {
    let min = transform.to_screen(detection.left, detection.top);
    let max = transform.to_screen(detection.left + detection.width.max(0.0), detection.top + detection.height.max(0.0));
    Rect { min, max }
}

/// The smallest box under the pointer, and of equal ones, such as points, the nearest. A smaller box inside a larger one could not
/// be hit otherwise.
pub fn hit(items: &[ScreenBox], pointer: Pos2) -> Option<ScreenBox> {
    let near = items.iter().filter(|item| item.rect.expand(NEAR).contains(pointer));
    let size_and_distance = |item: &ScreenBox| (item.rect.area(), item.rect.center().distance_sq(pointer));
    let nearest = near.min_by(|a, b| {
        let (a, b) = (size_and_distance(a), size_and_distance(b));
        a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1))
    });
    nearest.copied()
}

/// How the outlines of a layer are drawn.
#[derive(Clone, Copy, Debug)]
pub struct Pen {
    /// Width in points.
    line_width: f32,
    /// Whether the layer is drawn dashed.
    dashed: bool,
    /// Whether outlines have a dark edge.
    edged: bool,
    /// Whether the boxes are emphasised (hovered or selected).
    emphasised: bool,
    canvas: Rect,
    pixels_per_point: f32,
    /// Maximum number of dashes along one side.
    most_dashes: f64,
}

impl Pen {
    /// A pen with solid outlines. If many `boxes` are drawn, each gets fewer dashes, to limit the size of the mesh.
    pub fn new(line_width: f32, boxes: usize, canvas: Rect, pixels_per_point: f32) -> Self {
        let most_dashes = box_style::most_dashes(boxes);
        Self { line_width, dashed: false, edged: false, emphasised: false, canvas, pixels_per_point, most_dashes }
    }

    /// This pen for emphasised boxes.
    pub fn emphasised(self) -> Self {
        Self { emphasised: true, ..self }
    }

    /// This pen with dashed or solid outlines.
    pub fn dashing(self, dashed: bool) -> Self {
        Self { dashed, ..self }
    }

    /// This pen with or without a dark edge.
    pub fn edging(self, edged: bool) -> Self {
        Self { edged, ..self }
    }

    /// The colour of the edge of a box, and its width in points.
    fn edge(self, item: &ScreenBox) -> Option<(Color32, f32)> {
        let color = Color32::from_black_alpha(item.color.a()).gamma_multiply(box_style::EDGE_OPACITY);
        self.edged.then_some((color, 1.0 / self.pixels_per_point))
    }

    /// The dash pattern of a box in points; `None` for a solid line.
    fn dash(self, item: &ScreenBox) -> Option<Dash> {
        LinePattern::of(item.judged, self.dashed).dash()
    }

    /// The width of the outline of a box in points, rounded to whole pixels.
    fn width(self, item: &ScreenBox) -> f32 {
        box_style::outline_pixels(self.line_width * item.weight, self.emphasised, self.pixels_per_point)
            / self.pixels_per_point
    }

    /// The dashes between `start` and `end` as (begin, end), in points.
    fn dashes(self, dash: Dash, start: f32, end: f32) -> impl Iterator<Item = (f32, f32)> {
        dash.along(start.into(), end.into(), self.most_dashes).map(|(from, to)| (from as f32, to as f32))
    }
}

/// The most parts of masks that are drawn in one pass. Masks beyond that are left out, with their boxes still drawn.
const MAX_PARTS: usize = 200_000;

/// Adds the masks of the boxes to `mesh`, below their outlines. `transform` maps the scene to the screen.
pub fn masks(mesh: &mut Mesh, frame: &Frame, items: &[ScreenBox], transform: Transform, canvas: Rect) {
    let mut parts = 0;
    for item in items {
        let Some(mask) = frame.detections[item.index].mask() else { continue };
        let color = item.color.gamma_multiply(box_style::MASK_OPACITY);
        for [left, top, right, bottom] in mask.strips() {
            let rect = Rect { min: transform.to_screen(left, top), max: transform.to_screen(right, bottom) };
            if rect.intersects(canvas) {
                mesh.add_colored_rect(rect, color);
                parts += 1;
            }
        }
        if parts > MAX_PARTS {
            return;
        }
    }
}

/// Adds the fill of an emphasised box to `mesh`. An emphasised point is larger instead.
pub fn fill(mesh: &mut Mesh, item: &ScreenBox, canvas: Rect) {
    if item.is_point {
        return;
    }
    mesh.add_colored_rect(item.rect.intersect(canvas), item.color.gamma_multiply(box_style::FILL_OPACITY));
}

/// Draws `item`: adds it to `mesh`, or else to `shapes`, which are drawn above the mesh.
pub fn draw(mesh: &mut Mesh, shapes: &mut Vec<Shape>, item: &ScreenBox, pen: Pen) {
    match item.corners {
        _ if item.is_point => {
            let radius = box_style::point_radius(pen.line_width, pen.emphasised);
            let edge =
                pen.edge(item).map(|(edge, width)| Shape::circle_filled(item.rect.center(), radius + width, edge));
            shapes.extend(edge);
            shapes.push(Shape::circle_filled(item.rect.center(), radius, item.color));
        }
        None => outline(mesh, item, pen),
        Some(corners) => shapes.extend(oriented(corners, item, pen)),
    }
}

/// Adds the outline of `item` to `mesh`.
fn outline(mesh: &mut Mesh, item: &ScreenBox, pen: Pen) {
    let Pen { canvas, pixels_per_point, .. } = pen;
    let width = pen.width(item);
    let outer = item.rect.expand2(eframe::egui::vec2(width / 2.0, width / 2.0)).round_to_pixels(pixels_per_point);
    // Clip parts far outside the canvas, to keep coordinates small.
    let outer = outer.intersect(canvas.expand(4.0 * width + 64.0));
    let [left, top, right, bottom] = [outer.left(), outer.top(), outer.right(), outer.bottom()];
    let inner_top = (top + width).min(bottom);
    let inner_bottom = (bottom - width).max(inner_top);
    let Some(dash) = pen.dash(item) else {
        let inner = Rect { min: pos2((left + width).min(right), inner_top), max: pos2(right - width, inner_bottom) };
        let inner = Rect { max: inner.max.max(inner.min), ..inner };
        if let Some((edge, by)) = pen.edge(item) {
            ring(mesh, outer.expand(by), outer, edge);
            ring(mesh, inner, inner.shrink(by.min(inner.width() / 2.0).min(inner.height() / 2.0)), edge);
        }
        ring(mesh, outer, inner, item.color);
        return;
    };
    let mut bars = |color: Color32, by: f32| {
        for (from, to) in pen.dashes(dash, left, right) {
            mesh.add_colored_rect(Rect { min: pos2(from, top), max: pos2(to, inner_top) }.expand(by), color);
            mesh.add_colored_rect(Rect { min: pos2(from, inner_bottom), max: pos2(to, bottom) }.expand(by), color);
        }
        for (from, to) in pen.dashes(dash, inner_top, inner_bottom) {
            mesh.add_colored_rect(Rect { min: pos2(left, from), max: pos2(left + width, to) }.expand(by), color);
            mesh.add_colored_rect(Rect { min: pos2(right - width, from), max: pos2(right, to) }.expand(by), color);
        }
    };
    pen.edge(item).into_iter().for_each(|(edge, by)| bars(edge, by));
    bars(item.color, 0.0);
}

/// The shapes of an oriented box's outline.
fn oriented(corners: [Pos2; 4], item: &ScreenBox, pen: Pen) -> Vec<Shape> {
    let width = pen.width(item);
    let edge = pen.edge(item).map(|(edge, by)| Stroke::new(width + 2.0 * by, edge));
    let strokes = edge.into_iter().chain([Stroke::new(width, item.color)]);
    let Some(dash) = pen.dash(item) else {
        return strokes.map(|stroke| Shape::closed_line(corners.to_vec(), stroke)).collect();
    };
    let [a, b, c, d] = corners;
    let dash = dash.fitted(a.distance(b).max(b.distance(c)).into(), pen.most_dashes);
    let dashed = |stroke| Shape::dashed_line(&[a, b, c, d, a], stroke, dash.on as f32, dash.off as f32);
    strokes.flat_map(dashed).collect()
}

/// Fills the ring between two rectangles. This needs half as many vertices as four separate bars.
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
    use crate::app::model::camera::viewport::{Area, Viewport};
    use crate::app::widgets::theme;
    use crate::mot::MotFile;

    const CANVAS: Rect = Rect { min: pos2(0.0, 0.0), max: pos2(800.0, 600.0) };

    fn shown(rows: &str) -> Vec<ScreenBox> {
        let file = MotFile::from_bytes("gt.txt", rows.as_bytes().to_vec()).unwrap();
        let scene = Area { left: 0.0, top: 0.0, right: 800.0, bottom: 600.0 };
        let transform = Viewport::default().transform(scene, CANVAS);
        let mut items = Vec::new();
        let paint = Paint::default();
        let sight = Sight {
            layout: file.layout(),
            rows: &ShownRows::default(),
            paint,
            transform,
            canvas: CANVAS,
            pixels_per_point: 1.0,
            line_width: 2.0,
        };
        let frame = file.frame(1);
        super::items(&frame, 0..frame.detections.len(), sight, &mut items);
        items
    }

    #[test]
    fn rows_not_to_be_judged_are_dashed_and_those_without_identity_grey() {
        let items = shown("1,3,10,10,50,50,1,1,1\n1,4,10,10,50,50,0,1,1\n1,5,10,10,50,50,1,7,1\n");
        assert_eq!(items.iter().map(|item| item.judged).collect::<Vec<_>>(), [true, false, false]);
        let items = shown("1,-1,10,10,50,50,0.5,-1,-1,-1\n");
        assert_eq!((items[0].id, items[0].color), (None, theme::NO_IDENTITY));
    }

    #[test]
    fn the_smallest_of_several_boxes_under_the_pointer_is_hit() {
        let items = shown("1,1,0,0,700,500,1\n1,2,100,100,50,50,1\n1,3,90,90,300,300,1\n");
        let middle = items[1].rect.center();
        assert_eq!(hit(&items, middle).and_then(|item| item.id), Some(TrackId(2)));
        assert!(hit(&items, pos2(799.0, 599.0)).is_none());
    }

    #[test]
    fn a_mask_is_filled_in_the_colour_of_its_box_and_more_transparent() {
        // Rows 1 to 5 of column 1, in a picture of 20 × 10.
        let rows = "1 1001 1 10 20 ;5h5\n";
        let items = shown(rows);
        let file = MotFile::from_bytes("gt.txt", rows.as_bytes().to_vec()).unwrap();
        let scene = Area { left: 0.0, top: 0.0, right: 800.0, bottom: 600.0 };
        let transform = Viewport::default().transform(scene, CANVAS);
        let mut mesh = Mesh::default();
        masks(&mut mesh, &file.frame(1), &items, transform, CANVAS);
        assert_eq!(mesh.vertices.len(), 4, "one part");
        let around = items[0].rect.expand(1.0);
        assert!(mesh.vertices.iter().all(|vertex| around.contains(vertex.pos)));
        assert!(mesh.vertices.iter().all(|vertex| vertex.color.a() < items[0].color.a()));
    }

    #[test]
    fn points_are_dots_of_one_size_that_can_be_hit_from_near() {
        let items = shown("frame,id,x,y\n1,1,100,100\n1,2,103,100\n");
        assert_eq!(items.len(), 2);
        assert!(items.iter().all(|item| item.is_point && item.rect.size() == eframe::egui::vec2(8.0, 8.0)));
        let (mut mesh, mut shapes) = (Mesh::default(), Vec::new());
        let pen = Pen::new(2.0, 2, CANVAS, 1.0);
        draw(&mut mesh, &mut shapes, &items[0], pen);
        draw(&mut mesh, &mut shapes, &items[0], pen.emphasised());
        let radii: Vec<f32> = shapes
            .iter()
            .map(|shape| if let Shape::Circle(circle) = shape { circle.radius } else { panic!("{shape:?}") })
            .collect();
        assert!(mesh.is_empty() && radii[0] == 4.0 && radii[1] > 4.0, "{radii:?}");
        let beside = items[1].rect.center() + eframe::egui::vec2(4.0, 0.0);
        assert_eq!(hit(&items, beside).and_then(|item| item.id), Some(TrackId(2)));
        assert!(hit(&items, pos2(400.0, 400.0)).is_none());
    }

    #[test]
    fn a_dashed_layer_is_told_from_rows_that_are_not_judged() {
        let items = shown("1,3,10,10,50,50,1,1,1\n1,4,10,10,50,50,0,1,1\n");
        let pen = Pen::new(2.0, 2, CANVAS, 1.0);
        assert_eq!([pen.dash(&items[0]), pen.dash(&items[1])], [None, LinePattern::ShortDashes.dash()]);
        let pen = pen.dashing(true);
        assert_eq!(
            [pen.dash(&items[0]), pen.dash(&items[1])],
            [LinePattern::LongDashes.dash(), LinePattern::ShortDashes.dash()]
        );
        assert!(items[0].color.is_opaque() && !items[1].color.is_opaque());
    }

    #[test]
    fn outlines_of_any_size_stay_cheap_and_finite() {
        let items = shown("1,1,-1e9,-1e9,2e9,2e9,1,1,1\n1,2,-1e9,0,2e9,0,0,1,1\n1,3,5,5,-7,-7,0,1,1\n");
        assert!(!items.is_empty());
        let mut mesh = Mesh::default();
        for item in &items {
            outline(&mut mesh, item, Pen::new(2.0, 1, CANVAS, 1.5));
        }
        assert!(mesh.vertices.len() < 20_000);
        assert!(mesh.vertices.iter().all(|vertex| vertex.pos.x.is_finite() && vertex.pos.y.is_finite()));
        // With very many boxes each side has few dashes, which still cover the whole side.
        let (pen, dash) = (Pen::new(2.0, 5_000, CANVAS, 1.0), Dash { on: 5.0, off: 4.0 });
        assert_eq!(pen.dashes(dash, 0.0, 90.0).map(|dash| dash.0).collect::<Vec<_>>(), [0.0, 45.0]);
        assert_eq!(pen.dashes(dash, 3.0, 9.0).collect::<Vec<_>>(), [(3.0, 8.0)]);
        assert_eq!(pen.dashes(dash, 9.0, 3.0).count(), 0);
    }
}
