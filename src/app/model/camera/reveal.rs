//! Brings a place into view.

use std::ops::RangeInclusive;

use eframe::egui::{Rect, vec2};

use super::viewport::{Area, Viewport};

/// A place of at least this size on the screen, in points, is seen well enough.
const LEAST: f64 = 28.0;
/// The size on the screen, in points, that a smaller place gets.
const WANTED: f64 = 72.0;
/// The share of the canvas that a place may take: what is around it tells what happened.
const MOST: f64 = 0.6;
/// The most that is zoomed in for a small place, as a multiple of the fit.
const MAX_ZOOM: f64 = 10.0;
/// The room between a place and the edge of the canvas, in points.
const MARGIN: f32 = 16.0;

impl Viewport {
    /// Moves and zooms so that `place` is seen, with what is around it. Nothing moves if it is seen well enough already.
    pub fn reveal(&mut self, place: Area, scene: Area, canvas: Rect, limits: &RangeInclusive<f64>) {
        let is_finite = [place.left, place.top, place.right, place.bottom].iter().all(|side| side.is_finite());
        if !is_finite {
            return;
        }
        // What is outside the scene cannot be seen anyhow.
        let inside = Area {
            left: place.left.max(scene.left),
            top: place.top.max(scene.top),
            right: place.right.min(scene.right),
            bottom: place.bottom.min(scene.bottom),
        };
        let place = if inside.left < inside.right && inside.top < inside.bottom { inside } else { place };
        let size = (place.right - place.left).max(place.bottom - place.top).max(0.0);
        let transform = self.transform(scene, canvas);
        let seen = transform.scale * size;
        let most = (f64::from(canvas.width().min(canvas.height())) * MOST).max(LEAST);
        let is_sized = (LEAST..=most).contains(&seen) || self.is_fit() && seen >= LEAST;
        let on_screen = Rect {
            min: transform.to_screen(place.left, place.top),
            max: transform.to_screen(place.right, place.bottom),
        };
        let room = canvas.shrink2(vec2(MARGIN.min(canvas.width() / 4.0), MARGIN.min(canvas.height() / 4.0)));
        let is_seen = if self.is_fit() { canvas.contains_rect(on_screen) } else { room.contains_rect(on_screen) };
        if is_sized && is_seen {
            return;
        }
        let fit = Self::default().transform(scene, canvas).scale;
        let scale = if is_sized {
            transform.scale
        } else {
            let largest = (fit * MAX_ZOOM).max(transform.scale.min(most / size.max(f64::MIN_POSITIVE)));
            (WANTED.min(most) / size.max(f64::MIN_POSITIVE)).clamp(fit, largest.max(fit))
        };
        let (x, y) = (f64::midpoint(place.left, place.right), f64::midpoint(place.top, place.bottom));
        self.look_at((x, y), scale, scene, canvas, limits);
        // The edge of the scene is not moved into the canvas more than needed.
        let half = (f64::from(canvas.width()) / 2.0 / scale, f64::from(canvas.height()) / 2.0 / scale);
        let kept = |at: f64, half: f64, (least, most): (f64, f64), place: (f64, f64)| {
            let (least, most) = (least.min(place.0) + half, most.max(place.1) - half);
            if least < most { at.clamp(least, most) } else { f64::midpoint(least, most) }
        };
        let center = (
            kept(x, half.0, (scene.left, scene.right), (place.left, place.right)),
            kept(y, half.1, (scene.top, scene.bottom), (place.top, place.bottom)),
        );
        self.look_at(center, scale, scene, canvas, limits);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::model::camera::viewport::FREE;
    use eframe::egui::pos2;
    use proptest::prelude::*;

    const CANVAS: Rect = Rect { min: pos2(10.0, 20.0), max: pos2(810.0, 620.0) };
    const SCENE: Area = Area { left: 0.0, top: 0.0, right: 1920.0, bottom: 1080.0 };

    fn place(left: f64, top: f64, width: f64, height: f64) -> Area {
        Area { left, top, right: left + width, bottom: top + height }
    }

    proptest! {
        #[test]
        fn a_place_is_seen_with_what_is_around_it_wherever_the_view_was(
            left in 0.0_f64..1900.0, top in 0.0_f64..1060.0, width in 2.0_f64..600.0, height in 2.0_f64..600.0,
            center in (0.0_f64..1920.0, 0.0_f64..1080.0), scale in 0.1_f64..30.0,
        ) {
            let mut view = Viewport::default();
            view.look_at(center, scale, SCENE, CANVAS, &FREE);
            view.reveal(place(left, top, width, height), SCENE, CANVAS, &FREE);
            let transform = view.transform(SCENE, CANVAS);
            let (right, bottom) = ((left + width).min(1920.0), (top + height).min(1080.0));
            let seen = Rect { min: transform.to_screen(left, top), max: transform.to_screen(right, bottom) };
            prop_assert!(CANVAS.expand(0.5).contains_rect(seen), "{seen:?}");
            let size = seen.width().max(seen.height());
            prop_assert!(size <= 0.6 * 600.0 + 0.5, "{size}");
            let is_small = size < 27.5;
            prop_assert!(!is_small || view.zoom() >= 9.99, "{size} at {}", view.zoom());
            let again = view;
            view.reveal(place(left, top, width, height), SCENE, CANVAS, &FREE);
            prop_assert!((view.zoom() - again.zoom()).abs() < 1e-6 * again.zoom() || is_small);
        }
    }

    #[test]
    fn what_is_seen_well_does_not_move() {
        let mut view = Viewport::default();
        view.reveal(place(500.0, 300.0, 90.0, 200.0), SCENE, CANVAS, &FREE);
        // A box that leaves the picture is seen as far as it can be.
        view.reveal(place(1850.0, -100.0, 900.0, 300.0), SCENE, CANVAS, &FREE);
        assert!(view.is_fit());
        view.reveal(place(500.0, 300.0, 9.0, 20.0), SCENE, CANVAS, &FREE);
        assert!(!view.is_fit());
        view.reveal(place(f64::NAN, 300.0, 9.0, 20.0), SCENE, CANVAS, &FREE);
    }
}
