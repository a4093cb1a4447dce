//! How hands in general go on: what stands in until enough is known of one hand.
//!
//! [`RATIOS`] was measured on drags of five persons at work, recorded in the Balabit Mouse Dynamics Challenge data set
//! (Fülöp, Kovács, Kurics and Windhager-Pokol, 2016) and scaled to a scrubber of 1,000 pixels: 6,600 pairs of samples. It
//! holds for other persons, too: made from four of them, it foretells the fifth better than one list of ratios for all
//! speeds does.

/// How many continuations each moment has, all equally likely.
const CONTINUATIONS: usize = 12;
/// The units between which speeds are told apart, in pixels.
const SPEEDS: [f32; 6] = [2.0, 3.6, 6.6, 12.6, 25.6, 51.0];
/// Which movements speed up and which slow down, by the step before as a multiple of the unit of the last one.
const TRENDS: [f32; 2] = [0.6, 1.4];

/// The next step as a multiple of the unit of the last one, negative for a turn: means of twelve equal shares of all
/// samples, by speed and by trend. The trends are: the movement begins, it has sped up or turned, it is steady, it has
/// slowed down. Where fewer than 40 samples were seen, those of all trends of that speed stand.
#[rustfmt::skip]
const RATIOS: [[[f32; CONTINUATIONS]; 4]; SPEEDS.len() + 1] = [
    [
        [-7.93, -0.21, 0.67, 0.99, 1.62, 2.74, 4.64, 6.33, 8.69, 12.31, 19.17, 38.64],
        [-6.2, 0.03, 0.67, 0.67, 0.67, 0.87, 1.33, 1.55, 2.34, 4.38, 8.62, 25.86],
        [-1.48, 0.67, 0.67, 0.67, 0.67, 0.67, 0.67, 0.73, 1.33, 1.33, 1.68, 5.25],
        [-13.44, -0.82, 0.15, 0.67, 0.87, 1.33, 1.33, 1.67, 2.0, 2.5, 3.22, 6.11],
    ],
    [
        [-3.37, -0.33, 0.35, 0.6, 0.85, 1.6, 2.64, 4.3, 6.06, 8.9, 15.25, 32.76],
        [-0.35, 0.3, 0.4, 0.4, 0.56, 0.68, 0.8, 0.86, 0.96, 1.18, 1.43, 6.01],
        [-0.28, 0.38, 0.4, 0.51, 0.68, 0.8, 0.83, 0.86, 1.08, 1.18, 1.42, 2.62],
        [-6.24, 0.11, 0.39, 0.5, 0.8, 0.85, 1.06, 1.19, 1.44, 1.83, 2.82, 7.13],
    ],
    [
        [-3.52, -0.71, -0.2, 0.04, 0.3, 0.56, 0.91, 1.59, 2.57, 3.54, 7.82, 18.72],
        [-0.08, 0.24, 0.39, 0.45, 0.54, 0.68, 0.77, 0.91, 1.1, 1.28, 1.62, 3.74],
        [-0.21, 0.31, 0.47, 0.58, 0.67, 0.74, 0.87, 0.92, 1.09, 1.17, 1.38, 2.03],
        [-3.12, 0.09, 0.24, 0.43, 0.6, 0.74, 0.95, 1.1, 1.36, 1.81, 2.63, 8.81],
    ],
    [
        [-2.53, -0.11, 0.12, 0.24, 0.58, 1.16, 1.8, 2.97, 4.07, 5.82, 10.01, 21.14],
        [-0.05, 0.21, 0.33, 0.41, 0.52, 0.61, 0.71, 0.81, 0.93, 1.09, 1.44, 2.73],
        [0.04, 0.32, 0.45, 0.57, 0.67, 0.75, 0.82, 0.91, 0.98, 1.11, 1.33, 1.95],
        [-0.21, 0.18, 0.35, 0.47, 0.6, 0.73, 0.88, 1.02, 1.16, 1.38, 1.82, 3.61],
    ],
    [
        [-4.2, -0.03, 0.1, 0.19, 0.34, 0.54, 1.07, 1.66, 2.41, 3.63, 4.66, 5.82],
        [0.03, 0.17, 0.26, 0.35, 0.43, 0.53, 0.63, 0.76, 0.9, 1.07, 1.34, 2.27],
        [0.05, 0.23, 0.37, 0.48, 0.58, 0.67, 0.74, 0.85, 0.96, 1.09, 1.26, 1.79],
        [-0.08, 0.14, 0.22, 0.34, 0.5, 0.63, 0.77, 0.89, 0.99, 1.17, 1.43, 2.43],
    ],
    [
        [0.01, 0.23, 0.34, 0.43, 0.53, 0.62, 0.72, 0.81, 0.91, 1.04, 1.25, 1.98],
        [-0.03, 0.22, 0.32, 0.41, 0.47, 0.57, 0.68, 0.8, 0.9, 1.05, 1.29, 2.0],
        [0.1, 0.29, 0.38, 0.49, 0.58, 0.66, 0.74, 0.82, 0.91, 1.01, 1.17, 1.58],
        [0.02, 0.16, 0.23, 0.33, 0.4, 0.5, 0.6, 0.7, 0.78, 0.92, 1.2, 1.56],
    ],
    [
        [0.11, 0.26, 0.37, 0.45, 0.52, 0.59, 0.66, 0.76, 0.86, 0.96, 1.15, 1.72],
        [0.11, 0.24, 0.34, 0.44, 0.52, 0.59, 0.67, 0.79, 0.89, 0.98, 1.24, 1.95],
        [0.14, 0.3, 0.4, 0.48, 0.55, 0.62, 0.69, 0.78, 0.86, 0.96, 1.12, 1.56],
        [0.07, 0.26, 0.33, 0.4, 0.46, 0.53, 0.56, 0.6, 0.69, 0.76, 0.95, 1.33],
    ],
];

/// Mean length of the first step of a hand at rest, in pixels.
const FIRST_STEP: f32 = 4.0;
/// Longest first step of a hand at rest that is taken into account, in pixels.
const LONGEST_FIRST_STEP: u8 = 16;
/// How likely a hand that has come to rest goes on in the direction it came from.
const ONWARD: f32 = 0.75;

/// How likely the first step of a hand at rest is this many pixels long. Most steps are short and some are very long, as in
/// the distribution of Lomax ("Business failures", Journal of the American Statistical Association 49, 1954) with the shape
/// 2, whose scale is its mean.
fn first_step(pixels: f32) -> f32 {
    let longer = |than: f32| (1.0 + than / FIRST_STEP).powi(-2);
    longer(pixels - 1.0) - longer(pixels)
}

/// The first steps of a hand that has come to rest: calls `out` with the likelihood of each, and its pixels in the
/// direction that the hand came from. The likelihoods sum to 1 at most.
pub(super) fn first_steps(mut out: impl FnMut(f32, f32)) {
    for pixels in (1..=LONGEST_FIRST_STEP).map(f32::from) {
        let p = first_step(pixels);
        out(p * ONWARD, pixels);
        out(p * (1.0 - ONWARD), -pixels);
    }
}

/// A moment of a moving hand, as far as it is told apart here.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Pace {
    /// The unit in which steps are compared, in pixels.
    pub(super) unit: f32,
    /// The step before as a multiple of the unit, negative after a turn; none if the movement begins.
    pub(super) before: Option<f32>,
}

impl Pace {
    fn ratios(self) -> &'static [f32; CONTINUATIONS] {
        let speed = SPEEDS.iter().filter(|&&least| self.unit >= least).count();
        let trend = self.before.map_or(0, |before| 1 + TRENDS.iter().filter(|&&least| before >= least).count());
        &RATIOS[speed][trend]
    }

    /// The pace after a step that is this multiple of the unit.
    fn after(self, ratio: f32) -> Self {
        let unit = (ratio * self.unit).abs().max(1.0) + 0.5;
        Self { unit, before: Some(ratio.signum() * self.unit / unit) }
    }

    /// The typical continuations: calls `out` with the likelihood of each, and the steps that follow, in pixels in the
    /// direction of the hand. After its first step, each goes on with the median. The likelihoods sum to 1.
    pub(super) fn continuations<const STEPS: usize>(self, mut out: impl FnMut(f32, [f32; STEPS])) {
        for &first in self.ratios() {
            let (mut pace, mut ratio, mut direction) = (self, first, 1.0);
            let steps = std::array::from_fn(|_| {
                let step = direction * ratio * pace.unit;
                direction *= ratio.signum();
                pace = pace.after(ratio);
                let all = pace.ratios();
                ratio = f32::midpoint(all[CONTINUATIONS / 2 - 1], all[CONTINUATIONS / 2]);
                step
            });
            out(1.0 / CONTINUATIONS as f32, steps);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fast_steady_hand_goes_on_in_its_direction_and_a_slow_one_at_its_speed() {
        for unit in [10.0, 20.0, 40.0, 80.0] {
            let steady = Pace { unit, before: Some(1.0) }.ratios();
            assert!(steady.iter().all(|&ratio| ratio > 0.0), "{unit}");
            let mean = steady.iter().sum::<f32>() / CONTINUATIONS as f32;
            assert!((0.6..1.0).contains(&mean), "{unit}: {mean}");
        }
        let crawl = Pace { unit: 1.5, before: Some(1.0 / 1.5) }.ratios();
        assert!(crawl.iter().filter(|&&ratio| (ratio * 1.5 - 1.0).abs() < 0.1).count() >= 4);
    }

    #[test]
    fn ratios_rise_and_paths_stay_in_bounds() {
        assert!(RATIOS.iter().flatten().all(|row| row.is_sorted()));
        for unit in [0.5, 1.5, 7.0, 40.0, 480.5] {
            for before in [None, Some(-2.0), Some(1.0), Some(9.0)] {
                let mut sum = 0.0;
                Pace { unit, before }.continuations(|p, steps: [f32; 6]| {
                    sum += p;
                    assert!(steps.iter().all(|step| step.abs() < 3000.0), "{unit} {before:?} {steps:?}");
                });
                assert!((sum - 1.0).abs() < 1e-5);
            }
        }
        let mut sum = 0.0;
        first_steps(|p, _| sum += p);
        assert!((0.9..=1.0).contains(&sum));
    }
}
