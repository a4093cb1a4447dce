//! Which boxes are inside regions without labels.

use crate::metrics::similarity::{Corners, share_inside};

/// The most regions of a frame whose union is computed. Real frames have a few dozen.
pub(super) const MAX_REGIONS: usize = 1000;

/// Whether more than half of a box is inside one region (KITTI, as in `TrackEval` 1.3.0).
pub(super) fn is_in_one(of: &Corners, regions: &[Corners]) -> bool {
    regions.iter().any(|region| share_inside(of, region) > 0.5 + f64::EPSILON)
}

/// Whether at least half of a box is inside the union of regions (`VisDrone2018-MOT-toolkit`, `eval/dropObjects.m`).
///
/// The toolkit rounds sides, counts pixels from 1 on, and takes a region as one pixel wider and higher than the file has it. It
/// also clips boxes to the picture, whose size is not known here.
pub(super) fn is_in_union(of: &Corners, regions: &[Corners]) -> bool {
    let [left, top, width, height] = rounded(of);
    let inside: Vec<Corners> = regions
        .iter()
        .map(rounded)
        // Pixels left + 1 to left + width of the box, and left to left + width of the region.
        .map(|region| {
            let right = (region[0] + region[2] + 1.0).min(left + 1.0 + width);
            let bottom = (region[1] + region[3] + 1.0).min(top + 1.0 + height);
            [region[0].max(left + 1.0), region[1].max(top + 1.0), right, bottom]
        })
        .filter(|region| region[0] < region[2] && region[1] < region[3])
        .collect();
    union_area(&inside) / (width * height) >= 0.5
}

/// Left, top, width and height in whole pixels, each at least 1.
fn rounded(of: &Corners) -> Corners {
    [of[0], of[1], of[2] - of[0], of[3] - of[1]].map(|side| side.round().max(1.0))
}

/// The area that at least one of the rectangles covers.
fn union_area(rectangles: &[Corners]) -> f64 {
    let mut sides: Vec<f64> = rectangles.iter().flat_map(|of| [of[0], of[2]]).collect();
    sides.sort_unstable_by(f64::total_cmp);
    sides.dedup();
    let mut covered = 0.0;
    for strip in sides.windows(2) {
        let spanning = rectangles.iter().filter(|of| of[0] <= strip[0] && of[2] >= strip[1]);
        let mut heights: Vec<(f64, f64)> = spanning.map(|of| (of[1], of[3])).collect();
        heights.sort_unstable_by(|one, other| one.0.total_cmp(&other.0));
        let (mut reached, mut height) = (f64::NEG_INFINITY, 0.0);
        for (top, bottom) in heights {
            height += (bottom - top.max(reached)).max(0.0);
            reached = reached.max(bottom);
        }
        covered += height * (strip[1] - strip[0]);
    }
    covered
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn the_union_is_what_pixels_count(boxes in prop::collection::vec((1..20_i32, 1..20_i32, 1..12_i32, 1..12_i32), 0..6)) {
            let of = boxes.iter().map(|&(left, top, width, height)| [left, top, left + width, top + height].map(f64::from));
            let rectangles: Vec<Corners> = of.collect();
            let is_covered = |x: i32, y: i32| boxes.iter().any(|&(left, top, width, height)| {
                (left..left + width).contains(&x) && (top..top + height).contains(&y)
            });
            let pixels = (0..40).flat_map(|x| (0..40).map(move |y| (x, y))).filter(|&(x, y)| is_covered(x, y)).count();
            prop_assert_eq!(union_area(&rectangles), pixels as f64);
        }
    }
}
