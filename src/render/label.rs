//! Draws labels: above the box, or inside at its top if there is no room above. A label never moves another one away.

use super::drawing::{Drawing, Layer, Mark};
use super::occupancy::Occupancy;
use super::rect::Rect;
use super::surface::{Surface, fade};
use super::{outline, text};
use crate::palette;

/// The most characters of a label. Files may hold longer ones, which nobody could read.
const MOST: usize = 200;
/// The most lines of a note.
const MOST_LINES: usize = 6;
/// Space around the text in a label of 12 pixels: left and right together, above and below together, in pixels.
const ROOM: [f64; 2] = [4.0, 3.0];

/// Draws the labels of all layers: of emphasised boxes always, of others where there is room.
pub fn draw(surface: &mut Surface, drawing: &Drawing) {
    let size = text::sane(drawing.label_size);
    let mut occupancy = Occupancy::default();
    occupancy.clear(surface.bounds());
    let mut placed = Vec::new();
    for emphasised in [true, false] {
        for layer in &drawing.layers {
            for mark in layer.marks.iter().filter(|mark| mark.emphasised == emphasised && !mark.label.is_empty()) {
                let Some(label) = Label::of(surface, drawing, layer, mark, size) else { continue };
                if emphasised {
                    occupancy.place(label.room);
                    placed.push(label);
                } else if occupancy.try_place(label.room) {
                    placed.push(label);
                } else if layer.labels_below && occupancy.try_place(label.below) {
                    placed.push(Label { room: label.below, ..label });
                }
            }
        }
    }
    // All backgrounds first, so that none hides a text.
    placed.iter().for_each(|label| surface.fill(label.room, fade(label.color, label.opacity)));
    for Label { text, room, color: [red, green, blue, _], .. } in &placed {
        let (x, y) = (room.left + ROOM[0] / 24.0 * f64::from(size), f64::midpoint(room.top, room.bottom));
        text::draw(surface, text, x, y, size, palette::on_track([*red, *green, *blue]));
    }
}

/// A label that has a place.
struct Label {
    text: String,
    room: Rect,
    /// Its place below the box.
    below: Rect,
    color: [u8; 4],
    opacity: f32,
}

impl Label {
    /// The label of a box; `None` if the box is outside of the picture.
    fn of(surface: &Surface, drawing: &Drawing, layer: &Layer, mark: &Mark, size: f32) -> Option<Self> {
        let text: String = mark.label.chars().take(MOST).collect();
        let (canvas, half) = (surface.bounds(), if mark.is_point { 0.0 } else { outline::width(layer, mark) / 2.0 });
        let rect = outline::place(drawing, layer, mark)?;
        if !rect.expand(half).intersect(canvas).is_positive() {
            return None;
        }
        let [across, along] = ROOM.map(|room| room / 12.0 * f64::from(size));
        let (width, height) = ((text::width(&text, size) + across).ceil(), (f64::from(size) + along).round());
        let above = rect.top - half - height;
        let y = if above >= canvas.top { above } else { rect.top.max(canvas.top) };
        let x = (rect.left - half).min(canvas.right - width).max(canvas.left);
        let below = (rect.bottom + half).min(canvas.bottom - height);
        let at = |y: f64| Rect::at(x.round(), y.round(), width, height);
        let [red, green, blue, _] = mark.color;
        let color = [red, green, blue, 255];
        Some(Self { text, room: at(y), below: at(below), color, opacity: layer.opacity })
    }
}

/// Draws the note of a drawing in the middle.
pub fn note(surface: &mut Surface, drawing: &Drawing) {
    let size = text::sane(drawing.label_size);
    let canvas = surface.bounds();
    let lines = wrapped(&drawing.note, text::fitting(canvas.width() - 2.0 * f64::from(size), size));
    let height = f64::from(size) * 1.4;
    let [red, green, blue] = palette::on_track(drawing.ground).map(f32::from);
    let color = [red, green, blue].map(|value| (0.55 * value + 0.45 * 128.0) as u8);
    let top = canvas.bottom / 2.0 - (lines.len() as f64 - 1.0) / 2.0 * height;
    for (at, line) in lines.iter().enumerate() {
        let x = (canvas.right - text::width(line, size)) / 2.0;
        text::draw(surface, line, x, top + at as f64 * height, size, color);
    }
}

/// Breaks a text at blanks into lines of at most `most` characters. Longer words are cut, and lines after the first
/// [`MOST_LINES`] are left out.
fn wrapped(text: &str, most: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        let word: String = word.chars().take(most).collect();
        match lines.last_mut() {
            Some(line) if line.chars().count() + 1 + word.chars().count() <= most => {
                line.push(' ');
                line.push_str(&word);
            }
            _ => lines.push(word),
        }
    }
    lines.truncate(MOST_LINES);
    lines
}
