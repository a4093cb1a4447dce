//! What a menu is of.

use crate::app::model::tracks::{Tracks, one};
use crate::app::session::view::View;
use crate::mot::TrackId;

/// What a menu is of.
#[derive(Clone, Debug, PartialEq)]
pub enum Target {
    /// Tracks, at a frame.
    Tracks(TracksTarget),
    /// A frame.
    Frame(u64, FramePlace),
}

/// Where a frame was pointed at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FramePlace {
    /// On the canvas, which shows it.
    Canvas,
    /// In time: on the scrubber, or in the timeline.
    Time,
}

/// Tracks, at a frame.
#[derive(Clone, Debug, PartialEq)]
pub struct TracksTarget {
    /// All of them.
    pub tracks: Tracks,
    /// The one under the pointer: the place of its layer, and its id.
    pub pointed: (usize, TrackId),
    /// The track of the main layer that it is, or that covers it in this frame.
    pub main: Option<TrackId>,
    /// The frame.
    pub frame: u64,
}

impl Target {
    /// A track of the layer at this place. If it is one of several that are selected, the menu is of all of these.
    pub fn track(view: &View<'_>, layer: usize, id: TrackId, frame: u64) -> Self {
        let is_selected = view.selected_tracks(layer).contains(&id);
        let tracks = if is_selected { view.all_selected() } else { one(layer, id) };
        Self::Tracks(TracksTarget { tracks, pointed: (layer, id), main: (layer == 0).then_some(id), frame })
    }

    /// A menu of tracks that also knows the track of the main layer that covers the one under the pointer in this frame.
    #[must_use]
    pub fn covered_by(self, track: Option<TrackId>) -> Self {
        match self {
            Self::Tracks(tracks) => Self::Tracks(TracksTarget { main: track, ..tracks }),
            other @ Self::Frame(..) => other,
        }
    }
}
