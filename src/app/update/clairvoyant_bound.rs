//! How far from the best possible: what a clairvoyant would have made of the moves of the last minute, over time.

use std::collections::VecDeque;
use std::sync::atomic::AtomicBool;
use std::time::Duration;

use eframe::egui;

use super::replay_setup::Circumstances;
use crate::app::model::cache_settings::EngineSettings;
use crate::app::model::state::State;
use crate::app::panels::what_if::LEAST_MOVES;
use crate::app::session::background::Task;
use crate::sim::Trace;
use crate::telemetry::{MAX_WINDOW, Point, STALL_WINDOW};

/// Moves that go on are replayed no sooner than this.
const PAUSE: Duration = Duration::from_secs(2);

/// The clairvoyant's mean stall over the last minute, as it was from time to time.
#[derive(Clone, Debug, Default)]
pub struct Bound {
    /// When, on the clock of the cache's events, and milliseconds.
    known: VecDeque<(Duration, f64)>,
}

impl Bound {
    /// The newest, in milliseconds.
    pub fn now(&self) -> Option<f64> {
        self.known.back().map(|known| known.1)
    }

    /// What was known at a time.
    pub fn at(&self, at: Duration) -> Option<f64> {
        self.known.iter().rev().find(|known| known.0 <= at).map(|known| known.1)
    }

    /// The last `window` before `end`: seconds before it, and milliseconds, which hold until the next.
    pub fn series(&self, end: Duration, window: Duration) -> Vec<Point> {
        let start = end.saturating_sub(window);
        let inside = self.known.iter().filter(|known| (start..=end).contains(&known.0));
        let points = self.at(start).map(|value| (start, value)).into_iter().chain(inside.copied());
        let mut points: Vec<Point> = points.map(|(at, value)| [at.as_secs_f64() - end.as_secs_f64(), value]).collect();
        points.extend(points.last().map(|last| [0.0, last[1]]));
        points
    }

    fn push(&mut self, at: Duration, value: f64) {
        self.known.push_back((at, value));
        let start = at.saturating_sub(MAX_WINDOW);
        while self.known.get(1).is_some_and(|second| second.0 <= start) {
            self.known.pop_front();
        }
    }
}

/// Keeps the bound up to date while somebody looks at it.
#[derive(Default)]
pub struct Follower {
    /// The result, or nothing where there was no move to replay; when it was asked for, on the clock of the events.
    task: Option<(Task<f64>, Duration)>,
    /// The last question: moves recorded, the settings, and when on the window's clock.
    asked: Option<(u64, EngineSettings, Duration)>,
    /// Moves before this are not looked at.
    cleared: Duration,
}

impl Follower {
    /// Takes in what has come, and asks anew if there were moves and it is time.
    pub fn follow(&mut self, bound: &mut Bound, ctx: &egui::Context, state: &State) {
        if let Some((task, at)) = &mut self.task {
            if let Some(stall) = task.next() {
                bound.push(*at, stall);
            }
            if task.is_over() {
                self.task = None;
            }
        }
        let (recorded, settings) = (state.navigation.recorded(), &state.settings.engine);
        let is_known = |(moves, with, _): &(u64, EngineSettings, Duration)| *moves == recorded && with == settings;
        if self.task.is_some() || state.navigation.len() < LEAST_MOVES || self.asked.as_ref().is_some_and(is_known) {
            return;
        }
        let due = self.asked.as_ref().map_or(Duration::ZERO, |asked| asked.2 + PAUSE);
        if due > state.now {
            ctx.request_repaint_after(due.saturating_sub(state.now));
            return;
        }
        let Some((circumstances, trace)) = state.circumstances().zip(state.trace()) else { return };
        let Some(at) = state.telemetry.end() else { return };
        self.asked = Some((recorded, settings.clone(), state.now));
        let ago = state.now.saturating_sub(self.cleared).min(STALL_WINDOW);
        let last = state.navigation.last().map_or(Duration::ZERO, |last| last.at);
        // The trace begins at 0, and ended some time ago.
        let window = ago.saturating_sub(state.now.saturating_sub(last));
        let settings = settings.clone();
        let task = Task::start("motscope-bound", ctx, move |cancel, tell| {
            if let Some(stall) = clairvoyant(&circumstances, &settings, &trace, window, cancel) {
                tell(stall);
            }
        });
        self.task = Some((task, at));
    }

    /// Begins anew: what was before `now`, on the window's clock, counts no more.
    pub fn clear(&mut self, now: Duration) {
        *self = Self { cleared: now, ..Self::default() };
    }
}

/// The clairvoyant's mean stall of the moves in the last `window` of the trace, in milliseconds. What was before is
/// replayed as well, so that the cache is as warm as it was. None without moves, or if `cancel` became true meanwhile.
fn clairvoyant(
    circumstances: &Circumstances,
    settings: &EngineSettings,
    trace: &Trace,
    window: Duration,
    cancel: &AtomicBool,
) -> Option<f64> {
    let outcome = circumstances.clairvoyant(settings, trace, cancel)?;
    let start = trace.moves.last()?.at.saturating_sub(window);
    let first = trace.moves.partition_point(|step| step.at < start);
    let rows = outcome.rows.get(first..).filter(|rows| !rows.is_empty())?;
    Some(rows.iter().map(|row| row.stall.as_secs_f64() * 1000.0).sum::<f64>() / rows.len() as f64)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::provider::KeySet;
    use crate::sim::Move;
    use std::sync::Arc;

    #[test]
    fn only_the_last_moves_count_but_those_before_have_warmed_the_cache() {
        let moves = [(0, 1), (1000, 500), (2000, 1), (3000, 2)];
        let moves = moves.map(|(millis, key)| Move { at: Duration::from_millis(millis), key }).to_vec();
        let trace = Trace { moves, ..Trace::default() };
        let circumstances = Circumstances {
            load: Duration::from_millis(60),
            frame_bytes: 1,
            room: None,
            keys: Arc::new(KeySet::first_n(1000)),
            landmarks: Arc::default(),
            scrubber: None,
        };
        let of = |millis| {
            let window = Duration::from_millis(millis);
            clairvoyant(&circumstances, &EngineSettings::default(), &trace, window, &AtomicBool::new(false))
        };
        assert_eq!(
            (of(2000), of(0), of(10_000)),
            (Some(0.0), Some(0.0), Some(15.0)),
            "only the first frame is waited for"
        );
    }

    #[test]
    fn what_was_known_holds_until_the_next_is() {
        let mut bound = Bound::default();
        let seconds = Duration::from_secs;
        [(10, 1.0), (20, 2.0), (30, 3.0)].into_iter().for_each(|(at, value)| bound.push(seconds(at), value));
        assert_eq!(bound.series(seconds(35), seconds(10)), [[-10.0, 2.0], [-5.0, 3.0], [0.0, 3.0]]);
        assert_eq!((bound.at(seconds(5)), bound.at(seconds(25)), bound.now()), (None, Some(2.0), Some(3.0)));
        bound.push(seconds(1000), 4.0);
        assert_eq!(bound.known.len(), 2, "one from before the window is kept");
    }
}
