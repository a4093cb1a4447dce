//! The controller: it owns the state and what is open.

use eframe::egui;

use super::follower::Follower;
use crate::app::command::Commands;
use crate::app::model::bookmarks::Bookmarks;
use crate::app::model::opening::source::Source;
use crate::app::model::settings::Settings;
use crate::app::model::state::State;
use crate::app::session::current::Session;
use crate::app::session::view::View;
use crate::mot::TrackId;

/// Owns the state and what is open. Its methods are the only way to change them.
pub struct Controller {
    pub(super) state: State,
    pub(super) session: Session,
    pub(super) follower: Follower,
    /// What the window has to do; it takes this after every call.
    pub(super) requests: Commands,
    /// The track to select once it is known, and whether to go to its first frame then.
    pub(super) start_at: Option<(TrackId, bool)>,
    /// The opening under way is of the open sequence: zoom and filter stay.
    pub(super) keeps_view: bool,
    /// The frame and the track before the file was opened in another format, for the case that it has no frames in it.
    pub(super) left_at: (Option<u64>, Option<TrackId>),
}

impl Controller {
    /// Begins to open `source`, at `frame` and with `track` selected. Without a frame, the first frame of the track is gone to.
    pub fn new(
        settings: Settings,
        bookmarks: Bookmarks,
        source: Source,
        (frame, track): (Option<u64>, Option<TrackId>),
        ctx: &egui::Context,
    ) -> Self {
        let mut controller = Self {
            state: State { settings, bookmarks, ..State::default() },
            session: Session::default(),
            follower: Follower::default(),
            requests: Commands::default(),
            start_at: track.map(|track| (track, frame.is_none())),
            keeps_view: false,
            left_at: (None, None),
        };
        controller.open(source, frame, ctx);
        controller
    }

    /// The state.
    pub fn state(&self) -> &State {
        &self.state
    }

    /// What is open.
    pub fn session(&self) -> &Session {
        &self.session
    }

    /// What panels may read.
    pub fn view(&self) -> View<'_> {
        View::new(&self.state, &self.session)
    }

    /// Takes out what the window has to do.
    pub fn take_requests(&mut self) -> Commands {
        std::mem::take(&mut self.requests)
    }
}
