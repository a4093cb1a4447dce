use proptest::prelude::*;

use super::iou::{NO_AREA, area, intersection};
use super::*;
use crate::metrics::assignment::{Failed, Pair};

fn boxes() -> impl Strategy<Value = Vec<Corners>> {
    let one =
        (-20..60_i32, -20..60_i32, -3..30_i32, -3..30_i32, 0..3_i32).prop_map(|(left, top, width, height, kind)| {
            let shift = if kind == 0 { 0.3 } else { 0.0 };
            let (left, top) = (f64::from(left) + shift, f64::from(top));
            [left, top, left + f64::from(width), top + f64::from(height)]
        });
    (0..4_usize).prop_flat_map(move |many| prop::collection::vec(one.clone(), if many == 0 { 100..200 } else { 0..40 }))
}

proptest! {
    #[test]
    fn the_pairs_are_those_of_the_whole_matrix(rows in boxes(), columns in boxes()) {
        let mut pairs = Vec::new();
        prop_assert_eq!(Overlaps::default().find(&rows, &columns, &mut pairs, || true), Ok(()));
        let mut expected = Vec::new();
        for (row, one) in (0..).zip(&rows) {
            for (column, other) in (0..).zip(&columns) {
                let shared = intersection(one, other);
                let union = area(one) + area(other) - shared;
                if shared > 0.0 && area(one) > NO_AREA && area(other) > NO_AREA && union > NO_AREA {
                    expected.push(Pair { row, column, value: shared / union });
                }
            }
        }
        prop_assert_eq!(&pairs, &expected);
        let mut sums = Sums::default();
        sums.of(rows.len(), columns.len(), &pairs);
        for (row, sum) in (0..).zip(&sums.rows) {
            let naive: f64 = pairs.iter().filter(|pair| pair.row == row).map(|pair| pair.value).sum();
            prop_assert!((naive - sum).abs() < 1e-12);
        }
        for (column, sum) in (0..).zip(&sums.columns) {
            let naive: f64 = pairs.iter().filter(|pair| pair.column == column).map(|pair| pair.value).sum();
            prop_assert!((naive - sum).abs() < 1e-12);
        }
    }
}

#[test]
fn the_search_ends_at_once_when_it_is_cancelled_and_when_there_are_too_many_pairs() {
    let crowd = vec![[0.0, 0.0, 10.0, 10.0]; 4100];
    let (mut overlaps, mut pairs) = (Overlaps::default(), Vec::new());
    assert_eq!(overlaps.find(&crowd, &crowd, &mut pairs, || false), Err(Failed::Cancelled));
    assert!(pairs.is_empty());
    let too_many = overlaps.find(&crowd, &crowd, &mut pairs, || true);
    assert!(matches!(too_many, Err(Failed::TooLarge(limit)) if limit.most == 1 << 24), "{too_many:?}");
}
