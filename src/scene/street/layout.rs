//! Where the street's parts are, in metres from the camera and to the right of it.

/// Distance of the fronts of the houses, where the far pavement ends.
pub const HOUSES: f64 = 28.0;
/// Distance of the far edge of the road.
pub const FAR_KERB: f64 = 22.5;
/// Distance of the near edge of the road.
pub const NEAR_KERB: f64 = 13.0;
/// The smallest distance at which anybody walks.
pub const NEAREST: f64 = 6.9;
/// Left and right edge of the zebra crossing.
pub const CROSSING: [f64; 2] = [-2.4, 2.4];
