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
    let width = (one[2].min(other[2]) - one[0].max(other[0])).max(0.0);
    let height = (one[3].min(other[3]) - one[1].max(other[1])).max(0.0);
    width * height
}

/// The share of the area of a box that is inside a region (`TrackEval` 1.3.0, intersection over area). 0 for a box without area.
pub(in crate::metrics) fn share_inside(of: &Corners, region: &Corners) -> f64 {
    let area = area(of);
    if area > NO_AREA { intersection(of, region) / area } else { 0.0 }
}
