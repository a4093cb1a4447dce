//! Intersection over union, and over one of the areas.

/// Left, top, right and bottom of a box.
pub(in crate::metrics) type Corners = [f64; 4];

/// An area up to this counts as none.
pub(super) const NO_AREA: f64 = f64::EPSILON;

/// The area of a box. Negative if one of its sides is.
#[inline]
pub(super) fn area(of: &Corners) -> f64 {
    (of[2] - of[0]) * (of[3] - of[1])
}

/// The area that two boxes share.
#[inline]
pub(super) fn intersection(one: &Corners, other: &Corners) -> f64 {
    let width = least(one[2], other[2]) - greatest(one[0], other[0]);
    let height = least(one[3], other[3]) - greatest(one[1], other[1]);
    greatest(width, 0.0) * greatest(height, 0.0)
}

/// The lesser of two numbers, of which none is NaN. That is one instruction, whereas `f64::min` looks for NaN.
#[inline]
fn least(one: f64, other: f64) -> f64 {
    if one < other { one } else { other }
}

/// The greater of two numbers, of which none is NaN.
#[inline]
fn greatest(one: f64, other: f64) -> f64 {
    if one > other { one } else { other }
}

/// The share of the area of a box that is inside a region (`TrackEval` 1.3.0, intersection over area). 0 for a box without area.
pub(in crate::metrics) fn share_inside(of: &Corners, region: &Corners) -> f64 {
    let area = area(of);
    if area > NO_AREA { intersection(of, region) / area } else { 0.0 }
}
