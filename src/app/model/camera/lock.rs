//! The camera that follows the selected track: its box stays in the middle and at one size while frames change.

use std::ops::RangeInclusive;

use eframe::egui::Rect;

use super::viewport::{Area, Viewport};
use crate::mot::{Detection, Frame, TrackId};

/// Where a box is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Place {
    /// The centre, in pixels of the scene.
    pub center: (f64, f64),
    /// The diagonal, in pixels of the scene. It stands for the size, whatever the shape.
    pub diagonal: f64,
}

impl Place {
    /// The place of a detection, with its coordinates multiplied by `scale` (x, y). `None` if the box has no size or is not finite.
    fn of(detection: &Detection, scale: [f64; 2]) -> Option<Self> {
        let (left, top) = (detection.left * scale[0], detection.top * scale[1]);
        let (width, height) = (detection.width.max(0.0) * scale[0], detection.height.max(0.0) * scale[1]);
        let center = (left + width / 2.0, top + height / 2.0);
        let diagonal = width.hypot(height);
        (diagonal > 0.0 && diagonal.is_finite() && center.0.is_finite() && center.1.is_finite())
            .then_some(Self { center, diagonal })
    }
}

/// A camera that follows a track.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CameraLock {
    /// Where the box was in the last frame that had one.
    place: Option<Place>,
    /// The diagonal of the box on the screen, in points. The first frame decides it.
    size: Option<f64>,
    /// The number of the displayed frame, if the track has no box in it.
    missing: Option<u64>,
}

impl CameraLock {
    /// Enlarges the followed box by a factor.
    pub fn zoom(&mut self, factor: f64) {
        self.size = self.size.map(|size| size * factor);
    }

    /// Follows track `id` in frame `number`: turns `view` to its box. `rows` are the places in `frame` to look through; all
    /// of them if there are none. `scale` multiplies the coordinates of the boxes (x, y).
    #[expect(clippy::too_many_arguments, reason = "each is one plain value of the canvas")]
    pub fn follow(
        &mut self,
        view: &mut Viewport,
        (number, frame): (u64, &Frame),
        (id, rows): (TrackId, Option<&[usize]>),
        scale: [f64; 2],
        scene: Area,
        canvas: Rect,
        limits: &RangeInclusive<f64>,
    ) {
        let place_in = |row: &Detection| (row.id == Some(id)).then(|| Place::of(row, scale)).flatten();
        let detections = &frame.detections;
        let place = match rows {
            Some(rows) => rows.iter().filter_map(|&at| detections.get(at)).find_map(place_in),
            None => detections.iter().find_map(place_in),
        };
        self.turn(view, place, number, scene, canvas, limits);
    }

    /// The number of the displayed frame if the track has no box in it, and whether an earlier box holds the camera.
    pub fn missing(&self) -> Option<(u64, bool)> {
        self.missing.map(|number| (number, self.place.is_some()))
    }

    /// Turns `view` to the box at `place` in frame `number`; to the place of the last box if it is `None`.
    fn turn(
        &mut self,
        view: &mut Viewport,
        place: Option<Place>,
        number: u64,
        scene: Area,
        canvas: Rect,
        limits: &RangeInclusive<f64>,
    ) {
        self.missing = place.is_none().then_some(number);
        self.place = place.or(self.place);
        let Some(place) = self.place else { return };
        let scale = view.transform(scene, canvas).scale;
        let size = *self.size.get_or_insert(place.diagonal * scale);
        view.look_at(place.center, size / place.diagonal, scene, canvas, limits);
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

    proptest! {
        #[test]
        fn the_box_is_centred_and_at_one_size_in_every_frame(
            boxes in prop::collection::vec(
                prop::option::weighted(0.8, (0.0_f64..1900.0, 0.0_f64..1000.0, 20.0_f64..200.0, 20.0_f64..200.0)), 1..30),
        ) {
            let (mut lock, mut view) = (CameraLock::default(), Viewport::default());
            let mut seen: Option<((f64, f64, f64, f64), f64)> = None;
            for (number, row) in (1..).zip(boxes) {
                let place = row.map(|(x, y, w, h)| {
                    Place { center: (x + w / 2.0, y + h / 2.0), diagonal: (w * w + h * h).sqrt() }
                });
                // The twin: the corners of the last box seen, where they must be on the screen.
                if let Some(row) = row {
                    let fit = Viewport::default().transform(SCENE, CANVAS).scale;
                    let size = seen.map_or(fit * (row.2 * row.2 + row.3 * row.3).sqrt(), |seen| seen.1);
                    seen = Some((row, size));
                }
                lock.turn(&mut view, place, number, SCENE, CANVAS, &FREE);
                prop_assert_eq!(lock.missing, row.is_none().then_some(number));
                if let Some(((x, y, w, h), size)) = seen {
                    let transform = view.transform(SCENE, CANVAS);
                    let (min, max) = (transform.to_screen(x, y), transform.to_screen(x + w, y + h));
                    prop_assert!((min + (max - min) / 2.0 - CANVAS.center()).length() < 0.1);
                    prop_assert!((f64::from((max - min).length()) - size).abs() < 0.1);
                } else {
                    prop_assert!(view.is_fit());
                }
            }
        }
    }

    #[test]
    fn zooming_changes_the_size_for_all_frames_to_come() {
        let (mut lock, mut view) = (CameraLock::default(), Viewport::default());
        let place = |diagonal| Some(Place { center: (500.0, 500.0), diagonal });
        lock.turn(&mut view, place(100.0), 1, SCENE, CANVAS, &FREE);
        let scale = view.transform(SCENE, CANVAS).scale;
        lock.zoom(3.0);
        lock.turn(&mut view, place(50.0), 2, SCENE, CANVAS, &FREE);
        assert!((view.transform(SCENE, CANVAS).scale / scale - 6.0).abs() < 1e-9);
    }

    #[test]
    fn the_smallest_box_does_not_lead_beyond_the_limits() {
        let (mut lock, mut view) = (CameraLock::default(), Viewport::default());
        for diagonal in [100.0, 1e-9] {
            lock.turn(&mut view, Some(Place { center: (5.0, 5.0), diagonal }), 1, SCENE, CANVAS, &(0.5..=8.0));
        }
        assert_eq!(view.zoom(), 8.0);
    }
}
