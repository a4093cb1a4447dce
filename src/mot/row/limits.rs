//! The greatest numbers that a row may have.

/// The largest frame number that a row may have.
pub const MAX_FRAME: u32 = i32::MAX as u32;
/// The largest absolute value that left, top, width and height of a box may have, in pixels.
pub const MAX_COORDINATE: f64 = 1e9;
