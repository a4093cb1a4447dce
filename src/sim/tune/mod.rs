//! Which settings would have served recorded navigation best: a search without derivatives over capacity, degree and the
//! parameters of predictors.
//!
//! A [`Search`] has no thread and no clock. It begins with the settings of now and with defaults, then draws settings at
//! random and changes those of its [`front`](Search::front) by small and large steps. The caller evaluates, one by one
//! with [`step`](Search::step), or many at once: [`generation`](Search::generation) tells which,
//! [`evaluate`](Search::evaluate) may run on any thread, and the answers are given to [`accept`](Search::accept) in the
//! order of the generation. Either way the same seed finds the same front, however many threads there are.

mod front;
mod knob;
mod settings;
mod space;

use std::collections::VecDeque;
use std::sync::atomic::AtomicBool;

use rustc_hash::FxHashSet;

use super::algorithm::{Algorithm, Setup};
use super::trace::Trace;
use crate::random::{Random, unit};
use front::Front;
pub use front::Point;
pub use settings::Settings;
pub use space::Space;

/// Settings that are drawn before the front that they are drawn from is brought up to date. A number of its own, so that
/// what is found does not depend on how many cores there are.
const GENERATION: usize = 16;
/// After so many draws that led to settings seen before, the space counts as exhausted.
const MAX_DRAWS: usize = 200;

/// A search under way.
#[derive(Debug)]
pub struct Search {
    sessions: Vec<(Setup, Trace)>,
    space: Space,
    random: Random,
    /// Drawn and not yet handed out.
    drawn: VecDeque<Settings>,
    seen: FxHashSet<Vec<u64>>,
    begun: bool,
    now: Option<Point>,
    front: Front,
    evaluated: usize,
}

impl Search {
    /// A search over traces and what each is replayed on. The settings of now are those of the first; what machines and
    /// hints say beside them stays as it is. Without traces it is over at once.
    pub fn new(sessions: Vec<(Setup, Trace)>, space: Space, seed: u64) -> Self {
        Self {
            sessions,
            space,
            random: Random::new(seed),
            drawn: VecDeque::new(),
            seen: FxHashSet::default(),
            begun: false,
            now: None,
            front: Front::default(),
            evaluated: 0,
        }
    }

    /// Evaluates the next settings. None if the search is over, or if `cancel` became true meanwhile: then it may go on
    /// later where it was.
    pub fn step(&mut self, cancel: &AtomicBool) -> Option<Point> {
        self.draw();
        let point = self.evaluate(self.drawn.front()?, cancel)?;
        self.drawn.pop_front();
        self.accept(point.clone());
        Some(point)
    }

    /// The next settings to evaluate, in the order in which they are to be accepted; none if the search is over.
    pub fn generation(&mut self) -> Vec<Settings> {
        self.draw();
        self.drawn.drain(..).collect()
    }

    /// What settings would have reached, on average over the traces. None if `cancel` became true meanwhile.
    pub fn evaluate(&self, settings: &Settings, cancel: &AtomicBool) -> Option<Point> {
        let mut sums = [0.0; 3];
        for (setup, trace) in &self.sessions {
            let reached =
                Algorithm::Predictor(settings.predictors.kind).replay(&settings.applied(setup), trace, cancel)?;
            let outcome = reached.outcome()?;
            let figures = [outcome.hit_rate(), outcome.stall_mean_ms(), outcome.loads_per_move()];
            sums.iter_mut().zip(figures).for_each(|(sum, figure)| *sum += figure);
        }
        let [hit_rate, stall_mean_ms, loads_per_move] = sums.map(|sum| sum / self.sessions.len().max(1) as f64);
        Some(Point { settings: settings.clone(), hit_rate, stall_mean_ms, loads_per_move })
    }

    /// Takes in what was evaluated. The first is the settings of now.
    pub fn accept(&mut self, point: Point) {
        self.evaluated += 1;
        if self.now.is_none() {
            self.now = Some(point.clone());
        }
        self.front.insert(point);
    }

    /// What nothing evaluated so far beats in both stall and loads, by rising loads. Differences below 0.01 ms or 0.01
    /// loads count as none; of equals the one with the smaller capacity is kept, then the one that came first.
    pub fn front(&self) -> &[Point] {
        self.front.points()
    }

    /// What the settings of now reach, once it is known.
    pub fn now(&self) -> Option<&Point> {
        self.now.as_ref()
    }

    /// How many settings were evaluated.
    pub fn evaluated(&self) -> usize {
        self.evaluated
    }

    /// The most that will be.
    pub fn budget(&self) -> usize {
        self.space.budget.max(1)
    }

    /// Draws a generation if none is left.
    fn draw(&mut self) {
        let Some((setup, _)) = self.sessions.first() else { return };
        if !self.drawn.is_empty() {
            return;
        }
        let left = self.budget() - self.evaluated.min(self.budget());
        if !std::mem::replace(&mut self.begun, true) {
            let now = Settings::of(setup);
            let defaults: Vec<Settings> =
                self.space.kinds.iter().map(|&kind| self.space.clamped(now.with_defaults_of(kind))).collect();
            for settings in std::iter::once(now).chain(defaults).take(left) {
                self.offer(settings);
            }
            return;
        }
        let mut failures = 0;
        while self.drawn.len() < left.min(GENERATION) && failures < MAX_DRAWS {
            let is_new = self.propose().is_some_and(|settings| self.offer(settings));
            failures = if is_new { 0 } else { failures + 1 };
        }
    }

    /// Takes settings into the next generation if they were in none before.
    fn offer(&mut self, settings: Settings) -> bool {
        let is_new = self.seen.insert(settings.key());
        if is_new {
            self.drawn.push_back(settings);
        }
        is_new
    }

    /// Settings that may be new. None if the space has none at all.
    fn propose(&mut self) -> Option<Settings> {
        // Wide at first, then mostly around what is good.
        let wide = if self.evaluated * 3 < self.budget() { 0.4 } else { 0.15 };
        if unit(self.random.next()) < wide {
            self.anywhere()
        } else {
            self.near_the_front().or_else(|| self.anywhere())
        }
    }

    /// Settings of the front, often mixed with others of it, with some knobs turned a little or set at random.
    fn near_the_front(&mut self) -> Option<Settings> {
        let is_inside = |settings: &Settings| self.space.kinds.contains(&settings.predictors.kind);
        let parents: Vec<&Settings> =
            self.front.points().iter().map(|point| &point.settings).filter(|it| is_inside(it)).collect();
        let random = &mut self.random;
        let one = *random.one_of(&parents)?;
        let other = *random.one_of(&parents)?;
        let mut settings = self.space.clamped(one.clone());
        let knobs = self.space.knobs(settings.predictors.kind);
        if one.predictors.kind == other.predictors.kind && random.below(2) == 0 {
            knobs.iter().filter(|_| random.below(2) == 0).for_each(|knob| knob.take(&mut settings, other));
        }
        for _ in 0..*random.one_of(&[1, 1, 1, 2, 2, 3])? {
            let knob = random.one_of(&knobs)?;
            if random.below(2) == 0 {
                knob.set_place(&mut settings, unit(random.next()));
            } else {
                let most = *random.one_of(&[0.02, 0.08, 0.3])?;
                knob.turn(&mut settings, random.between(-most, most));
            }
        }
        Some(settings)
    }

    /// Defaults with about half of the knobs set at random.
    fn anywhere(&mut self) -> Option<Settings> {
        let (setup, _) = self.sessions.first()?;
        let kind = *self.random.one_of(&self.space.kinds)?;
        let mut settings = self.space.clamped(Settings::of(setup).with_defaults_of(kind));
        for knob in self.space.knobs(kind) {
            if self.random.below(2) == 0 {
                knob.set_place(&mut settings, unit(self.random.next()));
            }
        }
        Some(settings)
    }
}

#[cfg(test)]
mod tests;
