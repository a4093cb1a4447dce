//! Rows that are read in the background to be copied.

mod job;
mod run;
mod text;

use std::sync::Arc;
use std::sync::atomic::Ordering;

use eframe::egui;

use super::view::View;
use crate::app::model::tracks::{CopiedRows, TrackSet, Tracks};
use crate::mot::TrackId;
use job::{Job, TracksOfFile};

pub use job::NotCopied;
pub use run::Copying;

/// Up to this many tracks, it is worth to look up in which frames they are. The frames of many tracks are nearly all frames.
const FEW: usize = 1000;

/// Begins to read rows, in place of what is being copied.
pub fn start(copying: &mut Copying<String>, rows: &CopiedRows, view: &View<'_>, ctx: &egui::Context) {
    let job = match rows {
        CopiedRows::Row { layer, id, frame } => row(view, (*layer, *id), *frame),
        CopiedRows::Frame(number) => Some(frame(view, *number)),
        CopiedRows::Tracks(of) => Some(tracks(view, of)),
        CopiedRows::Ids(tracks) => Some(Job::Ids(tracks.clone())),
    };
    match job {
        None => copying.stop(),
        Some(job) => copying.start(view, ctx, move |cancelled| text::of(&job, &|| cancelled.load(Ordering::Relaxed))),
    }
}

/// The row of a track of the layer at `layer` in a frame.
fn row(view: &View<'_>, (layer, id): (usize, TrackId), frame: u64) -> Option<Job> {
    let layer = view.document.and_then(|document| document.layers.get(layer))?;
    Some(Job::Row(Arc::clone(&layer.file), id, frame))
}

/// The rows of a frame that are drawn, of all layers that are shown.
fn frame(view: &View<'_>, frame: u64) -> Job {
    let layers = view.document.map_or(&[][..], |document| &document.layers);
    let shown = layers
        .iter()
        .enumerate()
        .filter(|(place, layer)| layer.file.bytes() > 0 && view.look(*place).is_some_and(|look| look.shown));
    let of = shown.map(|(place, layer)| (layer.name.clone(), Arc::clone(&layer.file), view.shown_rows(place)));
    Job::Frame(of.collect(), frame)
}

/// All rows of these tracks.
fn tracks(view: &View<'_>, tracks: &Tracks) -> Job {
    let layers = view.document.map_or(&[][..], |document| &document.layers);
    let of = tracks.iter().filter_map(|(place, ids)| {
        let layer = layers.get(*place)?;
        let ends = ends(view, *place, ids).unwrap_or((0, u64::MAX));
        Some(TracksOfFile { layer: layer.name.clone(), file: Arc::clone(&layer.file), ids: Arc::clone(ids), ends })
    });
    Job::Tracks(of.collect())
}

/// The frames between which all rows of these tracks are. Only a summary of the whole file says that: of further layers, and while a
/// file grows, it is not known.
fn ends(view: &View<'_>, place: usize, ids: &TrackSet) -> Option<(u64, u64)> {
    let is_known = place == 0 && ids.len() < FEW && view.document?.is_summed_up();
    let ends = ids.iter().filter(|_| is_known).map(|id| view.ends_of(place, *id));
    ends.reduce(|one, other| one.zip(other).map(|(one, other)| (one.0.min(other.0), one.1.max(other.1))))?
}
