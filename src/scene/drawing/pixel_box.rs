//! Boxes in whole pixels, and how much of a box is visible behind others.

use super::canvas::Point;

/// A box in whole pixels. It may reach out of the picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PixelBox {
    /// First column.
    pub left: i32,
    /// First row.
    pub top: i32,
    /// The column after the last.
    pub right: i32,
    /// The row after the last.
    pub bottom: i32,
}

impl PixelBox {
    /// The smallest box around these points, at least one pixel wide and high.
    pub fn around(corners: impl IntoIterator<Item = Point>) -> Self {
        let start = ([f64::INFINITY; 2], [f64::NEG_INFINITY; 2]);
        let (least, most) = corners.into_iter().fold(start, |(least, most), corner| {
            ([0, 1].map(|axis| least[axis].min(corner[axis])), [0, 1].map(|axis| most[axis].max(corner[axis])))
        });
        let [left, top] = least.map(|side| side.floor() as i32);
        let [right, bottom] = most.map(|side| side.ceil() as i32);
        Self { left, top, right: right.max(left.saturating_add(1)), bottom: bottom.max(top.saturating_add(1)) }
    }

    /// Width in pixels; 0 if `right` is left of `left`.
    pub fn width(self) -> u32 {
        self.right.saturating_sub(self.left).max(0) as u32
    }

    /// Height in pixels; 0 if `bottom` is above `top`.
    pub fn height(self) -> u32 {
        self.bottom.saturating_sub(self.top).max(0) as u32
    }

    /// Number of pixels in the box.
    pub fn pixels(self) -> u64 {
        u64::from(self.width()) * u64::from(self.height())
    }

    /// The intersection with another box; `None` if it has no pixel.
    pub fn common(self, other: Self) -> Option<Self> {
        let common = Self {
            left: self.left.max(other.left),
            top: self.top.max(other.top),
            right: self.right.min(other.right),
            bottom: self.bottom.min(other.bottom),
        };
        (common.pixels() > 0).then_some(common)
    }

    /// Intersection over union, from 0 to 1.
    pub fn overlap(self, other: Self) -> f64 {
        let common = self.common(other).map_or(0, Self::pixels);
        common as f64 / (self.pixels() + other.pixels() - common).max(1) as f64
    }

    /// The share of the box, from 0 to 1, that is in the picture and that none of the others covers.
    pub fn visible(self, picture: Self, others: impl IntoIterator<Item = Self>) -> f64 {
        let Some(inside) = self.common(picture) else { return 0.0 };
        let others: Vec<Self> = others.into_iter().filter_map(|other| other.common(inside)).collect();
        // The picture is cut into vertical strips at the sides of all boxes: within a strip, all columns are covered alike.
        let mut sides: Vec<i32> = others.iter().flat_map(|other| [other.left, other.right]).collect();
        sides.sort_unstable();
        let mut spans = Vec::new();
        let covered = sides.windows(2).filter(|pair| pair[0] < pair[1]).map(|pair| {
            let there = others.iter().filter(|other| other.left <= pair[0] && pair[1] <= other.right);
            spans.clear();
            spans.extend(there.map(|other| (other.top, other.bottom)));
            spans.sort_unstable();
            let (mut rows, mut below) = (0, inside.top);
            for &(top, bottom) in &spans {
                rows += u64::from((bottom - top.max(below)).max(0) as u32);
                below = below.max(bottom);
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

    fn bounds() -> impl Strategy<Value = PixelBox> {
        (-10..30_i32, -10..30_i32, 1..25_i32, 1..25_i32).prop_map(|(left, top, width, height)| PixelBox {
            left,
            top,
            right: left + width,
            bottom: top + height,
        })
    }

    proptest! {
        #[test]
        fn visibility_is_what_counting_pixels_finds(own in bounds(), others in prop::collection::vec(bounds(), 0..8)) {
            let picture = PixelBox { left: 0, top: 0, right: 25, bottom: 20 };
            let has = |one: &PixelBox, x, y| (one.left..one.right).contains(&x) && (one.top..one.bottom).contains(&y);
            let places = (own.top..own.bottom).flat_map(|y| (own.left..own.right).map(move |x| (x, y)));
            let seen = places.filter(|&(x, y)| has(&picture, x, y) && !others.iter().any(|other| has(other, x, y)));
            let expected = seen.count() as f64 / own.pixels() as f64;
            prop_assert_eq!(own.visible(picture, others.iter().copied()), expected);
        }
    }
}
