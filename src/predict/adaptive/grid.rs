//! The grid of durations and onsets over which a movement is inferred, and the regression in each of its cells.

use std::sync::LazyLock;

use super::bell::{Hand, Position, bell};
use super::refined::Numbers;

pub(super) const DURATIONS: usize = 24;
/// Share of a movement that was over when its first change was seen.
pub(super) const ONSETS: [f32; 9] = [-0.15, -0.08, -0.03, 0.02, 0.07, 0.12, 0.17, 0.23, 0.30];
pub(super) const CELLS: usize = DURATIONS * ONSETS.len();

/// Durations, in milliseconds: a constant factor apart.
pub(super) fn duration(at: usize) -> f32 {
    static ALL: LazyLock<[f32; DURATIONS]> =
        LazyLock::new(|| std::array::from_fn(|at| 140.0 * 1.12_f32.powi(at as i32)));
    ALL[at]
}

/// Running sums of one duration and onset: of the share of the movement that was over, its square, and its product with
/// the position.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Cell {
    pub(super) s: f32,
    pub(super) ss: f32,
    pub(super) sy: f32,
}

/// What one cell says of the movement.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Fit {
    pub(super) cell: usize,
    pub(super) weight: f32,
    pub(super) start: f32,
    pub(super) distance: f32,
    /// Variance of the start, covariance, variance of the distance.
    variance: [f32; 3],
}

impl Cell {
    /// Adds a sample; the older ones weigh `keep` of what they did.
    pub(super) fn add(&mut self, s: f32, y: f32, keep: f32) {
        self.s = self.s * keep + s;
        self.ss = self.ss * keep + s * s;
        self.sy = self.sy * keep + s * y;
    }
}

impl Fit {
    /// The movement that the cell says it is.
    pub(super) fn numbers(&self) -> Numbers {
        let (at, onset) = (self.cell / ONSETS.len(), ONSETS[self.cell % ONSETS.len()]);
        [self.start, self.distance, duration(at).ln(), onset]
    }

    /// Where the pointer is at a time, from the origin.
    pub(super) fn at(&self, time: f32, hand: &Hand) -> Position {
        let (s, _) = bell(ONSETS[self.cell % ONSETS.len()] + time / duration(self.cell / ONSETS.len()));
        let [start, both, distance] = self.variance;
        let variance = start + 2.0 * s * both + s * s * distance + hand.tremor;
        Position { mean: self.start + self.distance * s, deviation: variance.max(0.1).sqrt() }
    }
}

/// A regression of one cell: the matrix [[n, s], [s, ss]] and the right side [y, sy], both over the tremor and with what
/// is believed beforehand.
pub(super) struct Regression {
    n: f32,
    s: f32,
    ss: f32,
    y: f32,
    sy: f32,
    determinant: f32,
}

impl Regression {
    pub(super) fn new(n: f32, y: f32, cell: &Cell, scale: f32, prior: f32) -> Self {
        let (s, ss, sy) = (cell.s * scale, cell.ss * scale + prior, cell.sy * scale);
        Self { n, s, ss, y, sy, determinant: (n * ss - s * s).max(1e-9) }
    }

    /// Logarithm of how well the cell explains what was seen, but for what all cells share.
    pub(super) fn score(&self) -> f32 {
        let Self { n, s, ss, y, sy, determinant } = self;
        0.5 * ((y * y * ss - 2.0 * y * sy * s + sy * sy * n) / determinant - determinant.ln())
    }

    pub(super) fn fit(&self, cell: usize, weight: f32) -> Fit {
        let Self { n, s, ss, y, sy, determinant } = self;
        Fit {
            cell,
            weight,
            start: (y * ss - sy * s) / determinant,
            distance: (sy * n - y * s) / determinant,
            variance: [ss / determinant, -s / determinant, n / determinant],
        }
    }
}
