use proptest::prelude::*;

use super::*;

/// The greatest sum over all assignments, by trying all.
fn greatest(rows: usize, columns: usize, values: &[f64]) -> f64 {
    fn from(row: usize, rows: usize, columns: usize, values: &[f64], taken: u32) -> f64 {
        if row == rows {
            return 0.0;
        }
        let alone = from(row + 1, rows, columns, values, taken);
        (0..columns)
            .filter(|column| taken & (1 << column) == 0)
            .map(|column| values[row * columns + column] + from(row + 1, rows, columns, values, taken | (1 << column)))
            .fold(alone, f64::max)
    }
    from(0, rows, columns, values, 0)
}

/// The pairs of a matrix above 0.
fn pairs(columns: usize, values: &[f64]) -> Vec<Pair> {
    let pair = |(at, &value): (usize, &f64)| Pair { row: (at / columns) as u32, column: (at % columns) as u32, value };
    values.iter().enumerate().filter(|(_, value)| **value > 0.0).map(pair).collect()
}

/// Matrices with many ties and zeros, and some without.
fn matrix() -> impl Strategy<Value = (usize, usize, Vec<f64>)> {
    (1..6_usize, 1..6_usize).prop_flat_map(|(rows, columns)| {
        let few = prop::sample::select(vec![0.0, 0.0, 0.0, 0.5, 0.6, 1.0]);
        let value = prop_oneof![3 => few, 1 => 0.0..1.0_f64];
        (Just(rows), Just(columns), prop::collection::vec(value, rows * columns))
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn both_ways_find_the_greatest_sum((rows, columns, values) in matrix()) {
        let best = greatest(rows, columns, &values);
        let sum: f64 = assign(rows, columns, &values, Goal::Greatest).iter().map(|(row, column)| values[row * columns + column]).sum();
        prop_assert!((sum - best).abs() < 1e-12);
        let pairs = pairs(columns, &values);
        let mut sparse = Sparse::default();
        sparse.solve(rows, columns, &pairs, || true);
        let sum: f64 = sparse.chosen().map(|at| pairs[at as usize].value).sum();
        prop_assert!((sum - best).abs() < 1e-12);
    }

    #[test]
    fn crowds_are_chosen_as_over_the_whole_matrix(rows in 30..45_usize, columns in 30..45_usize, ties in 1..50_u32, thin in 1..12_u32, seed in any::<u32>()) {
        let mut random = seed;
        let values: Vec<f64> = (0..rows * columns).map(|_| {
            random = random.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            if (random >> 8) % thin == 0 { f64::from(1 + (random >> 16) % ties) / 50.0 } else { 0.0 }
        }).collect();
        let pairs = pairs(columns, &values);
        let mut chosen = Vec::new();
        Assigner::default().best(rows, columns, &pairs, &mut chosen, || true).unwrap();
        let own: Vec<_> = chosen.iter().map(|&at| (pairs[at as usize].row as usize, pairs[at as usize].column as usize)).collect();
        let mut dense = assign(rows, columns, &values, Goal::Greatest);
        dense.retain(|(row, column)| values[row * columns + column] > 0.0);
        prop_assert_eq!(own, dense.clone());
        let sum: f64 = dense.into_iter().map(|(row, column)| values[row * columns + column]).sum();
        prop_assert!((GreatestSum::default().of(rows, columns, &pairs, || true).unwrap() - sum).abs() < 1e-9);
    }

    #[test]
    fn pairs_are_chosen_as_over_the_whole_matrix((rows, columns, values) in matrix()) {
        let pairs = pairs(columns, &values);
        let mut chosen = Vec::new();
        Assigner::default().best(rows, columns, &pairs, &mut chosen, || true).unwrap();
        let sparse: Vec<_> = chosen.iter().map(|&at| (pairs[at as usize].row as usize, pairs[at as usize].column as usize)).collect();
        let mut dense = assign(rows, columns, &values, Goal::Greatest);
        dense.retain(|(row, column)| values[row * columns + column] > 0.0);
        prop_assert_eq!(sparse, dense);
    }
}

/// What scipy 1.17.1 chooses where several assignments are best.
#[test]
fn ties_are_decided_as_scipy_does() {
    type Case<'a> = (usize, usize, &'a [f64], &'a [(usize, usize)]);
    let cases: [Case<'_>; 4] = [
        (2, 2, &[1.0; 4], &[(0, 0), (1, 1)]),
        (2, 3, &[1.0; 6], &[(0, 0), (1, 1)]),
        (3, 2, &[1.0; 6], &[(0, 0), (1, 1)]),
        (3, 3, &[0.5, 0.5, 0.0, 0.5, 0.5, 0.5, 0.0, 0.5, 0.5], &[(0, 0), (1, 1), (2, 2)]),
    ];
    for (rows, columns, values, expected) in cases {
        assert_eq!(assign(rows, columns, values, Goal::Greatest), expected, "{rows}×{columns} {values:?}");
    }
}
