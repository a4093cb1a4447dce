//! Generates MOT files: people who enter, walk about and leave, as a tracker would report them.
//!
//! Equal options give equal bytes on every machine. Random whole numbers come from a generator of our own, and fractions
//! use only `+ − × ÷`, for which IEEE 754 prescribes one result. In memory there are 16 bytes for each track, never the
//! rows, so a file of any size can be generated.

mod check;
mod motion;
mod options;
mod permutation;
mod track_plan;
mod write;

use std::io::{self, Write};

use super::progress::Progress;
use motion::Walk;
use permutation::Permutation;
use track_plan::TrackPlan;
use write::RowWriter;

pub use check::OptionsError;
pub use options::{Amount, Options, Order};

/// What was generated.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Generated {
    /// How many rows were written.
    pub rows: u64,
    /// How many tracks they belong to. The ids are 1, 2, 3, …
    pub tracks: u64,
    /// How many bytes were written.
    pub bytes: u64,
}

/// Writes the rows to `out`, which needs no buffer. `progress` counts rows and can cancel.
///
/// # Errors
/// Those of `out`; `InvalidInput` if an option is not allowed; `Interrupted` if cancelled.
pub fn write_to(out: impl Write, options: &Options, progress: &Progress) -> io::Result<Generated> {
    options.check().map_err(|error| io::Error::new(io::ErrorKind::InvalidInput, error))?;
    let plan = TrackPlan::new(options);
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

/// Generates a file in memory, for a demo or a test.
///
/// # Errors
/// `InvalidInput` if an option is not allowed.
pub fn to_vec(options: &Options) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    write_to(&mut bytes, options, &Progress::new())?;
    Ok(bytes)
}

/// Writes the rows in the order of the frames.
fn by_frame(plan: &TrackPlan, options: &Options, rows: &mut RowWriter<impl Write>) -> io::Result<()> {
    let mut waiting = plan.tracks().iter().zip(1_u32..).peekable();
    let mut walking: Vec<(u32, Walk)> = Vec::new();
    for frame in 1..=options.frames {
        walking.retain(|(_, walk)| walk.last_frame() >= frame);
        // Ids are in the order of appearance, so the people in the picture stay sorted by id.
        while let Some((track, id)) = waiting.next_if(|(track, _)| track.first_frame() <= frame) {
            walking.push((id, Walk::new(track, options)));
        }
        for (id, walk) in &walking {
            rows.write(frame, *id, walk.at(frame))?;
        }
    }
    Ok(())
}

/// Writes the rows in the order of the tracks.
fn by_track(plan: &TrackPlan, options: &Options, rows: &mut RowWriter<impl Write>) -> io::Result<()> {
    for (track, id) in plan.tracks().iter().zip(1_u32..) {
        let walk = Walk::new(track, options);
        for frame in track.first_frame()..=track.last_frame(options) {
            rows.write(frame, id, walk.at(frame))?;
        }
    }
    Ok(())
}

/// Writes the rows in random order.
fn shuffled(plan: &TrackPlan, options: &Options, rows: &mut RowWriter<impl Write>) -> io::Result<()> {
    // Each row can be computed on its own. So a permutation of the row numbers shuffles the rows without storing them.
    let starts = plan.row_starts();
    for place in Permutation::new(plan.rows(), options.seed) {
        let at = starts.partition_point(|&start| start <= place) - 1;
        let track = &plan.tracks()[at];
        let frame = track.first_frame() + (place - starts[at]) as u32;
        rows.write(frame, at as u32 + 1, Walk::new(track, options).at(frame))?;
    }
    Ok(())
}
