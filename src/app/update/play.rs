//! Moves the play head.

use std::time::Duration;

use eframe::egui;

use super::controller::Controller;
use crate::app::model::state::WantedFrame;
use crate::app::model::stats::latency_stats::Cause;
use crate::playback::Playback;

impl Controller {
    /// Moves the play head on, if it plays and the next frame is due. `now` is the window's clock.
    pub(super) fn play(&mut self, now: Duration, ctx: &egui::Context) {
        let Some(document) = &mut self.session.document else { return };
        let arrived = !matches!(self.state.wanted, WantedFrame::Pending(_));
        let due = document.playback().next_wakeup().unwrap_or(now);
        let moved = document.playback().is_playing() && document.play(|playback| playback.tick(now, arrived)).is_some();
        let until = due + document.playback().interval();
        if let Some(due) = document.playback().next_wakeup() {
            ctx.request_repaint_after(due.saturating_sub(now));
        }
        if moved {
            self.refresh_after(Cause::Playback(until));
        }
    }

    /// Changes the play head, and shows what there is of the frame it moves to.
    pub(super) fn navigate<T>(&mut self, change: impl FnOnce(&mut Playback) -> T) {
        if let Some(document) = &mut self.session.document {
            document.awaited = None;
            document.play(change);
            self.refresh();
        }
    }

    /// Goes to a frame. If the frame is not indexed yet, the play head goes there once it is.
    pub(super) fn seek(&mut self, frame: u64) {
        if !self.session.document.as_mut().is_some_and(|document| document.awaits(frame)) {
            self.navigate(|playback| playback.seek(frame));
        }
    }

    /// Makes the play head follow the settings, at the frame rate of the sequence.
    pub(super) fn apply_play(&mut self) {
        let Some(document) = &mut self.session.document else { return };
        let play = self.state.settings.play;
        let fps = document.fps_in_force(play.fps);
        document.play(|playback| {
            play.apply(playback);
            playback.set_fps(fps);
        });
    }

    /// Plays at this rate while the sequence is open. If the sequence does not tell its own rate, this one is assumed for
    /// others that do not tell it either.
    pub(super) fn set_fps(&mut self, fps: f64) {
        if let Some(document) = &mut self.session.document {
            document.chosen_fps = Some(fps);
        }
        if self.session.document.as_ref().is_none_or(|document| document.fps.is_none()) {
            self.state.settings.play.fps = fps;
        }
        self.apply_play();
    }
}
