//! What to generate.

/// What to generate.
#[derive(Clone, Debug, PartialEq)]
pub struct Options {
    /// How many frames. They are numbered from 1.
    pub frames: u32,
    /// How many tracks, or how many boxes a frame.
    pub amount: Amount,
    /// Width of the picture in pixels.
    pub width: u32,
    /// Height of the picture in pixels.
    pub height: u32,
    /// The length of the shortest track, in frames. In a file with fewer frames, tracks are shorter.
    pub min_track_length: u32,
    /// The length of the longest track, in frames.
    pub max_track_length: u32,
    /// The seed of the random numbers. Another seed gives another file.
    pub seed: u64,
    /// The order of the rows.
    pub order: Order,
}

/// How many people there are.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Amount {
    /// The number of tracks.
    Tracks(u32),
    /// The mean number of boxes a frame.
    Density(f64),
}

/// The order of rows in a file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Order {
    /// By frame, then by id. Most trackers write this order.
    #[default]
    Frame,
    /// By id, then by frame. The ground truth of MOT17 has this order.
    Track,
    /// Random.
    Shuffled,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            frames: 10_000,
            amount: Amount::Density(20.0),
            width: 1920,
            height: 1080,
            min_track_length: 10,
            max_track_length: 200,
            seed: 42,
            order: Order::Frame,
        }
    }
}
