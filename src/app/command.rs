//! What the user can ask for. Widgets and keys push commands; `update` and the window carry them out.

use std::path::PathBuf;
use std::sync::Arc;

use eframe::egui::ColorImage;

use super::model::actions::Action;
use super::model::camera::Camera;
use super::model::evaluation::EvaluationChoice;
use super::model::filter::Filter;
use super::model::judging::{JudgingChoice, Listed, Listing};
use super::model::layers::Look;
use super::model::opening::path_request::PathRequest;
use super::model::opening::source::Source;
use super::model::panes::PaneChange;
use super::model::settings::Settings;
use super::model::state::Failure;
use super::model::tracks::{CopiedRows, TrackSet, Tracks};
use crate::mot::{ClassSource, Format, Roles, TrackId};
use crate::playback::Direction;
use crate::predict::DragHint;
use crate::sequence::PicturePairing;
use crate::telemetry::Telemetry;

/// A change of the state or of the open sequence.
#[derive(Clone, Debug, PartialEq)]
#[allow(clippy::large_enum_variant, reason = "there are a few in a pass")]
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
    /// Go back to the frame before the last jump.
    JumpBack,
    /// Go forward again, after going back.
    JumpAhead,
    /// Set the first frame of the playback range, or remove it.
    SetIn(Option<u64>),
    /// Set the last frame of the playback range, or remove it.
    SetOut(Option<u64>),
    /// Set a bookmark at this frame, or remove it.
    ToggleBookmark,
    /// Set a bookmark at the frame with this number, if there is none.
    AddBookmark(u64),
    /// Remove the bookmark at the frame with this number.
    RemoveBookmark(u64),
    /// Name the bookmark at the frame with this number, or take its name away.
    NameBookmark(u64, String),
    /// Note this at the bookmark at the frame with this number, or take its note away.
    NoteBookmark(u64, String),
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
    /// Select a track. Go to its first frame if it has no box in the frame under the play head.
    Pick(TrackId),
    /// Select a track and go to its first frame.
    Visit(TrackId),
    /// Select several tracks, or change which are drawn.
    Tracks(TracksCommand),
    /// Go to the selected track's first frame.
    TrackStart,
    /// Go to the selected track's last frame.
    TrackEnd,
    /// Show the whole scene.
    Fit,
    /// Move the camera: the user zoomed or panned, or it follows a track.
    Turn(Camera),
    /// Follow the selected track with the camera, or release the camera.
    Lock(bool),
    /// Show only these boxes and tracks of the layer at this place.
    SetFilter(usize, Filter),
    /// Compare layers of results with ground truth in this way.
    Judge(Box<JudgingChoice>),
    /// Look at the judgement of the layer of results at this place among those that are compared.
    LookAt(usize),
    /// List only events that this finds, and go only to these.
    SearchEvents(String),
    /// Go to the next event of the kinds that are switched on, among those that the search finds.
    NextEvent,
    /// Go to the previous one of these.
    PreviousEvent,
    /// Go to the event at this place among the events of the judgement that is looked at.
    GoToEvent(usize),
    /// Go to the event at this place in the list of events that is open.
    GoToListed(usize),
    /// Open the sequence and the results of the row at this place of the table of scores that is open.
    OpenListedRow(usize),
    /// Close the table of scores and the list of events.
    CloseEventList,
    /// Evaluate all sequences of a data set.
    Evaluate(Box<EvaluationChoice>),
    /// Give up the evaluation in progress.
    CancelEvaluation,
    /// Give up the comparison of layers in progress.
    CancelJudging,
    /// Compare the results at these two places among those that are compared.
    Compare(usize, usize),
    /// Go to the next frame in which one of these two begins to be right about a track and the other is wrong: the first one is
    /// right if this is true.
    NextDifference(bool),
    /// Open a sequence.
    Open(Source),
    /// Open the next sequence of the data set with the same layers, or the previous one if this is false.
    NextSequence(bool),
    /// Open the file again in this format. If it is `None`, use the format that was recognised.
    OpenAs(Option<Format>),
    /// Open the file again with these meanings of its columns.
    OpenByColumns(Roles),
    /// Ask what the columns mean of the text that could not be opened, or of the open one if it has no rows.
    AskColumns,
    /// Answer that question: open the text with these meanings of its columns.
    AnswerColumns(Roles),
    /// Answer the question which file or sequence to open, with the name of the chosen one.
    Choose(String),
    /// Answer the question whether to unpack a large archive with yes.
    Unpack,
    /// Close the question which file or sequence to open, whether to unpack it, or what its columns mean, without an answer. A
    /// large layer is left out then.
    CancelChoice,
    /// Show a text file as a layer over the open pictures, or remove the layer.
    ShowLayer(PathBuf, bool),
    /// Show these text files as layers, in addition to the layers already shown.
    AddLayers(Vec<PathBuf>),
    /// Make this text file the main layer: its tracks are listed and can be selected.
    MakeMain(PathBuf),
    /// Take the names of class numbers of the layer at this place from this source. If it is `None`, take those that are found.
    SetClassNames(usize, Option<ClassSource>),
    /// Change the look of the layer at this place.
    SetLook(usize, Look),
    /// Change which pane shows which layers, and how panes are compared.
    ChangePanes(PaneChange),
    /// Decode videos with this `ffmpeg` program from now on.
    SetFfmpeg(PathBuf),
    /// Take the pictures from this folder or video. If it is `None`, take them from where they were found automatically.
    SetImages(Option<PathBuf>),
    /// Play this many frames a second.
    SetFps(f64),
    /// Change which picture a frame shows.
    SetPairing(PicturePairing),
    /// Forget the recent files, and how they were left.
    ForgetRecent,
    /// Check again which of the recent files still exist.
    CheckRecent,
    /// Forget what the adaptive predictor has learned.
    ForgetHabits,
    /// Cancel the opening in progress.
    CancelOpening,
    /// Open the open file again.
    Reload,
    /// The pointer drags the scrubber. `None` when the drag has ended.
    Drag(Option<DragHint>),
    /// The scrubber is this many pixels wide.
    ScrubberWidth(u32),
    /// A search has found the tracks that begin at these frames.
    FoundTracks(Vec<u64>),
    /// Keep the clairvoyant's stall up to date (true while a panel shows it), or stop.
    FollowClairvoyant(bool),
    /// Delete the recorded events and restart the counters at 0.
    ClearTelemetry,
    /// Show a failure.
    Fail(Failure),
    /// Close the message about the last failure.
    DismissFailure,
    /// Undo one thing: close the failure, else clear the selection, else show the whole scene.
    Clear,
    /// Save what is shown as a workspace at this path. If there is a file already, it is replaced only if this is true.
    SaveWorkspace(PathBuf, bool),
    /// Take the last change of settings back.
    Undo,
    /// Make the change again that was undone last.
    Redo,
    /// Replace all settings.
    Set(Box<Settings>),
}

/// A change of which tracks are selected, or drawn.
#[derive(Clone, Debug, PartialEq)]
pub enum TracksCommand {
    /// Select a track of the layer at this place beside the others, or take it from the selected ones.
    Toggle(usize, TrackId),
    /// Select these tracks of the main layer. The keys act on the second value, which is one of them.
    Select(TrackSet, TrackId),
    /// Draw only these tracks, and those of other layers that the comparison matches with them.
    Solo(Tracks),
    /// Draw the other tracks again, too, but for those that are hidden.
    EndSolo,
    /// Do not draw these tracks.
    Hide(Tracks),
    /// Draw all tracks again.
    ShowAll,
}

impl From<TracksCommand> for Request {
    fn from(command: TracksCommand) -> Self {
        Command::Tracks(command).into()
    }
}

/// A change of the window itself: its dialogs, its text fields, its canvas.
#[derive(Debug)]
pub enum WindowCommand {
    /// Zoom by this factor, around the middle of the canvas.
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
    /// Offer to write where the tracker went wrong to a file.
    SaveEvents(Arc<Listing>),
    /// Copy this text to the clipboard.
    Copy(String),
    /// Copy rows or ids as text to the clipboard, once the text is made.
    CopyRows(CopiedRows),
    /// Copy the frame with this number as a picture to the clipboard, once it is drawn.
    CopyPicture(u64),
    /// Copy this picture to the clipboard.
    CopyImage(Box<ColorImage>),
    /// Show the dialog that sets and names a bookmark at the frame with this number, or hide it.
    AskBookmarkName(Option<u64>),
    /// Show the menu of what has the focus, or else of what is selected.
    ContextMenu,
    /// Offer to write the scores of several sequences to a file, or else their events.
    SaveListed(Arc<Listed>, bool),
    /// Show the dialog that evaluates all sequences of a data set, with this proposal.
    AskEvaluation(Box<EvaluationChoice>),
    /// Ask where to save the workspace. The path is one at which there is a file already, and which is to be replaced if the user
    /// says so.
    AskWorkspace(Option<PathBuf>),
    /// Show the dialog that exports pictures.
    ExportPictures,
    /// Search for better settings.
    Tune,
    /// Show or hide the demonstration of two caches.
    Learn(bool),
    /// Go to the next row of the list of errors, or to the previous one if this is false. Nothing if the list is not in view.
    StepErrors(bool),
    /// Put the cursor into the field for a frame number.
    EditFrame,
    /// Show or hide the list of shortcuts.
    Help(bool),
    /// Show or hide what the program runs on.
    About(bool),
    /// Show or hide the user's guide.
    Guide(bool),
    /// Show or hide the command palette.
    Palette(bool),
    /// Do what an action stands for.
    Do(Action),
    /// Draw everything larger or smaller by this factor. `None` for the usual size.
    Scale(Option<f32>),
    /// Draw everything by this factor larger than usual, because that was undone or done again.
    BringScale(f32),
    /// The user has moved or resized panels. Where they lay before, and where they lie now, as text.
    PanelsMoved(String, String),
    /// Put the panels where they lay, because that was undone or done again.
    BringPanels(String),
    /// Put the panels of the layout where they are at first.
    ResetLayout,
    /// Fill the whole screen, or end that.
    Fullscreen,
    /// The Escape key: close what is open over the window, otherwise do [`Command::Clear`].
    Escape,
    /// Set the title of the window to the name of the open sequence.
    SetTitle(String),
    /// End the program.
    Quit,
}

/// A request to change the state or the window.
#[derive(Debug)]
#[allow(clippy::large_enum_variant, reason = "there are a few in a pass")]
pub enum Request {
    /// Change the state or the open sequence.
    State(Command),
    /// Change the window itself.
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

/// The requests of one pass, in the order in which they were made.
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

    /// Asks to replace the settings by a copy that `change` has edited. Asks for nothing if the copy is equal.
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

    /// Removes and returns all requests.
    pub fn take(&mut self) -> Vec<Request> {
        std::mem::take(&mut self.0)
    }
}

impl Command {
    /// The command for the paths that the user chose for `request`. `None` if no path was chosen.
    pub fn for_paths(request: PathRequest, paths: Vec<PathBuf>) -> Option<Self> {
        match request {
            PathRequest::Layer => (!paths.is_empty()).then_some(Self::AddLayers(paths)),
            PathRequest::Open | PathRequest::Folder => {
                paths.into_iter().next().map(|path| Self::Open(Source::path(path)))
            }
            // The dialog that asks for them takes them itself.
            PathRequest::TruthFolder
            | PathRequest::TruthFile
            | PathRequest::ResultFolder
            | PathRequest::ResultFiles => None,
            PathRequest::Ffmpeg => paths.into_iter().next().map(Self::SetFfmpeg),
            PathRequest::Pictures | PathRequest::Video => {
                paths.into_iter().next().map(|path| Self::SetImages(Some(path)))
            }
            PathRequest::ClassNames(place) => {
                let file = paths.into_iter().next();
                file.map(|path| Self::SetClassNames(place, Some(ClassSource::File(path, None))))
            }
        }
    }
}
