//! Which part of the scene the canvas shows, and how large: zoom and pan, without egui's widgets.

use std::ops::RangeInclusive;

use eframe::egui::{Pos2, Rect, pos2};

/// What the canvas shows a part of, in the picture's pixels. On the screen a rectangle is egui's.
pub use crate::render::Rect as Area;

/// How the user has zoomed and panned, relative to the fit.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Viewport {
    /// Enlargement over the fit.
    zoom: f64,
    /// The point of the scene in the middle of the canvas; the scene's own middle if the user has not moved it.
    center: Option<(f64, f64)>,
}

impl Default for Viewport {
    fn default() -> Self {
        Self { zoom: 1.0, center: None }
    }
}

/// The share of the canvas left free around a scene that fits.
const MARGIN: f64 = 0.04;
/// Enlargements over the fit, where nobody knows how large a pixel is.
pub const FREE: RangeInclusive<f64> = 0.1..=200.0;
/// Screen pixels for a pixel of the picture at most: its neighbours are still in view.
const LARGEST_PIXEL: f64 = 32.0;
/// A picture so small that its pixels are large as it fits can be enlarged so much nevertheless.
const LEAST: f64 = 4.0;

/// A zoom that is asked for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Zoom {
    /// By a factor.
    By(f64),
    /// To one pixel of the picture a pixel of the screen.
    Actual,
}

/// Points on the screen for a pixel of the scene as it fits.
fn fit(scene: Area, canvas: Rect) -> f64 {
    let fit_x = f64::from(canvas.width().max(1.0)) * (1.0 - MARGIN) / scene.width().max(1.0);
    let fit_y = f64::from(canvas.height().max(1.0)) * (1.0 - MARGIN) / scene.height().max(1.0);
    fit_x.min(fit_y)
}

/// Enlargements over the fit that can be chosen of a scene. Of a picture, `pixel` is the size of the screen's pixels in
/// points: it can be seen pixel by pixel and at its own size, however large or small it is.
pub fn limits(pixel: Option<f64>, scene: Area, canvas: Rect) -> RangeInclusive<f64> {
    let Some(pixel) = pixel else { return FREE };
    let actual = pixel / fit(scene, canvas);
    actual.min(*FREE.start())..=(LARGEST_PIXEL * actual).max(LEAST)
}

impl Viewport {
    /// Whether it shows the whole scene, centred.
    pub fn is_fit(&self) -> bool {
        *self == Self::default()
    }

    /// Enlargement over the fit.
    pub fn zoom(&self) -> f64 {
        self.zoom
    }

    /// From the scene to the screen.
    pub fn transform(&self, scene: Area, canvas: Rect) -> Transform {
        Transform {
            scale: fit(scene, canvas) * self.zoom,
            scene: self.center(scene),
            screen: canvas.center(),
            stretch: [1.0; 2],
        }
    }

    /// Enlarges by `factor`, within the limits, so that the point of the scene under `pointer` stays there.
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

    /// Shows `center` in the middle, at so many points a pixel of the scene, within the limits.
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

    /// Moves the scene by a distance on the screen.
    pub fn pan(&mut self, delta: eframe::egui::Vec2, scene: Area, canvas: Rect) {
        let scale = self.transform(scene, canvas).scale;
        let (x, y) = self.center(scene);
        self.center = Some((x - f64::from(delta.x) / scale, y - f64::from(delta.y) / scale));
    }
}

/// From the scene to the screen and back.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Transform {
    /// Points on the screen for a pixel of the scene.
    pub scale: f64,
    scene: (f64, f64),
    screen: Pos2,
    /// Factors on what is not in the scene's own pixels, across and down.
    stretch: [f64; 2],
}

impl Transform {
    /// The same for places in other pixels than the scene's, of which there are `factors` across and down.
    #[must_use]
    pub fn stretched(self, factors: [f64; 2]) -> Self {
        Self { stretch: factors, ..self }
    }

    /// A point of the scene on the screen, no further away than rendering can bear.
    pub fn to_screen(self, x: f64, y: f64) -> Pos2 {
        const FAR: f64 = 1e5;
        pos2(
            self.screen.x + ((x * self.stretch[0] - self.scene.0) * self.scale).clamp(-FAR, FAR) as f32,
            self.screen.y + ((y * self.stretch[1] - self.scene.1) * self.scale).clamp(-FAR, FAR) as f32,
        )
    }

    /// A point on the screen in the scene.
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
