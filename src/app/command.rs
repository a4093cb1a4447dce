//! What widgets and keys ask for, and the one place that does it.

use std::path::PathBuf;

use eframe::egui;

use super::dialogs::export_dialog::Export;
use super::dialogs::learn::Learn;
use super::dialogs::tune::Tune;
use super::model::bookmarks::Bookmarks;
use super::model::camera::lock::Lock;
use super::model::camera::view::Zoom;
use super::model::layers::Look;
use super::model::path_request::Purpose;
use super::model::settings::Settings;
use super::model::source::Source;
use super::model::state::State;
use super::panels::track_list::Filter;
use crate::mot::{Format, OpenOptions, TrackId};
use crate::playback::{Direction, Playback};
use crate::predict::DragHint;
use crate::provider::KeySet;

/// Something the user wants.
#[derive(Clone, Debug, PartialEq)]
pub enum Command {
    /// Show a frame.
    Seek(u64),
    /// Move by a number of frames.
    Step(i64),
    /// Show the first frame.
    First,
    /// Show the last frame.
    Last,
    /// Play or pause.
    TogglePlay,
    /// Play in a direction, or faster if it plays already.
    Shuttle(Direction),
    /// Play in a direction, or pause if it plays that way.
    Play(Direction),
    /// Stop playing.
    Pause,
    /// Play from this frame on.
    SetIn(Option<u64>),
    /// Play up to this frame.
    SetOut(Option<u64>),
    /// Set a bookmark here, or take it away.
    ToggleBookmark,
    /// Go to the next bookmark.
    NextBookmark,
    /// Go to the bookmark before.
    PreviousBookmark,
    /// Take all bookmarks away.
    ClearBookmarks,
    /// Try again to load a frame.
    Retry(u64),
    /// Select a track, or none.
    Select(Option<TrackId>),
    /// Select a track and go to its first frame.
    Visit(TrackId),
    /// Go to the selected track's first frame.
    TrackStart,
    /// Go to the selected track's last frame.
    TrackEnd,
    /// Show the whole scene.
    Fit,
    /// Enlarge, about the middle of the canvas.
    Zoom(f64),
    /// Show one pixel of the picture as one pixel of the screen.
    ActualSize,
    /// Keep the selected track in the middle and at its size, or no longer.
    Lock(bool),
    /// Show the system's file dialog.
    Ask(Purpose),
    /// Show the field for a path, or hide it.
    PathField(Option<Purpose>),
    /// Open a sequence.
    Open(Source),
    /// Open the file again, in this form; as guessed without one.
    OpenAs(Option<Format>),
    /// Open this one of what is asked about.
    Choose(String),
    /// Put the question away.
    CancelChoice,
    /// Show a text file over the same pictures, or no longer.
    ShowLayer(PathBuf, bool),
    /// Show these text files over the same pictures, too.
    AddLayers(Vec<PathBuf>),
    /// Make this text file the main layer: its tracks are those that are listed and selected.
    MakeMain(PathBuf),
    /// Change how the layer at this place looks.
    SetLook(usize, Look),
    /// Take the pictures from this folder; from where they are found without one.
    SetImages(Option<PathBuf>),
    /// Play so many frames a second.
    SetFps(f64),
    /// Frame f shows picture f + this; found out without one.
    SetOffset(Option<i64>),
    /// Forget the recent files.
    ForgetRecent,
    /// Forget what the adaptive predictor has learned.
    ForgetHabits,
    /// Give up opening.
    CancelOpening,
    /// Open the file again that is open.
    Reload,
    /// The pointer drags the scrubber, or let go of it.
    Drag(Option<DragHint>),
    /// The scrubber is so many pixels wide.
    ScrubberWidth(u32),
    /// Offer to write the navigation recorded so far to a file.
    SaveTrace,
    /// Show the dialog that exports pictures.
    ExportPictures,
    /// Search for better settings.
    Tune,
    /// Show or hide the demonstration of two caches.
    Learn(bool),
    /// Put the last failure away.
    DismissFailure,
    /// Put the cursor into the field for a frame number.
    EditFrame,
    /// Show or hide the list of shortcuts.
    Help(bool),
    /// Close what is open, then clear the selection: what Escape does.
    Clear,
    /// Change settings, all at once.
    Set(Box<Settings>),
    /// End the program.
    Quit,
}

/// The commands of one pass, in order.
#[derive(Debug, Default)]
pub struct Commands(Vec<Command>);

impl Commands {
    /// Asks for something.
    pub fn push(&mut self, command: Command) {
        self.0.push(command);
    }

    /// Asks for something, or nothing.
    pub fn extend(&mut self, command: Option<Command>) {
        self.0.extend(command);
    }

    /// Asks for changed settings, if `change` does change them.
    pub fn change(&mut self, settings: &Settings, change: impl FnOnce(&mut Settings)) {
        let mut changed = settings.clone();
        change(&mut changed);
        if changed != *settings {
            self.push(Command::Set(Box::new(changed)));
        }
    }

    /// Asks to open a file.
    pub fn open(&mut self, path: PathBuf) {
        self.push(Command::Open(Source::path(path)));
    }
}

impl State {
    /// Does what was asked for. True if anything was.
    pub fn apply_all(&mut self, commands: &mut Commands, ctx: &egui::Context) -> bool {
        let any = !commands.0.is_empty();
        for command in commands.0.drain(..) {
            self.apply(command, ctx);
        }
        any
    }

    pub fn apply(&mut self, command: Command, ctx: &egui::Context) {
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
            Command::SetIn(frame) => self.navigate(|playback| playback.set_in(frame)),
            Command::SetOut(frame) => self.navigate(|playback| playback.set_out(frame)),
            Command::ToggleBookmark => self.toggle_bookmark(),
            Command::NextBookmark => self.seek_bookmark(Bookmarks::next),
            Command::PreviousBookmark => self.seek_bookmark(Bookmarks::previous),
            Command::ClearBookmarks => self.bookmarks.clear(),
            Command::Retry(frame) => {
                if let Some(document) = &self.document {
                    document.retry(frame);
                }
            }
            Command::Select(track) => self.selected = track,
            Command::Visit(track) => {
                self.selected = Some(track);
                self.seek_track(|(first, _)| first);
            }
            Command::TrackStart => self.seek_track(|(first, _)| first),
            Command::TrackEnd => self.seek_track(|(_, last)| last),
            Command::Fit => self.fit(),
            Command::Zoom(factor) => self.zoom = Some(Zoom::By(factor)),
            Command::ActualSize => self.zoom = Some(Zoom::Actual),
            Command::Lock(locked) => self.lock = (locked && self.selected.is_some()).then(Lock::default),
            Command::Ask(purpose) => self.dialog.show(purpose, ctx),
            Command::PathField(purpose) => self.overlays.show_path(purpose, self.document.as_ref()),
            Command::Open(source) => self.open(source, None, ctx),
            Command::OpenAs(format) => self.open_as(format, ctx),
            Command::Choose(name) => {
                if let Some(choice) = self.overlays.choice.take() {
                    let (source, start) = choice.take(name);
                    self.open(source, start, ctx);
                }
            }
            Command::CancelChoice => self.overlays.choice = None,
            Command::ShowLayer(path, shown) => self.show_layer(path, shown, ctx),
            Command::AddLayers(paths) => self.add_layers(paths, ctx),
            Command::MakeMain(path) => self.make_main(path, ctx),
            Command::SetLook(place, look) => self.set_look(place, look),
            Command::SetImages(folder) => self.reopen(|how| how.images = folder, ctx),
            Command::SetOffset(offset) => self.reopen(|how| how.offset = offset, ctx),
            Command::SetFps(fps) => self.set_fps(fps),
            Command::ForgetRecent => self.settings.recent.clear(),
            Command::ForgetHabits => match &self.document {
                Some(document) => document.forget(),
                None => self.habits.clear(),
            },
            Command::CancelOpening => {
                if let Some(opening) = self.opening.take() {
                    opening.cancel();
                }
            }
            Command::Reload => self.reload(ctx),
            Command::Drag(drag) => {
                // Before the move that follows: the plan for it is made with what is known then.
                self.known.drag = drag;
                self.tell();
            }
            Command::ScrubberWidth(pixels) => self.known.pixels = Some(pixels),
            Command::SaveTrace => self.overlays.export = self.trace().map(Export::trace),
            Command::ExportPictures => self.overlays.pictures.open(self.settings.picture.shown, ctx),
            Command::Tune => self.overlays.tune = Some(Tune::start(ctx, self)),
            Command::Learn(shown) => self.overlays.learn = shown.then(|| Learn::start(ctx)),
            Command::DismissFailure => self.failure = None,
            Command::EditFrame => self.overlays.edit_frame = true,
            Command::Help(shown) => self.overlays.help = shown,
            Command::Clear => self.clear(),
            Command::Set(settings) => self.set(*settings, ctx),
            Command::Quit => ctx.send_viewport_cmd(egui::ViewportCommand::Close),
        }
    }

    fn show_layer(&mut self, path: PathBuf, shown: bool, ctx: &egui::Context) {
        self.reopen(
            |how| {
                how.layers.retain(|other| *other != path);
                if shown {
                    how.layers.push(path);
                }
            },
            ctx,
        );
    }

    fn add_layers(&mut self, paths: Vec<PathBuf>, ctx: &egui::Context) {
        let Some(document) = &self.document else { return };
        let shown: Vec<PathBuf> = document.layers.iter().map(|layer| layer.file.path().to_owned()).collect();
        self.reopen(
            |how| {
                // What could not be read before may be readable now, and is asked for once.
                how.layers.retain(|path| !paths.contains(path));
                how.layers.extend(paths.into_iter().filter(|path| !shown.contains(path)));
            },
            ctx,
        );
    }

    fn make_main(&mut self, path: PathBuf, ctx: &egui::Context) {
        let Some(document) = &self.document else { return };
        let shown = document.layers.iter().filter(|layer| layer.file.bytes() > 0);
        let others = shown.map(|layer| layer.file.path().to_owned()).filter(|other| *other != path).collect();
        // Ids and classes of another file are others, and so is how its lines are to be read.
        self.selected = None;
        self.filter = Filter::default();
        self.reopen(
            |how| {
                how.layers = others;
                how.main = Some(path);
                how.text = OpenOptions::default();
            },
            ctx,
        );
    }

    fn seek_track(&mut self, end: impl FnOnce((u64, u64)) -> u64) {
        if let Some(ends) = self.selected_ends() {
            self.navigate(|playback| playback.seek(end(ends)));
        }
    }

    fn toggle_bookmark(&mut self) {
        if let Some(frame) = self.position() {
            self.bookmarks.toggle(frame);
        }
    }

    fn seek_bookmark(&mut self, find: impl FnOnce(&Bookmarks, u64, &KeySet) -> Option<u64>) {
        let Some(document) = &self.document else { return };
        if let Some(frame) = find(&self.bookmarks, document.position(), &document.keys) {
            self.seek(frame);
        }
    }

    fn clear(&mut self) {
        if self.overlays.close() {
            // One thing a press.
        } else if self.failure.is_some() {
            self.failure = None;
        } else if self.lock.take().is_none() {
            self.selected = None;
        }
    }

    fn set(&mut self, settings: Settings, ctx: &egui::Context) {
        let old = std::mem::replace(&mut self.settings, settings);
        if let Some(document) = &mut self.document {
            document.tune(&self.settings.engine);
        }
        if old.play != self.settings.play {
            self.apply_play();
        }
        if old.theme != self.settings.theme {
            ctx.set_theme(self.settings.theme.preference());
        }
    }
}
