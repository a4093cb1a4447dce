//! What is to be read.

use std::sync::Arc;

use crate::app::model::shown_rows::ShownRows;
use crate::app::model::tracks::{TrackSet, Tracks};
use crate::mot::{MotFile, TrackId};

/// Rows to copy, with the files that they are read from.
pub enum Job {
    /// The row of a track in a frame.
    Row(Arc<MotFile>, TrackId, u64),
    /// The rows of a frame that are drawn: of each layer its name, its file, and which of its rows are drawn.
    Frame(Vec<(String, Arc<MotFile>, ShownRows)>, u64),
    /// All rows of tracks.
    Tracks(Vec<TracksOfFile>),
    /// The ids of tracks.
    Ids(Tracks),
}

/// Tracks of a layer.
pub struct TracksOfFile {
    /// The name of the layer.
    pub layer: String,
    /// Its file.
    pub file: Arc<MotFile>,
    /// Their ids.
    pub ids: TrackSet,
    /// The numbers of two frames between which all their rows are.
    pub ends: (u64, u64),
}

/// Why nothing is copied.
pub enum NotCopied {
    /// Something else is copied instead.
    Cancelled,
    /// This, in words.
    Because(String),
}
