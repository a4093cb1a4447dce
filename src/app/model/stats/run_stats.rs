//! What the window counts while it runs: passes, moves, frames. `--stats FILE` writes it.

use std::time::{Duration, Instant};

use serde::Serialize;

use super::latency_stats::{Cause, LatencyStats};
use crate::cache::Snapshot;

/// What the window counted. Times are in milliseconds.
#[derive(Clone, Debug, Default, Serialize)]
pub struct RunStats {
    /// Passes drawn.
    pub repaints: u64,
    /// From the start of the program to the end of the first pass.
    pub first_paint_ms: f64,
    /// From the start of the program to the end of the first pass that showed a frame of what it was started with;
    /// none if there was no such pass.
    pub first_frame_ms: Option<f64>,
    /// The longest pass on the window's thread, drawing on the screen not included; the first one, which builds the
    /// fonts, is not counted.
    pub window_thread_max_ms: f64,
    /// The mean pass.
    pub window_thread_mean_ms: f64,
    /// Moves to a frame, by the cache's counters of the last sequence.
    pub moves: u64,
    /// Moves that found the frame in the cache.
    pub hits: u64,
    /// Moves that found it on its way.
    pub late_hits: u64,
    /// Moves that had to load it.
    pub misses: u64,
    /// Loads begun.
    pub loads: u64,
    /// Frames asked for that were shown while they were wanted.
    pub frames_shown: u64,
    /// What became of the moves.
    #[serde(flatten)]
    pub latency: LatencyStats,
    /// Any picture of the last sequence has a small one no farther than this many pictures away; none before the first.
    pub small_pictures_within: Option<u64>,
    /// The share of the planned small pictures that are made.
    pub small_pictures_made: f32,
    /// Where the scrubber was last: left, top, right and bottom in pixels of the window.
    pub scrubber: Option<[f32; 4]>,
    #[serde(skip)]
    last_shown: Option<u64>,
}

impl RunStats {
    /// Counts a pass that began at `began`; the program began at `start`.
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

    /// Takes over the cache's counters; if there was a move, this is why.
    pub fn saw(&mut self, snapshot: &Snapshot, cause: Cause) {
        let stats = &snapshot.stats;
        self.moves = stats.moves();
        (self.hits, self.late_hits, self.misses, self.loads) = (stats.hits, stats.late_hits, stats.misses, stats.loads);
        if let Some(last) = &snapshot.last_move {
            self.latency.saw(last, cause);
        }
    }

    /// Notes that a pass showed a frame of what the program, which began at `start`, was started with.
    pub fn showed_asked(&mut self, start: Instant) {
        self.first_frame_ms.get_or_insert_with(|| milliseconds(start.elapsed()));
    }

    /// Counts a frame on screen, once.
    pub fn showed(&mut self, frame: u64) {
        if self.last_shown.replace(frame) != Some(frame) {
            self.frames_shown += 1;
        }
    }
}

fn milliseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}
