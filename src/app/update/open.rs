//! Opens sequences, opens them again, and shows them.

mod next_sequence;
mod workspace;

use std::path::PathBuf;
use std::sync::Arc;

use eframe::egui;

use super::controller::Controller;
use crate::app::command::WindowCommand;
use crate::app::model::filter::Filters;
use crate::app::model::frame::extent::Extent;
use crate::app::model::left_off::{LeftFile, OpenPanels};
use crate::app::model::opening::open_question::{Choices, OpenQuestion};
use crate::app::model::opening::source::{OpenHow, Source, text_place};
use crate::app::model::state::{Failure, WantedFrame};
use crate::app::model::undo::Subject;
use crate::app::session::background::let_go;
use crate::app::session::document::Document;
use crate::app::session::opening::kept::Kept;
use crate::app::session::opening::open::Opening;
use crate::ffmpeg;
use crate::mot::{Format, OpenOptions, Roles, TrackId};
use crate::predict::Hints;
use crate::sequence::PicturePairing;
use crate::telemetry::Telemetry;
use crate::workspace::is_workspace;

impl Controller {
    /// Begins to open `source` at `frame`. Another opening is cancelled. The open sequence stays on screen until the
    /// new one is ready.
    pub(super) fn open(&mut self, source: Source, frame: Option<u64>, ctx: &egui::Context) {
        let kept = self.session.document.as_ref().map(|document| document.kept(false));
        self.begin(source, frame, kept.unwrap_or_default(), ctx);
    }

    /// Begins to open the open sequence again, from `source`. What has not changed is not loaded again, and the view stays.
    fn open_again(&mut self, source: Source, frame: Option<u64>, ctx: &egui::Context) {
        let kept = self.session.document.as_ref().map(|document| document.kept(true));
        self.begin(source, frame, kept.unwrap_or_default(), ctx);
        self.keeps_view = true;
    }

    /// Begins to open `source` as the user left it. If `frame` is `None`, it begins at the frame where it was left.
    pub(super) fn open_as_left(&mut self, source: Source, frame: Option<u64>, ctx: &egui::Context) {
        self.leave();
        // What is opened instead of what a workspace said is not of the workspace.
        let source = match source {
            Source::File(path, how) if !is_workspace(&path) => Source::File(path, OpenHow { workspace: None, ..how }),
            source => source,
        };
        let (source, frame) = self.state.left_off.again(source, frame);
        self.open(source, frame, ctx);
        self.comes_back = true;
    }

    /// Keeps how the open file is left.
    pub fn leave(&mut self) {
        let Some(document) = &self.session.document else { return };
        let Source::File(path, how) = &document.source else { return };
        let frame = document.awaited.or_else(|| document.playback().frame());
        let member = document.file.member().filter(|_| document.file.has_other_members());
        let files = document.layers.iter().map(|layer| layer.file.path());
        let mut left = LeftFile::new(how, frame, self.state.selected);
        left.looks = self.state.looks.only(files);
        left.viewport = self.state.camera.viewport;
        left.panes = self.state.panes.storable();
        left.panels = OpenPanels::of(&self.state.settings);
        let (path, member) = how.workspace.as_ref().map_or((path, member), |workspace| (workspace, None));
        self.state.left_off.leave(path, member, left);
    }

    /// Brings back how `document` was left, but for its layers and its frame, with which it was opened.
    fn bring_back(&mut self, document: &Document) {
        let Source::File(path, how) = &document.source else { return };
        let member = document.file.member().filter(|_| document.file.has_other_members());
        let (path, member) = how.workspace.as_ref().map_or((path, member), |workspace| (workspace, None));
        let Some(left) = self.state.left_off.of(path, member).cloned() else { return };
        left.panels.open(&mut self.state.settings);
        self.state.looks.restore(left.looks.clone());
        self.state.camera.viewport = left.viewport;
        self.bring_back_panes(&left.panes, document);
        if self.start_at.is_none() {
            self.state.selected = left.selected();
        }
    }

    /// Begins to open `source` at `frame`. It takes over what it can of `kept`.
    fn begin(&mut self, source: Source, frame: Option<u64>, kept: Kept, ctx: &egui::Context) {
        if let Some(opening) = self.session.opening.take() {
            opening.cancel();
            // If the new opening is cancelled, too, the change still has to be followed.
            if std::mem::take(&mut self.follows_change)
                && let Some(document) = &mut self.session.document
            {
                document.is_outdated = true;
            }
        }
        // What was searched for beside the sequence before is not wanted any more.
        (self.neighbour, self.neighbour_files) = (None, None);
        self.state.failure = None;
        self.state.question = None;
        self.requests.push(WindowCommand::PathField(None));
        // Recent files and bookmarks are stored with absolute paths.
        let source = match source {
            Source::File(path, how) => {
                let path = std::path::absolute(&path).unwrap_or(path);
                let settings = &self.state.settings;
                let (view, class_sources) = (settings.picture.view, settings.class_sources.clone());
                let columns = settings.columns.clone();
                let mut how = OpenHow { view, class_sources, columns, ..how.absolute() };
                if how.pairing == PicturePairing::Automatic {
                    how.pairing = self.state.settings.pairings.of(&path).copied().unwrap_or_default();
                }
                Source::File(path, how)
            }
            Source::Demo => Source::Demo,
        };
        (self.keeps_view, self.comes_back, self.names_of, self.known_layers) = (false, false, None, None);
        self.judging.awaited = None;
        let (settings, habits) = (&self.state.settings.cache, &self.state.habits);
        self.session.opening = Some(Opening::begin(source, frame, kept, settings, habits, ctx));
    }

    /// Cancels the opening in progress.
    pub(super) fn cancel_opening(&mut self) {
        let Some(opening) = self.session.opening.take() else { return };
        opening.cancel();
        if std::mem::take(&mut self.follows_change)
            && let Some(document) = &mut self.session.document
        {
            // It would be opened again at once, so from now on the user is asked.
            document.trouble = Some("The file has changed, and was not opened again.".to_owned());
        }
    }

    /// Begins to open the open sequence again if its files have changed on disk, unless something else is being opened.
    pub(super) fn follow_change(&mut self, ctx: &egui::Context) {
        let Some(document) = self.session.document.as_mut().filter(|_| self.session.opening.is_none()) else { return };
        if std::mem::take(&mut document.is_outdated) {
            // Only text files were replaced, so the pictures are used again.
            self.reopen(|_| (), ctx);
            self.follows_change = true;
        }
    }

    /// Begins to open the file again in this format, or with these meanings of its columns, or as it looks if both are `None`.
    /// Frame and selection stay. The meanings are remembered for the text, or forgotten.
    pub(super) fn open_as(&mut self, format: Option<Format>, columns: Option<Roles>, ctx: &egui::Context) {
        let Some(document) = &self.session.document else { return };
        let Source::File(path, how) = &document.source else { return };
        let member = document.file.member().filter(|_| document.file.has_other_members());
        self.state.settings.columns.remember(&text_place(document.file.path(), member), columns.clone());
        let text = OpenOptions { format, columns, ..how.text.clone() };
        let source = Source::File(path.clone(), OpenHow { text, ..how.clone() });
        if document.keys.is_empty() {
            self.state.selected = self.left_at.1;
        } else {
            self.left_at = (document.playback().frame(), self.state.selected);
        }
        self.open(source, self.left_at.0, ctx);
    }

    /// Asks what the columns mean of the text that could not be opened, or else of the open one if it has no rows.
    pub(super) fn ask_columns(&mut self) {
        if let Some(question) = self.state.failure.as_ref().and_then(|failure| failure.way_out.clone()) {
            self.state.question = Some(*question);
        } else if let Some(document) = self.session.document.as_ref().filter(|document| !document.columns.is_empty()) {
            let mut source = document.source.clone();
            if let Source::File(_, how) = &mut source
                && !document.file.has_other_members()
            {
                how.text.member = None;
            }
            let (path, columns) = (document.file.path(), document.columns.clone());
            self.state.question = Some(OpenQuestion::of_columns(source, None, path, columns));
        }
    }

    /// Opens a text by these columns, and remembers them for it.
    pub(super) fn answer_columns(&mut self, roles: Roles, ctx: &egui::Context) {
        let Some(question) = self.state.question.take() else { return };
        if let Choices::Columns(place, _) = &question.choices {
            self.state.settings.columns.remember(place, Some(roles.clone()));
            let (source, start) = question.with_columns(roles);
            self.open_as_left(source, start, ctx);
        }
    }

    /// Opens what the question was about, if the user allows to unpack it. Otherwise the question is closed, and all else is
    /// opened if it was about a layer.
    pub(super) fn answer_unpack(&mut self, is_allowed: bool, ctx: &egui::Context) {
        let Some(question) = self.state.question.take() else { return };
        let is_layer = matches!(question.choices, Choices::Unpack(_, Some(_)));
        let Some((source, start)) = (if is_allowed { Some(question.allowed()) } else { question.left_out() }) else {
            return;
        };
        let path = |source: &Source| if let Source::File(path, _) = source { Some(path.clone()) } else { None };
        let open = self.session.document.as_ref().map(|document| &document.source);
        // Then the layer was added to the open sequence.
        let is_open = is_layer && open.is_some_and(|open| path(open) == path(&source));
        let known = self.known_layers.take();
        if is_open {
            self.open_again(source, start, ctx);
            self.known_layers = known;
        } else {
            self.open_as_left(source, start, ctx);
        }
    }

    /// Begins to open the open sequence again, including its pictures. Frame, selection, zoom and filter stay.
    pub(super) fn reload(&mut self, ctx: &egui::Context) {
        let Some(document) = &self.session.document else { return };
        let (source, frame) = (document.source.clone(), document.playback().frame());
        self.begin(source, frame, Kept::default(), ctx);
        self.keeps_view = true;
    }

    /// Decodes videos with another program from now on. A video that could not be read is opened again.
    pub(super) fn set_ffmpeg(&mut self, program: PathBuf, ctx: &egui::Context) {
        ffmpeg::choose(Some(program.clone()));
        self.state.settings.ffmpeg = Some(program);
        let images = self.session.document.as_ref().and_then(|document| document.images.as_ref());
        if images.is_some_and(|images| images.source.refusal().is_some()) {
            self.reload(ctx);
        }
    }

    /// Begins to open the open sequence again with other layers, pictures or offset. Frame, selection, zoom and filter
    /// stay.
    pub(super) fn reopen(&mut self, change: impl FnOnce(&mut OpenHow), ctx: &egui::Context) {
        let Some(document) = &self.session.document else { return };
        let Source::File(path, mut how) = document.source.clone() else { return };
        let frame = document.playback().frame();
        change(&mut how);
        self.open_again(Source::File(path, how), frame, ctx);
    }

    /// Begins to open the open sequence again with another pairing of frames and pictures, which is remembered for its path.
    pub(super) fn set_pairing(&mut self, pairing: PicturePairing, ctx: &egui::Context) {
        let source = self.session.document.as_ref().map(|document| &document.source);
        if let Some(Source::File(path, _)) = source {
            let is_chosen = pairing != PicturePairing::Automatic;
            self.state.settings.pairings.remember(path, is_chosen.then_some(pairing));
        }
        self.reopen(|how| how.pairing = pairing, ctx);
    }

    /// Replaces the open sequence by a newly opened one.
    pub(super) fn replace(&mut self, mut document: Document) {
        self.leave();
        self.requests.push(WindowCommand::SetTitle(workspace::title(&document)));
        if let Source::File(path, how) = &document.source {
            self.state.settings.remember(how.workspace.as_ref().unwrap_or(path));
        }
        let path = |source: &Source| match source {
            Source::File(path, how) => Some((path.clone(), how.text.member.clone(), how.workspace.clone())),
            Source::Demo => None,
        };
        // If the same file was opened again, the selection, the bookmarks and the recorded moves stay. So they do with another main
        // layer, even if that is another text of an archive.
        let keeps_view = std::mem::take(&mut self.keeps_view);
        let new = path(&document.source);
        let old = self.session.document.as_ref();
        let is_other = new.is_none() || old.and_then(|old| path(&old.source)) != new;
        if is_other && !keeps_view {
            if old.is_some() {
                self.state.selected = None;
            }
            self.state.bookmarks.turn_to(&document.source);
            self.state.navigation.clear();
            self.state.jumps.clear();
            self.turn_panes(&document);
        } else if let Some(old) = old {
            document.chosen_fps = old.chosen_fps;
        }
        if !keeps_view {
            self.fit();
            self.forget_judging();
            self.state.filters = Filters::default();
            self.state.shown_tracks.clear(false);
            self.state.several.clear();
            self.state.history.forget(Subject::is_of_sequence);
            self.state.sequences += 1;
            self.state.hints.found_tracks = Arc::default();
        }
        let comes_back = std::mem::take(&mut self.comes_back);
        let opened = document.workspace.take();
        if comes_back && opened.as_ref().is_none_or(|opened| opened.resumes) {
            self.bring_back(&document);
        }
        match opened {
            Some(opened) => self.bring_workspace(*opened, &mut document),
            None if document.source.workspace().is_none() => self.state.partial_workspace = None,
            None => {}
        }
        self.meet_layers(&document);
        self.load_needed_of(&document);
        let is_continued = self.session.document.as_ref().is_some_and(|old| document.take_over(old));
        if let Some(old) = self.session.document.replace(document) {
            old.discard();
        }
        self.apply_play();
        self.state.hints.told = Hints::default();
        self.state.opened += 1;
        self.state.content_version += 1;
        let without_names = self.names_of.take().and_then(|place| self.without_names(place));
        self.state.failure = without_names.or(self.known_layers.take());
        if let Some(old) = self.state.displayed.take() {
            let_go(old);
        }
        self.state.wanted = WantedFrame::Shown;
        self.state.extent = Extent::default();
        self.forget_other_layers();
        if !is_continued {
            self.state.telemetry = Telemetry::new();
        }
        self.forget_clairvoyant_bound();
        self.refresh();
    }

    /// The message that the class names just chosen for the layer at this place cannot be used.
    fn without_names(&self, place: usize) -> Option<Failure> {
        let layer = self.session.document.as_ref()?.layers.get(place)?;
        let reason = layer.names_trouble.clone()?;
        Some(Failure::new("No class names", reason))
    }

    /// Selects the track from the command line. If `go` is true, also goes to its first frame.
    pub(super) fn start_at_track(&mut self, id: TrackId, go: bool) {
        self.state.selected = Some(id);
        if let Some((first, _)) = self.view().selected_ends() {
            if go {
                self.navigate(|playback| playback.seek(first));
            }
        } else if let Some(document) = &self.session.document {
            self.state.selected = None;
            let reason = format!("{} has no track {id}", document.name);
            self.state.failure = Some(Failure::new(format!("No track {id}"), reason));
        }
    }
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::{Path, PathBuf};
    use std::thread;
    use std::time::{Duration, Instant};

    use super::*;
    use crate::app::command::Command;
    use crate::app::model::bookmarks::Bookmarks;
    use crate::app::model::settings::Settings;

    /// How long a test waits before it fails.
    const PATIENCE: Duration = Duration::from_mins(1);

    /// A controller with a file of one row, and the path of this file.
    fn opened(folder: &tempfile::TempDir, ctx: &egui::Context) -> (Controller, PathBuf) {
        let path = folder.path().join("a.txt");
        fs::write(&path, "1,1,0,0,9,9,1\n").unwrap();
        let source = Source::path(path.clone());
        let mut controller = Controller::new(Settings::default(), Bookmarks::default(), source, (None, None), ctx);
        until(&mut controller, ctx, |controller| controller.session.document.is_some());
        (controller, path)
    }

    fn until(controller: &mut Controller, ctx: &egui::Context, is_so: impl Fn(&Controller) -> bool) {
        let deadline = Instant::now() + PATIENCE;
        while !is_so(controller) {
            assert!(Instant::now() < deadline);
            controller.update(Duration::ZERO, ctx);
            thread::yield_now();
        }
    }

    /// Puts another file of three rows in the place of the open one.
    fn put_in_place(path: &Path) {
        let other = path.with_extension("new");
        fs::write(&other, "1,1,0,0,9,9,1\n2,1,0,0,9,9,1\n3,1,0,0,9,9,1\n").unwrap();
        fs::rename(&other, path).unwrap();
    }

    fn is_outdated(controller: &Controller) -> bool {
        controller.session.document.as_ref().is_some_and(|document| document.is_outdated)
    }

    fn frames(controller: &Controller) -> u64 {
        controller.session.document.as_ref().map_or(0, |document| document.keys.len())
    }

    #[test]
    fn a_file_replaced_while_another_opening_is_in_progress_is_opened_again_once_that_is_cancelled() {
        let (folder, ctx) = (tempfile::tempdir().unwrap(), egui::Context::default());
        let (mut controller, path) = opened(&folder, &ctx);
        let (_answer, stuck) = Opening::stuck(Source::Demo);
        controller.session.opening = Some(stuck);
        put_in_place(&path);
        until(&mut controller, &ctx, is_outdated);
        controller.update(Duration::ZERO, &ctx);
        assert!(controller.session.opening.as_ref().is_some_and(|opening| opening.source == Source::Demo));
        controller.apply(Command::CancelOpening, &ctx);
        until(&mut controller, &ctx, |controller| frames(controller) == 3);
    }

    #[test]
    fn a_replaced_file_is_not_forgotten_when_another_opening_cancels_its_own() {
        let (folder, ctx) = (tempfile::tempdir().unwrap(), egui::Context::default());
        let (mut controller, path) = opened(&folder, &ctx);
        put_in_place(&path);
        until(&mut controller, &ctx, |controller| controller.follows_change || frames(controller) == 3);
        controller.apply(Command::Open(Source::Demo), &ctx);
        controller.apply(Command::CancelOpening, &ctx);
        until(&mut controller, &ctx, |controller| frames(controller) == 3);
    }

    #[test]
    fn a_replaced_file_whose_opening_the_user_cancels_stays_as_it_is_and_that_is_told() {
        let (folder, ctx) = (tempfile::tempdir().unwrap(), egui::Context::default());
        let (mut controller, _) = opened(&folder, &ctx);
        let (_answer, stuck) = Opening::stuck(Source::Demo);
        (controller.session.opening, controller.follows_change) = (Some(stuck), true);
        controller.apply(Command::CancelOpening, &ctx);
        controller.update(Duration::ZERO, &ctx);
        assert!(controller.session.opening.is_none());
        let trouble = controller.session.document.as_ref().and_then(|document| document.trouble.clone());
        assert!(trouble.is_some_and(|trouble| trouble.contains("was not opened again")));
    }
}
