//! `motscope generate`: a MOT file of any size, to try things out with.

use std::io;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Instant;

use clap::{Args, ValueEnum};

use super::bar::{cancel_on_signal, show_while};
use super::{complain, tell};
use crate::mot::Progress;
use crate::mot::generate::{Amount, Generated, Options, Order, write_to};
use crate::unfinished::Unfinished;

const EXAMPLES: &str = "\
Examples:
  motscope generate -o small.txt -f 300 -t 25
  motscope generate -o big.txt -f 100000 --density 100        about 500 MB
  motscope generate -o shuffled.txt --order shuffled --seed 7 --force";

/// Make a MOT file of people who enter, walk about and leave; the same options give the same bytes everywhere.
#[derive(Args, Debug)]
#[command(after_help = EXAMPLES)]
pub(super) struct GenerateArgs {
    /// File to write.
    #[arg(short, long, value_name = "FILE")]
    output: PathBuf,
    /// Number of tracks.
    #[arg(short, long, conflicts_with = "density")]
    tracks: Option<u32>,
    /// Mean boxes per frame, instead of a number of tracks [default: 20]
    #[arg(long, value_name = "BOXES_PER_FRAME")]
    density: Option<f64>,
    /// Number of frames.
    #[arg(short, long, default_value_t = Options::default().frames)]
    frames: u32,
    /// Width of the picture in pixels.
    #[arg(long, default_value_t = Options::default().width)]
    width: u32,
    /// Height of the picture in pixels.
    #[arg(long, default_value_t = Options::default().height)]
    height: u32,
    /// Shortest track in frames.
    #[arg(long, value_name = "FRAMES", default_value_t = Options::default().min_track_length)]
    min_track_length: u32,
    /// Longest track in frames.
    #[arg(long, value_name = "FRAMES", default_value_t = Options::default().max_track_length)]
    max_track_length: u32,
    /// Another seed gives another file.
    #[arg(long, default_value_t = Options::default().seed)]
    seed: u64,
    /// Order of the rows.
    #[arg(long, value_enum, default_value_t)]
    order: OrderArg,
    /// Replace the file if there is one.
    #[arg(long)]
    force: bool,
}

#[derive(Clone, Copy, Debug, Default, ValueEnum)]
enum OrderArg {
    /// By frame, as trackers write.
    #[default]
    Frame,
    /// By track, as the ground truth of MOT17 is.
    Track,
    /// In no order.
    Shuffled,
}

impl GenerateArgs {
    fn options(&self) -> Options {
        let density = || self.density.map_or(Options::default().amount, Amount::Density);
        Options {
            frames: self.frames,
            amount: self.tracks.map_or_else(density, Amount::Tracks),
            width: self.width,
            height: self.height,
            min_track_length: self.min_track_length,
            max_track_length: self.max_track_length,
            seed: self.seed,
            order: match self.order {
                OrderArg::Frame => Order::Frame,
                OrderArg::Track => Order::Track,
                OrderArg::Shuffled => Order::Shuffled,
            },
        }
    }
}

pub(super) fn run(args: &GenerateArgs) -> ExitCode {
    let options = args.options();
    if let Err(message) = options.check() {
        complain(message);
        return ExitCode::from(2);
    }
    let started = Instant::now();
    match to_file(&args.output, args.force, &options) {
        Ok(made) => {
            let seconds = started.elapsed().as_secs_f64();
            let megabytes = made.bytes as f64 / 1e6;
            tell(format_args!(
                "{}: {} rows of {} tracks, {megabytes:.1} MB in {seconds:.2} s ({:.0} MB/s)",
                args.output.display(),
                made.rows,
                made.tracks,
                megabytes / seconds,
            ));
            ExitCode::SUCCESS
        }
        Err(error) => {
            complain(format_args!("{}: {error}", args.output.display()));
            ExitCode::FAILURE
        }
    }
}

fn to_file(path: &Path, force: bool, options: &Options) -> io::Result<Generated> {
    let (unfinished, file) = Unfinished::file(path, force).map_err(hint)?;
    let progress = Arc::new(Progress::new());
    cancel_on_signal(&progress);
    let made = show_while(&progress, "rows", || write_to(file, options, &progress))?;
    unfinished.finish().map_err(hint)?;
    Ok(made)
}

/// Tells how to replace a file.
fn hint(error: io::Error) -> io::Error {
    if error.kind() == io::ErrorKind::AlreadyExists {
        return io::Error::new(error.kind(), format!("{error}; --force replaces it"));
    }
    error
}
