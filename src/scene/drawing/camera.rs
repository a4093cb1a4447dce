//! Where a point of the street is in the picture.
//!
//! The camera stands four metres above the ground and looks horizontally across a street. On the ground, `x` is the distance
//! to the right of the camera and `z` the distance away from it, both in metres.

use super::pixel_box::PixelBox;

/// A place on the ground, or a direction: to the right of the camera and away from it, in metres.
pub type Ground = [f64; 2];

/// Height of the camera above the ground, in metres.
const EYE: f64 = 4.0;
/// Row of the horizon as a share of the picture's height.
const HORIZON: f64 = 0.3;
/// How large one metre at a distance of one metre is, as a share of the picture's height.
const FOCUS: f64 = 1.1;

/// The projection into a picture of a certain size.
#[derive(Clone, Copy, Debug)]
pub struct Camera {
    /// Width of the picture in pixels.
    pub width: f64,
    /// Height of the picture in pixels.
    pub height: f64,
}

impl Camera {
    /// The box of all pixels of the picture.
    pub fn picture(&self) -> PixelBox {
        PixelBox { left: 0, top: 0, right: self.width as i32, bottom: self.height as i32 }
    }

    /// Pixels per metre at the distance `z` in metres.
    pub fn scale(&self, z: f64) -> f64 {
        FOCUS * self.height / z
    }

    /// Column in pixels of a place `x` metres to the right at the distance `z` in metres.
    pub fn column(&self, x: f64, z: f64) -> f64 {
        0.5 * self.width + x * self.scale(z)
    }

    /// Row in pixels of a place `up` metres above the ground at the distance `z` in metres.
    pub fn row(&self, up: f64, z: f64) -> f64 {
        HORIZON * self.height + (EYE - up) * self.scale(z)
    }

    /// Distance in metres of the ground that is seen in a row; `None` at the horizon and above it.
    pub fn distance(&self, row: f64) -> Option<f64> {
        let below = row - HORIZON * self.height;
        (below > 0.0).then(|| FOCUS * self.height * EYE / below)
    }

    /// Distance in metres from the middle of the picture to its right edge, at the distance `z` in metres.
    pub fn edge(&self, z: f64) -> f64 {
        0.5 * self.width / self.scale(z)
    }
}
