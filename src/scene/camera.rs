//! Where a point of the street is in the picture.
//!
//! The camera stands four metres above the ground and looks level across a street. `x` goes to the right, `z` away from the
//! camera, both in metres on the ground.

/// A place on the ground, or a direction: right and away, in metres.
pub(super) type Ground = [f64; 2];

/// Where the far pavement ends at the houses, where the road begins and ends, and the nearest place for people.
pub(super) const HOUSES: f64 = 28.0;
pub(super) const FAR_KERB: f64 = 22.5;
pub(super) const NEAR_KERB: f64 = 13.0;
pub(super) const NEAREST: f64 = 6.9;

/// Metres above the ground.
const EYE: f64 = 4.0;
/// Shares of the picture's height: the horizon, and a metre that is a metre away.
const HORIZON: f64 = 0.3;
const FOCUS: f64 = 1.1;

/// The projection into a picture of a certain size.
#[derive(Clone, Copy, Debug)]
pub(super) struct Camera {
    pub(super) width: f64,
    pub(super) height: f64,
}

impl Camera {
    /// Pixels a metre at this distance.
    pub(super) fn scale(&self, z: f64) -> f64 {
        FOCUS * self.height / z
    }

    /// Column of a place this far to the right at this distance.
    pub(super) fn column(&self, x: f64, z: f64) -> f64 {
        0.5 * self.width + x * self.scale(z)
    }

    /// Row of a place this high above the ground at this distance.
    pub(super) fn row(&self, up: f64, z: f64) -> f64 {
        HORIZON * self.height + (EYE - up) * self.scale(z)
    }

    /// Distance of the ground seen in a row; nothing for the horizon and above.
    pub(super) fn distance(&self, row: f64) -> Option<f64> {
        let below = row - HORIZON * self.height;
        (below > 0.0).then(|| FOCUS * self.height * EYE / below)
    }

    /// How far to the right the picture ends at this distance.
    pub(super) fn edge(&self, z: f64) -> f64 {
        0.5 * self.width / self.scale(z)
    }
}
