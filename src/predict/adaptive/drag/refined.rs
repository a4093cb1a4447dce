//! The one movement that explains all samples best: a least-squares fit of its four parameters.
//!
//! The grid of [`super::grid`] is too coarse for long movements, where a few thousandths of the duration are a pixel.
//! The fit starts from the grid's best cell and improves start, distance, duration and onset together with each sample.

use super::bell::bell;
use super::hand::HandModel;

/// Most samples of a movement that are kept.
const SAMPLES: usize = 160;
/// Least number of samples for a fit.
const ENOUGH: usize = 7;
/// Weight of a sample relative to the one after it.
const KEEP: f32 = 0.97;
/// Factor on the variance that the fit computes, which is too small because no hand moves exactly as the formula says.
const DOUBT: f32 = 1.5;

/// The parameters of a movement: start and distance in pixels, logarithm of the duration in milliseconds, and onset as
/// a share of the duration.
pub(super) type Parameters = [f32; 4];
/// A symmetric matrix over the four parameters.
type Matrix = [[f32; 4]; 4];

/// Means and standard deviations of the four parameters before anything is seen. Those of the distance are learned and
/// stand in [`HandModel::reach`].
const PRIOR: [(f32, f32); 4] = [(0.0, 0.8), (0.0, 0.0), (6.5, 0.7), (0.07, 0.12)];

/// A fit to the movement under way, and its samples.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct RefinedFit {
    /// Milliseconds since the first change, and pixels from the origin, the oldest first.
    samples: Vec<(f32, f32)>,
    /// The fit; none if there is no good one.
    parameters: Option<Parameters>,
    /// Covariance of the parameters.
    covariance: Matrix,
}

impl RefinedFit {
    /// Forgets the movement.
    pub(super) fn clear(&mut self) {
        self.samples.clear();
        self.parameters = None;
    }

    /// Adds a sample: milliseconds since the first change, and pixels from the origin.
    pub(super) fn see(&mut self, time: f32, y: f32) {
        if self.samples.len() == SAMPLES {
            self.samples.remove(0);
        }
        self.samples.push((time, y));
    }

    /// Fits all samples. Begins from the previous fit, or from `start` if there is none.
    pub(super) fn fit(&mut self, start: Parameters, hand: &HandModel) {
        if self.samples.len() < ENOUGH {
            return;
        }
        let rounds = if self.parameters.is_some() { 2 } else { 4 };
        let mut parameters = self.parameters.take().unwrap_or(start);
        for _ in 0..rounds {
            let Some((next, covariance)) = self.improved(parameters, hand) else { return };
            (parameters, self.covariance) = (next, covariance);
        }
        // A fit that does not explain the last samples is not kept.
        let last = &self.samples[self.samples.len() - ENOUGH + 1..];
        let miss: f32 = last.iter().map(|&(time, y)| (y - position_and_gradient(&parameters, time).0).powi(2)).sum();
        let is_good = miss < (3.0 * hand.tremor + 0.3) * last.len() as f32;
        self.parameters = is_good.then_some(parameters);
    }

    /// One Gauss–Newton step: the improved parameters and their covariance. None if the equations have no solution.
    fn improved(&self, parameters: Parameters, hand: &HandModel) -> Option<(Parameters, Matrix)> {
        let (mut a, mut r) = ([[0.0_f32; 4]; 4], [0.0_f32; 4]);
        let mut weight = 1.0 / hand.tremor;
        for &(time, y) in self.samples.iter().rev() {
            let (position, gradient) = position_and_gradient(&parameters, time);
            for i in 0..4 {
                r[i] += weight * gradient[i] * (y - position);
                for j in 0..=i {
                    a[i][j] += weight * gradient[i] * gradient[j];
                }
            }
            weight *= KEEP;
        }
        for i in 0..4 {
            let (mean, deviation) = if i == 1 { (0.0, 1.5 * hand.reach.sqrt()) } else { PRIOR[i] };
            let precision = 1.0 / (deviation * deviation);
            a[i][i] += precision;
            r[i] += precision * (mean - parameters[i]);
        }
        for (i, j) in [(1, 0), (2, 0), (2, 1), (3, 0), (3, 1), (3, 2)] {
            a[j][i] = a[i][j];
        }
        let inverse = inverted(&a)?;
        let most = [8.0, 0.5 * parameters[1].abs() + 10.0, 0.2, 0.1];
        let mut next = parameters;
        for i in 0..4 {
            let step: f32 = (0..4).map(|j| inverse[i][j] * r[j]).sum();
            next[i] += step.clamp(-most[i], most[i]);
        }
        next[2] = next[2].clamp(4.5, 8.2);
        next[3] = next[3].clamp(-0.4, 0.6);
        next.iter().all(|number| number.is_finite()).then_some((next, inverse))
    }

    /// Mean in pixels from the origin, and variance without the tremor, of the position at a time in milliseconds; none
    /// without a good fit.
    pub(super) fn at(&self, time: f32) -> Option<(f32, f32)> {
        let (position, gradient) = position_and_gradient(&self.parameters?, time);
        let weighed = |i: usize| (0..4).map(|j| self.covariance[i][j] * gradient[j]).sum::<f32>();
        let variance: f32 = (0..4).map(|i| gradient[i] * weighed(i)).sum();
        Some((position, DOUBT * variance.max(0.0)))
    }
}

/// The position of the movement at a time in milliseconds, and its derivative by each parameter.
fn position_and_gradient(parameters: &Parameters, time: f32) -> (f32, [f32; 4]) {
    let [start, distance, duration, onset] = *parameters;
    let passed = time * (-duration).exp();
    let (along, slope) = bell(onset + passed);
    (start + distance * along, [1.0, along, -distance * slope * passed, distance * slope])
}

/// The inverse of a symmetric positive definite matrix, by Gauss–Jordan elimination; none if it is (nearly) singular.
fn inverted(a: &Matrix) -> Option<Matrix> {
    let mut m = [[0.0_f64; 8]; 4];
    for i in 0..4 {
        for j in 0..4 {
            m[i][j] = f64::from(a[i][j]);
        }
        m[i][4 + i] = 1.0;
    }
    for i in 0..4 {
        let pivot = m[i][i];
        if pivot.is_nan() || pivot <= 1e-12 {
            return None;
        }
        m[i].iter_mut().for_each(|value| *value /= pivot);
        let own = m[i];
        for (_, other) in m.iter_mut().enumerate().filter(|(at, _)| *at != i) {
            let factor = other[i];
            other.iter_mut().zip(own).for_each(|(value, own)| *value -= factor * own);
        }
    }
    Some(std::array::from_fn(|i| std::array::from_fn(|j| m[i][4 + j] as f32)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_exact_movement_is_foretold_to_the_pixel_before_its_half() {
        let (distance, duration) = (400.0, 1200.0_f32);
        let place = |time: f32| distance * bell(0.05 + time / duration).0;
        let mut refined = RefinedFit::default();
        let hand = HandModel { reach: 40_000.0, ..HandModel::default() };
        for sample in 0..30 {
            let time = sample as f32 * 16.7;
            refined.see(time, place(time).round());
            refined.fit([0.0, 300.0, 1000.0_f32.ln(), 0.07], &hand);
        }
        let ahead = 29.0 * 16.7 + 4.0 * 16.7;
        let (mean, variance) = refined.at(ahead).expect("a good fit");
        assert!((mean - place(ahead)).abs() < 1.5 && variance < 6.0, "{mean} {variance} {}", place(ahead));
    }

    #[test]
    fn what_no_movement_explains_has_no_fit() {
        let mut refined = RefinedFit::default();
        for sample in 0..30_u16 {
            refined.see(f32::from(sample) * 16.7, if sample % 2 == 0 { 40.0 } else { -40.0 });
            refined.fit([0.0, 30.0, 6.5, 0.07], &HandModel::default());
        }
        assert_eq!(refined.at(500.0), None);
    }
}
