//! Tables in CSV that have more than a number in a field, or points in place of boxes.

pub(super) mod points;
pub(super) mod via;
