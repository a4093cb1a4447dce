//! Opens sequences, opens them again, and shows them.

use std::sync::Arc;

use eframe::egui;

use super::controller::Controller;
use crate::app::command::WindowCommand;
use crate::app::model::filter::Filter;
use crate::app::model::frame::extent::Extent;
use crate::app::model::opening::source::{OpenHow, Source};
use crate::app::model::state::{Failure, WantedFrame};
use crate::app::session::background::let_go;
use crate::app::session::document::Document;
use crate::app::session::opening::open::Opening;
use crate::app::session::opening::opened_files::ImageTrack;
use crate::mot::{Format, OpenOptions, TrackId};
use crate::predict::Hints;
use crate::telemetry::Telemetry;

impl Controller {
    /// Begins to open `source` at `frame`. Another opening is cancelled. The open sequence stays on screen until the
    /// new one is ready.
    pub(super) fn open(&mut self, source: Source, frame: Option<u64>, ctx: &egui::Context) {
        let kept = self.session.document.as_ref().and_then(|document| document.images.clone());
        self.begin(source, frame, kept, ctx);
    }

    /// Begins to open `source` at `frame`. If it has the pictures of `kept`, those are used again.
    fn begin(&mut self, source: Source, frame: Option<u64>, kept: Option<ImageTrack>, ctx: &egui::Context) {
        if let Some(opening) = self.session.opening.take() {
            opening.cancel();
        }
        self.state.failure = None;
        self.state.question = None;
        self.requests.push(WindowCommand::PathField(None));
        // Recent files and bookmarks are stored with absolute paths.
        let source = match source {
            Source::File(path, how) => Source::File(std::path::absolute(&path).unwrap_or(path), how.absolute()),
            Source::Demo => Source::Demo,
        };
        self.keeps_view = false;
        let (settings, habits) = (&self.state.settings.cache, &self.state.habits);
        self.session.opening = Some(Opening::begin(source, frame, kept, settings, habits, ctx));
    }

    /// Begins to open the file again in this format, or in the recognised one if it is `None`. Frame and selection
    /// stay.
    pub(super) fn open_as(&mut self, format: Option<Format>, ctx: &egui::Context) {
        let Some(document) = &self.session.document else { return };
        let Source::File(path, how) = &document.source else { return };
        let text = OpenOptions { format, ..how.text.clone() };
        let source = Source::File(path.clone(), OpenHow { text, ..how.clone() });
        if document.keys.is_empty() {
            self.state.selected = self.left_at.1;
        } else {
            self.left_at = (document.playback().frame(), self.state.selected);
        }
        self.open(source, self.left_at.0, ctx);
    }

    /// Begins to open the open sequence again, including its pictures. Frame, selection, zoom and filter stay.
    pub(super) fn reload(&mut self, ctx: &egui::Context) {
        let Some(document) = &self.session.document else { return };
        let (source, frame) = (document.source.clone(), document.playback().frame());
        self.begin(source, frame, None, ctx);
        self.keeps_view = true;
    }

    /// Begins to open the open sequence again with other layers, pictures or offset. Frame, selection, zoom and filter
    /// stay.
    pub(super) fn reopen(&mut self, change: impl FnOnce(&mut OpenHow), ctx: &egui::Context) {
        let Some(document) = &self.session.document else { return };
        let Source::File(path, mut how) = document.source.clone() else { return };
        let frame = document.playback().frame();
        change(&mut how);
        self.open(Source::File(path, how), frame, ctx);
        self.keeps_view = true;
    }

    /// Replaces the open sequence by a newly opened one.
    pub(super) fn replace(&mut self, mut document: Document) {
        self.requests.push(WindowCommand::SetTitle(document.name.clone()));
        if let Source::File(path, _) = &document.source {
            self.state.settings.remember(path);
        }
        let path = |source: &Source| match source {
            Source::File(path, how) => Some((path.clone(), how.text.member.clone())),
            Source::Demo => None,
        };
        // If the same file was opened again, the selection, the bookmarks and the recorded moves stay.
        let new = path(&document.source);
        let old = self.session.document.as_ref();
        if new.is_none() || old.and_then(|old| path(&old.source)) != new {
            if old.is_some() {
                self.state.selected = None;
            }
            self.state.bookmarks.turn_to(&document.source);
            self.state.navigation.clear();
        } else if let Some(old) = old {
            document.chosen_fps = old.chosen_fps;
        }
        if let Some(old) = self.session.document.replace(document) {
            old.discard();
        }
        self.apply_play();
        self.state.hints.told = Hints::default();
        self.state.opened += 1;
        self.state.content_version += 1;
        self.state.failure = None;
        if let Some(old) = self.state.displayed.take() {
            let_go(old);
        }
        self.state.wanted = WantedFrame::Shown;
        self.state.extent = Extent::default();
        if !std::mem::take(&mut self.keeps_view) {
            self.fit();
            self.state.filter = Filter::default();
            self.state.sequences += 1;
            self.state.hints.found_tracks = Arc::default();
        }
        self.state.telemetry = Telemetry::new();
        self.forget_clairvoyant_bound();
        self.refresh();
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
            self.state.failure = Some(Failure { title: format!("No track {id}"), reason });
        }
    }
}
