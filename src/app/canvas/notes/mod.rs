//! What the user has gone to: notes in a corner of the canvas, and corners around its place.

mod difference;
mod event;
mod note;
mod place;
pub mod tracks;

use eframe::egui::{self, Align2, AreaState, Id, Painter, Rect, RichText, Stroke, Ui, vec2};

use super::ground;
use crate::app::model::camera::{Area, Camera, Reveal, Transform};
use crate::app::model::frame::displayed_frame::DisplayedFrame;
use crate::app::session::view::View;
use crate::app::widgets::theme;

use place::corner;
pub use place::within;

/// The room between a place and the corners around it, in points.
const AROUND: f32 = 6.0;

/// The places on the screen that the user has gone to, if this frame shows them.
pub fn places(view: &View<'_>, shown: Option<&DisplayedFrame>, transform: Transform) -> Vec<Rect> {
    let Some(shown) = shown else { return Vec::new() };
    let areas = event::area(view, shown.number()).into_iter().chain(difference::areas(view, shown));
    areas.map(|area| on_screen(area, transform)).collect()
}

/// The place that is to be brought into view. `None` if it is not known yet, or never will be; then the camera forgets it.
pub fn to_reveal(camera: &mut Camera, view: &View<'_>, shown: Option<&DisplayedFrame>) -> Option<Area> {
    match camera.reveal.take()? {
        Reveal::Area(area) => Some(area),
        Reveal::Box { layer, id, frame } if view.position() == Some(frame) => {
            let Some(shown) = shown.filter(|shown| shown.number() == frame) else {
                camera.reveal = Some(Reveal::Box { layer, id, frame });
                return None;
            };
            difference::area_of(view, shown, layer, id)
        }
        Reveal::Box { .. } => None,
    }
}

/// Draws the corners of a frame around each place.
pub fn mark(ui: &Ui, painter: &Painter, places: &[Rect], view: &View<'_>) {
    let [line, edge] = ground::mark(ground::is_dark(ui, view));
    for rect in places.iter().map(|rect| rect.expand(AROUND)) {
        let size = (rect.width().min(rect.height()) / 4.0).clamp(4.0, 16.0);
        let corners = [
            (rect.left_top(), 1.0, 1.0),
            (rect.right_top(), -1.0, 1.0),
            (rect.right_bottom(), -1.0, -1.0),
            (rect.left_bottom(), 1.0, -1.0),
        ];
        for (width, color) in [(4.0, edge), (2.0, line)] {
            for (at, x, y) in corners {
                let line = vec![at + vec2(x * size, 0.0), at, at + vec2(0.0, y * size)];
                painter.line(line, Stroke::new(width, color));
            }
        }
    }
}

/// Draws the note in a corner of the canvas where it covers nothing of `avoid`.
pub fn show(ui: &Ui, canvas: Rect, view: &View<'_>, avoid: &[Rect]) {
    let Some(note) = event::note(view).or_else(|| difference::note(view)) else { return };
    let id = Id::unique("event");
    let size = AreaState::load(ui.ctx(), id).and_then(|state| state.size).unwrap_or(vec2(240.0, 40.0));
    let corners = [Align2::LEFT_TOP, Align2::RIGHT_TOP, Align2::LEFT_BOTTOM, Align2::RIGHT_BOTTOM];
    let pivot = corner(canvas, size, &corners, avoid);
    let at = pivot.pos_in_rect(&within(canvas));
    let area = egui::Area::new(id).order(egui::Order::Middle).pivot(pivot).fixed_pos(at).interactable(false);
    area.constrain_to(canvas).show(ui.ctx(), |ui| {
        egui::Frame::popup(ui.style()).inner_margin(theme::SPACE[0]).show(ui, |ui| {
            ui.set_max_width((canvas.width() - 2.0 * theme::SPACE[1] - 20.0).clamp(80.0, 420.0));
            ui.label(RichText::new(note.title).strong());
            note.lines.into_iter().for_each(|line| _ = ui.label(line));
            if !note.more.is_empty() {
                ui.weak(note.more);
            }
        });
    });
}

fn on_screen(area: Area, transform: Transform) -> Rect {
    Rect { min: transform.to_screen(area.left, area.top), max: transform.to_screen(area.right, area.bottom) }
}
