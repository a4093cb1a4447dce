//! Rows that are read in the background to be copied.

mod text;

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use eframe::egui;

use super::background::Task;
use super::view::View;
use crate::app::model::shown_rows::ShownRows;
use crate::app::model::state::Failure;
use crate::app::model::tracks::Tracks;
use crate::mot::{MotFile, TrackId};

/// Rows to copy, with the files that they are read from.
enum Job {
    /// The row of a track in a frame.
    Row(Arc<MotFile>, TrackId, u64),
    /// The rows of a frame that are drawn: of each layer its name, its file, and which of its rows are drawn.
    Frame(Vec<(String, Arc<MotFile>, ShownRows)>, u64),
    /// All rows of tracks.
    Tracks(Vec<TracksOfFile>),
}

/// Tracks of a layer.
struct TracksOfFile {
    layer: String,
    file: Arc<MotFile>,
    ids: Arc<std::collections::BTreeSet<TrackId>>,
    /// The numbers of the first and the last frame in which they have rows, as far as that is known.
    ends: (u64, u64),
}

/// Why nothing is copied.
enum NotCopied {
    /// Something else is copied instead.
    Cancelled,
    /// This, in words.
    Because(String),
}

/// What is being read to be copied. Another copy takes its place.
#[derive(Default)]
pub struct Copying(Option<Task<Result<String, NotCopied>>>);

impl Copying {
    /// Begins to read the row of a track of the layer at `layer` in a frame.
    pub fn row(&mut self, view: &View<'_>, (layer, id): (usize, TrackId), frame: u64, ctx: &egui::Context) {
        let file = view.document.and_then(|document| document.layers.get(layer)).map(|layer| Arc::clone(&layer.file));
        self.start(file.map(|file| Job::Row(file, id, frame)), ctx);
    }

    /// Begins to read the rows of a frame that are drawn, of all layers that are shown.
    pub fn frame(&mut self, view: &View<'_>, frame: u64, ctx: &egui::Context) {
        let layers = view.document.map_or(&[][..], |document| &document.layers);
        let shown = layers
            .iter()
            .enumerate()
            .filter(|(place, layer)| layer.file.bytes() > 0 && view.look(*place).is_some_and(|look| look.shown));
        let of = shown.map(|(place, layer)| (layer.name.clone(), Arc::clone(&layer.file), view.shown_rows(place)));
        self.start(Some(Job::Frame(of.collect(), frame)), ctx);
    }

    /// Begins to read all rows of these tracks.
    pub fn tracks(&mut self, view: &View<'_>, tracks: &Tracks, ctx: &egui::Context) {
        let layers = view.document.map_or(&[][..], |document| &document.layers);
        let of = tracks.iter().filter_map(|(place, ids)| {
            let layer = layers.get(*place)?;
            // The frames of many tracks are all frames, nearly.
            let few = (ids.len() < 1000).then(|| ids.iter().map(|id| view.ends_of(*place, *id)));
            let ends = few.and_then(|ends| {
                ends.reduce(|one, other| one.zip(other).map(|(one, other)| (one.0.min(other.0), one.1.max(other.1))))?
            });
            let (name, file) = (layer.name.clone(), Arc::clone(&layer.file));
            Some(TracksOfFile { layer: name, file, ids: Arc::clone(ids), ends: ends.unwrap_or((0, u64::MAX)) })
        });
        self.start(Some(Job::Tracks(of.collect())), ctx);
    }

    fn start(&mut self, job: Option<Job>, ctx: &egui::Context) {
        self.0 = job.map(|job| {
            Task::start("motscope-copy", ctx, move |cancelled: &AtomicBool, answer: &mut dyn FnMut(_)| {
                answer(text::of(&job, &|| cancelled.load(Ordering::Relaxed)));
            })
        });
    }

    /// The text to copy, or why there is none, once it is known.
    pub fn take(&mut self) -> Option<Result<String, Failure>> {
        let answer = self.0.as_mut()?.next()?;
        self.0 = None;
        match answer {
            Ok(text) => Some(Ok(text)),
            Err(NotCopied::Because(reason)) => Some(Err(Failure::new("Nothing was copied", reason))),
            Err(NotCopied::Cancelled) => None,
        }
    }
}
