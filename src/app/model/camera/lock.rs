//! The camera that follows the selected track: its box stays in the middle and at one size while frames change.

use std::ops::RangeInclusive;

use eframe::egui::{self, Align2, Id, Rect, Ui};

use super::view::{Area, View};
use crate::app::command::{Command, Commands};
use crate::app::model::displayed_frame::Shown;
use crate::app::model::state::State;
use crate::app::widgets::theme;
use crate::mot::{Detection, TrackId};

/// Where a box is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Place {
    /// Its middle, in the scene.
    pub center: (f64, f64),
    /// From corner to corner, in the scene: what stands for its size, whatever its shape.
    pub diagonal: f64,
}

impl Place {
    /// That of a row, enlarged across and down, if it has one that can be looked at.
    fn of(detection: &Detection, scale: [f64; 2]) -> Option<Self> {
        let (left, top) = (detection.left * scale[0], detection.top * scale[1]);
        let (width, height) = (detection.width.max(0.0) * scale[0], detection.height.max(0.0) * scale[1]);
        let center = (left + width / 2.0, top + height / 2.0);
        let diagonal = width.hypot(height);
        (diagonal > 0.0 && diagonal.is_finite() && center.0.is_finite() && center.1.is_finite())
            .then_some(Self { center, diagonal })
    }
}

/// A camera that follows.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Lock {
    /// Where the box was last.
    place: Option<Place>,
    /// From corner to corner on the screen, in points; as it is seen first.
    size: Option<f64>,
    /// The frame shown, if the track has no box in it.
    missing: Option<u64>,
}

impl Lock {
    /// Enlarges what is followed.
    pub fn zoom(&mut self, factor: f64) {
        self.size = self.size.map(|size| size * factor);
    }

    /// Turns `view` to the box at `place` in frame `number`; to where it was last if it has none there.
    fn turn(
        &mut self,
        view: &mut View,
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

/// Turns the camera to the selected track in the frame that is drawn, if it follows. `among` are the rows to look
/// through, where that is known; true if anything moved.
pub fn follow(
    state: &mut State,
    shown: &Shown,
    among: Option<&[usize]>,
    canvas: Rect,
    limits: &RangeInclusive<f64>,
) -> bool {
    let scale = crate::app::canvas::look(state).scale;
    let Some(lock) = &mut state.lock else { return false };
    let Some(id) = state.selected else {
        state.lock = None;
        return false;
    };
    let rows = &shown.boxes().detections;
    let found = match among {
        Some(places) => places.iter().filter_map(|&at| rows.get(at)).find_map(|row| place_in(row, id, scale)),
        None => rows.iter().find_map(|row| place_in(row, id, scale)),
    };
    let before = state.view;
    lock.turn(&mut state.view, found, shown.number(), state.scene.area, canvas, limits);
    state.view != before
}

fn place_in(row: &Detection, id: TrackId, scale: [f64; 2]) -> Option<Place> {
    (row.id == Some(id)).then(|| Place::of(row, scale)).flatten()
}

/// Tells that the camera follows, what holds it, and offers a way out.
pub fn show(ui: &Ui, canvas: Rect, state: &State, commands: &mut Commands) {
    let (Some(lock), Some(id)) = (&state.lock, state.selected) else { return };
    let at = Align2::RIGHT_TOP.pos_in_rect(&canvas.shrink(theme::SPACE[1]));
    let area = egui::Area::new(Id::unique("camera")).order(egui::Order::Middle).pivot(Align2::RIGHT_TOP).fixed_pos(at);
    area.constrain_to(canvas).show(ui.ctx(), |ui| {
        egui::Frame::popup(ui.style()).inner_margin(theme::SPACE[0]).show(ui, |ui| {
            ui.set_max_width((canvas.width() - 40.0).clamp(80.0, 260.0));
            ui.horizontal(|ui| {
                ui.label(format!("Following track {id}"));
                let release = ui.small_button("Release").on_hover_text("C, Esc, or move the picture");
                if release.clicked() {
                    commands.push(Command::Lock(false));
                }
            });
            if let Some(frame) = lock.missing {
                let held = if lock.place.is_some() { ": held where it was" } else { "" };
                ui.weak(format!("no box in frame {frame}{held}"));
            }
        });
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::model::camera::view::FREE;
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
            let (mut lock, mut view) = (Lock::default(), View::default());
            let mut seen: Option<((f64, f64, f64, f64), f64)> = None;
            for (number, row) in (1..).zip(boxes) {
                let place = row.map(|(x, y, w, h)| {
                    Place { center: (x + w / 2.0, y + h / 2.0), diagonal: (w * w + h * h).sqrt() }
                });
                // The twin: the corners of the last box seen, where they must be on the screen.
                if let Some(row) = row {
                    let fit = View::default().transform(SCENE, CANVAS).scale;
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
        let (mut lock, mut view) = (Lock::default(), View::default());
        let place = |diagonal| Some(Place { center: (500.0, 500.0), diagonal });
        lock.turn(&mut view, place(100.0), 1, SCENE, CANVAS, &FREE);
        let scale = view.transform(SCENE, CANVAS).scale;
        lock.zoom(3.0);
        lock.turn(&mut view, place(50.0), 2, SCENE, CANVAS, &FREE);
        assert!((view.transform(SCENE, CANVAS).scale / scale - 6.0).abs() < 1e-9);
    }

    #[test]
    fn the_smallest_box_does_not_lead_beyond_the_limits() {
        let (mut lock, mut view) = (Lock::default(), View::default());
        for diagonal in [100.0, 1e-9] {
            lock.turn(&mut view, Some(Place { center: (5.0, 5.0), diagonal }), 1, SCENE, CANVAS, &(0.5..=8.0));
        }
        assert_eq!(view.zoom(), 8.0);
    }
}
