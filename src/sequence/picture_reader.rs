//! Loads pictures by number, into buffers of a pool, and counts what it does: [`PictureReader`].

use std::sync::Arc;
use std::time::{Duration, Instant};

use super::pictures::{Backdrop, Picture, PictureSource, Pool, Pooled};
use super::stats::{Counters, PictureStats};
use crate::provider::{KeySet, Neighbours};

/// Loads the pictures of a sequence. It knows nothing of layers: sequences with other layers over the same pictures can
/// share it, and with it the buffers and the counters.
pub struct PictureReader {
    source: Option<Arc<dyn PictureSource>>,
    /// The numbers where there are no pictures: always the same set, so that whoever compares sees no change.
    nothing: Arc<KeySet>,
    pool: Arc<Pool>,
    counters: Counters,
}

impl PictureReader {
    /// Reads the pictures of `source`, if there are any.
    pub fn new(source: Option<Arc<dyn PictureSource>>) -> Self {
        Self { source, nothing: Arc::default(), pool: Arc::default(), counters: Counters::default() }
    }

    /// The pictures, if there are any.
    pub fn source(&self) -> Option<&Arc<dyn PictureSource>> {
        self.source.as_ref()
    }

    /// The numbers of the pictures that are known at this moment.
    pub fn numbers(&self) -> Arc<KeySet> {
        self.source.as_ref().map_or_else(|| Arc::clone(&self.nothing), |pictures| pictures.numbers())
    }

    /// The pool that the buffers are taken from, and return to.
    pub fn pool(&self) -> &Arc<Pool> {
        &self.pool
    }

    /// Loads the picture of this number, and may hand over others, named by their numbers. `None` is the number of a frame that has
    /// no picture.
    pub fn load(&self, number: Option<u64>, neighbours: &dyn Neighbours<Pooled>) -> Backdrop<Pooled> {
        let Some(source) = &self.source else { return Backdrop::None };
        let began = Instant::now();
        let neighbours = InPool { pool: &self.pool, neighbours };
        let backdrop = number.map_or(Backdrop::Missing, |number| source.load_with(number, &self.pool, &neighbours));
        self.counters.count(&backdrop, began.elapsed());
        backdrop.map(|picture| Pooled::new(picture, Arc::clone(&self.pool)))
    }

    /// Counts the load of a whole frame, boxes and picture.
    pub(super) fn count_frame(&self, took: Duration) {
        self.counters.count_frame(took);
    }

    /// How many whole frames were loaded, and how long that took.
    pub(super) fn frames(&self) -> (u64, Duration) {
        self.counters.frames()
    }

    /// Counters of the pictures loaded so far.
    pub fn stats(&self) -> PictureStats {
        let bytes_read = self.source.as_ref().map_or(0, |pictures| pictures.bytes_read());
        let held = self.source.as_ref().map_or(0, |pictures| pictures.held_bytes());
        self.counters.read(bytes_read, self.pool.work_bytes() + held)
    }
}

/// Hands pictures over that give their buffers back to a pool.
struct InPool<'a> {
    pool: &'a Arc<Pool>,
    neighbours: &'a dyn Neighbours<Pooled>,
}

impl Neighbours<Picture> for InPool<'_> {
    fn wants(&self, key: u64) -> bool {
        self.neighbours.wants(key)
    }

    fn offer(&self, key: u64, picture: Picture) {
        self.neighbours.offer(key, Pooled::new(picture, Arc::clone(self.pool)));
    }
}
