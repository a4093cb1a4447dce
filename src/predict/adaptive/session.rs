//! What is known of one sequence and of the moment: learns from new accesses and scores the frames that may follow.

use std::time::Duration;

use super::actions::{Action, NEAR, Surroundings, distance};
use super::counts::{Counts, JUMP, Likelihoods, NEXT, NONE, PREVIOUS, Symbol};
use super::drag::{Drag, shifted};
use super::futures::{BeamSearch, BeamSize, Scoring, prior_after};
use super::habits::Habits;
use super::pace::Pace;
use super::parameters::Adaptive;
use super::places::Places;
use super::playback::ranks_ahead;
use super::sums::{ONGOING, Sums};
use crate::predict::history::{Access, AccessHistory};

/// Longest move, in pixels of the scrubber, that counts as part of a drag.
const LONGEST_DRAG: u64 = 200;
/// Least value of [`Scoring::hurry`], where the loaders are idle.
const LEAST_HURRY: f32 = 0.15;
/// Likelihood that something other than playback follows while a sequence plays.
const INTERRUPTION: f32 = 0.05;
/// How far the likeliest future is followed at most, in moves.
const MAX_REACH: usize = 400;
/// Limit of the beam's width, and of the depth to which all its futures are followed.
const MAX_BEAM: usize = 256;
/// Limit of the number of places that are kept.
const MAX_PLACES: usize = 256;
/// Sum of the prior likelihoods of all jump buttons and landmarks.
const PRIOR_JUMPS: f32 = 0.2;
/// Prior likelihoods, in addition, of a step forward and a step backward.
const PRIOR_STEPS: [(i64, f32); 2] = [(1, 0.15), (-1, 0.10)];

/// What one prediction starts from, beside what was learned.
pub(super) struct PredictionInputs<'a> {
    around: Surroundings<'a>,
    /// Likelihoods of the next action before anything is learned, without the repetition of the last one.
    prior: Likelihoods,
    settings: Adaptive,
}

impl<'a> PredictionInputs<'a> {
    /// The inputs that a history gives. Makes sure that all jump buttons have a symbol in `counts`.
    pub(super) fn new(history: &'a AccessHistory, counts: &mut Counts, settings: Adaptive) -> Self {
        let around = Surroundings::new(history.hints(), history.conditions().ranks);
        for &jump in &around.jumps {
            counts.keep(Action::Step(jump));
        }
        Self { prior: prior(counts, &around), around, settings }
    }

    /// How many counts the prior weighs as much as.
    fn prior_weight(&self) -> f32 {
        self.settings.caution as f32
    }

    /// How many places are kept.
    fn places(&self) -> usize {
        (self.settings.places as usize).min(MAX_PLACES)
    }
}

/// What is known of one sequence and of the moment.
#[derive(Clone, Debug)]
pub(super) struct Session {
    places: Places,
    pace: Pace,
    drag: Drag,
    /// The last action but one.
    before: Symbol,
    /// The last action.
    last: Symbol,
    /// The last move, in ranks.
    pub(super) step: i64,
    /// The last access.
    access: Option<Access>,
    /// How long the person was expected to wait for the last access, in milliseconds, when the last plan was made.
    waiting: f32,
    /// How many moves were seen.
    seen: u64,
}

impl Default for Session {
    fn default() -> Self {
        Self {
            places: Places::default(),
            pace: Pace::default(),
            drag: Drag::default(),
            before: NONE,
            last: NONE,
            step: 0,
            access: None,
            waiting: 0.0,
            seen: 0,
        }
    }
}

/// A duration in milliseconds.
fn millis(time: Duration) -> f32 {
    time.as_secs_f32() * 1e3
}

/// Likelihoods of the next action before anything is learned, without the repetition of the last one.
fn prior(counts: &Counts, around: &Surroundings) -> Likelihoods {
    let marks: &[Symbol] = if around.landmarks.is_empty() { &[] } else { &[NEXT, PREVIOUS] };
    let each = PRIOR_JUMPS / (around.jumps.len() + marks.len()).max(1) as f32;
    let symbol = |jump: i64| counts.symbol(Action::Step(jump));
    let jumps = around.jumps.iter().filter_map(|&jump| symbol(jump)).chain(marks.iter().copied()).map(|at| (at, each));
    let steps = PRIOR_STEPS.into_iter().filter_map(|(step, p)| Some((symbol(step)?, p)));
    jumps.chain(steps).collect()
}

impl Session {
    /// Learns from the accesses that were made since the last call.
    pub(super) fn catch_up(&mut self, habits: &mut Habits, history: &AccessHistory, inputs: &PredictionInputs) {
        let (accesses, moves) = (history.accesses(), history.conditions().moves);
        // A symbol without an action: the habits were cleared or replaced meanwhile.
        if [self.before, self.last].iter().any(|&symbol| symbol != NONE && habits.counts.action(symbol).is_none()) {
            (self.before, self.last) = (NONE, NONE);
        }
        let new = usize::try_from(moves.saturating_sub(self.seen)).unwrap_or(usize::MAX);
        // More moves than the history holds, or another cache: the actions before do not lead to those that follow.
        if new > accesses.len() || moves < self.seen {
            self.interrupt();
        }
        let new = if moves < self.seen { 1 } else { new };
        // Moves to keys that are gone are missing from the accesses, so some of the last `new` accesses may be known.
        let seen_until = self.access.map_or(Duration::ZERO, |access| access.at);
        let latest = &accesses[accesses.len().saturating_sub(new)..];
        // How long the last access waited has become known since it was learned.
        if let Some(last) = &mut self.access
            && let Some(known) = accesses.iter().rev().find(|known| (known.at, known.rank) == (last.at, last.rank))
        {
            last.wait = known.wait;
        }
        for &access in latest.iter().filter(|access| access.at >= seen_until) {
            if let Some(last) = self.access.replace(access).filter(|last| last.rank != access.rank) {
                let gap = millis(access.at.saturating_sub(last.at));
                let pause = self.pace.learn(gap, last.wait.map(millis));
                self.learn(habits, inputs, (last.rank, access.rank), pause);
            }
        }
        self.seen = moves;
        self.waiting = millis(history.conditions().waiting);
    }

    /// Forgets everything but the number of moves seen, so that these moves are not learned again.
    pub(super) fn forget(&mut self) {
        *self = Self { seen: self.seen, ..Self::default() };
    }

    /// Forgets the last actions and the movement under way: what follows does not continue them.
    fn interrupt(&mut self) {
        (self.before, self.last, self.access) = (NONE, NONE, None);
        self.drag.stop();
    }

    /// Learns from one move between two ranks, `pause` milliseconds after the frame before it was shown.
    fn learn(&mut self, habits: &mut Habits, inputs: &PredictionInputs, (from, to): (u64, u64), pause: f32) {
        let around = &inputs.around;
        let step = distance(from, to);
        let is_repeated = std::mem::replace(&mut self.step, step) == step;
        let counts = &habits.counts;
        let is_known = |delta| is_repeated || counts.symbol(Action::Step(delta)).is_some();
        let action = around.action(from, to, is_known);
        let symbol = habits.counts.intern(action);
        self.learn_drag(habits, inputs, (from, to), pause, symbol);
        habits.counts.learn(self.before, self.last, symbol);
        let places = inputs.places();
        if symbol == JUMP {
            let marked = Some(around.is_landmark(to)).filter(|_| !around.landmarks.is_empty());
            self.places.learn(to, marked, places);
        }
        if symbol == JUMP || (symbol <= PREVIOUS && from.abs_diff(to) > NEAR) {
            self.places.visit(from, to, places);
        }
        (self.before, self.last) = (self.last, symbol);
    }

    /// Learns from one move whether it is part of a drag, and whether the motion or the habit predicted it better.
    fn learn_drag(
        &mut self,
        habits: &mut Habits,
        inputs: &PredictionInputs,
        (from, to): (u64, u64),
        pause: f32,
        symbol: Symbol,
    ) {
        let pixels = inputs.around.raster.and_then(|raster| Some((raster.pixel(from)?, raster.pixel(to)?)));
        let Some((from, to)) = pixels.filter(|(from, to)| from.abs_diff(*to) <= LONGEST_DRAG) else {
            self.drag.stop();
            return;
        };
        let Some(p) = self.drag.moved((from, to), pause, &mut habits.hand, &mut habits.recall) else { return };
        let prior = prior_after(self.last, &inputs.prior, &habits.counts);
        let habit = habits.counts.likelihood((self.before, self.last), symbol, &prior, inputs.prior_weight());
        habits.hand.trust_in_motion = shifted(habits.hand.trust_in_motion, p.max(1e-3), habit.max(1e-3));
    }

    /// Adds to `sums` what frames are worth now. Returns how likely what was foretold and did not come is asked for later,
    /// compared with what was asked for before, from 0 to 1. An aimed movement that has missed a frame will not come back for
    /// it. A hand that wanders comes back to any frame.
    pub(super) fn foresee(
        &self,
        habits: &Habits,
        history: &AccessHistory,
        inputs: &PredictionInputs,
        sums: &mut Sums,
    ) -> f32 {
        let PredictionInputs { around, prior, settings } = inputs;
        let (current, conditions) = (history.current(), history.conditions());
        let load = millis(conditions.load_time).max(0.01);
        let pause = self.pace.median().max(1.0);
        let busy = load / (conditions.workers.max(1) as f32 * pause);
        let scoring = Scoring {
            decay: settings.decay as f32,
            load,
            wait: self.pace.patient(self.waiting),
            pause,
            hurry: (2.0 * busy).clamp(LEAST_HURRY, 1.0),
        };
        let depth = (settings.depth as usize).min(MAX_BEAM);
        let reach = (conditions.capacity / 4).saturating_mul(3).min(MAX_REACH);
        let (mut share, mut wandering) = (1.0, 0.0);
        if let Some(playback) = &history.hints().playback {
            let mut fade = 1.0;
            let scoring = Scoring { pause: millis(playback.period).max(1.0), hurry: 1.0, ..scoring };
            for (rank, moves) in ranks_ahead(playback, current, reach.max(depth)).zip(1..) {
                fade *= scoring.decay;
                sums.add(rank, fade, fade * scoring.saved(moves), ONGOING);
                share = INTERRUPTION;
            }
        } else if self.drag.is_active(&habits.recall) {
            let certainty = self.foresee_drag(habits, history, inputs, &scoring, sums);
            share = 1.0 - certainty;
            // How much more the hand's own ways are trusted than the shape of an aimed movement.
            let trust = self.drag.trust_in_recall(&habits.hand, &habits.recall);
            wandering = certainty * (2.0 * trust - 1.0).max(0.0);
        }
        let search = BeamSearch {
            counts: &habits.counts,
            around,
            targets: &self.places.targets(current, around.landmarks, inputs.places()),
            prior,
            prior_weight: inputs.prior_weight(),
        };
        let beam = BeamSize { width: (settings.width as usize).min(MAX_BEAM), depth, reach };
        search.walk(current, (self.before, self.last), share, beam, &scoring, sums);
        wandering
    }

    /// Adds to `sums` what frames are worth if the drag under way goes on. Returns the likelihood, from 0 to 1, that it
    /// does.
    fn foresee_drag(
        &self,
        habits: &Habits,
        history: &AccessHistory,
        inputs: &PredictionInputs,
        scoring: &Scoring,
        sums: &mut Sums,
    ) -> f32 {
        let here = inputs.around.raster.and_then(|raster| Some((raster, raster.pixel(history.current())?)));
        let Some((raster, here)) = here else { return 0.0 };
        // A pointer that holds the scrubber can do nothing else.
        let certainty = if history.hints().drag.is_some() { 1.0 } else { habits.hand.trust_in_motion };
        let shown = history.accesses().last().and_then(|last| last.wait).unwrap_or_default();
        let idle = millis(history.conditions().idle.saturating_sub(shown));
        let least = inputs.settings.drag_floor() as f32;
        let foretold = self.drag.foretell(here, idle, (&habits.hand, &habits.recall), scoring);
        for (offset, worth) in foretold.pixels().filter(|(offset, _)| raster.holds(here + offset)) {
            let (value, benefit) = (certainty * worth.value, certainty * worth.benefit);
            sums.add(raster.rank(here + offset), value, if benefit < least { 0.0 } else { benefit }, ONGOING);
        }
        certainty
    }
}
