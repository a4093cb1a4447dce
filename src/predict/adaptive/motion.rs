//! Aimed movements: where a drag of the scrubber goes.
//!
//! A hand that aims moves along a bell of speed: position = start + distance · bell(onset + time / duration), with a
//! tremor on top. Duration and onset are not known, so a grid of both is kept; start and distance then follow by linear
//! regression, exactly, from three running sums a cell. Cells are weighed by how well they explain what was seen, and
//! what they foretell is mixed. The regression forgets, so that neither a coarse grid nor a hand that is no exact bell
//! leads it astray.

use super::bell::{Hand, Position, bell, shifted};
use super::grid::{CELLS, Cell, Fit, ONSETS, Regression, duration};
use super::refined::Refined;

/// Longer than any movement, in milliseconds.
const TOO_LONG: f32 = 2500.0;
/// A pause that ends a movement, in milliseconds.
const PAUSE: f32 = 110.0;
/// How much a sample weighs against the next one.
const KEEP: f32 = 0.9;
/// How many cells are listened to.
const FITS: usize = 12;
/// A likelihood below this is a surprise; two in a row begin another movement.
const SURPRISE: f32 = 0.01;
/// How far around the pointer is foretold, in pixels.
pub(super) const WINDOW: i64 = 160;
const ROW: usize = 2 * WINDOW as usize + 1;

/// What is known of the movement under way.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Motion {
    cells: Vec<Cell>,
    /// Sums that all cells share: of samples, of positions and of their squares.
    n: f32,
    y: f32,
    yy: f32,
    /// How much of what is believed of the start is left.
    hold: f32,
    /// Where it began, in pixels; positions are counted from there.
    origin: i64,
    /// Milliseconds since the first change.
    elapsed: f32,
    /// The last pixels, the newest last, and the pauses before them.
    recent: Vec<(i64, f32)>,
    surprises: u8,
    /// The likeliest cells, the best first.
    fits: Vec<Fit>,
    refined: Refined,
    is_active: bool,
}

impl Default for Motion {
    fn default() -> Self {
        Self {
            cells: vec![Cell::default(); CELLS],
            n: 0.0,
            y: 0.0,
            yy: 0.0,
            hold: 1.0,
            origin: 0,
            elapsed: 0.0,
            recent: Vec::new(),
            surprises: 0,
            fits: Vec::new(),
            refined: Refined::default(),
            is_active: false,
        }
    }
}

impl Motion {
    /// Whether a movement is under way, as far as moves tell.
    pub(super) fn is_active(&self) -> bool {
        self.is_active
    }

    /// Something else was done.
    pub(super) fn stop(&mut self) {
        self.is_active = false;
    }

    /// Learns that the pointer went from one pixel to another. `pause` is the time between, in milliseconds; `sure` says
    /// whether nothing had to be waited for meanwhile. Returns how likely that was held, if a movement was under way.
    pub(super) fn moved(&mut self, from: i64, to: i64, pause: f32, sure: bool, hand: &mut Hand) -> Option<f32> {
        let gap = if sure || pause > 2.0 * PAUSE { pause } else { hand.tick };
        let goes_on = self.is_active && gap <= PAUSE && self.recent.last().is_some_and(|&(last, _)| last == from);
        if !goes_on {
            self.begin(from, hand);
            self.recent.clear();
            self.recent.extend([(from, 0.0), (to, gap)]);
            self.see(to);
            self.fit(hand);
            return None;
        }
        if sure {
            hand.tick(gap);
        }
        // Samples that did not leave the pixel were not seen, but they were there.
        let hidden = ((gap / hand.tick).round() - 1.0).clamp(0.0, 5.0);
        for _ in 0..hidden as u8 {
            self.elapsed += hand.tick;
            self.see(from);
        }
        self.elapsed += (gap - hidden * hand.tick).max(1.0);
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

    /// Begins another movement one move ago.
    fn begin_again(&mut self, hand: &mut Hand) {
        if let [.., (before, _), (last, _), (_, gap)] = self.recent[..] {
            self.begin(before, hand);
            self.see(last);
            self.elapsed += gap;
        }
    }

    fn begin(&mut self, origin: i64, hand: &mut Hand) {
        if let Some(best) = self.fits.first().filter(|_| self.is_active && self.n >= 6.0) {
            let cell = self.cells[best.cell];
            let (start, distance) = (best.start, best.distance);
            let explained = 2.0 * (start * self.y + distance * cell.sy)
                - (start * start * self.n + 2.0 * start * distance * cell.s + distance * distance * cell.ss);
            hand.learn((self.yy - explained) / (self.n - 2.0), self.n, distance);
        }
        self.cells.fill(Cell::default());
        (self.n, self.y, self.yy, self.hold, self.elapsed) = (0.0, 0.0, 0.0, 1.0, 0.0);
        self.origin = origin;
        self.surprises = 0;
        self.refined.clear();
        self.is_active = true;
    }

    fn see(&mut self, pixel: i64) {
        let y = (pixel - self.origin) as f32;
        self.refined.see(self.elapsed, y);
        self.hold *= KEEP;
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

    /// Regression in each cell, then of the best one in all its numbers.
    fn fit(&mut self, hand: &Hand) {
        let scale = 1.0 / hand.tremor;
        let (start_prior, distance_prior) = (self.hold / (hand.tremor + 0.3), 1.0 / hand.reach);
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
            self.refined.fit(best.numbers(), hand);
        }
    }

    /// Where the one best movement is at a time, from the origin.
    fn best_at(&self, time: f32, hand: &Hand) -> Option<Position> {
        let (mean, variance) = self.refined.at(time)?;
        Some(Position { mean, deviation: (variance + hand.tremor).sqrt() })
    }

    /// How likely it was to go from one pixel to another now, given that it left the first. Learns whom to trust.
    fn likelihood(&self, from: i64, to: i64, hand: &mut Hand) -> f32 {
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
        let both = hand.one * one + (1.0 - hand.one) * mixture;
        hand.one = shifted(hand.one, one, mixture);
        both
    }

    /// Calls `out` with the pixels that may be reached at each of the next `samples`: number of the sample, pixel,
    /// likelihood.
    pub(super) fn foretell(&self, current: i64, samples: u8, hand: &Hand, mut out: impl FnMut(u8, i64, f32)) {
        // Pixels are counted from the left end of a window around the pointer.
        let shift = (self.origin - current + WINDOW) as f32;
        let mut row = [0.0_f32; ROW];
        for sample in 1..=samples {
            let time = self.elapsed + f32::from(sample) * hand.tick;
            let (mut low, mut high) = (ROW, 0);
            let mut smear = |weight: f32, position: Position| {
                let mean = position.mean + shift;
                let reach = (2.2 * position.deviation).ceil().min(40.0);
                let (first, last) = (mean.round() - reach, mean.round() + reach);
                if !(first >= 0.0 && last < ROW as f32) {
                    return;
                }
                let (first, last) = (first as usize, last as usize);
                (low, high) = (low.min(first), high.max(last));
                let position = Position { mean, ..position };
                let mut under = position.below(first as f32 - 0.5);
                for (at, sum) in row.iter_mut().enumerate().take(last + 1).skip(first) {
                    let over = position.below(at as f32 + 0.5);
                    *sum += weight * (over - under);
                    under = over;
                }
            };
            let best = self.best_at(time, hand);
            let mixed = if best.is_some() { 1.0 - hand.one } else { 1.0 };
            if let Some(position) = best {
                smear(hand.one, position);
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

    /// How likely the right pixel was held, four samples ahead, on average over a movement of that many pixels.
    fn foresight(distance: f32) -> f32 {
        let place = |sample: f32| (1000.0 + distance * bell(sample * 16.7 / 1000.0).0).round() as i64;
        let (mut motion, mut hand) = (Motion::default(), Hand::default());
        let (mut sum, mut count, mut idle) = (0.0, 0.0, 0.0);
        for sample in 0..50_u8 {
            let [before, now, ahead] = [0.0, 1.0, 5.0].map(|on| place(f32::from(sample) + on));
            idle += 16.7;
            if before == now {
                continue;
            }
            motion.moved(before, now, idle, true, &mut hand);
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
        let (mut motion, mut hand) = (Motion::default(), Hand::default());
        (0..20).for_each(|at| _ = motion.moved(500 + at * 5, 505 + at * 5, 16.7, true, &mut hand));
        (0..10).for_each(|at| _ = motion.moved(600 - at * 5, 595 - at * 5, 16.7, true, &mut hand));
        let (mut back, mut ahead) = (0.0, 0.0);
        motion.foretell(550, 4, &hand, |_, pixel, p| *if pixel < 550 { &mut back } else { &mut ahead } += p);
        assert!(back > 5.0 * ahead, "{back} {ahead}");
    }
}
