//! How similar two boxes are: the intersection over the union of their areas, for all pairs of boxes that overlap.
//!
//! Belongs here: boxes as four sides, without identities. May import pairs of `assignment`, and why there are none.

mod iou;
mod overlaps;
mod sums;

#[cfg(test)]
mod tests;

pub(super) use iou::{Corners, share_inside};
pub(super) use overlaps::Overlaps;
pub(super) use sums::Sums;
