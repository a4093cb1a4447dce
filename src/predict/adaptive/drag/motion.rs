//! Predicts where a drag of the scrubber goes.
//!
//! A hand that aims makes a minimum-jerk movement: position = start + distance · bell(onset + time / duration), plus a
//! tremor. Duration and onset are not known, so a grid holds many values of both. In each cell of the grid, start and
//! distance follow exactly by linear regression from three running sums. Each cell is weighed by how well it explains
//! the samples, and the predictions of the best cells are mixed. Old samples count less, so that errors of the coarse
//! grid and of the formula do not add up.

use super::bell::bell;
use super::gaussian::Gaussian;
use super::grid::{CELLS, Cell, Fit, ONSETS, Regression, duration};
use super::hand::{HandModel, shifted};
use super::refined::RefinedFit;

/// No movement lasts longer than this, in milliseconds.
const TOO_LONG: f32 = 2500.0;
/// A pause longer than this ends a movement, in milliseconds.
const PAUSE: f32 = 110.0;
/// Weight of a sample relative to the one after it.
const KEEP: f32 = 0.9;
/// How many of the best cells are mixed.
const FITS: usize = 12;
/// A sample less likely than this is a surprise. Two surprises in a row begin another movement.
const SURPRISE: f32 = 0.01;
/// How far around the pointer positions are predicted, in pixels.
const WINDOW: i64 = 160;
/// How many pixels that is.
const ROW: usize = 2 * WINDOW as usize + 1;

/// The movement under way, as far as it is known.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::predict::adaptive) struct Motion {
    cells: Vec<Cell>,
    /// Weighted number of samples. This and the next two sums are the same for all cells.
    n: f32,
    /// Weighted sum of the positions.
    y: f32,
    /// Weighted sum of the squares of the positions.
    yy: f32,
    /// Weight of the prior of the start, which fades with each sample; from 1 to 0.
    start_weight: f32,
    /// The pixel where the movement began; positions are counted from there.
    origin: i64,
    /// Milliseconds since the first change.
    elapsed: f32,
    /// The last pixels, the newest last, each with the time in milliseconds since the one before.
    recent: Vec<(i64, f32)>,
    /// How many surprises came in a row.
    surprises: u8,
    /// The movements of the likeliest cells, the best first.
    fits: Vec<Fit>,
    /// The one best movement.
    refined: RefinedFit,
    is_active: bool,
}

impl Default for Motion {
    fn default() -> Self {
        Self {
            cells: vec![Cell::default(); CELLS],
            n: 0.0,
            y: 0.0,
            yy: 0.0,
            start_weight: 1.0,
            origin: 0,
            elapsed: 0.0,
            recent: Vec::new(),
            surprises: 0,
            fits: Vec::new(),
            refined: RefinedFit::default(),
            is_active: false,
        }
    }
}

impl Motion {
    /// Whether a movement is under way.
    pub(in crate::predict::adaptive) fn is_active(&self) -> bool {
        self.is_active
    }

    /// Ends the movement, because the person did something else.
    pub(in crate::predict::adaptive) fn stop(&mut self) {
        self.is_active = false;
    }

    /// Learns that the pointer went from one pixel to another, `gap` milliseconds after the sample before. Returns the
    /// likelihood that was predicted for this, if a movement was under way.
    pub(in crate::predict::adaptive) fn moved(
        &mut self,
        from: i64,
        to: i64,
        gap: f32,
        hand: &mut HandModel,
    ) -> Option<f32> {
        let goes_on = self.is_active && gap <= PAUSE && self.recent.last().is_some_and(|&(last, _)| last == from);
        if !goes_on {
            self.begin(from, hand);
            self.recent.clear();
            self.recent.extend([(from, 0.0), (to, gap)]);
            self.see(to);
            self.fit(hand);
            return None;
        }
        hand.learn_sample_time(gap);
        // Samples that stayed on the pixel are no moves, so they are added here.
        let hidden = ((gap / hand.sample_time).round() - 1.0).clamp(0.0, 5.0);
        for _ in 0..hidden as u8 {
            self.elapsed += hand.sample_time;
            self.see(from);
        }
        self.elapsed += (gap - hidden * hand.sample_time).max(1.0);
        let p = self.likelihood(from, to, hand);
        self.recent.push((to, gap));
        if self.recent.len() > 4 {
            self.recent.remove(0);
        }
        self.surprises = if p < SURPRISE { self.surprises + 1 } else { 0 };
        if self.surprises >= 2 || self.elapsed > TOO_LONG {
            self.begin_again(hand);
        }
        self.see(to);
        self.fit(hand);
        Some(p)
    }

    /// Begins another movement with the move before this one, since that was a surprise already.
    fn begin_again(&mut self, hand: &mut HandModel) {
        if let [.., (before, _), (last, _), (_, gap)] = self.recent[..] {
            self.begin(before, hand);
            self.see(last);
            self.elapsed += gap;
        }
    }

    /// Begins a movement at a pixel, after learning from the one that ends with it.
    fn begin(&mut self, origin: i64, hand: &mut HandModel) {
        if let Some(best) = self.fits.first().filter(|_| self.is_active && self.n >= 6.0) {
            let cell = self.cells[best.cell];
            let (start, distance) = (best.start, best.distance);
            let explained = 2.0 * (start * self.y + distance * cell.sy)
                - (start * start * self.n + 2.0 * start * distance * cell.s + distance * distance * cell.ss);
            hand.learn_movement((self.yy - explained) / (self.n - 2.0), self.n, distance);
        }
        self.cells.fill(Cell::default());
        (self.n, self.y, self.yy, self.start_weight, self.elapsed) = (0.0, 0.0, 0.0, 1.0, 0.0);
        self.origin = origin;
        self.surprises = 0;
        self.refined.clear();
        self.is_active = true;
    }

    /// Adds a sample at the time `elapsed`.
    fn see(&mut self, pixel: i64) {
        let y = (pixel - self.origin) as f32;
        self.refined.see(self.elapsed, y);
        self.start_weight *= KEEP;
        self.n = self.n * KEEP + 1.0;
        self.y = self.y * KEEP + y;
        self.yy = self.yy * KEEP + y * y;
        for (at, cells) in self.cells.chunks_exact_mut(ONSETS.len()).enumerate() {
            let passed = self.elapsed / duration(at);
            for (cell, onset) in cells.iter_mut().zip(ONSETS) {
                let (s, _) = bell(onset + passed);
                cell.add(s, y, KEEP);
            }
        }
    }

    /// Runs the regression of each cell, then refines the best one in all four parameters.
    fn fit(&mut self, hand: &HandModel) {
        let scale = 1.0 / hand.tremor;
        let (start_prior, distance_prior) = (self.start_weight / (hand.tremor + 0.3), 1.0 / hand.reach);
        let (n, y) = (self.n * scale + start_prior, self.y * scale);
        let regression = |cell: &Cell| Regression::new(n, y, cell, scale, distance_prior);
        let mut scores = [0.0_f32; CELLS];
        for (score, cell) in scores.iter_mut().zip(&self.cells) {
            *score = regression(cell).score();
        }
        let most = scores.iter().copied().fold(f32::NEG_INFINITY, f32::max);
        self.fits.clear();
        for (at, (cell, score)) in self.cells.iter().zip(scores).enumerate() {
            if score >= most - 5.0 {
                self.fits.push(regression(cell).fit(at, (score - most).exp()));
            }
        }
        self.fits.sort_by(|a, b| b.weight.total_cmp(&a.weight));
        self.fits.truncate(FITS);
        let sum: f32 = self.fits.iter().map(|fit| fit.weight).sum();
        self.fits.iter_mut().for_each(|fit| fit.weight /= sum.max(1e-9));
        if let Some(best) = self.fits.first() {
            self.refined.fit(best.parameters(), hand);
        }
    }

    /// Where the one best movement is at a time in milliseconds, in pixels from the origin; none without a good fit.
    fn best_at(&self, time: f32, hand: &HandModel) -> Option<Gaussian> {
        let (mean, variance) = self.refined.at(time)?;
        Some(Gaussian { mean, deviation: (variance + hand.tremor).sqrt() })
    }

    /// The likelihood of going from one pixel to another now, given that the pointer left the first. Learns how much to
    /// trust the one best movement.
    fn likelihood(&self, from: i64, to: i64, hand: &mut HandModel) -> f32 {
        let [from, to] = [from, to].map(|pixel| (pixel - self.origin) as f32);
        let leaving = |hit: f32, stay: f32| (hit + 1e-6) / (1.0 - stay).max(0.1);
        let (mut hit, mut stay) = (0.0, 0.0);
        for fit in &self.fits {
            let position = fit.at(self.elapsed, hand);
            hit += fit.weight * position.mass(to);
            stay += fit.weight * position.mass(from);
        }
        let mixture = leaving(hit, stay);
        let Some(position) = self.best_at(self.elapsed, hand) else { return mixture };
        let one = leaving(position.mass(to), position.mass(from));
        let both = hand.trust_in_best * one + (1.0 - hand.trust_in_best) * mixture;
        hand.trust_in_best = shifted(hand.trust_in_best, one, mixture);
        both
    }

    /// Predicts the pixels that the pointer may be at with each of the next `samples`. Calls `out` with the number of
    /// the sample, from 1, the pixel, and its likelihood.
    pub(in crate::predict::adaptive) fn foretell(
        &self,
        current: i64,
        samples: u8,
        hand: &HandModel,
        mut out: impl FnMut(u8, i64, f32),
    ) {
        // Pixels of the row are counted from the left end of the window around the pointer.
        let shift = (self.origin - current + WINDOW) as f32;
        let mut row = [0.0_f32; ROW];
        for sample in 1..=samples {
            let time = self.elapsed + f32::from(sample) * hand.sample_time;
            let (mut low, mut high) = (ROW, 0);
            let mut smear = |weight: f32, position: Gaussian| {
                let mean = position.mean + shift;
                let reach = (2.2 * position.deviation).ceil().min(40.0);
                let (first, last) = (mean.round() - reach, mean.round() + reach);
                if !(first >= 0.0 && last < ROW as f32) {
                    return;
                }
                let (first, last) = (first as usize, last as usize);
                (low, high) = (low.min(first), high.max(last));
                let position = Gaussian { mean, ..position };
                let mut under = position.below(first as f32 - 0.5);
                for (at, sum) in row.iter_mut().enumerate().take(last + 1).skip(first) {
                    let over = position.below(at as f32 + 0.5);
                    *sum += weight * (over - under);
                    under = over;
                }
            };
            let best = self.best_at(time, hand);
            let mixed = if best.is_some() { 1.0 - hand.trust_in_best } else { 1.0 };
            if let Some(position) = best {
                smear(hand.trust_in_best, position);
            }
            for fit in self.fits.iter().filter(|fit| fit.weight * mixed >= 0.01) {
                smear(fit.weight * mixed, fit.at(time, hand));
            }
            for (at, sum) in row.iter_mut().enumerate().take(high + 1).skip(low) {
                let p = std::mem::take(sum);
                if p > 0.003 {
                    out(sample, current - WINDOW + at as i64, p);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The likelihood predicted for the right pixel four samples ahead, as a mean over a movement of that many pixels.
    fn foresight(distance: f32) -> f32 {
        let place = |sample: f32| (1000.0 + distance * bell(sample * 16.7 / 1000.0).0).round() as i64;
        let (mut motion, mut hand) = (Motion::default(), HandModel::default());
        let (mut sum, mut count, mut idle) = (0.0, 0.0, 0.0);
        for sample in 0..50_u8 {
            let [before, now, ahead] = [0.0, 1.0, 5.0].map(|on| place(f32::from(sample) + on));
            idle += 16.7;
            if before == now {
                continue;
            }
            motion.moved(before, now, idle, &mut hand);
            idle = 0.0;
            if sample > 15 {
                motion.foretell(now, 4, &hand, |of, pixel, p| sum += if (of, pixel) == (4, ahead) { p } else { 0.0 });
                count += 1.0;
            }
        }
        sum / count
    }

    #[test]
    fn a_movement_is_foretold_from_its_first_third_on() {
        for distance in [60.0, 200.0, -200.0, 500.0] {
            assert!(foresight(distance) > 0.1, "{distance}: {}", foresight(distance));
        }
    }

    #[test]
    fn a_turn_begins_another_movement() {
        let (mut motion, mut hand) = (Motion::default(), HandModel::default());
        (0..20).for_each(|at| _ = motion.moved(500 + at * 5, 505 + at * 5, 16.7, &mut hand));
        (0..10).for_each(|at| _ = motion.moved(600 - at * 5, 595 - at * 5, 16.7, &mut hand));
        let (mut back, mut ahead) = (0.0, 0.0);
        motion.foretell(550, 4, &hand, |_, pixel, p| *if pixel < 550 { &mut back } else { &mut ahead } += p);
        assert!(back > 5.0 * ahead, "{back} {ahead}");
    }
}
