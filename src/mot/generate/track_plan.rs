//! Who appears when: one small entry a track, sorted by appearance.

use super::options::{Amount, Options, Order};
use crate::random::Random;

/// When a track lives, and the seed of all else about it.
#[derive(Clone, Copy, Debug)]
pub(super) struct PlannedTrack {
    /// The frame it would begin in; before frame 1 for those who are there when the file begins.
    pub(super) born: i32,
    /// The frames it would live for, from there.
    pub(super) length: u32,
    pub(super) seed: u64,
}

impl PlannedTrack {
    /// The first frame of the file it is seen in.
    pub(super) fn first_frame(&self) -> u32 {
        self.born.max(1) as u32
    }

    /// The last frame of the file it is seen in.
    pub(super) fn last_frame(&self, options: &Options) -> u32 {
        (i64::from(self.born) + i64::from(self.length) - 1).min(i64::from(options.frames)) as u32
    }
}

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
                // From "only its end is seen" to "only its beginning is", but never less than the shortest track.
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

    /// By appearance; the id is the place, counted from 1.
    pub(super) fn tracks(&self) -> &[PlannedTrack] {
        &self.tracks
    }

    pub(super) fn rows(&self) -> u64 {
        self.rows
    }

    /// How many rows come before each track, if rows are to be shuffled.
    pub(super) fn row_starts(&self) -> &[u64] {
        &self.row_starts
    }
}

fn shortest(options: &Options) -> u32 {
    options.min_track_length.min(options.frames)
}

/// How many tracks there will be. A density is kept up from the first to the last frame, by tracks that began before or
/// end after, so there are more of them than frames × density ÷ length.
pub(super) fn track_count(options: &Options) -> f64 {
    match options.amount {
        Amount::Tracks(tracks) => f64::from(tracks),
        // The cast rounds, down from a half more.
        Amount::Density(density) => (density * f64::from(options.frames) / mean_visible(options) + 0.5) as u64 as f64,
    }
}

/// How many frames of the file a track is seen in, in the mean over all lengths and beginnings it may have.
fn mean_visible(options: &Options) -> f64 {
    let (shortest, frames) = (shortest(options), f64::from(options.frames));
    let longest = options.max_track_length.max(shortest);
    let least = f64::from(shortest);
    let lengths = (shortest..=longest).step_by(1 + (longest - shortest) as usize / 4096);
    let (sum, count) = lengths.fold((0.0, 0.0), |(sum, count), length| {
        let length = f64::from(length);
        // Over all beginnings that show anything at all it is length × frames in sum; at both ends, those that show
        // 1 … shortest − 1 frames are left out.
        let shown = length * frames - least * (least - 1.0);
        (sum + shown / (frames - 2.0 * least + length + 1.0), count + 1.0)
    });
    sum / count
}
