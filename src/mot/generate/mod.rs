//! Makes MOT files: people who enter, walk about and leave, as a tracker would report them.
//!
//! The same options give the same bytes on every machine: whole numbers come from an own generator, and fractions use
//! only `+ − × ÷`, which IEEE 754 rounds in one way. Memory holds one plan of 16 bytes a track, never the rows.

mod motion;
mod permutation;
mod plan;
mod write;

use std::io::{self, Write};

use super::Progress;
use motion::Walk;
use permutation::Permutation;
use plan::Plan;
use write::RowWriter;

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

/// What was generated.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Generated {
    /// Rows written.
    pub rows: u64,
    /// Tracks they belong to, with the ids 1, 2, 3, …
    pub tracks: u64,
    /// Bytes written.
    pub bytes: u64,
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

impl Options {
    /// Whether these options describe a file.
    ///
    /// # Errors
    /// The first option that does not, in words.
    pub fn check(&self) -> Result<(), String> {
        let within = |name: &str, value: u32, low: u32, high: u32| {
            let ok = (low..=high).contains(&value);
            if ok { Ok(()) } else { Err(format!("{name} must be {low} to {high}, not {value}")) }
        };
        within("frames", self.frames, 1, i32::MAX as u32)?;
        within("width", self.width, 16, 100_000)?;
        within("height", self.height, 16, 100_000)?;
        within("the minimum track length", self.min_track_length, 1, 1_000_000)?;
        within("the maximum track length", self.max_track_length, self.min_track_length, 1_000_000)?;
        match self.amount {
            Amount::Density(density) if !(0.0..=1e6).contains(&density) => {
                Err(format!("the density must be 0 to 1000000 boxes a frame, not {density}"))
            }
            _ if plan::track_count(self) > f64::from(i32::MAX) => Err("that would be more than 2^31 tracks".to_owned()),
            _ => Ok(()),
        }
    }
}

/// Writes the rows to `out`, which need not be buffered. `progress` counts rows and can cancel.
///
/// # Errors
/// Those of `out`; `InvalidInput` if the options make no sense, `Interrupted` if cancelled.
pub fn write_to(out: impl Write, options: &Options, progress: &Progress) -> io::Result<Generated> {
    options.check().map_err(|message| io::Error::new(io::ErrorKind::InvalidInput, message))?;
    let plan = Plan::new(options);
    progress.begin(plan.rows());
    let mut rows = RowWriter::new(out, progress);
    match options.order {
        Order::Frame => by_frame(&plan, options, &mut rows)?,
        Order::Track => by_track(&plan, options, &mut rows)?,
        Order::Shuffled => shuffled(&plan, options, &mut rows)?,
    }
    let bytes = rows.finish()?;
    Ok(Generated { rows: plan.rows(), tracks: plan.tracks().len() as u64, bytes })
}

/// The same file in memory, for a demo or a test.
///
/// # Errors
/// `InvalidInput` if the options make no sense.
pub fn to_vec(options: &Options) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    write_to(&mut bytes, options, &Progress::new())?;
    Ok(bytes)
}

fn by_frame(plan: &Plan, options: &Options, rows: &mut RowWriter<impl Write>) -> io::Result<()> {
    let mut waiting = plan.tracks().iter().zip(1_u32..).peekable();
    let mut walking: Vec<(u32, Walk)> = Vec::new();
    for frame in 1..=options.frames {
        walking.retain(|(_, walk)| walk.last_frame() >= frame);
        // Ids follow the order of appearance, so those who walk stay sorted by id.
        while let Some((track, id)) = waiting.next_if(|(track, _)| track.first_frame() <= frame) {
            walking.push((id, Walk::new(track, options)));
        }
        for (id, walk) in &walking {
            rows.write(frame, *id, walk.at(frame))?;
        }
    }
    Ok(())
}

fn by_track(plan: &Plan, options: &Options, rows: &mut RowWriter<impl Write>) -> io::Result<()> {
    for (track, id) in plan.tracks().iter().zip(1_u32..) {
        let walk = Walk::new(track, options);
        for frame in track.first_frame()..=track.last_frame(options) {
            rows.write(frame, id, walk.at(frame))?;
        }
    }
    Ok(())
}

fn shuffled(plan: &Plan, options: &Options, rows: &mut RowWriter<impl Write>) -> io::Result<()> {
    // Any row can be made by itself, so a permutation of their numbers shuffles them without holding them.
    let starts = plan.row_starts();
    for place in Permutation::new(plan.rows(), options.seed) {
        let at = starts.partition_point(|&start| start <= place) - 1;
        let track = &plan.tracks()[at];
        let frame = track.first_frame() + (place - starts[at]) as u32;
        rows.write(frame, at as u32 + 1, Walk::new(track, options).at(frame))?;
    }
    Ok(())
}
