//! The minimap: shows the whole scene in a corner when only a part is in view. It marks that part and can move it.

use eframe::egui::accesskit::Role;
use eframe::egui::{
    Align2, Color32, CursorIcon, Id, Mesh, Painter, Pos2, Rect, Sense, Stroke, StrokeKind, TextureId, Ui, Vec2,
    WidgetInfo, pos2, vec2,
};

use super::notes::within;
use crate::app::model::camera::{Area, Camera, Transform};
use crate::app::model::layers::Paint;
use crate::app::model::shown_rows::{HiddenRows, ShownRows};
use crate::app::widgets::theme;
use crate::mot::{Frame, Layout};

/// Maximum size, in points.
const MOST: Vec2 = vec2(168.0, 112.0);
/// Maximum share of the canvas' width and height.
const SHARE: f32 = 0.25;
/// Minimum width and height, in points.
const LEAST: f32 = 12.0;
/// Minimum size of a canvas with a minimap, in points.
const CANVAS: Vec2 = vec2(360.0, 260.0);
/// Maximum number of boxes drawn as dots.
const DOTS: usize = 2000;

/// The corners that it can be in. It is in the first one unless it would cover what the user has gone to.
pub const CORNERS: [Align2; 3] = [Align2::RIGHT_BOTTOM, Align2::LEFT_BOTTOM, Align2::RIGHT_TOP];

/// A minimap and its place on the screen.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Minimap {
    /// Its area on the screen, in points.
    pub rect: Rect,
    scene: Area,
}

impl Minimap {
    /// A minimap in the corner of `canvas`; `None` if there is no room, or the whole scene is in view.
    pub fn new(scene: Area, transform: Transform, canvas: Rect) -> Option<Self> {
        if canvas.width() < CANVAS.x || canvas.height() < CANVAS.y || is_whole(scene, transform, canvas) {
            return None;
        }
        let (width, height) = (scene.right - scene.left, scene.bottom - scene.top);
        let most = MOST.min(canvas.size() * SHARE);
        let scale = (f64::from(most.x) / width).min(f64::from(most.y) / height);
        let size = vec2((width * scale) as f32, (height * scale) as f32);
        // The minimap would be too thin to be useful. The negation also catches NaN.
        if !(size.x >= LEAST && size.y >= LEAST) {
            return None;
        }
        let corner = canvas.right_bottom() - vec2(theme::SPACE[2], theme::SPACE[2]);
        Some(Self { rect: Rect::from_min_max(corner - size, corner), scene })
    }

    /// The minimap in this corner of the canvas.
    #[must_use]
    pub fn at(self, corner: Align2, canvas: Rect) -> Self {
        let room = if corner == CORNERS[0] { canvas.shrink(theme::SPACE[2]) } else { within(canvas) };
        Self { rect: corner.align_size_within_rect(self.rect.size(), room), ..self }
    }

    /// The corner in which it covers nothing of `avoid`.
    pub fn free_corner(self, canvas: Rect, avoid: &[Rect]) -> Align2 {
        let is_free = |corner: &Align2| !avoid.iter().any(|rect| rect.intersects(self.at(*corner, canvas).rect));
        CORNERS.into_iter().find(is_free).unwrap_or(CORNERS[0])
    }

    /// Converts a point of the scene to a point of the minimap.
    pub fn to_screen(self, x: f64, y: f64) -> Pos2 {
        let share = |at: f64, from: f64, to: f64| ((at - from) / (to - from)).clamp(0.0, 1.0) as f32;
        let share = vec2(share(x, self.scene.left, self.scene.right), share(y, self.scene.top, self.scene.bottom));
        self.rect.min + share * self.rect.size()
    }

    /// Converts a point of the minimap to a point of the scene.
    pub fn to_scene(self, point: Pos2) -> (f64, f64) {
        let share = (point - self.rect.min) / self.rect.size();
        let at = |share: f32, from: f64, to: f64| from + f64::from(share.clamp(0.0, 1.0)) * (to - from);
        (at(share.x, self.scene.left, self.scene.right), at(share.y, self.scene.top, self.scene.bottom))
    }

    /// The visible part of the scene as a rectangle on the minimap.
    fn view(self, transform: Transform, canvas: Rect) -> Rect {
        let corner = |at: Pos2| {
            let (x, y) = transform.to_scene(at);
            self.to_screen(x, y)
        };
        Rect::from_min_max(corner(canvas.min), corner(canvas.max))
    }

    /// Moves the view to where the minimap is clicked or dragged.
    pub fn navigate(self, ui: &Ui, camera: &mut Camera) {
        let response = ui.interact(self.rect, Id::unique("minimap"), Sense::click_and_drag());
        response.widget_info(|| WidgetInfo::labeled(Role::Image, true, "Minimap"));
        if response.hovered() {
            ui.set_cursor_icon(CursorIcon::PointingHand);
        }
        let is_worked = response.clicked() || response.is_pointer_button_down_on();
        if let Some(pointer) = response.interact_pointer_pos().filter(|_| is_worked) {
            camera.viewport.center_on(self.to_scene(pointer));
            camera.lock = None;
        }
    }

    /// Draws the minimap with `picture`, if there is one, and boxes as dots.
    pub fn paint(self, painter: &Painter, picture: Option<(TextureId, Color32)>, dots: Dots, dark: bool) {
        painter.rect_filled(self.rect.expand(2.0), 0.0, theme::canvas(dark));
        painter.rect_filled(self.rect, 0.0, theme::no_picture(dark));
        if let Some((texture, tint)) = picture {
            painter.image(texture, self.rect, Rect::from_min_max(pos2(0.0, 0.0), pos2(1.0, 1.0)), tint);
        }
        let mut mesh = Mesh::default();
        let edge = dots.paint.is_neutral.then(|| Color32::from_black_alpha(160));
        let rows = &dots.frame.detections;
        // Of very many boxes, draw an even selection.
        let some = rows.iter().step_by(rows.len().div_ceil(DOTS).max(1));
        for row in some.filter(|row| dots.rows.shows(dots.frame.number, row, dots.layout, &mut HiddenRows::default())) {
            let (x, y) = (row.left + row.width / 2.0, row.top + row.height / 2.0);
            let center = self.to_screen(x * dots.scale[0], y * dots.scale[1]);
            let color = row.id.map_or(theme::NO_IDENTITY, |id| dots.paint.track(id));
            let dot = Rect::from_center_size(center, Vec2::splat(2.0));
            edge.into_iter().for_each(|edge| mesh.add_colored_rect(dot.expand(0.5), edge));
            mesh.add_colored_rect(dot, color);
        }
        painter.add(mesh);
        let view = self.view(dots.transform, dots.canvas);
        // A dark and a light line: visible on any picture.
        painter.rect_stroke(view, 0.0, Stroke::new(3.0, Color32::from_black_alpha(160)), StrokeKind::Middle);
        painter.rect_stroke(view, 0.0, Stroke::new(1.0, Color32::WHITE), StrokeKind::Middle);
        painter.rect_stroke(self.rect, 0.0, Stroke::new(1.0, Color32::from_gray(0x80)), StrokeKind::Outside);
    }
}

/// The boxes that are drawn as dots.
#[derive(Clone, Copy)]
pub struct Dots<'a> {
    /// The frame.
    pub frame: &'a Frame,
    /// The meaning of its columns.
    pub layout: Layout,
    /// Their colours.
    pub paint: Paint,
    /// Which rows are shown.
    pub rows: &'a ShownRows,
    /// Maps the scene to the screen.
    pub transform: Transform,
    /// Factors on box coordinates, horizontal and vertical.
    pub scale: [f64; 2],
    /// The canvas on the screen, in points.
    pub canvas: Rect,
}

/// Whether the whole scene is in view, with a tolerance of one point for rounding.
fn is_whole(scene: Area, transform: Transform, canvas: Rect) -> bool {
    let corners = [transform.to_screen(scene.left, scene.top), transform.to_screen(scene.right, scene.bottom)];
    let canvas = canvas.expand(1.0);
    corners.iter().all(|&corner| canvas.contains(corner))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::model::camera::viewport::{FREE, Viewport};
    use proptest::prelude::*;

    const ALL: Rect = Rect { min: pos2(10.0, 20.0), max: pos2(810.0, 620.0) };
    const SCENE: Area = Area { left: -100.0, top: 50.0, right: 1820.0, bottom: 1130.0 };

    fn zoomed(factor: f64) -> Transform {
        let mut view = Viewport::default();
        view.zoom_at(pos2(300.0, 300.0), factor, SCENE, ALL, &FREE);
        view.transform(SCENE, ALL)
    }

    proptest! {
        #[test]
        fn there_and_back_is_the_same_place(x in -100.0_f64..1820.0, y in 50.0_f64..1130.0) {
            let map = Minimap::new(SCENE, zoomed(4.0), ALL).unwrap();
            let (back_x, back_y) = map.to_scene(map.to_screen(x, y));
            prop_assert!((x - back_x).abs() < 0.1 && (y - back_y).abs() < 0.1);
        }

        #[test]
        fn a_point_is_in_the_small_view_exactly_if_it_is_in_view(
            x in -100.0_f64..1820.0, y in 50.0_f64..1130.0, factor in 1.5_f64..20.0,
        ) {
            let transform = zoomed(factor);
            let map = Minimap::new(SCENE, transform, ALL).unwrap();
            let (small, at) = (map.view(transform, ALL), map.to_screen(x, y));
            let edge = small.signed_distance_to_pos(at).abs() < 0.01;
            prop_assert!(edge || small.contains(at) == ALL.contains(transform.to_screen(x, y)));
        }

        #[test]
        fn any_scene_and_canvas_have_a_place_inside_or_none(
            width in 0.0_f64..1e9, height in 0.0_f64..1e9, wide in 0.0_f32..2000.0, high in 0.0_f32..2000.0,
        ) {
            let scene = Area { left: 0.0, top: 0.0, right: width, bottom: height };
            let canvas = Rect::from_min_size(pos2(5.0, 5.0), vec2(wide, high));
            let mut view = Viewport::default();
            view.zoom_at(canvas.center(), 10.0, scene, canvas, &FREE);
            if let Some(map) = Minimap::new(scene, view.transform(scene, canvas), canvas) {
                prop_assert!(canvas.contains_rect(map.rect));
                prop_assert!(map.rect.width() <= SHARE * wide + 0.01 && map.rect.height() <= SHARE * high + 0.01);
            }
        }
    }

    #[test]
    fn it_is_hidden_where_all_is_in_view_and_on_small_canvases() {
        assert_eq!(Minimap::new(SCENE, Viewport::default().transform(SCENE, ALL), ALL), None);
        assert!(Minimap::new(SCENE, zoomed(1.5), ALL).is_some());
        let small = Rect::from_min_size(ALL.min, vec2(300.0, 600.0));
        assert_eq!(Minimap::new(SCENE, zoomed(1.5), small), None);
    }
}
