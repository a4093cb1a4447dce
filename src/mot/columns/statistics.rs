//! What columns of numbers have in common.

/// With fewer rows than this, both axes must agree that a file has corners, and more closely.
const MANY: usize = 20;
/// Corners go together: x of the one with x of the other.
const TOGETHER: f64 = 0.6;
/// With few rows.
const TOGETHER_OF_FEW: f64 = 0.9;

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

/// Whether four numbers a row are two corners, and not a corner and a size: the third is greater than the first throughout, the
/// fourth greater than the second, and first and third go together.
///
/// A size is rarely greater than the place of a box throughout, and it does not grow with it as the far corner does.
pub(super) fn are_corners(boxes: &[[f64; 4]]) -> bool {
    let are_ordered = boxes.iter().all(|[left, top, right, bottom]| right > left && bottom > top);
    if boxes.len() < 3 || !are_ordered {
        return false;
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
    are_ordered && (boxes.len() < MANY || are_corners(boxes))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn corners_grow_with_each_other_and_sizes_do_not() {
        let corners = [[100.0, 50.0, 140.0, 130.0], [104.0, 50.0, 144.0, 130.0], [600.0, 60.0, 640.0, 150.0]];
        assert!(are_corners(&corners));
        assert!(!are_corners(&corners[..2]));
        let sizes = [[10.0, 5.0, 40.0, 80.0], [14.0, 5.0, 41.0, 80.0], [30.0, 6.0, 39.0, 81.0]];
        assert!(!are_corners(&sizes));
        assert!(!are_corners(&[[1.0; 4]; 5]));
    }

    #[test]
    fn a_constant_column_goes_together_with_none() {
        assert_eq!(correlation(&[(1.0, 2.0), (1.0, 3.0)]), None);
        assert_eq!(correlation(&[(1.0, 2.0), (2.0, 4.0), (3.0, 6.0)]), Some(1.0));
    }
}
