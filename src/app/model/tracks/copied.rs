//! What of tracks is copied as text.

use super::Tracks;
use crate::mot::TrackId;

/// Rows, or ids, that are copied.
#[derive(Clone, Debug, PartialEq)]
pub enum CopiedRows {
    /// The row of a track of the layer at this place in a frame, as it stands in the file.
    Row {
        /// The place of the layer.
        layer: usize,
        /// The track.
        id: TrackId,
        /// The number of the frame.
        frame: u64,
    },
    /// The rows of the frame with this number that are drawn, as CSV.
    Frame(u64),
    /// All rows of these tracks, as CSV.
    Tracks(Tracks),
    /// The ids of these tracks, one a line.
    Ids(Tracks),
}
