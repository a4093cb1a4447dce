//! What `replay` and `tune` share: which traces, and what they are replayed on.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use clap::builder::RangedU64ValueParser;
use clap::{Args, ValueEnum};

use super::tell;
use crate::cache::Capacity;
use crate::predict::{Hints, PredictorConfig};
use crate::provider::KeySet;
use crate::sim::{DEFAULT_JUMPS, Machine, Person, PersonHints, Setup, Trace, Tuning, User};

/// The largest trace or file of hints that is read: a day of dragging is a tenth of it.
const MAX_BYTES: u64 = 64_000_000;

/// Which traces, and what they are replayed on.
#[derive(Args, Clone, Debug)]
pub(super) struct SessionArgs {
    /// Recorded navigation; may be given several times.
    #[arg(long, value_name = "FILE", required_unless_present = "person")]
    trace: Vec<PathBuf>,
    /// Navigation made up from --seed, several with commas between: hold, jumps, play, review, drag, ping-pong, errors,
    /// random, mix.
    #[arg(long, value_name = "NAME", value_delimiter = ',')]
    person: Vec<Person>,
    /// How many moves each of those makes.
    #[arg(long, value_name = "N", default_value_t = 2000, value_parser = count(1_000_000))]
    rows: usize,
    /// How long a load takes, in milliseconds.
    #[arg(long, value_name = "MS", default_value_t = 60.0, value_parser = milliseconds)]
    pub(super) load_ms: f64,
    /// How much load times vary from frame to frame: the sigma of a log-normal distribution of that mean.
    #[arg(long, value_name = "S", default_value_t = 0.0, value_parser = spread)]
    pub(super) sigma: f64,
    /// What everything that is drawn at random is drawn from.
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub(super) seed: u64,
    /// How many frames fit the cache.
    #[arg(long, value_name = "N", default_value_t = 64, value_parser = count(10_000_000))]
    pub(super) capacity: usize,
    /// How many bytes fit the cache, if that is limited too.
    #[arg(long, value_name = "BYTES")]
    capacity_bytes: Option<u64>,
    /// What a frame weighs, in bytes.
    #[arg(long, value_name = "BYTES", default_value_t = 1)]
    frame_bytes: u64,
    /// How many loads ahead of demand go on at once.
    #[arg(long, value_name = "N", default_value_t = 4, value_parser = count(256))]
    pub(super) workers: usize,
    /// How many prefetches are asked for at once.
    #[arg(long, value_name = "N", default_value_t = Tuning::default().degree, value_parser = count(10_000))]
    degree: usize,
    /// How many frames there are, numbered from 0, where a trace does not say.
    #[arg(long, value_name = "N", default_value_t = 10_000, value_parser = RangedU64ValueParser::<u64>::new().range(1..))]
    frames: u64,
    /// Load only what is likelier by far, with the adaptive predictor: for what is remote or costs money.
    #[arg(long)]
    frugal: bool,
    /// Whether the person waits for each frame before going on, or goes on regardless.
    #[arg(long, value_name = "HOW", value_enum, default_value_t = Waiting::Block)]
    pub(super) user: Waiting,
    /// Possible jumps, in frames, of whom no hints are given.
    #[arg(long, value_name = "LIST", value_delimiter = ',', allow_hyphen_values = true, default_values_t = DEFAULT_JUMPS)]
    jumps: Vec<i64>,
    /// What is known of the persons: JSON of jumps, landmarks, bookmarks and pixels by the stems of the traces.
    #[arg(long, value_name = "FILE")]
    hints: Option<PathBuf>,
}

/// How a person waits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Waiting {
    /// The next request comes its thinking time after the previous frame was shown.
    Block,
    /// Requests come when they were recorded; only the newest that is unanswered matters.
    Live,
}

impl Waiting {
    /// As the simulator has it.
    pub(super) fn user(self) -> User {
        match self {
            Self::Block => User::Block,
            Self::Live => User::Live,
        }
    }
}

/// A trace, and what it is replayed on.
pub(super) struct Session {
    /// The navigation.
    pub(super) trace: Trace,
    /// What it is replayed on.
    pub(super) setup: Setup,
}

impl SessionArgs {
    /// Reads the traces and the hints, and makes up the persons.
    ///
    /// # Errors
    /// A file that cannot be read, its line and the reason.
    pub(super) fn read(&self, predictors: &PredictorConfig) -> Result<Vec<Session>, String> {
        let known = match &self.hints {
            None => BTreeMap::new(),
            Some(path) => {
                PersonHints::read_all(&read(path)?).map_err(|error| format!("{}: {error}", path.display()))?
            }
        };
        let recorded = self.trace.iter().map(|path| self.recorded(path, &known));
        let made_up = self.person.iter().map(|person| Ok(person.navigation(self.seed, self.rows, self.frames)));
        let session = |(trace, hints)| Session { setup: self.setup(&trace, &hints, predictors), trace };
        recorded.chain(made_up).map(|navigation| navigation.map(session)).collect()
    }

    fn recorded(&self, path: &Path, known: &BTreeMap<String, PersonHints>) -> Result<(Trace, PersonHints), String> {
        let name = path.file_stem().unwrap_or_default().to_string_lossy();
        let trace = Trace::parse(&name, &read(path)?, Some(0..=self.frames - 1))
            .map_err(|error| format!("{}: {error}", path.display()))?;
        let hints = known.get(&*name).cloned();
        if self.hints.is_some() && hints.is_none() {
            tell(format_args!("the hints say nothing of \"{name}\""));
        }
        Ok((trace, hints.unwrap_or_default()))
    }

    fn setup(&self, trace: &Trace, hints: &PersonHints, predictors: &PredictorConfig) -> Setup {
        let capacity = Capacity::entries(self.capacity).and_bytes(self.capacity_bytes.unwrap_or(u64::MAX));
        let machine = Machine {
            load: Duration::from_secs_f64(self.load_ms / 1000.0),
            sigma: self.sigma,
            seed: self.seed,
            capacity,
            frame_bytes: self.frame_bytes,
            workers: self.workers,
            user: self.user.user(),
            keys: Arc::new(trace.key_set().unwrap_or_else(|| KeySet::first_n(self.frames))),
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

fn read(path: &Path) -> Result<Vec<u8>, String> {
    let fail = |error: std::io::Error| format!("{}: {error}", path.display());
    let bytes = fs::metadata(path).map_err(fail)?.len();
    if bytes > MAX_BYTES {
        return Err(format!("{}: has {bytes} bytes, more than the {MAX_BYTES} that are read", path.display()));
    }
    fs::read(path).map_err(fail)
}

fn count(most: u64) -> RangedU64ValueParser<usize> {
    RangedU64ValueParser::new().range(1..=most)
}

fn milliseconds(text: &str) -> Result<f64, String> {
    number(text, 1e-6, 1e6)
}

fn spread(text: &str) -> Result<f64, String> {
    number(text, 0.0, 5.0)
}

fn number(text: &str, low: f64, high: f64) -> Result<f64, String> {
    match text.parse::<f64>() {
        Ok(value) if (low..=high).contains(&value) => Ok(value),
        _ => Err(format!("not a number from {low} to {high}")),
    }
}
