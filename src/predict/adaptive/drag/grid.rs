//! The grid of durations and onsets that a movement may have, and the linear regression in each of its cells.

use std::sync::LazyLock;

use super::bell::bell;
use super::gaussian::Gaussian;
use super::hand::HandModel;
use super::refined::Parameters;

/// How many durations the grid has.
pub(super) const DURATIONS: usize = 24;
/// The onsets of the grid: shares of the duration that had passed when the first changed pixel was seen. Below 0 the
/// movement began later.
pub(super) const ONSETS: [f32; 9] = [-0.15, -0.08, -0.03, 0.02, 0.07, 0.12, 0.17, 0.23, 0.30];
/// How many cells the grid has.
pub(super) const CELLS: usize = DURATIONS * ONSETS.len();

/// The duration with this index, in milliseconds. Durations are a constant factor apart.
pub(super) fn duration(at: usize) -> f32 {
    static ALL: LazyLock<[f32; DURATIONS]> =
        LazyLock::new(|| std::array::from_fn(|at| 140.0 * 1.12_f32.powi(at as i32)));
    ALL[at]
}

/// The running sums of one cell, that is, one duration and one onset. With `share` as the share of the distance covered
/// at a sample, by the minimum-jerk movement, and the position in pixels from the origin.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Cell {
    /// Sum of the shares.
    pub(super) s: f32,
    /// Sum of the squares of the shares.
    pub(super) ss: f32,
    /// Sum of the products of share and position.
    pub(super) sy: f32,
}

/// The movement that one cell infers.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Fit {
    /// Index of the cell.
    pub(super) cell: usize,
    /// How likely this movement is among all that are considered; their weights sum to 1.
    pub(super) weight: f32,
    /// Where the movement begins, in pixels from the origin.
    pub(super) start: f32,
    /// How far the movement goes, in pixels.
    pub(super) distance: f32,
    /// Variance of the start, covariance of start and distance, variance of the distance, in square pixels.
    variance: [f32; 3],
}

impl Cell {
    /// Adds a sample with share `s` and position `y`. The weight of all older ones is multiplied by `keep`.
    pub(super) fn add(&mut self, s: f32, y: f32, keep: f32) {
        self.s = self.s * keep + s;
        self.ss = self.ss * keep + s * s;
        self.sy = self.sy * keep + s * y;
    }
}

impl Fit {
    /// The four parameters of this movement.
    pub(super) fn parameters(&self) -> Parameters {
        let (at, onset) = (self.cell / ONSETS.len(), ONSETS[self.cell % ONSETS.len()]);
        [self.start, self.distance, duration(at).ln(), onset]
    }

    /// Where the pointer is, in pixels from the origin, `time` milliseconds after the first change.
    pub(super) fn at(&self, time: f32, hand: &HandModel) -> Gaussian {
        let (s, _) = bell(ONSETS[self.cell % ONSETS.len()] + time / duration(self.cell / ONSETS.len()));
        let [start, both, distance] = self.variance;
        let variance = start + 2.0 * s * both + s * s * distance + hand.tremor;
        Gaussian { mean: self.start + self.distance * s, deviation: variance.max(0.1).sqrt() }
    }
}

/// The linear regression of one cell for start and distance: the normal equations with the matrix [[n, s], [s, ss]] and
/// the right side [y, sy]. All sums are divided by the variance of the tremor and include the prior.
pub(super) struct Regression {
    n: f32,
    s: f32,
    ss: f32,
    y: f32,
    sy: f32,
    determinant: f32,
}

impl Regression {
    /// The regression of a cell. `n` and `y` are the sums that all cells share, the prior of the start included;
    /// `scale` is 1 ÷ the variance of the tremor; `prior` is 1 ÷ the variance of the distance before anything is seen.
    pub(super) fn new(n: f32, y: f32, cell: &Cell, scale: f32, prior: f32) -> Self {
        let (s, ss, sy) = (cell.s * scale, cell.ss * scale + prior, cell.sy * scale);
        Self { n, s, ss, y, sy, determinant: (n * ss - s * s).max(1e-9) }
    }

    /// The logarithm of the likelihood of the samples under this cell, without the terms that all cells share.
    pub(super) fn score(&self) -> f32 {
        let Self { n, s, ss, y, sy, determinant } = self;
        0.5 * ((y * y * ss - 2.0 * y * sy * s + sy * sy * n) / determinant - determinant.ln())
    }

    /// The solution: the movement of this cell, with the weight given.
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
