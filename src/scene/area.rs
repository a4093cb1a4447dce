//! Boxes in whole pixels, and how much of one others leave to be seen.

use super::canvas::Point;

/// A box in pixels; `right` and `low` are the first column and row that are no longer in it. May reach out of the picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Area {
    /// First column.
    pub left: i32,
    /// First row.
    pub top: i32,
    /// The column behind the last.
    pub right: i32,
    /// The row below the last.
    pub low: i32,
}

impl Area {
    /// Every pixel that these corners touch.
    pub(super) fn around(corners: impl IntoIterator<Item = Point>) -> Self {
        let start = ([f64::INFINITY; 2], [f64::NEG_INFINITY; 2]);
        let (least, most) = corners.into_iter().fold(start, |(least, most), corner| {
            ([0, 1].map(|axis| least[axis].min(corner[axis])), [0, 1].map(|axis| most[axis].max(corner[axis])))
        });
        let [left, top] = least.map(|side| side.floor() as i32);
        let [right, low] = most.map(|side| side.ceil() as i32);
        Self { left, top, right: right.max(left.saturating_add(1)), low: low.max(top.saturating_add(1)) }
    }

    /// Width in pixels; 0 for a box that is turned inside out.
    pub fn width(self) -> u32 {
        self.right.saturating_sub(self.left).max(0) as u32
    }

    /// Height in pixels; 0 for a box that is turned inside out.
    pub fn height(self) -> u32 {
        self.low.saturating_sub(self.top).max(0) as u32
    }

    pub(super) fn pixels(self) -> u64 {
        u64::from(self.width()) * u64::from(self.height())
    }

    /// What both have in common; nothing if that has no pixel.
    pub(super) fn common(self, other: Self) -> Option<Self> {
        let common = Self {
            left: self.left.max(other.left),
            top: self.top.max(other.top),
            right: self.right.min(other.right),
            low: self.low.min(other.low),
        };
        (common.pixels() > 0).then_some(common)
    }

    /// Common pixels ÷ pixels of either.
    pub(super) fn overlap(self, other: Self) -> f64 {
        let common = self.common(other).map_or(0, Self::pixels);
        common as f64 / (self.pixels() + other.pixels() - common).max(1) as f64
    }

    /// The share of the box that is in the picture and that no other covers, from 0 to 1.
    pub(super) fn visible(self, picture: Self, others: impl IntoIterator<Item = Self>) -> f64 {
        let Some(inside) = self.common(picture) else { return 0.0 };
        let others: Vec<Self> = others.into_iter().filter_map(|other| other.common(inside)).collect();
        // Between two neighbouring sides of boxes, the same boxes cover all columns.
        let mut sides: Vec<i32> = others.iter().flat_map(|other| [other.left, other.right]).collect();
        sides.sort_unstable();
        let mut spans = Vec::new();
        let covered = sides.windows(2).filter(|pair| pair[0] < pair[1]).map(|pair| {
            let there = others.iter().filter(|other| other.left <= pair[0] && pair[1] <= other.right);
            spans.clear();
            spans.extend(there.map(|other| (other.top, other.low)));
            spans.sort_unstable();
            let (mut rows, mut below) = (0, inside.top);
            for &(top, low) in &spans {
                rows += u64::from((low - top.max(below)).max(0) as u32);
                below = below.max(low);
            }
            rows * u64::from((pair[1] - pair[0]) as u32)
        });
        let covered: u64 = covered.sum();
        (inside.pixels() - covered) as f64 / self.pixels() as f64
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn area() -> impl Strategy<Value = Area> {
        (-10..30_i32, -10..30_i32, 1..25_i32, 1..25_i32).prop_map(|(left, top, width, height)| Area {
            left,
            top,
            right: left + width,
            low: top + height,
        })
    }

    proptest! {
        #[test]
        fn visibility_is_what_counting_pixels_finds(own in area(), others in prop::collection::vec(area(), 0..8)) {
            let picture = Area { left: 0, top: 0, right: 25, low: 20 };
            let has = |area: &Area, x, y| (area.left..area.right).contains(&x) && (area.top..area.low).contains(&y);
            let places = (own.top..own.low).flat_map(|y| (own.left..own.right).map(move |x| (x, y)));
            let seen = places.filter(|&(x, y)| has(&picture, x, y) && !others.iter().any(|other| has(other, x, y)));
            let expected = seen.count() as f64 / own.pixels() as f64;
            prop_assert_eq!(own.visible(picture, others.iter().copied()), expected);
        }
    }
}
