//! Counts of which move follows which.

use serde::{Deserialize, Serialize};

use super::moves::Move;

/// Most moves that have a number of their own.
const SYMBOLS: usize = 48;
/// Most pairs of moves that have counts of their own.
const PAIRS: usize = 192;
/// A context's counts are halved when there are more than this.
const MOST: f32 = 200.0;
/// A count below this is forgotten.
const LEAST: f32 = 0.2;

/// Number of the move to the next landmark; this and the next two are never given to another move.
pub(super) const NEXT: u8 = 0;
/// Number of the move to the previous landmark.
pub(super) const PREVIOUS: u8 = 1;
/// Number of a far jump.
pub(super) const FAR: u8 = 2;
/// No move.
pub(super) const NONE: u8 = u8::MAX;

/// The last two moves, the older one first.
pub(super) type Context = (u8, u8);
/// Moves and how likely they are.
pub(super) type Likelihoods = Vec<(u8, f32)>;

const FIXED: [Move; 3] = [Move::Next, Move::Previous, Move::Far];

/// What followed in one context.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
struct Followers {
    counts: Vec<(u8, f32)>,
    /// When it was last added to.
    used: u32,
}

impl Followers {
    fn total(&self) -> f32 {
        self.counts.iter().map(|(_, count)| count).sum()
    }

    fn add(&mut self, symbol: u8, now: u32) {
        self.used = now;
        match self.counts.iter_mut().find(|(of, _)| *of == symbol) {
            Some((_, count)) => *count += 1.0,
            None => self.counts.push((symbol, 1.0)),
        }
        if self.total() > MOST {
            self.counts.retain_mut(|(_, count)| {
                *count *= 0.5;
                *count > LEAST
            });
        }
    }

    fn forget(&mut self, symbol: u8) {
        self.counts.retain(|(of, _)| *of != symbol);
    }

    /// Mixes what is known here into `out`, which holds what is known more generally and weighs as much as `back` counts.
    fn blend(&self, out: &mut [f32; SYMBOLS], back: f32) {
        let total = self.total();
        if total <= 0.0 {
            return;
        }
        let scale = 1.0 / (total + back);
        out.iter_mut().for_each(|p| *p *= back * scale);
        for &(symbol, count) in &self.counts {
            if let Some(p) = out.get_mut(usize::from(symbol)) {
                *p += count * scale;
            }
        }
    }

    fn sanitize(&mut self, symbols: usize) {
        let mut seen = [false; SYMBOLS];
        self.counts.retain(|&(symbol, count)| {
            let is_new = seen.get_mut(usize::from(symbol)).is_some_and(|seen| !std::mem::replace(seen, true));
            is_new && usize::from(symbol) < symbols && count > LEAST && count <= MOST + 1.0
        });
    }
}

/// Counts of the next move, after the last none, one and two moves.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(from = "Saved")]
pub(super) struct Counts {
    /// Moves by number, and when they were last made.
    symbols: Vec<(Move, u32)>,
    any: Followers,
    one: Vec<Followers>,
    two: Vec<(u8, u8, Followers)>,
    clock: u32,
}

/// Counts as somebody else may have written them.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Saved {
    symbols: Vec<(Move, u32)>,
    any: Followers,
    one: Vec<Followers>,
    two: Vec<(u8, u8, Followers)>,
    clock: u32,
}

impl From<Saved> for Counts {
    fn from(saved: Saved) -> Self {
        let Saved { mut symbols, mut any, mut one, mut two, clock } = saved;
        symbols.truncate(SYMBOLS);
        let is_odd = |at: usize| symbols[..at].iter().any(|(of, _)| *of == symbols[at].0);
        if symbols.len() < 3 || (0..3).any(|at| symbols[at].0 != FIXED[at]) || (3..symbols.len()).any(is_odd) {
            return Self::default();
        }
        one.resize(SYMBOLS, Followers::default());
        two.truncate(PAIRS);
        two.retain(|&(before, last, _)| usize::from(before.max(last)) < symbols.len());
        let followers = one.iter_mut().chain(two.iter_mut().map(|(.., followers)| followers)).chain([&mut any]);
        followers.for_each(|followers| followers.sanitize(symbols.len()));
        Self { symbols, any, one, two, clock }
    }
}

impl Default for Counts {
    fn default() -> Self {
        Self {
            symbols: FIXED.map(|step| (step, 0)).to_vec(),
            any: Followers::default(),
            one: vec![Followers::default(); SYMBOLS],
            two: Vec::new(),
            clock: 0,
        }
    }
}

impl Counts {
    /// The number of a move, if it has one.
    pub(super) fn find(&self, step: Move) -> Option<u8> {
        self.symbols.iter().position(|(of, _)| *of == step).and_then(|at| u8::try_from(at).ok())
    }

    /// The move that a number stands for.
    pub(super) fn symbol(&self, number: u8) -> Option<Move> {
        self.symbols.get(usize::from(number)).map(|(of, _)| *of)
    }

    /// The number of a move. One that has none takes that of the move that was made longest ago.
    pub(super) fn number(&mut self, step: Move) -> u8 {
        self.clock = self.clock.wrapping_add(1);
        let known = self.find(step);
        let at = known.map_or_else(|| self.vacate(), usize::from);
        if at == self.symbols.len() {
            self.symbols.push((step, self.clock));
        } else {
            self.symbols[at] = (step, self.clock);
        }
        at as u8
    }

    /// Sees to it that a move has a number and keeps it for now, though it may not have been made.
    pub(super) fn keep(&mut self, step: Move) {
        match self.find(step) {
            Some(at) => self.symbols[usize::from(at)].1 = self.clock,
            None => _ = self.number(step),
        }
    }

    /// A number that no move has.
    fn vacate(&mut self) -> usize {
        if self.symbols.len() < SYMBOLS {
            return self.symbols.len();
        }
        let at = (FIXED.len()..SYMBOLS).min_by_key(|&at| self.symbols[at].1).unwrap_or(SYMBOLS - 1);
        let gone = at as u8;
        self.any.forget(gone);
        self.one.iter_mut().for_each(|followers| followers.forget(gone));
        self.one[at] = Followers::default();
        self.two.retain(|&(before, last, _)| before != gone && last != gone);
        self.two.iter_mut().for_each(|(.., followers)| followers.forget(gone));
        at
    }

    /// Learns that `next` followed on `before` and then `last`.
    pub(super) fn learn(&mut self, before: u8, last: u8, next: u8) {
        let now = self.clock;
        self.any.add(next, now);
        let Some(followers) = self.one.get_mut(usize::from(last)) else { return };
        followers.add(next, now);
        if before == NONE {
            return;
        }
        let known = self.two.iter().position(|&(a, b, _)| (a, b) == (before, last));
        let at = known.unwrap_or_else(|| {
            let fresh = (before, last, Followers::default());
            if self.two.len() < PAIRS {
                self.two.push(fresh);
                return self.two.len() - 1;
            }
            let oldest = (0..PAIRS).min_by_key(|&at| self.two[at].2.used).unwrap_or(0);
            self.two[oldest] = fresh;
            oldest
        });
        self.two[at].2.add(next, now);
    }

    /// What follows on a context: likelihoods of at least `least`. `prior` is what was
    /// believed before anything was learned, and weighs as much as `back` counts.
    pub(super) fn following(&self, after: Context, prior: &[(u8, f32)], back: f32, least: f32) -> Likelihoods {
        let out = self.blended(after, prior, back);
        (0_u8..).zip(out).filter(|&(_, p)| p >= least && p > 0.0).collect()
    }

    /// How likely it is that `next` follows.
    pub(super) fn likelihood(&self, after: Context, next: u8, prior: &[(u8, f32)], back: f32) -> f32 {
        self.blended(after, prior, back).get(usize::from(next)).copied().unwrap_or(0.0)
    }

    fn blended(&self, (before, last): Context, prior: &[(u8, f32)], back: f32) -> [f32; SYMBOLS] {
        let mut out = [0.0; SYMBOLS];
        for &(symbol, p) in prior {
            if let Some(sum) = out.get_mut(usize::from(symbol)) {
                *sum += p;
            }
        }
        self.any.blend(&mut out, back);
        if let Some(followers) = self.one.get(usize::from(last)) {
            followers.blend(&mut out, back);
        }
        if let Some((.., followers)) = self.two.iter().find(|&&(a, b, _)| (a, b) == (before, last)) {
            followers.blend(&mut out, back);
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_follows_is_learned_and_the_prior_fades() {
        let mut counts = Counts::default();
        let (ahead, back) = (counts.number(Move::Step(1)), counts.number(Move::Step(-5)));
        let prior = [(ahead, 0.6), (back, 0.4)];
        assert_eq!(counts.likelihood((NONE, NONE), ahead, &prior, 3.0), 0.6);
        for _ in 0..10 {
            counts.learn(ahead, ahead, back);
        }
        assert!(counts.likelihood((ahead, ahead), back, &prior, 3.0) > 0.95);
        assert!(counts.likelihood((NONE, NONE), ahead, &prior, 3.0) < 0.2);
    }

    #[test]
    fn memory_is_bounded_and_a_number_that_changes_hands_takes_no_counts_along() {
        let mut counts = Counts::default();
        let (mut before, mut last) = (NONE, NONE);
        for step in 0..10_000_i64 {
            let next = counts.number(Move::Step(step * 7919 % 1009));
            counts.learn(before, last, next);
            (before, last) = (last, next);
        }
        assert!(counts.symbols.len() <= SYMBOLS && counts.two.len() <= PAIRS && counts.one.len() == SYMBOLS);
        assert!(counts.one.iter().chain([&counts.any]).all(|followers| followers.counts.len() <= SYMBOLS));
        let fresh = counts.number(Move::Pixels(1));
        assert!(counts.following((NONE, fresh), &[], 3.0, 0.0).iter().all(|&(symbol, _)| symbol != fresh));
        for fixed in [NEXT, PREVIOUS, FAR] {
            assert_eq!(counts.symbol(fixed), Some(FIXED[usize::from(fixed)]));
        }
    }
}
