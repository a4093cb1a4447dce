//! What is known of one sequence and of the moment: from accesses to what is learned, and from that to what frames are
//! worth.

use std::time::Duration;

use crate::predict::{Access, AccessHistory};

use super::Adaptive;
use super::bell::shifted;
use super::counts::{Counts, FAR, Likelihoods, NEXT, NONE, PREVIOUS};
use super::futures::{Beam, Guesses, Scoring, prior_after};
use super::habits::Habits;
use super::motion::{Motion, WINDOW};
use super::moves::{Move, NEAR, Surroundings, distance};
use super::pace::Pace;
use super::places::Places;
use super::playback::ranks_ahead;
use super::sums::{KNOWN, Sums};

/// How many samples of the pointer ahead a drag is foretold.
const SAMPLES: u8 = 12;
/// Longest drag from one move to the next that is one, in pixels.
const LONGEST_DRAG: u64 = 64;
/// What of a benefit is left, at least, if the load could as well begin one move later.
const LEAST_HURRY: f32 = 0.15;
/// How likely it is that something else than playback follows while something plays.
const INTERRUPTION: f32 = 0.05;
/// Furthest that the likeliest future is followed, in moves.
const MAX_REACH: usize = 400;
/// Furthest and widest that all are.
const MAX_BEAM: usize = 256;
/// Most places that are remembered.
const MAX_PLACES: usize = 256;

/// What moves are judged by, for the time of one prediction.
pub(super) struct Scene<'a> {
    around: Surroundings<'a>,
    /// What is believed of the next move beforehand.
    prior: Likelihoods,
    settings: Adaptive,
}

impl<'a> Scene<'a> {
    pub(super) fn new(history: &'a AccessHistory, counts: &mut Counts, settings: Adaptive) -> Self {
        let around = Surroundings::new(history.hints(), history.conditions().ranks);
        for &jump in &around.jumps {
            counts.keep(Move::Step(jump));
        }
        Self { prior: prior(counts, &around), around, settings }
    }

    /// How many counts what is believed beforehand weighs as much as.
    fn back(&self) -> f32 {
        self.settings.caution as f32
    }

    fn places(&self) -> usize {
        (self.settings.places as usize).min(MAX_PLACES)
    }
}

/// What is known of this sequence and of the moment.
#[derive(Clone, Debug)]
pub(super) struct Session {
    places: Places,
    pace: Pace,
    motion: Motion,
    /// Numbers of the last two moves.
    before: u8,
    last: u8,
    /// The last move, in ranks.
    pub(super) step: i64,
    access: Option<Access>,
    /// How long the last access was still to be waited for, in milliseconds.
    waiting: f32,
    /// How many moves were seen.
    seen: u64,
}

impl Default for Session {
    fn default() -> Self {
        Self {
            places: Places::default(),
            pace: Pace::default(),
            motion: Motion::default(),
            before: NONE,
            last: NONE,
            step: 0,
            access: None,
            waiting: 0.0,
            seen: 0,
        }
    }
}

fn millis(time: Duration) -> f32 {
    time.as_secs_f32() * 1e3
}

/// What is believed of the next move before anything was learned, but for the repetition of the last one.
fn prior(counts: &Counts, around: &Surroundings) -> Likelihoods {
    let marks: &[u8] = if around.landmarks.is_empty() { &[] } else { &[NEXT, PREVIOUS] };
    let each = 0.2 / (around.jumps.len() + marks.len()).max(1) as f32;
    let number = |jump: i64| counts.find(Move::Step(jump));
    let jumps = around.jumps.iter().filter_map(|&jump| number(jump)).chain(marks.iter().copied()).map(|at| (at, each));
    let steps = [(1, 0.15), (-1, 0.10)].into_iter().filter_map(|(step, p)| Some((number(step)?, p)));
    jumps.chain(steps).collect()
}

impl Session {
    /// Learns from the accesses that are new.
    pub(super) fn catch_up(&mut self, habits: &mut Habits, history: &AccessHistory, scene: &Scene) {
        let (accesses, moves) = (history.accesses(), history.conditions().moves);
        // A number that is none any more: habits were cleared, or are somebody else's.
        if [self.before, self.last].iter().any(|&number| number != NONE && habits.counts.symbol(number).is_none()) {
            (self.before, self.last) = (NONE, NONE);
        }
        let new = usize::try_from(moves.saturating_sub(self.seen)).unwrap_or(usize::MAX);
        // Moves that nobody remembers, or another cache: what came before is not what is continued.
        if new > accesses.len() || moves < self.seen {
            self.interrupt();
        }
        let new = if moves < self.seen { 1 } else { new };
        // Moves to what is gone are not among the accesses, so the last of these may be known.
        let seen_until = self.access.map_or(Duration::ZERO, |access| access.at);
        let remembered = &accesses[accesses.len().saturating_sub(new)..];
        for &access in remembered.iter().filter(|access| access.at >= seen_until) {
            if let Some(last) = self.access.replace(access).filter(|last| last.rank != access.rank) {
                let gap = millis(access.at.saturating_sub(last.at));
                self.learn(habits, scene, (last.rank, access.rank), gap);
            }
            self.waiting = 0.0;
        }
        self.seen = moves;
        self.waiting = millis(history.conditions().waiting);
    }

    /// Forgets all but which moves it has seen: they are not learned once more.
    pub(super) fn forget(&mut self) {
        *self = Self { seen: self.seen, ..Self::default() };
    }

    fn interrupt(&mut self) {
        (self.before, self.last, self.access) = (NONE, NONE, None);
        self.motion.stop();
    }

    fn learn(&mut self, habits: &mut Habits, scene: &Scene, (from, to): (u64, u64), gap: f32) {
        let around = &scene.around;
        let pause = self.pace.learn(gap, self.waiting);
        let step = distance(from, to);
        let again = std::mem::replace(&mut self.step, step) == step;
        let counts = &habits.counts;
        let word = around.name(from, to, |delta| again || counts.find(Move::Step(delta)).is_some());
        let number = habits.counts.number(word);
        self.learn_drag(habits, scene, (from, to), pause, number);
        habits.counts.learn(self.before, self.last, number);
        let places = scene.places();
        if number == FAR {
            let marked = Some(around.is_landmark(to)).filter(|_| !around.landmarks.is_empty());
            self.places.learn(to, marked, places);
        }
        if number == FAR || (number <= PREVIOUS && from.abs_diff(to) > NEAR) {
            self.places.visit(from, to, places);
        }
        (self.before, self.last) = (self.last, number);
    }

    fn learn_drag(&mut self, habits: &mut Habits, scene: &Scene, (from, to): (u64, u64), pause: f32, number: u8) {
        let pixels = scene.around.raster.and_then(|raster| Some((raster.pixel(from)?, raster.pixel(to)?)));
        let Some((from, to)) = pixels.filter(|(from, to)| from.abs_diff(*to) <= LONGEST_DRAG) else {
            self.motion.stop();
            return;
        };
        let sure = self.pace.patient(self.waiting) <= 0.0;
        let Some(p) = self.motion.moved(from, to, pause, sure, &mut habits.hand) else { return };
        let prior = prior_after(self.last, &scene.prior, &habits.counts);
        let habit = habits.counts.likelihood((self.before, self.last), number, &prior, scene.back());
        habits.hand.trust = shifted(habits.hand.trust, p.max(1e-3), habit.max(1e-3));
    }

    /// Adds what frames are worth now.
    pub(super) fn foresee(&self, habits: &Habits, history: &AccessHistory, scene: &Scene, sums: &mut Sums) {
        let Scene { around, prior, settings } = scene;
        let (current, conditions) = (history.current(), history.conditions());
        let load = millis(conditions.load_time).max(0.01);
        let pause = self.pace.median().max(1.0);
        let busy = load / (conditions.workers.max(1) as f32 * pause);
        let how = Scoring {
            decay: settings.decay as f32,
            load,
            wait: self.pace.patient(self.waiting),
            pause,
            hurry: (2.0 * busy).clamp(LEAST_HURRY, 1.0),
        };
        let depth = (settings.depth as usize).min(MAX_BEAM);
        let reach = (conditions.capacity / 4).saturating_mul(3).min(MAX_REACH);
        let mut share = 1.0;
        if let Some(playback) = &history.hints().playback {
            let mut fade = 1.0;
            let how = Scoring { pause: millis(playback.period).max(1.0), hurry: 1.0, ..how };
            for (rank, moves) in ranks_ahead(playback, current, reach.max(depth)).zip(1..) {
                fade *= how.decay;
                sums.add(rank, fade, fade * how.saved(moves), KNOWN);
                share = INTERRUPTION;
            }
        } else if self.motion.is_active() {
            share = 1.0 - self.foresee_drag(habits, around, current, &how, sums);
        }
        let guesses = Guesses {
            counts: &habits.counts,
            around,
            targets: &self.places.targets(current, around.landmarks, scene.places()),
            prior,
            back: scene.back(),
        };
        let beam = Beam { width: (settings.width as usize).min(MAX_BEAM), depth, reach };
        guesses.walk(current, (self.before, self.last), share, beam, &how, sums);
    }

    /// The same for a drag that is under way; returns how likely it goes on.
    fn foresee_drag(
        &self,
        habits: &Habits,
        around: &Surroundings,
        current: u64,
        how: &Scoring,
        sums: &mut Sums,
    ) -> f32 {
        let Some((raster, here)) = around.raster.and_then(|raster| Some((raster, raster.pixel(current)?))) else {
            return 0.0;
        };
        let hand = &habits.hand;
        let how = Scoring { pause: hand.tick, ..*how };
        // What is reached for the second time was there the first time.
        let mut left = [1.0_f32; 2 * WINDOW as usize + 1];
        self.motion.foretell(here, SAMPLES, hand, |sample, pixel, p| {
            let at = usize::try_from(pixel - here + WINDOW).ok().filter(|_| raster.holds(pixel));
            let Some(left) = at.and_then(|at| left.get_mut(at)) else { return };
            let first = *left * p;
            *left -= first;
            let value = hand.trust * first * how.decay.powi(sample.into());
            sums.add(raster.rank(pixel), value, value * how.saved(sample.into()), KNOWN);
        });
        hand.trust
    }
}
