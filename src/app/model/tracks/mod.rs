//! Which tracks of each layer are selected, and which are drawn.

mod copied;
mod counterparts;
mod several;
mod shown;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::mot::TrackId;

pub use copied::CopiedRows;
pub use counterparts::with_counterparts;
pub use several::Several;
pub use shown::{ShownTracks, ShownTracksOfFiles};

/// Some tracks of a layer. It can have millions, so copies share them.
pub type TrackSet = Arc<BTreeSet<TrackId>>;

/// Tracks of several layers, by the places of the layers.
pub type Tracks = BTreeMap<usize, TrackSet>;

/// One track of a layer.
pub fn one(layer: usize, id: TrackId) -> Tracks {
    Tracks::from([(layer, Arc::new(BTreeSet::from([id])))])
}
