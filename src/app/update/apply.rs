//! Carries out commands.

use eframe::egui;

use super::controller::Controller;
use super::play::is_jump;
use crate::app::command::Command;
use crate::app::model::bookmarks::Bookmarks;
use crate::app::model::camera::{Camera, CameraLock};
use crate::app::model::jump_history::JumpHistory;
use crate::app::model::replay::clairvoyant_bound::ClairvoyantBound;
use crate::app::model::settings::Settings;
use crate::app::model::stats::run_stats::RunStats;
use crate::playback::Playback;
use crate::provider::KeySet;

impl Controller {
    /// Carries out a command. A jump is remembered, so that the play head can go back.
    pub fn apply(&mut self, command: Command, ctx: &egui::Context) {
        let from = is_jump(&command).then(|| self.view().position()).flatten();
        let selected = self.state.selected;
        let selects_several = matches!(command, Command::Tracks(_));
        let selects_one = matches!(command, Command::Select(_) | Command::Pick(_) | Command::Visit(_));
        let before = self.before(&command);
        self.carry_out(command, ctx);
        before.into_iter().for_each(|before| self.record_since(before));
        if selects_one || (!selects_several && self.state.selected != selected) {
            self.state.several.clear();
        }
        if let Some(from) = from {
            self.remember_jump(from, ctx);
        }
    }

    #[allow(clippy::too_many_lines, reason = "a line or two for each command")]
    fn carry_out(&mut self, command: Command, ctx: &egui::Context) {
        match command {
            Command::Seek(frame) => self.seek(frame),
            Command::Step(by) => self.navigate(|playback| playback.step(by)),
            Command::First => self.navigate(|playback| playback.seek(0)),
            Command::Last => self.seek(u64::MAX),
            Command::TogglePlay => self.navigate(Playback::toggle),
            Command::Shuttle(direction) => self.navigate(|playback| playback.shuttle(direction)),
            Command::Play(direction) => self.navigate(|playback| {
                if playback.is_playing() && playback.direction() == direction {
                    playback.pause();
                } else {
                    playback.play(direction);
                }
            }),
            Command::Pause => self.navigate(Playback::pause),
            Command::JumpBack => self.go_in_history(JumpHistory::go_back),
            Command::JumpAhead => self.go_in_history(JumpHistory::go_ahead),
            Command::SetIn(frame) => self.navigate(|playback| playback.set_in(frame)),
            Command::SetOut(frame) => self.navigate(|playback| playback.set_out(frame)),
            Command::ToggleBookmark => self.toggle_bookmark(),
            Command::AddBookmark(frame) => self.state.bookmarks.add(frame),
            Command::RemoveBookmark(frame) => self.remove_bookmark(frame),
            Command::NameBookmark(frame, name) => self.state.bookmarks.rename(frame, &name),
            Command::NoteBookmark(frame, note) => self.state.bookmarks.annotate(frame, &note),
            Command::NextBookmark => self.seek_bookmark(Bookmarks::next),
            Command::PreviousBookmark => self.seek_bookmark(Bookmarks::previous),
            Command::ClearBookmarks => self.state.bookmarks.clear(),
            Command::Retry(frame) => self.retry(frame),
            Command::Select(track) => self.state.selected = track,
            Command::Pick(track) => self.pick(track),
            Command::Visit(track) => self.visit(track),
            Command::Tracks(command) => self.apply_to_tracks(command),
            Command::TrackStart => self.seek_track(|(first, _)| first),
            Command::TrackEnd => self.seek_track(|(_, last)| last),
            Command::Fit => self.fit(),
            Command::Turn(camera) => self.state.camera = camera,
            Command::Lock(locked) => self.lock(locked),
            Command::SetFilter(place, filter) => self.set_filter(place, filter),
            Command::Judge(choice) => self.choose_judging(*choice),
            Command::LookAt(result) => self.look_at(result),
            Command::NextEvent => self.step_event(true),
            Command::PreviousEvent => self.step_event(false),
            Command::SearchEvents(search) => self.state.judging.search = search,
            Command::GoToEvent(place) => self.go_to_event(place),
            Command::GoToListed(place) => self.go_to_listed(place, ctx),
            Command::OpenListedRow(place) => self.open_listed_row(place, ctx),
            Command::CloseEventList => self.close_event_list(),
            Command::Evaluate(choice) => self.evaluate(*choice, ctx),
            Command::CancelEvaluation => self.session.evaluating = None,
            Command::CancelJudging => self.cancel_judging(),
            Command::Compare(first, second) => {
                (self.state.judging.pair, self.state.judging.at_difference) = (Some((first, second)), None);
            }
            Command::NextDifference(is_first_right) => self.step_difference(is_first_right),
            Command::Open(source) => self.open_as_left(source, None, ctx),
            Command::NextSequence(is_next) => self.find_neighbour(is_next, ctx),
            Command::OpenAs(format) => self.open_as(format, None, ctx),
            Command::OpenByColumns(columns) => self.open_as(None, Some(columns), ctx),
            Command::AskColumns => self.ask_columns(),
            Command::AnswerColumns(roles) => self.answer_columns(roles, ctx),
            Command::Choose(name) => {
                if let Some(question) = self.state.question.take() {
                    let (source, start) = question.answered(name);
                    self.open_as_left(source, start, ctx);
                }
            }
            Command::Unpack => self.answer_unpack(true, ctx),
            Command::CancelChoice => self.answer_unpack(false, ctx),
            Command::ShowLayer(path, shown) => self.show_layer(path, shown, ctx),
            Command::AddLayers(paths) => self.add_layers(paths, ctx),
            Command::MakeMain(path) => self.make_main(path, ctx),
            Command::SetClassNames(place, source) => self.set_class_names(place, source, ctx),
            Command::SetLook(place, look) => self.set_look(place, look),
            Command::ChangePanes(change) => self.change_panes(change),
            Command::SetFfmpeg(program) => self.set_ffmpeg(program, ctx),
            Command::SetImages(folder) => self.reopen(|how| how.images = folder, ctx),
            Command::SetPairing(pairing) => self.set_pairing(pairing, ctx),
            Command::SetFps(fps) => self.set_fps(fps),
            Command::ForgetRecent => self.forget_recent(),
            Command::CheckRecent => self.session.recent.look_again(),
            Command::ForgetHabits => self.forget_habits(),
            Command::CancelOpening => self.cancel_opening(),
            Command::Reload => self.reload(ctx),
            Command::Drag(drag) => {
                // The cache needs the hint before the move that follows, because it plans during that move.
                self.state.hints.drag = drag;
                self.tell();
            }
            Command::ScrubberWidth(pixels) => self.state.hints.scrubber_pixels = Some(pixels),
            Command::FoundTracks(frames) => self.state.hints.found_tracks = frames.into(),
            Command::FollowClairvoyant(follows) => self.state.follows_clairvoyant = follows,
            Command::ClearTelemetry => {
                self.state.telemetry.clear(&self.state.snapshot.stats);
                self.forget_clairvoyant_bound();
            }
            Command::Fail(failure) => self.state.failure = Some(failure),
            Command::DismissFailure => self.state.failure = None,
            Command::Clear => self.clear(),
            Command::Set(settings) => self.set(*settings, ctx),
            Command::SaveWorkspace(path, replace) => self.save_workspace(path, replace, ctx),
            Command::Undo => self.undo(ctx),
            Command::Redo => self.redo(ctx),
        }
    }

    /// Forgets what the adaptive predictor has learned.
    fn forget_habits(&self) {
        match &self.session.document {
            Some(document) => document.forget(),
            None => self.state.habits.clear(),
        }
    }

    /// Changes the counters that `--stats` writes.
    pub fn count(&mut self, count: impl FnOnce(&mut RunStats)) {
        count(&mut self.state.stats);
    }

    /// Loads a frame again that could not be loaded.
    fn retry(&self, frame: u64) {
        if let Some(document) = &self.session.document {
            document.retry(frame);
        }
    }

    /// Lets the camera follow the selected track, or stay.
    fn lock(&mut self, locked: bool) {
        self.state.camera.lock = (locked && self.state.selected.is_some()).then(CameraLock::default);
    }

    /// Shows the whole scene.
    pub(super) fn fit(&mut self) {
        self.state.camera = Camera::default();
    }

    /// Forgets the clairvoyant's stall, for example after another sequence was opened.
    pub(super) fn forget_clairvoyant_bound(&mut self) {
        self.state.clairvoyant = ClairvoyantBound::default();
        self.follower.clear(self.state.now);
    }

    /// Goes to the first or last frame of the selected track, as `end` chooses.
    pub(super) fn seek_track(&mut self, end: impl FnOnce((u64, u64)) -> u64) {
        self.state.hints.goes_by_events = false;
        if let Some(ends) = self.view().selected_ends() {
            self.navigate(|playback| playback.seek(end(ends)));
        }
    }

    /// Looks at the judgement at this place, and at none of its events.
    fn look_at(&mut self, result: usize) {
        self.state.judging.looked_at = result;
        (self.state.judging.event, self.state.judging.at_difference) = (None, None);
    }

    /// Forgets the recent files, and how they were left.
    fn forget_recent(&mut self) {
        self.state.settings.recent.clear();
        self.state.left_off.clear();
    }

    /// Sets or removes a bookmark at the frame under the play head.
    fn toggle_bookmark(&mut self) {
        if let Some(frame) = self.view().position() {
            self.state.bookmarks.toggle(frame);
        }
    }

    /// Removes the bookmark at this frame, if there is one.
    fn remove_bookmark(&mut self, frame: u64) {
        if self.state.bookmarks.frames().contains(&frame) {
            self.state.bookmarks.toggle(frame);
        }
    }

    /// Goes to the bookmark that `find` returns.
    fn seek_bookmark(&mut self, find: impl FnOnce(&Bookmarks, u64, &KeySet) -> Option<u64>) {
        self.state.hints.goes_by_events = false;
        let Some(document) = &self.session.document else { return };
        if let Some(frame) = find(&self.state.bookmarks, document.position(), &document.keys) {
            self.seek(frame);
        }
    }

    /// Undoes one thing: closes the failure, else clears the selection, else shows the whole scene.
    fn clear(&mut self) {
        if self.state.failure.is_some() {
            self.state.failure = None;
        } else if self.view().all_selected().is_empty() {
            self.fit();
        } else {
            self.state.selected = None;
            self.state.several.clear();
        }
    }

    /// Replaces the settings, and applies what has changed.
    pub(super) fn set(&mut self, settings: Settings, ctx: &egui::Context) {
        let old = std::mem::replace(&mut self.state.settings, settings);
        if let Some(document) = &mut self.session.document {
            document.tune(&self.state.settings.cache);
        }
        if old.play != self.state.settings.play {
            self.apply_play();
        }
        if old.picture.view != self.state.settings.picture.view {
            // Its pictures, their small versions and their size are others now.
            self.reopen(|_| {}, ctx);
        }
        if old.theme != self.state.settings.theme {
            ctx.set_theme(self.state.settings.theme.preference());
        }
    }
}
