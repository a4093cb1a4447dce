//! The counters of the window: passes, moves, frames. `--stats FILE` writes them.

use std::time::{Duration, Instant};

use serde::Serialize;

use super::latency_stats::{Cause, LatencyStats};
use crate::cache::Snapshot;

/// The counters of the window. Times are in milliseconds.
#[derive(Clone, Debug, Default, Serialize)]
pub struct RunStats {
    /// Passes drawn.
    pub repaints: u64,
    /// From the start of the program to the end of the first pass.
    pub first_paint_ms: f64,
    /// From the start of the program to the end of the first pass that showed a frame of the file from the command
    /// line. `None` if there was no such pass.
    pub first_frame_ms: Option<f64>,
    /// The longest pass on the window's thread, without the work of the graphics driver. The first pass, which builds
    /// the fonts, does not count.
    pub window_thread_max_ms: f64,
    /// The mean duration of a pass. The first pass does not count.
    pub window_thread_mean_ms: f64,
    /// Moves to a frame, as the cache of the last sequence counts them.
    pub moves: u64,
    /// Hits: moves whose frame was in the cache.
    pub hits: u64,
    /// Late hits: moves whose frame was already being loaded.
    pub late_hits: u64,
    /// Misses: moves whose frame had to be loaded.
    pub misses: u64,
    /// Loads that were started.
    pub loads: u64,
    /// How many times another frame came on screen.
    pub frames_shown: u64,
    /// How soon the frames of moves were on screen.
    #[serde(flatten)]
    pub latency: LatencyStats,
    /// Every picture of the last sequence has a small picture at most this many pictures away. `None` before the first.
    pub small_pictures_within: Option<u64>,
    /// The share of the planned small pictures that are made, from 0 to 1.
    pub small_pictures_made: f32,
    /// From the pass in which all layers were indexed for the first time to the end of the pass that showed all their errors under
    /// the scrubber. `None` if there was nothing to compare, or the lanes were not shown.
    pub judged_after_ms: Option<f64>,
    /// The last position of the scrubber: left, top, right and bottom in pixels of the window.
    pub scrubber: Option<[f32; 4]>,
    #[serde(skip)]
    last_shown: Option<u64>,
    /// When all layers that are compared were indexed for the first time.
    #[serde(skip)]
    indexed_at: Option<Instant>,
}

impl RunStats {
    /// Counts a pass that began at `began`. The program began at `start`.
    pub fn painted(&mut self, began: Instant, start: Instant) {
        let took = milliseconds(began.elapsed());
        self.repaints += 1;
        if self.repaints == 1 {
            self.first_paint_ms = milliseconds(start.elapsed());
        } else {
            self.window_thread_max_ms = self.window_thread_max_ms.max(took);
            self.window_thread_mean_ms += (took - self.window_thread_mean_ms) / (self.repaints - 1) as f64;
        }
    }

    /// Copies the counters of the cache, and counts its last move. `cause` is why the play head moved.
    pub fn saw(&mut self, snapshot: &Snapshot, cause: Cause) {
        let stats = &snapshot.stats;
        self.moves = stats.moves();
        (self.hits, self.late_hits, self.misses, self.loads) = (stats.hits, stats.late_hits, stats.misses, stats.loads);
        if let Some(last) = &snapshot.last_move {
            self.latency.saw(last, cause);
        }
    }

    /// Notes that a pass showed a frame of the file from the command line. The program began at `start`.
    pub fn showed_asked(&mut self, start: Instant) {
        self.first_frame_ms.get_or_insert_with(|| milliseconds(start.elapsed()));
    }

    /// Notes that all layers that are compared are indexed.
    pub fn indexed(&mut self) {
        self.indexed_at.get_or_insert_with(Instant::now);
    }

    /// Notes that a pass showed the errors of all frames.
    pub fn showed_errors(&mut self) {
        if let Some(at) = self.indexed_at {
            self.judged_after_ms.get_or_insert_with(|| milliseconds(at.elapsed()));
        }
    }

    /// Counts the frame on screen, unless it is the last counted one.
    pub fn showed(&mut self, frame: u64) {
        if self.last_shown.replace(frame) != Some(frame) {
            self.frames_shown += 1;
        }
    }
}

fn milliseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}
