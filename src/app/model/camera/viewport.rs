//! The part of the scene that the canvas shows, and how large: zoom and pan.

use std::ops::RangeInclusive;

use eframe::egui::{Pos2, Rect, pos2};
use serde::{Deserialize, Serialize};

/// A rectangle of the scene, in pixels of the picture. Rectangles on the screen have egui's type.
pub use crate::render::Rect as Area;

/// How the user has zoomed and panned. The fit is the view that shows the whole scene.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Viewport {
    /// The scale as a multiple of the scale at the fit.
    zoom: f64,
    /// The point of the scene in the middle of the canvas. If it is `None`, it is the middle of the scene.
    center: Option<(f64, f64)>,
}

impl Default for Viewport {
    fn default() -> Self {
        Self { zoom: 1.0, center: None }
    }
}

/// The share of the canvas left free around a scene that fits.
const MARGIN: f64 = 0.04;
/// The allowed zoom, as a multiple of the fit, for a scene without a picture.
pub const FREE: RangeInclusive<f64> = 0.1..=200.0;
/// The most screen pixels for one pixel of the picture, so that its neighbours are still visible.
const LARGEST_PIXEL: f64 = 32.0;
/// The least maximum zoom, as a multiple of the fit. It matters for pictures of a few pixels.
const LEAST_MAXIMUM: f64 = 4.0;

/// A zoom that the user asks for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Zoom {
    /// Multiply the scale by this factor.
    By(f64),
    /// Show one pixel of the picture as one pixel of the screen.
    Actual,
}

/// The scale of the fit: points on the screen for one pixel of the scene.
fn fit(scene: Area, canvas: Rect) -> f64 {
    let fit_x = f64::from(canvas.width().max(1.0)) * (1.0 - MARGIN) / scene.width().max(1.0);
    let fit_y = f64::from(canvas.height().max(1.0)) * (1.0 - MARGIN) / scene.height().max(1.0);
    fit_x.min(fit_y)
}

/// The allowed zoom of a scene, as a multiple of the fit. If it has a picture, `pixel` is the size of a screen pixel in
/// points. Then the range always includes the actual size and a zoom at which single pixels are visible.
pub fn limits(pixel: Option<f64>, scene: Area, canvas: Rect) -> RangeInclusive<f64> {
    let Some(pixel) = pixel else { return FREE };
    let actual = pixel / fit(scene, canvas);
    actual.min(*FREE.start())..=(LARGEST_PIXEL * actual).max(LEAST_MAXIMUM)
}

impl Viewport {
    /// Whether the view shows the whole scene, centred.
    pub fn is_fit(&self) -> bool {
        *self == Self::default()
    }

    /// Brings every value into its range, because a person may have edited the file that it was kept in.
    pub fn sanitized(self) -> Self {
        const ZOOMS: RangeInclusive<f64> = 1e-3..=1e4;
        const FAR: f64 = 1e9;
        let is_near = |(x, y): &(f64, f64)| x.abs() < FAR && y.abs() < FAR;
        if !(ZOOMS.contains(&self.zoom) && self.center.as_ref().is_none_or(is_near)) {
            return Self::default();
        }
        self
    }

    /// The scale as a multiple of the scale at the fit.
    pub fn zoom(&self) -> f64 {
        self.zoom
    }

    /// The transform from the scene to the screen.
    pub fn transform(&self, scene: Area, canvas: Rect) -> Transform {
        Transform {
            scale: fit(scene, canvas) * self.zoom,
            scene: self.center(scene),
            screen: canvas.center(),
            stretch: [1.0; 2],
        }
    }

    /// Zooms by `factor`, within the limits. The point of the scene under `pointer` stays there.
    pub fn zoom_at(&mut self, pointer: Pos2, factor: f64, scene: Area, canvas: Rect, limits: &RangeInclusive<f64>) {
        if !(factor.is_finite() && factor > 0.0) {
            return;
        }
        let (x, y) = self.transform(scene, canvas).to_scene(pointer);
        self.zoom = (self.zoom * factor).clamp(*limits.start(), *limits.end());
        let (moved_x, moved_y) = self.transform(scene, canvas).to_scene(pointer);
        let (center_x, center_y) = self.center(scene);
        self.center = Some((center_x + x - moved_x, center_y + y - moved_y));
    }

    /// Shows `center` in the middle. `scale` is in points for one pixel of the scene, and is kept within the limits.
    pub fn look_at(&mut self, center: (f64, f64), scale: f64, scene: Area, canvas: Rect, limits: &RangeInclusive<f64>) {
        if scale.is_finite() && center.0.is_finite() && center.1.is_finite() {
            self.zoom = (scale / fit(scene, canvas)).clamp(*limits.start(), *limits.end());
            self.center = Some(center);
        }
    }

    /// The point of the scene in the middle of the canvas.
    pub fn center(&self, scene: Area) -> (f64, f64) {
        self.center.unwrap_or_else(|| scene.center())
    }

    /// Moves a point of the scene into the middle of the canvas.
    pub fn center_on(&mut self, center: (f64, f64)) {
        self.center = Some(center);
    }

    /// Moves the scene by `delta` points on the screen.
    pub fn pan(&mut self, delta: eframe::egui::Vec2, scene: Area, canvas: Rect) {
        let scale = self.transform(scene, canvas).scale;
        let (x, y) = self.center(scene);
        self.center = Some((x - f64::from(delta.x) / scale, y - f64::from(delta.y) / scale));
    }
}

/// The transform from the scene to the screen and back.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Transform {
    /// Points on the screen for one pixel of the scene.
    pub scale: f64,
    scene: (f64, f64),
    screen: Pos2,
    /// Factors from the coordinates of a layer to pixels of the scene (x, y).
    stretch: [f64; 2],
}

impl Transform {
    /// A transform for coordinates that have to be multiplied by `factors` (x, y) to become pixels of the scene.
    #[must_use]
    pub fn stretched(self, factors: [f64; 2]) -> Self {
        Self { stretch: factors, ..self }
    }

    /// The place of a point of the scene on the screen. Distances are limited to what the renderer can handle.
    pub fn to_screen(self, x: f64, y: f64) -> Pos2 {
        const FAR: f64 = 1e5;
        pos2(
            self.screen.x + ((x * self.stretch[0] - self.scene.0) * self.scale).clamp(-FAR, FAR) as f32,
            self.screen.y + ((y * self.stretch[1] - self.scene.1) * self.scale).clamp(-FAR, FAR) as f32,
        )
    }

    /// The point of the scene at a place on the screen.
    pub fn to_scene(self, point: Pos2) -> (f64, f64) {
        (
            (self.scene.0 + f64::from(point.x - self.screen.x) / self.scale) / self.stretch[0],
            (self.scene.1 + f64::from(point.y - self.screen.y) / self.scale) / self.stretch[1],
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use eframe::egui::vec2;
    use proptest::prelude::*;

    const CANVAS: Rect = Rect { min: pos2(10.0, 20.0), max: pos2(810.0, 620.0) };

    fn area(left: f64, top: f64, width: f64, height: f64) -> Area {
        Area { left, top, right: left + width, bottom: top + height }
    }

    proptest! {
        #[test]
        fn what_is_under_the_pointer_stays_there_while_zooming(
            x in 10.0_f32..810.0, y in 20.0_f32..620.0, factors in prop::collection::vec(0.5_f64..2.0, 1..20),
        ) {
            let scene = area(-50.0, 30.0, 1920.0, 1080.0);
            let mut view = Viewport::default();
            let before = view.transform(scene, CANVAS).to_scene(pos2(x, y));
            for factor in factors {
                view.zoom_at(pos2(x, y), factor, scene, CANVAS, &FREE);
            }
            let after = view.transform(scene, CANVAS).to_scene(pos2(x, y));
            prop_assert!((before.0 - after.0).abs() < 0.01 && (before.1 - after.1).abs() < 0.01);
        }

        #[test]
        fn any_coordinate_gives_a_finite_place_on_the_screen(
            left in -1e9_f64..1e9, top in -1e9_f64..1e9, width in 0.0_f64..1e9, x in -1e9_f64..1e9,
        ) {
            let transform = Viewport::default().transform(area(left, top, width, 0.0), CANVAS);
            let point = transform.to_screen(x, f64::MAX);
            prop_assert!(point.x.is_finite() && point.y.is_finite());
        }
    }

    #[test]
    fn the_whole_scene_fits_whatever_its_shape() {
        for scene in [area(0.0, 0.0, 1920.0, 1080.0), area(500.0, -500.0, 10.0, 4000.0), area(3.0, 3.0, 0.0, 0.0)] {
            let transform = Viewport::default().transform(scene, CANVAS);
            assert!(CANVAS.contains(transform.to_screen(scene.left, scene.top)));
            assert!(CANVAS.contains(transform.to_screen(scene.right, scene.bottom)));
        }
    }

    #[test]
    fn boxes_of_resized_pictures_lie_where_they_are_in_the_whole_one() {
        let transform = Viewport::default().transform(area(0.0, 0.0, 1920.0, 1080.0), CANVAS);
        let stretched = transform.stretched([3.0, 1.5]);
        assert_eq!(stretched.to_screen(100.0, 200.0), transform.to_screen(300.0, 300.0));
        let (x, y) = stretched.to_scene(stretched.to_screen(640.0, 720.0));
        assert!((x - 640.0).abs() < 0.01 && (y - 720.0).abs() < 0.01);
    }

    #[test]
    fn a_picture_of_any_size_is_seen_pixel_by_pixel_and_at_its_own_size() {
        for pixel in [1.0, 0.5] {
            for (width, height) in [(1.0, 1.0), (16.0, 16.0), (768.0, 576.0), (1920.0, 1080.0), (8192.0, 20.0)] {
                let scene = area(0.0, 0.0, width, height);
                let limits = limits(Some(pixel), scene, CANVAS);
                let mut view = Viewport::default();
                view.zoom_at(CANVAS.center(), 1e9, scene, CANVAS, &limits);
                let largest = view.transform(scene, CANVAS).scale / pixel;
                let fits = Viewport::default().transform(scene, CANVAS).scale / pixel;
                assert!((largest - LARGEST_PIXEL).abs() < 1e-6 || largest > LARGEST_PIXEL && largest >= fits);
                view.look_at((0.0, 0.0), pixel, scene, CANVAS, &limits);
                assert!((view.transform(scene, CANVAS).scale / pixel - 1.0).abs() < 1e-9);
                assert!(limits.contains(&1.0));
            }
        }
        assert_eq!(limits(None, area(0.0, 0.0, 10.0, 10.0), CANVAS), FREE);
    }

    #[test]
    fn dragging_moves_the_scene_with_the_pointer() {
        let scene = area(0.0, 0.0, 100.0, 100.0);
        let mut view = Viewport::default();
        view.zoom_at(pos2(200.0, 200.0), 3.0, scene, CANVAS, &FREE);
        let before = view.transform(scene, CANVAS).to_screen(40.0, 40.0);
        view.pan(vec2(15.0, -7.0), scene, CANVAS);
        let after = view.transform(scene, CANVAS).to_screen(40.0, 40.0);
        assert!((after - before - vec2(15.0, -7.0)).length() < 0.01);
        assert!(!view.is_fit());
    }
}
