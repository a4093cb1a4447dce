//! The controller: it owns the state and the open sequence.

use std::path::PathBuf;

use eframe::egui;

use super::follower::Follower;
use super::judging_run::JudgingRun;
use crate::app::command::Commands;
use crate::app::model::bookmarks::Bookmarks;
use crate::app::model::left_off::LeftOff;
use crate::app::model::opening::source::Source;
use crate::app::model::settings::Settings;
use crate::app::model::state::{Failure, State};
use crate::app::session::current::Session;
use crate::app::session::opening::neighbours::Search;
use crate::app::session::saving::Saving;
use crate::app::session::view::View;
use crate::mot::TrackId;

/// Owns the state and the open sequence. Only its methods change them.
pub struct Controller {
    pub(super) state: State,
    pub(super) session: Session,
    pub(super) follower: Follower,
    pub(super) judging: JudgingRun,
    /// Requests to the window, which takes them after every call.
    pub(super) requests: Commands,
    /// The track to select once the summary is known, and whether to go to its first frame then.
    pub(super) start_at: Option<(TrackId, bool)>,
    /// Whether zoom and filter stay after the opening in progress, because it opens the open sequence again.
    pub(super) keeps_view: bool,
    /// The search for the next or the previous sequence of the data set.
    pub(super) neighbour: Option<Search>,
    /// The layers of the open sequence, and those of the sequence that is opened instead as the next one of its data set.
    pub(super) neighbour_files: Option<Vec<(PathBuf, PathBuf)>>,
    /// Whether the file that is being opened comes back as it was left.
    pub(super) comes_back: bool,
    /// Whether the opening in progress opens the open sequence again because its files have changed on disk.
    pub(super) follows_change: bool,
    /// The place of the layer whose class names the user chose, while it is opened with these.
    pub(super) names_of: Option<usize>,
    /// The message that files were layers already, to be told when the opening ends.
    pub(super) known_layers: Option<Failure>,
    /// The workspace that is being written.
    pub(super) saving: Option<Saving>,
    /// Where the workspace is saved once that is written, and whether a file there is replaced.
    pub(super) save_next: Option<(PathBuf, bool)>,
    /// The gesture of the user that commands are of.
    pub(super) gesture: u64,
    /// The frame and the selected track before the file was opened in another format. They return after a format in
    /// which the file has no frames.
    pub(super) left_at: (Option<u64>, Option<TrackId>),
}

impl Controller {
    /// Begins to open `source` at `frame`, with `track` selected. Without a frame, it goes to the first frame of the
    /// track.
    #[cfg(test)]
    pub fn new(
        settings: Settings,
        bookmarks: Bookmarks,
        source: Source,
        (frame, track): (Option<u64>, Option<TrackId>),
        ctx: &egui::Context,
    ) -> Self {
        Self::with_left_off(settings, bookmarks, LeftOff::default(), source, (frame, track), ctx)
    }

    /// Begins to open `source` as it was left, as far as that is known.
    pub fn with_left_off(
        settings: Settings,
        bookmarks: Bookmarks,
        left_off: LeftOff,
        source: Source,
        (frame, track): (Option<u64>, Option<TrackId>),
        ctx: &egui::Context,
    ) -> Self {
        let mut controller = Self {
            state: State { settings, bookmarks, left_off, ..State::default() },
            session: Session::default(),
            follower: Follower::default(),
            judging: JudgingRun::default(),
            requests: Commands::default(),
            start_at: track.map(|track| (track, frame.is_none())),
            keeps_view: false,
            comes_back: false,
            neighbour: None,
            neighbour_files: None,
            follows_change: false,
            names_of: None,
            known_layers: None,
            saving: None,
            save_next: None,
            gesture: 0,
            left_at: (None, None),
        };
        controller.open_as_left(source, frame, ctx);
        controller
    }

    /// The state.
    pub fn state(&self) -> &State {
        &self.state
    }

    /// The open sequence, and the sequence that is being opened.
    pub fn session(&self) -> &Session {
        &self.session
    }

    /// A read-only view for everything that draws.
    pub fn view(&self) -> View<'_> {
        View::new(&self.state, &self.session)
    }

    /// Removes and returns the requests to the window.
    pub fn take_requests(&mut self) -> Commands {
        std::mem::take(&mut self.requests)
    }
}
