//! What to generate.

/// What to generate.
#[derive(Clone, Debug, PartialEq)]
pub struct Options {
    /// Frames, numbered from 1.
    pub frames: u32,
    /// How much there is to see.
    pub amount: Amount,
    /// Width of the picture in pixels.
    pub width: u32,
    /// Height of the picture in pixels.
    pub height: u32,
    /// The shortest track, in frames; a file of fewer frames has shorter ones.
    pub min_track_length: u32,
    /// The longest track, in frames.
    pub max_track_length: u32,
    /// Another seed, another file.
    pub seed: u64,
    /// Order of the rows.
    pub order: Order,
}

/// How much there is to see.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Amount {
    /// So many tracks.
    Tracks(u32),
    /// So many boxes a frame, on average.
    Density(f64),
}

/// The order of rows in a file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Order {
    /// By frame, then by id, as most trackers write.
    #[default]
    Frame,
    /// By id, then by frame, as the ground truth of MOT17 is.
    Track,
    /// No order at all.
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
