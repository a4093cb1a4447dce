//! Where tracks were and will be.

use super::drawing::{Drawing, Trail, TrailForm};
use super::surface::{Surface, fade};

/// Width of a line and radius of a dot, for labels of 12 pixels.
const LINE: f32 = 2.0;
const DOT: f32 = 1.5;

/// Draws all trails.
pub fn draw(surface: &mut Surface, drawing: &Drawing) {
    let size = super::text::sane(drawing.label_size) / 12.0;
    for trail in &drawing.trails {
        one(surface, drawing, trail, size);
    }
}

fn one(surface: &mut Surface, drawing: &Drawing, trail: &Trail, size: f32) {
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
            (TrailForm::Line, Some(before)) => surface.line(&[before, place], false, LINE * size, None, color),
            (TrailForm::Dot, _) => surface.dot(place, f64::from(DOT * size), color),
            (TrailForm::Start | TrailForm::Line, _) => {}
        }
        before = Some(place);
    }
}
