//! Draws one frame as a picture, without a window: what the canvas shows, at the resolution of the pictures.
//!
//! ```
//! use motscope::render::{Drawing, Layer, Mark, Rect, render};
//! let mark = Mark { rect: Rect::at(8.0, 8.0, 20.0, 10.0), color: [255, 0, 0, 255], ..Mark::default() };
//! let layer = Layer { marks: vec![mark], line_width: 2.0, opacity: 1.0, labels_below: false };
//! let drawing = Drawing { area: Rect::at(0.0, 0.0, 64.0, 48.0), layers: vec![layer], ..Drawing::default() };
//! let picture = render(&drawing);
//! assert_eq!((picture.width, picture.height), (64, 48));
//! assert_eq!(picture.pixel(8, 8).map(|pixel| pixel.0), Some([255, 0, 0, 255]));
//! ```

mod adjustment;
mod backdrop;
pub mod box_style;
mod drawing;
mod label;

mod occupancy;
mod outline;
mod rect;
mod surface;
#[cfg(test)]
mod tests;
mod text;
mod trail;

pub use adjustment::PictureAdjustment;
pub use box_style::LinePattern;
pub use drawing::{Drawing, Layer, Mark, Trail, TrailForm, TrailPoint};
pub use occupancy::Occupancy;
pub use rect::Rect;

use crate::sequence::{Picture, Rgba};

/// Draws a frame. Every pixel of the picture is opaque.
///
/// If the drawing has no valid [size](Drawing::size), the picture has 0 × 0 pixels.
pub fn render(drawing: &Drawing) -> Picture {
    let Some((width, height)) = drawing.size() else { return Picture::default() };
    let pixels = vec![Rgba::default(); width as usize * height as usize];
    let mut picture = Picture::new(width, height, pixels);
    backdrop::draw(&mut picture, drawing);
    if let Some(mut surface) = surface::Surface::new(&mut picture) {
        if drawing.backdrop.is_none() {
            label::note(&mut surface, drawing);
        }
        trail::draw(&mut surface, drawing);
        outline::draw(&mut surface, drawing);
        label::draw(&mut surface, drawing);
    }
    picture
}
