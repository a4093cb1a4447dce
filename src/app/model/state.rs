//! The state of the window: everything that panels show and that commands change, but for the opened sequence itself.

use std::time::Duration;

use super::bookmarks::Bookmarks;
use super::camera::Camera;
use super::filter::Filter;
use super::frame::displayed_frame::DisplayedFrame;
use super::frame::extent::Extent;
use super::layers::Looks;
use super::opening::open_question::OpenQuestion;
use super::replay::clairvoyant_bound::ClairvoyantBound;
use super::replay::hint_inputs::HintInputs;
use super::settings::Settings;
use super::stats::run_stats::RunStats;
use crate::cache::Snapshot;
use crate::mot::TrackId;
use crate::predict::SharedHabits;
use crate::sim::Navigation;
use crate::telemetry::Telemetry;

/// How long a picture is waited for before boxes are shown without it.
pub const PICTURE_GRACE: Duration = Duration::from_millis(40);

/// Something that the user asked for and that failed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// What failed, in a few words.
    pub title: String,
    /// Why it failed.
    pub reason: String,
}

/// The progress of the frame under the play head.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum WantedFrame {
    /// It is on screen.
    #[default]
    Shown,
    /// It is being loaded, since this time on the window's clock.
    Pending(Duration),
    /// It could not be loaded, for this reason.
    Failed(String),
}

/// The state of the window.
#[derive(Default)]
pub struct State {
    /// How many sequences have been opened, those that were opened again included.
    pub opened: u64,
    /// How many different sequences have been opened. Zoom, filter and the list of tracks begin anew with each.
    pub sequences: u64,
    /// Rises when frames of the open sequence have changed or new frames have come.
    pub content_version: u64,
    /// What failed last, until the user dismisses it.
    pub failure: Option<Failure>,
    /// The question which file or sequence is to be opened, while it is asked.
    pub question: Option<OpenQuestion>,
    /// What survives a restart.
    pub settings: Settings,
    /// The newest frame asked for that has arrived, at least its boxes.
    pub displayed: Option<DisplayedFrame>,
    /// The progress of the frame under the play head.
    pub wanted: WantedFrame,
    /// The state of the cache.
    pub snapshot: Snapshot,
    /// Rises whenever `snapshot` is taken again.
    pub snapshot_version: u64,
    /// What the cache did lately.
    pub telemetry: Telemetry,
    /// How good the cache could have been.
    pub clairvoyant: ClairvoyantBound,
    /// Whether a panel shows `clairvoyant`: only then is it kept up to date.
    pub follows_clairvoyant: bool,
    /// The last moves of the play head.
    pub navigation: Navigation,
    /// The bookmarks.
    pub bookmarks: Bookmarks,
    /// What the adaptive predictor has learned of the user.
    pub habits: SharedHabits,
    /// What is known of the moves to come.
    pub hints: HintInputs,
    /// The selected track.
    pub selected: Option<TrackId>,
    /// How layers look that the user has changed.
    pub looks: Looks,
    /// Which boxes and tracks are shown.
    pub filter: Filter,
    /// The rectangle that the canvas fits into the window.
    pub extent: Extent,
    /// Zoom, pan, and the followed track.
    pub camera: Camera,
    /// What `--stats` writes.
    pub stats: RunStats,
    /// The window's clock at the last update.
    pub now: Duration,
}
