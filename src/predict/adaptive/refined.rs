//! The one movement that explains best all that was seen of it: least squares over its four numbers.
//!
//! The grid of [`super::motion`] is too coarse for long movements, where a few thousandths of the duration are a pixel.
//! From the grid's best cell on, start, distance, duration and onset are improved together with each sample.

use super::bell::{Hand, bell};

/// Most samples of a movement that are kept.
const SAMPLES: usize = 160;
/// Fewer samples than this say too little.
const ENOUGH: usize = 7;
/// What a sample weighs against the one after it.
const KEEP: f32 = 0.97;
/// By how much the fit's own idea of its error is too small: no hand is an exact bell.
const DOUBT: f32 = 1.5;

/// A movement's start and distance in pixels, logarithm of its duration in milliseconds, and onset.
pub(super) type Numbers = [f32; 4];
type Matrix = [[f32; 4]; 4];

/// What is believed of the four beforehand, but for the distance: means and deviations.
const PRIOR: [(f32, f32); 4] = [(0.0, 0.8), (0.0, 0.0), (6.5, 0.7), (0.07, 0.12)];

/// A fit to the movement under way, and the samples it is made to.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Refined {
    /// Milliseconds since the first change, and pixels from the origin.
    samples: Vec<(f32, f32)>,
    numbers: Option<Numbers>,
    covariance: Matrix,
}

impl Refined {
    /// Forgets the movement.
    pub(super) fn clear(&mut self) {
        self.samples.clear();
        self.numbers = None;
    }

    /// Takes a sample.
    pub(super) fn see(&mut self, time: f32, y: f32) {
        if self.samples.len() == SAMPLES {
            self.samples.remove(0);
        }
        self.samples.push((time, y));
    }

    /// Fits all samples, from `start` unless there was a good fit before.
    pub(super) fn fit(&mut self, start: Numbers, hand: &Hand) {
        if self.samples.len() < ENOUGH {
            return;
        }
        let rounds = if self.numbers.is_some() { 2 } else { 4 };
        let mut numbers = self.numbers.take().unwrap_or(start);
        for _ in 0..rounds {
            let Some((next, covariance)) = self.improved(numbers, hand) else { return };
            (numbers, self.covariance) = (next, covariance);
        }
        // What does not explain the last samples is no fit.
        let last = &self.samples[self.samples.len() - ENOUGH + 1..];
        let miss: f32 = last.iter().map(|&(time, y)| (y - row(&numbers, time).0).powi(2)).sum();
        let is_good = miss < (3.0 * hand.tremor + 0.3) * last.len() as f32;
        self.numbers = is_good.then_some(numbers);
    }

    /// One step of Gauss and Newton, and the covariance there.
    fn improved(&self, numbers: Numbers, hand: &Hand) -> Option<(Numbers, Matrix)> {
        let (mut a, mut r) = ([[0.0_f32; 4]; 4], [0.0_f32; 4]);
        let mut weight = 1.0 / hand.tremor;
        for &(time, y) in self.samples.iter().rev() {
            let (place, row) = row(&numbers, time);
            for i in 0..4 {
                r[i] += weight * row[i] * (y - place);
                for j in 0..=i {
                    a[i][j] += weight * row[i] * row[j];
                }
            }
            weight *= KEEP;
        }
        for i in 0..4 {
            let (mean, deviation) = if i == 1 { (0.0, 1.5 * hand.reach.sqrt()) } else { PRIOR[i] };
            let precision = 1.0 / (deviation * deviation);
            a[i][i] += precision;
            r[i] += precision * (mean - numbers[i]);
        }
        for (i, j) in [(1, 0), (2, 0), (2, 1), (3, 0), (3, 1), (3, 2)] {
            a[j][i] = a[i][j];
        }
        let inverse = inverted(&a)?;
        let most = [8.0, 0.5 * numbers[1].abs() + 10.0, 0.2, 0.1];
        let mut next = numbers;
        for i in 0..4 {
            let step: f32 = (0..4).map(|j| inverse[i][j] * r[j]).sum();
            next[i] += step.clamp(-most[i], most[i]);
        }
        next[2] = next[2].clamp(4.5, 8.2);
        next[3] = next[3].clamp(-0.4, 0.6);
        next.iter().all(|number| number.is_finite()).then_some((next, inverse))
    }

    /// Mean and variance, but for the tremor, of the distance from the origin at a time, if there is a good fit.
    pub(super) fn at(&self, time: f32) -> Option<(f32, f32)> {
        let (place, row) = row(&self.numbers?, time);
        let weighed = |i: usize| (0..4).map(|j| self.covariance[i][j] * row[j]).sum::<f32>();
        let variance: f32 = (0..4).map(|i| row[i] * weighed(i)).sum();
        Some((place, DOUBT * variance.max(0.0)))
    }
}

/// Where the movement is at a time, and how that changes with each of its numbers.
fn row(numbers: &Numbers, time: f32) -> (f32, [f32; 4]) {
    let [start, distance, duration, onset] = *numbers;
    let passed = time * (-duration).exp();
    let (along, slope) = bell(onset + passed);
    (start + distance * along, [1.0, along, -distance * slope * passed, distance * slope])
}

/// The inverse of a symmetric positive matrix; none if it has none.
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
        let mut refined = Refined::default();
        let hand = Hand { reach: 40_000.0, ..Hand::default() };
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
        let mut refined = Refined::default();
        for sample in 0..30_u16 {
            refined.see(f32::from(sample) * 16.7, if sample % 2 == 0 { 40.0 } else { -40.0 });
            refined.fit([0.0, 30.0, 6.5, 0.07], &Hand::default());
        }
        assert_eq!(refined.at(500.0), None);
    }
}
