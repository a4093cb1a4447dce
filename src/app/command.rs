//! What the user can ask for. Widgets and keys push commands; `update` and the window carry them out.

use std::path::PathBuf;

use super::model::camera::Camera;
use super::model::filter::Filter;
use super::model::layers::Look;
use super::model::opening::path_request::PathRequest;
use super::model::opening::source::Source;
use super::model::settings::Settings;
use super::model::state::Failure;
use crate::mot::{Format, TrackId};
use crate::playback::Direction;
use crate::predict::DragHint;
use crate::telemetry::Telemetry;

/// A change of the state or of the open sequence.
#[derive(Clone, Debug, PartialEq)]
pub enum Command {
    /// Show the frame with this number.
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
    /// Play in a direction, or pause if it plays in that direction.
    Play(Direction),
    /// Stop playing.
    Pause,
    /// Set the first frame of the playback range, or remove it.
    SetIn(Option<u64>),
    /// Set the last frame of the playback range, or remove it.
    SetOut(Option<u64>),
    /// Set a bookmark at this frame, or remove it.
    ToggleBookmark,
    /// Go to the next bookmark.
    NextBookmark,
    /// Go to the previous bookmark.
    PreviousBookmark,
    /// Remove all bookmarks of the open sequence.
    ClearBookmarks,
    /// Try again to load the frame with this number.
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
    /// Turn the camera: the user has zoomed or panned, or it follows a track.
    Turn(Camera),
    /// Follow the selected track with the camera, or release the camera.
    Lock(bool),
    /// Show only these boxes and tracks.
    SetFilter(Filter),
    /// Open a sequence.
    Open(Source),
    /// Open the file again in this format; in the recognised one if it is `None`.
    OpenAs(Option<Format>),
    /// Answer the question which file or sequence to open: the one with this name.
    Choose(String),
    /// Dismiss that question.
    CancelChoice,
    /// Show a text file as a layer over the open pictures, or remove the layer.
    ShowLayer(PathBuf, bool),
    /// Show these text files as layers, too.
    AddLayers(Vec<PathBuf>),
    /// Make this text file the main layer: its tracks are listed and can be selected.
    MakeMain(PathBuf),
    /// Change how the layer at this place looks.
    SetLook(usize, Look),
    /// Take the pictures from this folder; from the folder that was found if it is `None`.
    SetImages(Option<PathBuf>),
    /// Play this many frames a second.
    SetFps(f64),
    /// Frame f shows picture f + this number. Found automatically if it is `None`.
    SetOffset(Option<i64>),
    /// Forget the recent files.
    ForgetRecent,
    /// Look again which recent files exist.
    CheckRecent,
    /// Forget what the adaptive predictor has learned.
    ForgetHabits,
    /// Cancel the opening under way.
    CancelOpening,
    /// Open the open file again.
    Reload,
    /// The pointer drags the scrubber; `None` when it has let go.
    Drag(Option<DragHint>),
    /// The scrubber is this many pixels wide.
    ScrubberWidth(u32),
    /// A search has found the tracks that begin at these frames.
    FoundTracks(Vec<u64>),
    /// Keep the clairvoyant's stall up to date, because a panel shows it, or stop.
    FollowClairvoyant(bool),
    /// Forget the recorded events and count from now on.
    ClearTelemetry,
    /// Show a failure.
    Fail(Failure),
    /// Dismiss the last failure.
    DismissFailure,
    /// Undo one thing: dismiss the failure, release the camera, or clear the selection, in this order.
    Clear,
    /// Replace all settings.
    Set(Box<Settings>),
}

/// A change of the window itself: its dialogs, its text fields, its canvas.
#[derive(Debug)]
pub enum WindowCommand {
    /// Enlarge by a factor about the middle of the canvas.
    Zoom(f64),
    /// Show one pixel of the picture as one pixel of the screen.
    ActualSize,
    /// Show the system's file dialog.
    Ask(PathRequest),
    /// Show the field for a path, or hide it.
    PathField(Option<PathRequest>),
    /// Offer to write the recorded navigation to a file.
    SaveTrace,
    /// Offer to write the counters and series of the cache to a file.
    SaveTelemetry(Box<Telemetry>),
    /// Show the dialog that exports pictures.
    ExportPictures,
    /// Search for better settings.
    Tune,
    /// Show or hide the demonstration of two caches.
    Learn(bool),
    /// Put the cursor into the field for a frame number.
    EditFrame,
    /// Show or hide the list of shortcuts.
    Help(bool),
    /// The Escape key: close what is open over the window, otherwise do [`Command::Clear`].
    Escape,
    /// Set the title of the window to the name of the open sequence.
    SetTitle(String),
    /// End the program.
    Quit,
}

/// One thing that was asked for.
#[derive(Debug)]
pub enum Request {
    /// Of the state.
    State(Command),
    /// Of the window.
    Window(WindowCommand),
}

impl From<Command> for Request {
    fn from(command: Command) -> Self {
        Self::State(command)
    }
}

impl From<WindowCommand> for Request {
    fn from(command: WindowCommand) -> Self {
        Self::Window(command)
    }
}

/// The commands of one pass, in order.
#[derive(Debug, Default)]
pub struct Commands(Vec<Request>);

impl Commands {
    /// Adds a command.
    pub fn push(&mut self, command: impl Into<Request>) {
        self.0.push(command.into());
    }

    /// Adds a command, if there is one.
    pub fn extend(&mut self, command: Option<Command>) {
        self.0.extend(command.map(Request::State));
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

    /// Takes all commands out.
    pub fn take(&mut self) -> Vec<Request> {
        std::mem::take(&mut self.0)
    }
}

impl Command {
    /// What is done with the paths that were chosen for a request.
    pub fn for_paths(request: PathRequest, paths: Vec<PathBuf>) -> Option<Self> {
        match request {
            PathRequest::Layer => (!paths.is_empty()).then_some(Self::AddLayers(paths)),
            PathRequest::Open | PathRequest::Folder => {
                paths.into_iter().next().map(|path| Self::Open(Source::path(path)))
            }
            PathRequest::Pictures => paths.into_iter().next().map(|path| Self::SetImages(Some(path))),
        }
    }
}
