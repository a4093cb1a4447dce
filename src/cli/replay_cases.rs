//! What `replay` and `tune` share: the traces, and the machine and settings they are replayed with.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use clap::builder::RangedU64ValueParser;
use clap::{Args, ValueEnum};
use thiserror::Error;

use super::parse::{NumberError, count_up_to, number_within};
use crate::cache::Capacity;
use crate::predict::{Hints, PredictorConfig};
use crate::provider::KeySet;
use crate::shown::ShowPath as _;
use crate::sim::{DEFAULT_JUMPS, Machine, Person, PersonHints, Setup, Trace, TraceError, Tuning, User, Video};
use crate::stderr;

/// The largest trace or file of hints that is read, in bytes. A day of dragging gives a tenth of it.
const MAX_BYTES: u64 = 64_000_000;

/// Arguments: the traces, and the machine and settings they are replayed with.
#[derive(Args, Clone, Debug)]
pub(super) struct ReplayCaseArgs {
    /// File of recorded navigation. May be given several times.
    #[arg(long, value_name = "FILE", required_unless_present = "person")]
    trace: Vec<PathBuf>,
    /// Made-up navigation, with commas between: hold, jumps, play, review, drag, ping-pong, errors, random, mix. It depends
    /// on --seed.
    #[arg(long, value_name = "NAME", value_delimiter = ',')]
    person: Vec<Person>,
    /// How many moves each made-up person makes.
    #[arg(long, value_name = "N", default_value_t = 2000, value_parser = count_up_to(1_000_000))]
    rows: usize,
    /// How long a load takes, in milliseconds.
    #[arg(long, value_name = "MS", default_value_t = 60.0, value_parser = milliseconds)]
    load_ms: f64,
    /// How much load times vary from frame to frame: the sigma of a log-normal distribution with mean --load-ms.
    #[arg(long, value_name = "S", default_value_t = 0.0, value_parser = spread)]
    pub(super) sigma: f64,
    /// Replay a video with a key frame every N frames. A load decodes all frames from the key frame on, or from where its
    /// decoder stands; --load-ms and --sigma do not count.
    #[arg(long, value_name = "N", value_parser = RangedU64ValueParser::<u64>::new().range(1..=1_000_000), conflicts_with_all = ["load_ms", "sigma"])]
    gop: Option<u64>,
    /// How long it takes to decode a frame of a video, in milliseconds.
    #[arg(long, value_name = "MS", default_value_t = 4.0, value_parser = milliseconds, requires = "gop")]
    decode_ms: f64,
    /// How long it takes to go to a key frame of a video, in milliseconds.
    #[arg(long, value_name = "MS", default_value_t = 20.0, value_parser = milliseconds, requires = "gop")]
    seek_ms: f64,
    /// Seed of the random numbers.
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub(super) seed: u64,
    /// How many frames fit into the cache.
    #[arg(long, value_name = "N", default_value_t = 64, value_parser = count_up_to(10_000_000))]
    pub(super) capacity: usize,
    /// How many bytes fit into the cache. If left out, only --capacity limits it.
    #[arg(long, value_name = "BYTES")]
    capacity_bytes: Option<u64>,
    /// Size of a frame in bytes.
    #[arg(long, value_name = "BYTES", default_value_t = 1)]
    frame_bytes: u64,
    /// How many prefetches can load at the same time.
    #[arg(long, value_name = "N", default_value_t = 4, value_parser = count_up_to(256))]
    pub(super) workers: usize,
    /// How many frames ahead are asked for at once: the degree.
    #[arg(long, value_name = "N", default_value_t = Tuning::default().degree, value_parser = count_up_to(10_000))]
    degree: usize,
    /// How many frames the sequence has, numbered from 0, if a trace does not state it.
    #[arg(long, value_name = "N", default_value_t = 10_000, value_parser = RangedU64ValueParser::<u64>::new().range(1..))]
    frames: u64,
    /// Prefetch only very likely frames, with the adaptive predictor. For data that is far away or costs money.
    #[arg(long)]
    frugal: bool,
    /// Whether the person waits for each frame or goes on without it.
    #[arg(long, value_name = "HOW", value_enum, default_value_t = Waiting::Block)]
    pub(super) user: Waiting,
    /// Possible jumps in frames, with commas between, for persons without hints.
    #[arg(long, value_name = "LIST", value_delimiter = ',', allow_hyphen_values = true, default_values_t = DEFAULT_JUMPS)]
    jumps: Vec<i64>,
    /// JSON file of hints about the persons: jumps, landmarks, bookmarks and pixels, by the file name of the trace without
    /// its extension.
    #[arg(long, value_name = "FILE")]
    hints: Option<PathBuf>,
}

/// Whether a person waits for frames.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Waiting {
    /// Each request comes after the previous frame was shown, and after the time that the person thinks.
    Block,
    /// Requests come at the recorded times. A new request replaces one that is still waiting.
    Live,
}

impl Waiting {
    /// The value for the simulator.
    pub(super) fn user(self) -> User {
        match self {
            Self::Block => User::Block,
            Self::Live => User::Live,
        }
    }
}

/// Why there is nothing to replay. Displays as `PATH: reason`.
#[derive(Debug, Error)]
#[error("{}: {reason}", .path.shown())]
pub(super) struct ReplayCaseError {
    path: PathBuf,
    #[source]
    reason: ReplayCaseReason,
}

/// The reason in a [`ReplayCaseError`].
#[derive(Debug, Error)]
enum ReplayCaseReason {
    #[error("cannot read the file: {0}")]
    Io(#[from] io::Error),
    #[error("the file has {0} bytes; at most {MAX_BYTES} are read")]
    TooLarge(u64),
    #[error(transparent)]
    Trace(#[from] TraceError),
    #[error("these are no hints: {0}")]
    Hints(#[from] serde_json::Error),
}

impl ReplayCaseReason {
    fn at(self, path: &Path) -> ReplayCaseError {
        ReplayCaseError { path: path.to_owned(), reason: self }
    }
}

/// A trace, and the machine and settings it is replayed with.
pub(super) struct ReplayCase {
    /// The recorded or made-up navigation.
    pub(super) trace: Trace,
    /// The machine, the settings and the hints.
    pub(super) setup: Setup,
}

impl ReplayCaseArgs {
    /// Reads the traces and the hints, and makes up the navigation of the persons.
    ///
    /// # Errors
    /// The first file that cannot be read, with the reason and its line.
    pub(super) fn read(&self, predictors: &PredictorConfig) -> Result<Vec<ReplayCase>, ReplayCaseError> {
        let known = match &self.hints {
            None => BTreeMap::new(),
            Some(path) => read_hints(path).map_err(|reason| reason.at(path))?,
        };
        let recorded = self.trace.iter().map(|path| self.recorded(path, &known));
        let made_up = self.person.iter().map(|person| Ok(person.navigation(self.seed, self.rows, self.frames)));
        let case = |(trace, hints)| ReplayCase { setup: self.setup(&trace, &hints, predictors), trace };
        recorded.chain(made_up).map(|navigation| navigation.map(case)).collect()
    }

    /// Reads a trace, and takes the hints for it from `known`.
    fn recorded(
        &self,
        path: &Path,
        known: &BTreeMap<String, PersonHints>,
    ) -> Result<(Trace, PersonHints), ReplayCaseError> {
        let name = path.file_stem().unwrap_or_default().to_string_lossy();
        let trace = self.read_trace(&name, path).map_err(|reason| reason.at(path))?;
        let hints = known.get(&*name).cloned();
        if self.hints.is_some() && hints.is_none() {
            stderr::line(format_args!("--hints has no entry for the trace \"{name}\""));
        }
        Ok((trace, hints.unwrap_or_default()))
    }

    fn read_trace(&self, name: &str, path: &Path) -> Result<Trace, ReplayCaseReason> {
        Ok(Trace::parse(name, &read(path)?, Some(0..=self.frames - 1))?)
    }

    /// What frames cost, if they are those of a video.
    pub(super) fn video(&self) -> Option<Video> {
        let time = |millis: f64| Duration::from_secs_f64(millis / 1000.0);
        self.gop.map(|gop| Video { gop, decode: time(self.decode_ms), seek: time(self.seek_ms) })
    }

    /// The mean time of a load, in milliseconds.
    pub(super) fn mean_load_ms(&self) -> f64 {
        self.video().map_or(self.load_ms, |video| video.mean_load().as_secs_f64() * 1000.0)
    }

    /// The machine, the settings and the hints for a trace.
    fn setup(&self, trace: &Trace, hints: &PersonHints, predictors: &PredictorConfig) -> Setup {
        let capacity = Capacity::entries(self.capacity).and_bytes(self.capacity_bytes.unwrap_or(u64::MAX));
        let video = self.video();
        let machine = Machine {
            load: Duration::from_secs_f64(self.mean_load_ms() / 1000.0),
            sigma: self.sigma,
            seed: self.seed,
            capacity,
            frame_bytes: self.frame_bytes,
            workers: self.workers,
            user: self.user.user(),
            keys: Arc::new(trace.key_set().unwrap_or_else(|| KeySet::first_n(self.frames))),
            video,
        };
        let mut predictors = predictors.clone();
        predictors.adaptive.frugal |= self.frugal;
        Setup {
            machine,
            tuning: Tuning { degree: self.degree, ..Tuning::default() },
            predictors,
            hints: Hints::default(),
            jumps: self.jumps.clone(),
        }
        .with_hints(hints.hints(&self.jumps))
    }
}

fn read_hints(path: &Path) -> Result<BTreeMap<String, PersonHints>, ReplayCaseReason> {
    Ok(PersonHints::read_all(&read(path)?)?)
}

/// Reads a file that is not too large.
fn read(path: &Path) -> Result<Vec<u8>, ReplayCaseReason> {
    let bytes = fs::metadata(path)?.len();
    if bytes > MAX_BYTES {
        return Err(ReplayCaseReason::TooLarge(bytes));
    }
    Ok(fs::read(path)?)
}

fn milliseconds(text: &str) -> Result<f64, NumberError> {
    number_within(text, 1e-6..=1e6)
}

fn spread(text: &str) -> Result<f64, NumberError> {
    number_within(text, 0.0..=5.0)
}
