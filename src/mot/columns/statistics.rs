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

/// What corners in brackets were concluded from, in words.
pub(super) const BRACKETED: &str =
    "the third and the fourth number are greater than the first and the second, so they are read as right and bottom";

/// How to say that corners were concluded wrongly.
pub(super) const WAY_OUT: &str = "--columns or File > Format changes it";

/// The most frequent number; 0 if there is none.
pub(in crate::mot) fn most_common<T: Copy + Default + Ord>(counts: impl Iterator<Item = T>) -> T {
    let mut sorted: Vec<T> = counts.collect();
    sorted.sort_unstable();
    sorted.chunk_by(|one, next| one == next).max_by_key(|same| same.len()).map_or(T::default(), |same| same[0])
}

/// Whether nine of ten of these, or more, are so.
pub(super) fn are_most(count: usize, all: usize) -> bool {
    count > 0 && count * 10 >= all * 9
}

/// Whether `test` is true for nine of ten of these, or more. It ends as soon as that is out of reach.
pub(super) fn is_true_of_most<T>(of: &[T], test: impl Fn(&T) -> bool) -> bool {
    let wrong = of.iter().filter(|one| !test(one)).nth(of.len() / 10);
    !of.is_empty() && wrong.is_none()
}

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

/// How many boxes would be what if their four numbers were two corners.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Order {
    /// Those whose second corner is right of and below the first.
    ordered: usize,
    /// Those whose second corner is left of or above the first.
    reversed: usize,
    /// All, also those that are clipped to a line.
    all: usize,
}

/// Whether the second of two corners is right of and below the first.
pub(super) fn is_ordered(&[left, top, right, bottom]: &[f64; 4]) -> bool {
    right > left && bottom > top
}

impl Order {
    fn of(boxes: &[[f64; 4]]) -> Self {
        let is_reversed = |[left, top, right, bottom]: &&[f64; 4]| right < left || bottom < top;
        Self {
            ordered: boxes.iter().filter(|sides| is_ordered(sides)).count(),
            reversed: boxes.iter().filter(is_reversed).count(),
            all: boxes.len(),
        }
    }

    /// Whether nearly all boxes are ordered. A tracker clips some to the border of the picture.
    fn is_usual(self) -> bool {
        let flat = self.all - self.ordered - self.reversed;
        if self.all < MANY {
            return self.reversed * 10 <= self.all && flat <= 1 + self.all / 10 && self.ordered >= 3;
        }
        self.reversed * 100 <= self.all && flat * 20 <= self.all
    }
}

/// What corners were concluded from, in words. `first` is the first column of the box.
pub(super) fn told(boxes: &[[f64; 4]], first: usize) -> String {
    let Order { ordered, all, .. } = Order::of(boxes);
    let share = if ordered == all {
        format!("all of the first {all} rows")
    } else {
        format!("{ordered} of the first {all} rows")
    };
    let [top, right, bottom] = [first + 1, first + 2, first + 3];
    format!(
        "columns {right} and {bottom} are greater than {first} and {top} in {share} and go together with them, so they are read as \
         right and bottom"
    )
}

/// Whether four numbers a row are two corners, and not a corner and a size: nearly everywhere the third is greater than the
/// first and the fourth greater than the second, and first and third go together. `ids` are the identities of the rows, if they have some.
///
/// A size is rarely greater than the place of a box throughout, and it does not grow with it as the far corner does. Of few
/// people close to the camera it can be, by chance. So the boxes of an identity have a say: objects move more than they grow.
pub(super) fn are_corners(boxes: &[[f64; 4]], ids: Option<&[f64]>) -> bool {
    if boxes.len() < 3 || !Order::of(boxes).is_usual() {
        return false;
    }
    let ids: Option<Vec<f64>> =
        ids.map(|ids| boxes.iter().zip(ids).filter(|(sides, _)| is_ordered(sides)).map(|(_, id)| *id).collect());
    let boxes: Vec<[f64; 4]> = boxes.iter().filter(|sides| is_ordered(sides)).copied().collect();
    if let Some(ids) = ids {
        let (changes, identities) = changes(&boxes, &ids);
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
    if boxes.len() >= MANY {
        return are_corners(boxes, None);
    }
    let order = Order::of(boxes);
    order.reversed == 0 && (boxes.is_empty() || order.ordered * 2 > order.all)
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
    fn few_clipped_or_damaged_boxes_change_nothing() {
        let corners = |at: u32| {
            let (left, top) = (f64::from(at * 7919 % 500), f64::from(at * 104_729 % 300));
            [left, top, left + 40.0, top + 80.0]
        };
        let mut boxes: Vec<[f64; 4]> = (0..200).map(corners).collect();
        assert!(are_corners(&boxes, None));
        boxes[3][2] = boxes[3][0];
        boxes[90][3] = boxes[90][1] - 5.0;
        assert!(are_corners(&boxes, None));
        assert!(told(&boxes, 3).contains("5 and 6 are greater than 3 and 4 in 198 of the first 200 rows"));
        boxes.iter_mut().take(20).for_each(|sides| sides[2] = sides[0]);
        assert!(!are_corners(&boxes, None));
    }

    #[test]
    fn most_are_nine_of_ten() {
        for all in 0..50 {
            for right in 0..=all {
                let rows: Vec<bool> = (0..all).map(|row| row < right).collect();
                assert_eq!(is_true_of_most(&rows, |row| *row), are_most(right, all), "{right} of {all}");
            }
        }
    }

    #[test]
    fn a_constant_column_goes_together_with_none() {
        assert_eq!(correlation(&[(1.0, 2.0), (1.0, 3.0)]), None);
        assert_eq!(correlation(&[(1.0, 2.0), (2.0, 4.0), (3.0, 6.0)]), Some(1.0));
    }
}
