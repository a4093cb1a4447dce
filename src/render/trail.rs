//! Draws trails: where tracks were and will be.

use super::box_style::{TRAIL_DOT_RADIUS, TRAIL_WIDTH};
use super::drawing::{Drawing, Trail, TrailForm};
use super::surface::{Surface, fade};

/// Draws all trails.
pub fn draw(surface: &mut Surface, drawing: &Drawing) {
    drawing.trails.iter().for_each(|trail| one(surface, drawing, trail));
}

/// Draws one trail.
fn one(surface: &mut Surface, drawing: &Drawing, trail: &Trail) {
    let point_size = drawing.point() as f32;
    let [red, green, blue] = trail.color;
    let mut before = None;
    for point in &trail.points {
        let place = drawing.place((point.x, point.y));
        if !place.0.is_finite() || !place.1.is_finite() {
            before = None;
            continue;
        }
        let color = fade([red, green, blue, 255], point.opacity);
        match (point.form, before) {
            (TrailForm::Line, Some(before)) => {
                surface.line(&[before, place], false, TRAIL_WIDTH * point_size, None, color);
            }
            (TrailForm::Dot, _) => surface.dot(place, f64::from(TRAIL_DOT_RADIUS * point_size), color),
            (TrailForm::Start | TrailForm::Line, _) => {}
        }
        before = Some(place);
    }
}
