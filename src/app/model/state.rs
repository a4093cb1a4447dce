//! The state of the window: everything that panels show and commands change, except the opened sequence itself.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use super::bookmarks::Bookmarks;
use super::camera::Camera;
use super::filter::Filters;
use super::frame::displayed_frame::DisplayedFrame;
use super::frame::extent::Extent;
use super::judging::{Judging, Listed};
use super::jump_history::JumpHistory;
use super::layers::Looks;
use super::left_off::LeftOff;
use super::note::Note;
use super::opening::open_question::OpenQuestion;
use super::pace::Pace;
use super::panes::Panes;
use super::replay::clairvoyant_bound::ClairvoyantBound;
use super::replay::hint_inputs::HintInputs;
use super::settings::Settings;
use super::stats::run_stats::RunStats;
use super::tracks::{Several, ShownTracksOfFiles};
use super::undo::{History, Subject, Value};
use crate::cache::Snapshot;
use crate::mot::TrackId;
use crate::predict::SharedHabits;
use crate::sim::Navigation;
use crate::telemetry::Telemetry;

/// How long boxes wait for their picture before they are shown without it.
pub const PICTURE_GRACE: Duration = Duration::from_millis(40);

/// Something that the user asked for and that failed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// What failed, in a few words.
    pub title: String,
    /// Why it failed.
    pub reason: String,
    /// The question whose answer lets it succeed, if there is one.
    pub way_out: Option<Box<OpenQuestion>>,
}

impl Failure {
    /// A failure without a question.
    pub fn new(title: impl Into<String>, reason: impl Into<String>) -> Self {
        Self { title: title.into(), reason: reason.into(), way_out: None }
    }
}

/// The progress of the frame under the play head.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum WantedFrame {
    /// It is on screen.
    #[default]
    Shown,
    /// It has been loading since this time on the window's clock.
    Pending(Duration),
    /// It could not be loaded, for this reason.
    Failed(String),
}

/// The state of the window.
#[derive(Default)]
pub struct State {
    /// How many times a sequence has been opened. Opening the same sequence again counts, too.
    pub opened: u64,
    /// How many times another sequence has been opened. Zoom, filter and the list of tracks are reset each time.
    pub sequences: u64,
    /// Increases when frames of the open sequence change or new frames are added.
    pub content_version: u64,
    /// The last failure, until the user closes its message.
    pub failure: Option<Failure>,
    /// The changes of settings that can be undone.
    pub history: History<Subject, Value>,
    /// A note that is told for a while.
    pub note: Option<Note>,
    /// The question which file or sequence to open, while it is on screen.
    pub question: Option<OpenQuestion>,
    /// The settings, which are kept across restarts.
    pub settings: Settings,
    /// The frame on screen: the newest requested frame of which at least the boxes are loaded.
    pub displayed: Option<DisplayedFrame>,
    /// The progress of the frame under the play head.
    pub wanted: WantedFrame,
    /// The last snapshot of the cache.
    pub snapshot: Snapshot,
    /// Increases whenever `snapshot` is taken again.
    pub snapshot_version: u64,
    /// The recent events and counters of the cache.
    pub telemetry: Telemetry,
    /// The stall of a clairvoyant cache: how good the cache could have been.
    pub clairvoyant: ClairvoyantBound,
    /// Whether a panel shows `clairvoyant`. It is kept up to date only then.
    pub follows_clairvoyant: bool,
    /// The last moves of the play head.
    pub navigation: Navigation,
    /// How many frames a second playback shows.
    pub pace: Pace,
    /// The jumps of the play head, to go back and forth in.
    pub jumps: JumpHistory,
    /// The bookmarks of all files.
    pub bookmarks: Bookmarks,
    /// How the user left each file.
    pub left_off: LeftOff,
    /// What the adaptive predictor has learned about the user.
    pub habits: SharedHabits,
    /// What the window knows about the next moves. The cache gets it as hints.
    pub hints: HintInputs,
    /// The selected track of the main layer. Of several, it is the one that was selected last.
    pub selected: Option<TrackId>,
    /// All selected tracks, if they are several or of further layers.
    pub several: Several,
    /// Which tracks of each layer are drawn.
    pub shown_tracks: ShownTracksOfFiles,
    /// The open workspace, if a part of it could not be shown: to save it would lose that part.
    pub partial_workspace: Option<PathBuf>,
    /// The looks of layers that the user has changed.
    pub looks: Looks,
    /// Which pane shows which layers, if panes are compared.
    pub panes: Panes,
    /// Which boxes and tracks of each layer are shown.
    pub filters: Filters,
    /// The rectangle that the canvas fits into the window.
    pub extent: Extent,
    /// Zoom, pan, and the followed track.
    pub camera: Camera,
    /// What is known of the comparison of results with ground truth.
    pub judging: Judging,
    /// The list of events that was opened last, until it is closed.
    pub listed: Option<Arc<Listed>>,
    /// The place of the event of that list that the user went to last.
    pub listed_event: Option<usize>,
    /// The counters that `--stats` writes.
    pub stats: RunStats,
    /// The window's clock at the last update.
    pub now: Duration,
}
