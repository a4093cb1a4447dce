//! Zoom, pan and following: what moves the camera.

use std::ops::RangeInclusive;

use eframe::egui::{CursorIcon, Rect, Response, Ui};

use crate::app::model::camera::{Area, Camera, Zoom};
use crate::app::model::frame::displayed_frame::DisplayedFrame;
use crate::app::session::view::View;

/// Moves the camera to the selected track if it follows one. `among` are the indices of the boxes to search, if known.
/// Returns whether the camera moved.
pub fn follow(
    camera: &mut Camera,
    view: &View<'_>,
    displayed: &DisplayedFrame,
    among: Option<&[usize]>,
    canvas: Rect,
    limits: &RangeInclusive<f64>,
) -> bool {
    let Some(lock) = &mut camera.lock else { return false };
    let Some(id) = view.state.selected else {
        camera.lock = None;
        return false;
    };
    let before = camera.viewport;
    let frame = (displayed.number(), &**displayed.boxes());
    let (scale, area) = (view.main_look().scale, view.state.extent.area);
    lock.follow(&mut camera.viewport, frame, (id, among), scale, area, canvas, limits);
    camera.viewport != before
}

/// Handles wheel, drag, double click and the zoom keys.
pub fn navigate(
    ui: &Ui,
    response: &Response,
    zoom: Option<Zoom>,
    camera: &mut Camera,
    scene: Area,
    canvas: Rect,
    limits: &RangeInclusive<f64>,
) {
    let viewport = &mut camera.viewport;
    let before = viewport.zoom();
    match zoom {
        Some(Zoom::By(factor)) => viewport.zoom_at(canvas.center(), factor, scene, canvas, limits),
        Some(Zoom::Actual) => {
            let scale = 1.0 / f64::from(ui.pixels_per_point());
            viewport.look_at(viewport.center(scene), scale, scene, canvas, limits);
        }
        None => {}
    }
    if let Some(pointer) = response.hover_pos() {
        let (wheel, pinch) = ui.input(|input| (input.smooth_scroll_delta().y, input.zoom_delta()));
        let factor = f64::from((wheel / 300.0).exp() * pinch);
        if factor != 1.0 {
            viewport.zoom_at(pointer, factor, scene, canvas, limits);
        }
    }
    if let Some(lock) = &mut camera.lock {
        lock.zoom(viewport.zoom() / before);
    }
    if response.dragged() {
        viewport.pan(response.drag_delta(), scene, canvas);
        camera.lock = None;
        ui.set_cursor_icon(CursorIcon::Grabbing);
    }
    if response.double_clicked() {
        *camera = Camera::default();
    }
    if response.clicked() || response.drag_started() {
        // Take the focus from other widgets, so that keys act on the canvas again.
        ui.memory_mut(|memory| memory.focused().map(|id| memory.surrender_focus(id)));
    }
}
