//! What columns of numbers have in common.

use std::collections::HashMap;

/// With fewer rows than this, both axes must agree that a file has corners, and more closely.
const MANY: usize = 20;
/// Corners go together: x of the one with x of the other.
const TOGETHER: f64 = 0.6;
/// With few rows.
const TOGETHER_OF_FEW: f64 = 0.9;
/// Of so many identities, sizes are never all greater than places by chance, and objects at rest may say nothing.
const CROWD: usize = 8;
/// Corners change the size by less than this share of what it would change by as a size.
const CLEARLY: f64 = 0.7;

/// How closely two columns go together, from −1 to 1. `None` if one of them is constant.
pub(super) fn correlation(pairs: &[(f64, f64)]) -> Option<f64> {
    let count = pairs.len() as f64;
    let mean = |of: fn(&(f64, f64)) -> f64| pairs.iter().map(of).sum::<f64>() / count;
    let (mean_x, mean_y) = (mean(|pair| pair.0), mean(|pair| pair.1));
    let (mut xx, mut yy, mut xy) = (0.0, 0.0, 0.0);
    for (x, y) in pairs {
        let (x, y) = (x - mean_x, y - mean_y);
        xx += x * x;
        yy += y * y;
        xy += x * y;
    }
    let product = (xx * yy).sqrt();
    (product > 0.0 && product.is_finite()).then(|| xy / product)
}

/// How much a size changes from one box of an identity to its next one: if the four numbers are two corners, and if they are a
/// corner and a size.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Changes {
    as_corners: f64,
    as_sizes: f64,
}

/// The changes of all identities, and how many identities there are.
fn changes(boxes: &[[f64; 4]], ids: &[f64]) -> (Changes, usize) {
    let mut last: HashMap<u64, [f64; 4]> = HashMap::new();
    let mut changes = Changes::default();
    for (now, id) in boxes.iter().zip(ids) {
        if let Some(before) = last.insert(id.to_bits(), *now) {
            let moved: [f64; 4] = std::array::from_fn(|at| now[at] - before[at]);
            changes.as_corners += (moved[2] - moved[0]).abs() + (moved[3] - moved[1]).abs();
            changes.as_sizes += moved[2].abs() + moved[3].abs();
        }
    }
    (changes, last.len())
}

/// Whether four numbers a row are two corners, and not a corner and a size: the third is greater than the first throughout, the
/// fourth greater than the second, and first and third go together. `ids` are the identities of the rows, if they have some.
///
/// A size is rarely greater than the place of a box throughout, and it does not grow with it as the far corner does. Of few
/// people close to the camera it can be, by chance. So the boxes of an identity have a say: objects move more than they grow.
pub(super) fn are_corners(boxes: &[[f64; 4]], ids: Option<&[f64]>) -> bool {
    let are_ordered = boxes.iter().all(|[left, top, right, bottom]| right > left && bottom > top);
    if boxes.len() < 3 || !are_ordered {
        return false;
    }
    if let Some(ids) = ids {
        let (changes, identities) = changes(boxes, ids);
        let may_be = if identities < CROWD || boxes.len() < MANY {
            changes.as_corners < CLEARLY * changes.as_sizes
        } else {
            changes.as_corners <= 2.0 * changes.as_sizes
        };
        if !may_be {
            return false;
        }
    }
    let across = correlation(&boxes.iter().map(|sides| (sides[0], sides[2])).collect::<Vec<_>>());
    let down = correlation(&boxes.iter().map(|sides| (sides[1], sides[3])).collect::<Vec<_>>());
    if boxes.len() < MANY {
        let agrees = |value: Option<f64>| value.is_none_or(|value| value > TOGETHER_OF_FEW);
        return across.is_some_and(|value| value > TOGETHER_OF_FEW) && agrees(down);
    }
    across.is_some_and(|value| value > TOGETHER)
}

/// Whether four numbers in one field are corners. Brackets have mostly corners, so few rows are enough.
pub(super) fn are_bracketed_corners(boxes: &[[f64; 4]]) -> bool {
    let are_ordered = boxes.iter().all(|[left, top, right, bottom]| right > left && bottom > top);
    are_ordered && (boxes.len() < MANY || are_corners(boxes, None))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn corners_grow_with_each_other_and_sizes_do_not() {
        let corners = [[100.0, 50.0, 140.0, 130.0], [104.0, 50.0, 144.0, 130.0], [600.0, 60.0, 640.0, 150.0]];
        let ids = [1.0, 1.0, 2.0];
        assert!(are_corners(&corners, Some(&ids)) && are_corners(&corners, None));
        assert!(!are_corners(&corners[..2], None));
        let sizes = [[10.0, 5.0, 40.0, 80.0], [14.0, 5.0, 41.0, 80.0], [30.0, 6.0, 39.0, 81.0]];
        assert!(!are_corners(&sizes, None));
        assert!(!are_corners(&[[1.0; 4]; 5], None));
    }

    #[test]
    fn few_people_close_to_the_camera_have_sizes_even_where_these_are_greater_than_their_places() {
        let close = [[10.0, 20.0, 30.0, 40.0], [50.0, 60.0, 70.0, 80.0], [11.0, 21.0, 30.0, 40.0]];
        assert!(!are_corners(&close, Some(&[1.0, 2.0, 1.0])));
        assert!(!are_corners(&close, Some(&[1.0, 2.0, 3.0])), "three boxes of three people say nothing");
        // Two people who sit, at places that differ as their sizes do.
        let jitter = |at: usize| f64::from((at * 7919 % 13) as u32) / 4.0;
        let seated: Vec<[f64; 4]> = (0..200)
            .map(|at| {
                let [left, top, width, height] =
                    if at % 2 == 0 { [90.0, 60.0, 330.0, 560.0] } else { [480.0, 120.0, 520.0, 580.0] };
                [left + jitter(at), top + jitter(at + 3), width + jitter(at + 5), height + jitter(at + 8)]
            })
            .collect();
        let ids: Vec<f64> = (0..200).map(|at| f64::from(at % 2)).collect();
        assert!(!are_corners(&seated, Some(&ids)));
    }

    #[test]
    fn a_constant_column_goes_together_with_none() {
        assert_eq!(correlation(&[(1.0, 2.0), (1.0, 3.0)]), None);
        assert_eq!(correlation(&[(1.0, 2.0), (2.0, 4.0), (3.0, 6.0)]), Some(1.0));
    }
}
