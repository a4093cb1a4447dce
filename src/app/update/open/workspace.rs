//! Saves what is shown as a workspace, and shows a workspace that was opened.

use std::io;
use std::path::{Path, PathBuf};

use eframe::egui;

use crate::app::command::WindowCommand;
use crate::app::model::left_off::OpenPanels;
use crate::app::model::opening::source::Source;
use crate::app::model::saved_view::{SavedView, written_filter, written_look};
use crate::app::model::state::Failure;
use crate::app::session::document::Document;
use crate::app::session::opening::workspace::{OpenedWorkspace, named};
use crate::app::session::saving::Saving;
use crate::app::update::controller::Controller;
use crate::workspace::{ENDING, Layer, Workspace, from_folder};

impl Controller {
    /// Begins to save what is shown at `path`.
    pub(in crate::app::update) fn save_workspace(&mut self, path: PathBuf, replace: bool, ctx: &egui::Context) {
        let path = std::path::absolute(&path).unwrap_or(path);
        let path = if crate::workspace::is_workspace(&path) { path } else { with_ending(path) };
        if !crate::workspace::is_workspace(&path) {
            let reason = format!("{}: there is no name before the ending", path.display());
            self.state.failure = Some(Failure::new("The workspace was not saved", reason));
            return;
        }
        if self.saving.is_some() {
            // What is shown once that is written is written after it.
            self.save_next = Some((path, replace));
            return;
        }
        let folder = path.parent().unwrap_or(Path::new("/")).to_owned();
        match self.workspace_in(&folder) {
            Ok(workspace) => self.saving = Some(Saving::begin(path, workspace, replace, self.state.opened, ctx)),
            Err(reason) => self.state.failure = Some(Failure::new("The workspace was not saved", reason)),
        }
    }

    /// Takes in that a workspace was written, or why it was not.
    pub(in crate::app::update) fn take_saved(&mut self, ctx: &egui::Context) {
        let Some(saving) = &mut self.saving else { return };
        let Some(result) = saving.poll() else { return };
        let Some(Saving { path, opened, .. }) = self.saving.take() else { return };
        match result {
            Ok(()) if opened != self.state.opened => {
                // Another sequence was opened meanwhile. The workspace is not of that one.
                self.tell_note(format!("Saved {}", path.display()));
                self.state.settings.remember(&path);
            }
            Ok(()) => self.saved(path),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
                self.requests.push(WindowCommand::AskWorkspace(Some(path)));
            }
            Err(error) => {
                let reason = format!("{}: {error}", path.display());
                self.state.failure = Some(Failure::new("The workspace was not saved", reason));
            }
        }
        if let Some((path, replace)) = self.save_next.take_if(|_| opened == self.state.opened) {
            self.save_workspace(path, replace, ctx);
        }
        self.save_next = None;
    }

    /// What is open is of the workspace at `path` from now on.
    fn saved(&mut self, path: PathBuf) {
        self.tell_note(format!("Saved {}", path.display()));
        self.state.settings.remember(&path);
        self.state.partial_workspace = None;
        if let Some(opening) = &mut self.session.opening {
            opening.is_saved_as(&path);
        }
        let Some(document) = &mut self.session.document else { return };
        let Source::File(_, how) = &mut document.source else { return };
        if how.workspace.as_ref() == Some(&path) {
            return;
        }
        how.workspace = Some(path);
        let bookmarks = self.state.bookmarks.saved();
        self.state.bookmarks.turn_to(&document.source);
        self.state.bookmarks.replace(&bookmarks);
        self.requests.push(WindowCommand::SetTitle(title(document)));
    }

    /// What is shown, as it is written into a file in `folder`.
    fn workspace_in(&self, folder: &Path) -> Result<Workspace, String> {
        let Some(document) = &self.session.document else { return Err("no file is open".to_owned()) };
        let Source::File(open, how) = &document.source else {
            return Err("the demo cannot be saved: it has no files".to_owned());
        };
        let text = |path: &Path| {
            from_folder(folder, path).ok_or_else(|| format!("the name of {} is not Unicode", path.display()))
        };
        let optional = |path: &Option<PathBuf>| path.as_deref().map(text).transpose();
        let view = self.view();
        let mut layers = Vec::new();
        for (place, layer) in document.layers.iter().enumerate() {
            // A sequence without a text file has an empty main layer, which is no file.
            if place == 0 && layer.file.bytes() == 0 {
                continue;
            }
            layers.push(Layer {
                file: text(layer.file.path())?,
                member: layer.file.member().filter(|_| place > 0 && layer.file.has_other_members()).map(str::to_owned),
                is_main: place == 0,
                // Of a pane, what it shows is written with the panes.
                look: self
                    .state
                    .looks
                    .look(&document.layers, place, &self.state.settings.layers)
                    .map(written_look)
                    .unwrap_or_default(),
                filter: written_filter(&view.filter(place), &view.shown_tracks(place)),
            });
        }
        let settings = &self.state.settings;
        let saved = SavedView {
            camera: self.state.camera.viewport,
            panels: OpenPanels::of(settings),
            panes: self.state.panes.clone(),
            boxes: settings.boxes,
            picture: settings.picture,
            pairing: how.pairing,
            judging: self.state.judging.choice.clone(),
        };
        Ok(Workspace {
            open: text(open)?,
            member: document.file.member().filter(|_| document.file.has_other_members()).map(str::to_owned),
            format: how.text.format.map(|format| format.to_string()),
            columns: how.text.columns.as_ref().map(ToString::to_string),
            size: how.text.size.map(|(width, height)| [width, height]),
            pictures: optional(&how.images)?,
            main: optional(&how.main)?,
            frame: document.awaited.or_else(|| document.playback().frame()),
            track: self.state.selected.map(|id| id.0),
            layers,
            bookmarks: self.state.bookmarks.saved(),
            view: saved.written(folder),
            ..Workspace::default()
        })
    }

    /// Shows what a workspace keeps beside its files.
    pub(in crate::app::update) fn bring_workspace(&mut self, opened: OpenedWorkspace, document: &mut Document) {
        let OpenedWorkspace { view, layers, bookmarks, track, missing, remarks, resumes } = opened;
        self.state.partial_workspace =
            document.source.workspace().filter(|_| !missing.is_empty() || !remarks.is_empty()).map(Path::to_owned);
        document.remarks.extend(remarks);
        if !missing.is_empty() {
            self.known_layers =
                Some(Failure::new("Not all files of the workspace", format!("Missing: {}", named(&missing))));
        }
        self.state.judging.choice = view.judging;
        for layer in &layers {
            self.state.filters.set(&layer.path, layer.filter.clone());
            self.state.shown_tracks.change(&layer.path, |shown| *shown = layer.tracks.clone());
        }
        if resumes {
            // All else comes back as it was left.
            return;
        }
        let mut settings = self.state.settings.clone();
        view.panels.open(&mut settings);
        (settings.boxes, settings.picture) = (view.boxes, view.picture);
        self.state.settings = settings.sanitized();
        self.state.camera.viewport = view.camera;
        for layer in layers {
            let place = document.layers.iter().position(|open| *open.file.path() == layer.path);
            if let Some(place) = place {
                self.state.looks.put(&document.layers, place, layer.look);
            }
        }
        self.bring_back_panes(&view.panes, document);
        self.state.bookmarks.replace(&bookmarks);
        if self.start_at.is_none() {
            self.state.selected = track;
        }
    }
}

/// The title of the window: the name of the workspace, or else of the sequence.
pub(in crate::app::update) fn title(document: &Document) -> String {
    let name = document.source.workspace().and_then(Path::file_name);
    name.map_or_else(|| document.name.clone(), |name| name.to_string_lossy().into_owned())
}

fn with_ending(path: PathBuf) -> PathBuf {
    let mut path = path.into_os_string();
    path.push(".");
    path.push(ENDING);
    path.into()
}
