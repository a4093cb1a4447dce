//! `motscope generate`: a MOT file of any size, to try things out with.

use std::fs::{self, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use clap::{Args, ValueEnum};
use indicatif::{ProgressBar, ProgressStyle};

use super::{complain, tell};
use crate::mot::Progress;
use crate::mot::generate::{Amount, Generated, Options, Order, write_to};

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

/// Writes beside the file and renames at the end, so that whatever goes wrong leaves no half file and no file harmed.
fn to_file(path: &Path, force: bool, options: &Options) -> io::Result<Generated> {
    let target = target(path, force)?;
    let name = target.file_name().ok_or_else(|| io::Error::other("this is no file name"))?;
    let part = target.with_file_name(format!(".{}.{}.part", name.to_string_lossy(), std::process::id()));
    let file = OpenOptions::new().write(true).create_new(true).open(&part)?;
    let progress = Arc::new(Progress::new());
    let signalled = Arc::clone(&progress);
    // Without a handler (there can be only one) Ctrl-C still ends the program, only less tidily.
    let _ = ctrlc::set_handler(move || signalled.cancel());
    let made = show_while(&progress, || write_to(file, options, &progress)).and_then(|made| {
        if !force && target.try_exists()? {
            return Err(exists());
        }
        fs::rename(&part, &target).map(|()| made)
    });
    if made.is_err() {
        let _ = fs::remove_file(&part);
    }
    made
}

/// The file to write, behind symbolic links.
fn target(path: &Path, force: bool) -> io::Result<PathBuf> {
    match fs::metadata(path) {
        Ok(there) if there.is_dir() => Err(io::Error::other("this is a directory")),
        Ok(there) if !there.is_file() => Err(io::Error::other("this is no regular file")),
        Ok(_) if !force => Err(exists()),
        Ok(_) => fs::canonicalize(path),
        Err(_) => Ok(path.to_owned()),
    }
}

fn exists() -> io::Error {
    io::Error::new(io::ErrorKind::AlreadyExists, "there is such a file already; --force replaces it")
}

/// Runs `work` with a progress bar beside it, which hides itself where stderr is no terminal.
fn show_while<T>(progress: &Progress, work: impl FnOnce() -> T) -> T {
    let bar = ProgressBar::new(0);
    if let Ok(style) = ProgressStyle::with_template("{bar:40} {percent:>3} % of {human_len} rows, {eta} left") {
        bar.set_style(style);
    }
    thread::scope(|scope| {
        let (stop, stopped) = crossbeam_channel::bounded::<()>(0);
        scope.spawn(move || {
            while stopped.recv_timeout(Duration::from_millis(100)).is_err_and(|error| error.is_timeout()) {
                bar.set_length(progress.total());
                bar.set_position(progress.done());
            }
            bar.finish_and_clear();
        });
        let done = work();
        drop(stop);
        done
    })
}
