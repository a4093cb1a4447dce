//! When each track begins and ends: one small entry for each track, sorted by first frame.

use super::options::{Amount, Options, Order};
use crate::random::Random;

/// When a track begins and ends, and the seed of its random numbers.
#[derive(Clone, Copy, Debug)]
pub(super) struct PlannedTrack {
    /// The frame in which it begins. It lies before frame 1 if the person is already there when the file begins.
    pub(super) born: i32,
    /// Its length in frames, from there on. A part of it may lie outside of the file.
    pub(super) length: u32,
    pub(super) seed: u64,
}

impl PlannedTrack {
    /// Its first frame in the file.
    pub(super) fn first_frame(&self) -> u32 {
        self.born.max(1) as u32
    }

    /// Its last frame in the file.
    pub(super) fn last_frame(&self, options: &Options) -> u32 {
        (i64::from(self.born) + i64::from(self.length) - 1).min(i64::from(options.frames)) as u32
    }
}

/// All tracks of a file.
pub(super) struct TrackPlan {
    tracks: Vec<PlannedTrack>,
    rows: u64,
    row_starts: Vec<u64>,
}

impl TrackPlan {
    pub(super) fn new(options: &Options) -> Self {
        let mut random = Random::new(options.seed);
        let shortest = shortest(options);
        let lengths = u64::from(options.max_track_length.max(shortest) - shortest) + 1;
        let mut tracks: Vec<PlannedTrack> = (0..track_count(options) as u64)
            .map(|_| {
                let length = shortest + random.below(lengths) as u32;
                // At both ends of the file a track may be cut, but never to less than the shortest track.
                let earliest = i64::from(shortest) - i64::from(length) + 1;
                let latest = i64::from(options.frames) - i64::from(shortest) + 1;
                let born = (earliest + random.below((latest - earliest + 1) as u64) as i64) as i32;
                PlannedTrack { born, length, seed: random.next() }
            })
            .collect();
        tracks.sort_by_key(PlannedTrack::first_frame);
        let visible = |track: &PlannedTrack| u64::from(track.last_frame(options) - track.first_frame() + 1);
        let mut rows = 0;
        let is_shuffled = options.order == Order::Shuffled;
        let row_starts = tracks
            .iter()
            .filter_map(|track| {
                let start = rows;
                rows += visible(track);
                is_shuffled.then_some(start)
            })
            .collect();
        Self { tracks, rows, row_starts }
    }

    /// The tracks by first frame. The id of a track is its place here, counted from 1.
    pub(super) fn tracks(&self) -> &[PlannedTrack] {
        &self.tracks
    }

    /// How many rows the file has.
    pub(super) fn rows(&self) -> u64 {
        self.rows
    }

    /// For each track, how many rows the tracks before it have. Empty unless the rows are to be shuffled.
    pub(super) fn row_starts(&self) -> &[u64] {
        &self.row_starts
    }
}

/// The length of the shortest track in frames.
fn shortest(options: &Options) -> u32 {
    options.min_track_length.min(options.frames)
}

/// How many tracks the file has. To keep the density equal from the first to the last frame, some tracks begin before the
/// file or end after it. So there are more tracks than frames × density ÷ length.
pub(super) fn track_count(options: &Options) -> f64 {
    match options.amount {
        Amount::Tracks(tracks) => f64::from(tracks),
        // Half is added because the cast rounds down.
        Amount::Density(density) => (density * f64::from(options.frames) / mean_visible(options) + 0.5) as u64 as f64,
    }
}

/// The mean number of frames that a track has in the file, over all lengths and all first frames that it may have.
fn mean_visible(options: &Options) -> f64 {
    let (shortest, frames) = (shortest(options), f64::from(options.frames));
    let longest = options.max_track_length.max(shortest);
    let least = f64::from(shortest);
    let lengths = (shortest..=longest).step_by(1 + (longest - shortest) as usize / 4096);
    let (sum, count) = lengths.fold((0.0, 0.0), |(sum, count), length| {
        let length = f64::from(length);
        // The sum over all first frames that leave at least one frame in the file is length × frames. From it, the cases
        // are taken away that leave only 1 … shortest − 1 frames, at both ends of the file.
        let shown = length * frames - least * (least - 1.0);
        (sum + shown / (frames - 2.0 * least + length + 1.0), count + 1.0)
    });
    sum / count
}
