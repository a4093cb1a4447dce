//! `motscope generate`: makes a MOT file of any size, or a sequence with pictures, for trying things out.

mod file;
mod folder;

use std::io;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Instant;

use clap::{Args, ValueEnum};
use thiserror::Error;

use crate::mot::generate::{Amount, Options, OptionsError, Order};
use crate::provider::BoxError;
use crate::scene;
use crate::shown::ShowPath as _;
use crate::stderr;

const EXAMPLES: &str = "\
Examples:
  motscope generate -o small.txt -f 300 -t 25
  motscope generate -o big.txt -f 100000 --density 100        about 500 MB
  motscope generate -o shuffled.txt --order shuffled --seed 7 --force
  motscope generate --pictures -o street                      a folder of 600 pictures with boxes, 200 MB";

/// Make a MOT file of people who enter, walk about and leave. With --pictures, make a sequence of a street with pictures.
/// Equal options give equal files on every machine.
#[derive(Args, Debug)]
#[command(after_help = EXAMPLES)]
pub(super) struct GenerateArgs {
    /// File to write. With --pictures, folder to write.
    #[arg(short, long, value_name = "FILE")]
    output: PathBuf,
    /// Also make pictures: write a folder with img1, gt, det, seqinfo.ini, and tracker.txt with the boxes of a tracker.
    #[arg(long, conflicts_with_all = ["min_track_length", "max_track_length", "order"])]
    pictures: bool,
    /// Number of tracks.
    #[arg(short, long, conflicts_with = "density")]
    tracks: Option<u32>,
    /// Mean number of boxes in a frame, instead of a number of tracks [default: 20, with --pictures 14]
    #[arg(long, value_name = "BOXES_PER_FRAME")]
    density: Option<f64>,
    /// Number of frames [default: 10000, with --pictures 600]
    #[arg(short, long)]
    frames: Option<u32>,
    /// Width of the picture in pixels.
    #[arg(long, default_value_t = Options::default().width)]
    width: u32,
    /// Height of the picture in pixels.
    #[arg(long, default_value_t = Options::default().height)]
    height: u32,
    /// Length of the shortest track in frames.
    #[arg(long, value_name = "FRAMES", default_value_t = Options::default().min_track_length)]
    min_track_length: u32,
    /// Length of the longest track in frames.
    #[arg(long, value_name = "FRAMES", default_value_t = Options::default().max_track_length)]
    max_track_length: u32,
    /// Seed of the random numbers. Another seed gives another file.
    #[arg(long, default_value_t = Options::default().seed)]
    seed: u64,
    /// Order of the rows.
    #[arg(long, value_enum, default_value_t)]
    order: OrderArg,
    /// Replace the file if it exists. With --pictures, replace a folder that --pictures made and to which nothing was added.
    #[arg(long)]
    force: bool,
}

#[derive(Clone, Copy, Debug, Default, ValueEnum)]
enum OrderArg {
    /// By frame, then by track. Trackers write this order.
    #[default]
    Frame,
    /// By track, then by frame. The ground truth of MOT17 has this order.
    Track,
    /// Random.
    Shuffled,
}

impl GenerateArgs {
    fn amount(&self, default: Amount) -> Amount {
        let density = || self.density.map_or(default, Amount::Density);
        self.tracks.map_or_else(density, Amount::Tracks)
    }

    fn scene(&self) -> scene::SceneOptions {
        let default = scene::SceneOptions::default();
        scene::SceneOptions {
            frames: self.frames.unwrap_or(default.frames),
            amount: self.amount(default.amount),
            width: self.width,
            height: self.height,
            seed: self.seed,
        }
    }

    fn options(&self) -> Options {
        Options {
            frames: self.frames.unwrap_or(Options::default().frames),
            amount: self.amount(Options::default().amount),
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
    let started = Instant::now();
    let generated = if args.pictures { sequence(args) } else { rows(args) };
    match generated {
        Err(GenerateError::Io(error)) => {
            stderr::message(format_args!("{}: {error}", args.output.shown()));
            ExitCode::FAILURE
        }
        Err(error) => {
            stderr::message(error);
            ExitCode::from(2)
        }
        Ok((what, bytes)) => {
            let seconds = started.elapsed().as_secs_f64();
            let megabytes = bytes as f64 / 1e6;
            stderr::line(format_args!(
                "{}: {what}, {megabytes:.1} MB in {seconds:.2} s ({:.0} MB/s)",
                args.output.shown(),
                megabytes / seconds,
            ));
            ExitCode::SUCCESS
        }
    }
}

/// Why nothing was generated.
#[derive(Debug, Error)]
enum GenerateError {
    /// The options for a file of rows are not allowed.
    #[error(transparent)]
    Options(#[from] OptionsError),
    /// The options for a sequence with pictures are not allowed.
    #[error(transparent)]
    Scene(BoxError),
    /// Writing failed.
    #[error(transparent)]
    Io(#[from] io::Error),
}

/// Generates a file of rows. Returns what was written, in words, and its size in bytes.
fn rows(args: &GenerateArgs) -> Result<(String, u64), GenerateError> {
    let options = args.options();
    options.check()?;
    let generated = file::to_file(&args.output, args.force, &options)?;
    Ok((format!("{} rows of {} tracks", generated.rows, generated.tracks), generated.bytes))
}

/// Generates a folder with pictures. Returns what was written, in words, and its size in bytes.
fn sequence(args: &GenerateArgs) -> Result<(String, u64), GenerateError> {
    let scene = scene::Scene::new(&args.scene()).map_err(|error| GenerateError::Scene(error.into()))?;
    let written = folder::to_folder(&args.output, args.force, &scene)?;
    Ok((format!("{} pictures of {} people", written.pictures, scene.tracks()), written.bytes))
}
