//! Replays the recorded moves with a clairvoyant from time to time, on a thread of its own.

use std::sync::atomic::AtomicBool;
use std::time::Duration;

use eframe::egui;

use crate::app::model::replay::clairvoyant_bound::ClairvoyantBound;
use crate::app::model::replay::replay_setup::{LEAST_MOVES, ReplaySetup};
use crate::app::model::settings::cache_settings::CacheSettings;
use crate::app::session::background::Task;
use crate::app::session::view::View;
use crate::sim::Trace;
use crate::telemetry::STALL_WINDOW;

/// The least time between two replays while the user keeps moving.
const PAUSE: Duration = Duration::from_secs(2);

/// Keeps the clairvoyant's stall up to date.
#[derive(Default)]
pub struct Follower {
    /// The replay in progress, and when it was started, on the clock of the events. It has no result if there was no
    /// move.
    task: Option<(Task<f64>, Duration)>,
    /// The inputs of the last replay: the number of recorded moves, the settings, and the time on the window's clock.
    last_inputs: Option<(u64, CacheSettings, Duration)>,
    /// Moves before this time, on the window's clock, do not count.
    cleared: Duration,
}

impl Follower {
    /// Takes in the last result, and starts another replay if there were moves and enough time has passed.
    pub fn follow(&mut self, bound: &mut ClairvoyantBound, ctx: &egui::Context, view: &View<'_>) {
        if let Some((task, at)) = &mut self.task {
            if let Some(stall) = task.next() {
                bound.push(*at, stall);
            }
            if task.is_over() {
                self.task = None;
            }
        }
        let navigation = &view.state.navigation;
        let (recorded, settings) = (navigation.recorded(), &view.state.settings.cache);
        let is_known = |(moves, with, _): &(u64, CacheSettings, Duration)| *moves == recorded && with == settings;
        if self.task.is_some() || navigation.len() < LEAST_MOVES || self.last_inputs.as_ref().is_some_and(is_known) {
            return;
        }
        let due = self.last_inputs.as_ref().map_or(Duration::ZERO, |inputs| inputs.2 + PAUSE);
        if due > view.now {
            ctx.request_repaint_after(due.saturating_sub(view.now));
            return;
        }
        let Some((setup, trace)) = view.replay_setup().zip(view.trace()) else { return };
        let Some(at) = view.state.telemetry.end() else { return };
        self.last_inputs = Some((recorded, settings.clone(), view.now));
        let ago = view.now.saturating_sub(self.cleared).min(STALL_WINDOW);
        let last = navigation.last().map_or(Duration::ZERO, |last| last.at);
        // The trace ended at the last move, so the time since then is not part of its window.
        let window = ago.saturating_sub(view.now.saturating_sub(last));
        let settings = settings.clone();
        let task = Task::start("motscope-bound", ctx, move |cancel, tell| {
            if let Some(stall) = clairvoyant(&setup, &settings, &trace, window, cancel) {
                tell(stall);
            }
        });
        self.task = Some((task, at));
    }

    /// Starts again: moves before `now`, on the window's clock, no longer count.
    pub fn clear(&mut self, now: Duration) {
        *self = Self { cleared: now, ..Self::default() };
    }
}

/// The clairvoyant's mean stall over the moves in the last `window` of the trace, in milliseconds. Earlier moves are
/// replayed as well, so that the cache has the same content as then. `None` without moves, or if `cancel` became true.
fn clairvoyant(
    setup: &ReplaySetup,
    settings: &CacheSettings,
    trace: &Trace,
    window: Duration,
    cancel: &AtomicBool,
) -> Option<f64> {
    let outcome = setup.clairvoyant(settings, trace, cancel)?;
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
        let setup = ReplaySetup {
            load: Duration::from_millis(60),
            frame_bytes: 1,
            room: None,
            keys: Arc::new(KeySet::first_n(1000)),
            landmarks: Arc::default(),
            scrubber: None,
        };
        let of = |millis| {
            let window = Duration::from_millis(millis);
            clairvoyant(&setup, &CacheSettings::default(), &trace, window, &AtomicBool::new(false))
        };
        assert_eq!(
            (of(2000), of(0), of(10_000)),
            (Some(0.0), Some(0.0), Some(15.0)),
            "only the first frame is waited for"
        );
    }
}
