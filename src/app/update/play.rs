//! Moves the play head, by playback and by the user.

use std::time::Duration;

use eframe::egui;

use super::controller::Controller;
use crate::app::command::Command;
use crate::app::model::jump_history::JumpHistory;
use crate::app::model::state::WantedFrame;
use crate::app::model::stats::latency_stats::Cause;
use crate::mot::TrackId;
use crate::playback::{Direction, Playback};

impl Controller {
    /// Moves the play head to the next frame, if it plays and that frame is due. `now` is the window's clock.
    pub(super) fn play(&mut self, now: Duration, ctx: &egui::Context) {
        let Some(document) = &mut self.session.document else { return };
        let arrived = !matches!(self.state.wanted, WantedFrame::Pending(_));
        let due = document.playback().next_wakeup().unwrap_or(now);
        let before = document.playback().frame();
        let moved = document.playback().is_playing() && document.play(|playback| playback.tick(now, arrived)).is_some();
        let until = due + document.playback().interval();
        if let Some(due) = document.playback().next_wakeup() {
            ctx.request_repaint_after(due.saturating_sub(now));
        }
        if moved {
            self.refresh_after(Cause::Playback(until));
            if let Some(end) = self.end_followed_to(before) {
                // To keep real time, playback may have skipped it.
                self.navigate(|playback| {
                    playback.pause();
                    playback.seek(end);
                });
            }
        }
    }

    /// The end of the track that the camera follows, if playback has just reached or passed it, coming from the frame `before`.
    fn end_followed_to(&self, before: Option<u64>) -> Option<u64> {
        let view = self.view();
        let (first, last) = view.selected_ends().filter(|_| self.state.camera.lock.is_some())?;
        let playback = view.document?.playback();
        let chosen = playback.range();
        let nearest = |frame: Option<u64>| playback.keys().nearest(frame?);
        let range = (nearest(chosen.0).unwrap_or(0), nearest(chosen.1).unwrap_or(u64::MAX));
        let direction = playback.direction();
        let end = if direction == Direction::Forward { last } else { first };
        reaches(direction, range, (before?, playback.frame()?), end).then_some(end)
    }

    /// Changes the play head, and shows what is loaded of the frame it moves to.
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

    /// Goes where `find` leads in the history of jumps.
    pub(super) fn go_in_history(&mut self, find: impl FnOnce(&mut JumpHistory, u64) -> Option<u64>) {
        self.state.hints.goes_by_events = false;
        let Some(here) = self.view().position() else { return };
        if let Some(frame) = find(&mut self.state.jumps, here) {
            self.seek(frame);
        }
    }

    /// Remembers a jump away from `from`, if the play head has moved or will move once its frame is indexed.
    pub(super) fn remember_jump(&mut self, from: u64, ctx: &egui::Context) {
        let Some(document) = &self.session.document else { return };
        if document.playback().frame() != Some(from) || document.awaited.is_some() {
            self.state.jumps.jumped(from, is_in_gesture(ctx));
        }
    }

    /// Lets the next jump count if the gesture of the pointer has ended.
    pub(super) fn follow_gesture(&mut self, ctx: &egui::Context) {
        if !is_in_gesture(ctx) || ctx.input(|input| input.pointer.any_pressed()) {
            self.state.jumps.end_gesture();
        }
    }

    /// Selects a track. Goes to its first frame if it has no box in the frame under the play head.
    pub(super) fn pick(&mut self, track: TrackId) {
        self.state.selected = Some(track);
        if !self.has_box_here(track) {
            self.seek_track(|(first, _)| first);
        }
    }

    /// Selects a track, and goes to its first frame.
    pub(super) fn visit(&mut self, track: TrackId) {
        self.state.selected = Some(track);
        self.seek_track(|(first, _)| first);
    }

    /// Whether a track has a box in the frame under the play head. While its boxes are not loaded, it is assumed to have one from
    /// its first frame to its last one.
    fn has_box_here(&self, track: TrackId) -> bool {
        let Some(here) = self.view().position() else { return false };
        match self.state.displayed.as_ref().filter(|frame| frame.number() == here) {
            Some(frame) => frame.boxes().detections.iter().any(|row| row.id == Some(track)),
            None => self.view().selected_ends().is_some_and(|(first, last)| (first..=last).contains(&here)),
        }
    }

    /// Applies the playback settings to the play head, with the frame rate of the sequence.
    pub(super) fn apply_play(&mut self) {
        let Some(document) = &mut self.session.document else { return };
        let play = self.state.settings.play;
        let fps = document.fps_in_force(play.fps);
        document.play(|playback| {
            play.apply(playback);
            playback.set_fps(fps);
        });
    }

    /// Plays the open sequence at `fps` frames a second. If the sequence does not say its rate, `fps` also becomes the
    /// assumed rate of other sequences without one.
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

/// Whether a command makes the play head jump. Steps and playback do not count.
pub(super) fn is_jump(command: &Command) -> bool {
    matches!(
        command,
        Command::Seek(_)
            | Command::First
            | Command::Last
            | Command::NextBookmark
            | Command::PreviousBookmark
            | Command::Pick(_)
            | Command::Visit(_)
            | Command::TrackStart
            | Command::TrackEnd
            | Command::NextEvent
            | Command::PreviousEvent
            | Command::GoToEvent(_)
            | Command::GoToListed(_)
            | Command::NextDifference(_)
    )
}

/// Whether a step of playback from the frame `before` to the frame `now` reaches the frame `end`, or passes it. `range` is the first
/// and the last frame that are played. To begin again at an end of the range, or to enter the range, does not count.
fn reaches(direction: Direction, range: (u64, u64), (before, now): (u64, u64), end: u64) -> bool {
    if direction == Direction::Backward {
        let mirrored = |frame: u64| u64::MAX - frame;
        let range = (mirrored(range.1), mirrored(range.0));
        return reaches(Direction::Forward, range, (mirrored(before), mirrored(now)), mirrored(end));
    }
    let (start, stop) = range;
    if !(start..=stop).contains(&before) {
        return false;
    }
    let is_wrapped = now <= before;
    if is_wrapped { (before < end && end <= stop) || (start < end && end <= now) } else { before < end && end <= now }
}

/// Whether a button of the pointer is held, or was released just now.
fn is_in_gesture(ctx: &egui::Context) -> bool {
    ctx.input(|input| input.pointer.any_down() || input.pointer.any_released())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn the_end_of_a_track_is_reached_if_one_of_the_single_steps_comes_to_it_but_not_by_a_wrap(
            start in 0_u64..6,
            length in 2_u64..8,
            before in 0_u64..8,
            moves in 0_u64..8,
            end in 0_u64..14,
            is_forward: bool,
        ) {
            let stop = start + length - 1;
            let (before, moves) = (start + before % length, 1 + moves % (length - 1));
            let (direction, first, last) =
                if is_forward { (Direction::Forward, start, stop) } else { (Direction::Backward, stop, start) };
            let (mut at, mut is_reached) = (before, false);
            for _ in 0..moves {
                let is_wrap = at == last;
                at = if is_wrap { first } else if is_forward { at + 1 } else { at - 1 };
                is_reached |= at == end && !is_wrap;
            }
            prop_assert_eq!(reaches(direction, (start, stop), (before, at), end), is_reached);
        }
    }
}
