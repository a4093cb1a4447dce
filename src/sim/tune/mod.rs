//! A search for the settings that serve recorded navigation best: capacity, degree and the parameters of predictors.
//!
//! A [`Search`] uses no derivatives, and has no thread and no clock. It begins with the current settings and with
//! defaults. Then it draws settings at random, and changes those on its [`front`](Search::front) by small and large
//! steps.
//!
//! The caller evaluates settings one by one with [`step`](Search::step), or many at once:
//! [`generation`](Search::generation) returns the settings, [`evaluate`](Search::evaluate) may run on any thread, and
//! the results go to [`accept`](Search::accept) in the order of the generation. In both cases a seed always finds the
//! same front, with any number of threads.

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
pub use front::Evaluation;
use front::Front;
pub use settings::TunedSettings;
pub use space::Space;

/// How many settings are drawn at once from the same front. It does not depend on the number of cores, so that the
/// result does not either.
const GENERATION: usize = 16;
/// After this many draws of known settings in a row, the space counts as exhausted.
const MAX_DRAWS: usize = 200;

/// A search under way.
#[derive(Debug)]
pub struct Search {
    /// The traces, each with what it is replayed with.
    sessions: Vec<(Setup, Trace)>,
    space: Space,
    random: Random,
    /// Settings that are drawn and not yet evaluated.
    drawn: VecDeque<TunedSettings>,
    /// The keys of all settings drawn so far.
    seen: FxHashSet<Vec<u64>>,
    begun: bool,
    /// The result of the current settings.
    now: Option<Evaluation>,
    front: Front,
    evaluated: usize,
}

impl Search {
    /// A search over traces, each with what it is replayed with. The current settings are those of the first;
    /// everything else in the setups stays as it is. Without traces the search is over at once.
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

    /// Evaluates the next settings and returns their result. Returns none if the search is over, or if `cancel` became
    /// true meanwhile; then a later call continues the search.
    pub fn step(&mut self, cancel: &AtomicBool) -> Option<Evaluation> {
        self.draw();
        let point = self.evaluate(self.drawn.front()?, cancel)?;
        self.drawn.pop_front();
        self.accept(point.clone());
        Some(point)
    }

    /// The next settings to evaluate, in the order in which their results must be accepted. Empty if the search is
    /// over.
    pub fn generation(&mut self) -> Vec<TunedSettings> {
        self.draw();
        self.drawn.drain(..).collect()
    }

    /// The result of settings, as a mean over the traces. Returns none if `cancel` became true meanwhile.
    pub fn evaluate(&self, settings: &TunedSettings, cancel: &AtomicBool) -> Option<Evaluation> {
        let mut sums = [0.0; 3];
        for (setup, trace) in &self.sessions {
            let reached =
                Algorithm::Predictor(settings.predictors.kind).replay(&settings.applied(setup), trace, cancel)?;
            let outcome = reached.outcome()?;
            let figures = [outcome.hit_rate(), outcome.stall_mean_ms(), outcome.loads_per_move()];
            sums.iter_mut().zip(figures).for_each(|(sum, figure)| *sum += figure);
        }
        let [hit_rate, stall_mean_ms, loads_per_move] = sums.map(|sum| sum / self.sessions.len().max(1) as f64);
        Some(Evaluation { settings: settings.clone(), hit_rate, stall_mean_ms, loads_per_move })
    }

    /// Adds a result to the front. The first one is that of the current settings.
    pub fn accept(&mut self, point: Evaluation) {
        self.evaluated += 1;
        if self.now.is_none() {
            self.now = Some(point.clone());
        }
        self.front.insert(point);
    }

    /// The results that no other result beats in both stall and loads, by rising loads. Differences below 0.01 ms and
    /// 0.01 loads per move count as none. Among equals the one with the smaller capacity is kept, then the first one.
    pub fn front(&self) -> &[Evaluation] {
        self.front.points()
    }

    /// The result of the current settings; none before it is known.
    pub fn now(&self) -> Option<&Evaluation> {
        self.now.as_ref()
    }

    /// How many settings were evaluated.
    pub fn evaluated(&self) -> usize {
        self.evaluated
    }

    /// The most settings that will be evaluated.
    pub fn budget(&self) -> usize {
        self.space.budget.max(1)
    }

    /// Draws the next generation if the last one is evaluated.
    fn draw(&mut self) {
        let Some((setup, _)) = self.sessions.first() else { return };
        if !self.drawn.is_empty() {
            return;
        }
        let left = self.budget() - self.evaluated.min(self.budget());
        if !std::mem::replace(&mut self.begun, true) {
            let now = TunedSettings::of(setup);
            let defaults: Vec<TunedSettings> =
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

    /// Adds settings to the generation if they were in none before. Returns whether they were.
    fn offer(&mut self, settings: TunedSettings) -> bool {
        let is_new = self.seen.insert(settings.key());
        if is_new {
            self.drawn.push_back(settings);
        }
        is_new
    }

    /// Draws settings, which may be known already. None if the space is empty.
    fn propose(&mut self) -> Option<TunedSettings> {
        // At first often anywhere in the space, later mostly near the front.
        let wide = if self.evaluated * 3 < self.budget() { 0.4 } else { 0.15 };
        if unit(self.random.next()) < wide {
            self.anywhere()
        } else {
            self.near_the_front().or_else(|| self.anywhere())
        }
    }

    /// Settings of the front, often mixed with other ones of the front, with up to three knobs turned or set at random.
    fn near_the_front(&mut self) -> Option<TunedSettings> {
        let is_inside = |settings: &TunedSettings| self.space.kinds.contains(&settings.predictors.kind);
        let parents: Vec<&TunedSettings> =
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
                knob.set_position(&mut settings, unit(random.next()));
            } else {
                let most = *random.one_of(&[0.02, 0.08, 0.3])?;
                knob.turn(&mut settings, random.between(-most, most));
            }
        }
        Some(settings)
    }

    /// Default settings with about half of the knobs set at random.
    fn anywhere(&mut self) -> Option<TunedSettings> {
        let (setup, _) = self.sessions.first()?;
        let kind = *self.random.one_of(&self.space.kinds)?;
        let mut settings = self.space.clamped(TunedSettings::of(setup).with_defaults_of(kind));
        for knob in self.space.knobs(kind) {
            if self.random.below(2) == 0 {
                knob.set_position(&mut settings, unit(self.random.next()));
            }
        }
        Some(settings)
    }
}

#[cfg(test)]
mod tests;
