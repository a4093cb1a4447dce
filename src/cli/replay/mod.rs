//! `motscope replay`: what the cache would have done with recorded navigation.

mod report;

use std::process::ExitCode;
use std::sync::atomic::AtomicBool;

use clap::Args;

use super::cores::on_all_cores;
use super::sessions::{Session, SessionArgs};
use super::{complain, print};
use crate::predict::PredictorConfig;
use crate::sim::{Algorithm, Reference, ReplayResult};

const EXAMPLES: &str = "\
Examples:
  motscope replay --trace mine.csv
  motscope replay --person review,drag
  motscope replay --trace mine.csv --predictor dynamic-data,read-ahead,lower-bound --load-ms 80 --workers 8
  motscope replay --trace a.csv --trace b.csv --hints hints.json --user live --json

A trace is saved by the window, File > Save trace, or written by hand: lines of time_ms,frame. Without one, --person makes
one up.";

/// Replay recorded navigation on a virtual clock, and compare predictors.
#[derive(Args, Debug)]
#[command(after_help = EXAMPLES)]
pub(super) struct ReplayArgs {
    #[command(flatten)]
    sessions: SessionArgs,
    /// What to compare, several with commas between; all there is if left out.
    #[arg(long, value_name = "NAME", value_delimiter = ',')]
    predictor: Vec<Algorithm>,
    /// One JSON object instead of tables.
    #[arg(long)]
    json: bool,
}

pub(super) fn run(args: &ReplayArgs) -> ExitCode {
    let sessions = match args.sessions.read(&PredictorConfig::default()) {
        Ok(sessions) => sessions,
        Err(message) => {
            complain(message);
            return ExitCode::FAILURE;
        }
    };
    let mut algorithms: Vec<Algorithm> = Vec::new();
    let all = Algorithm::all().filter(|_| args.predictor.is_empty());
    for algorithm in args.predictor.iter().copied().chain(all) {
        if !algorithms.contains(&algorithm) {
            algorithms.push(algorithm);
        }
    }
    let cells = replay(&sessions, &algorithms);
    print(&if args.json { report::json(&args.sessions, &cells).to_string() + "\n" } else { report::text(&cells) })
}

/// One trace replayed with one algorithm.
struct Cell<'a> {
    trace: &'a str,
    algorithm: Algorithm,
    reached: ReplayResult,
    /// What the clairvoyant reaches on the same trace: its mean stall in milliseconds.
    clairvoyant_ms: f64,
}

impl Cell<'_> {
    /// Mean stall in milliseconds; none where it is not known.
    fn stall_mean_ms(&self) -> Option<f64> {
        self.reached.stall_mean_ms()
    }

    /// The same as a multiple of the clairvoyant's.
    fn ratio(&self) -> Option<f64> {
        self.stall_mean_ms().filter(|_| self.clairvoyant_ms > 0.0).map(|stall| stall / self.clairvoyant_ms)
    }
}

/// Replays every trace with every algorithm, on all cores. The order is that of the traces, then of the algorithms.
fn replay<'a>(sessions: &'a [Session], algorithms: &[Algorithm]) -> Vec<Cell<'a>> {
    let never = AtomicBool::new(false);
    let cell = |session: &'a Session, algorithm: Algorithm, clairvoyant_ms: f64| {
        let reached = algorithm.replay(&session.setup, &session.trace, &never)?;
        Some(Cell { trace: &session.trace.name, algorithm, reached, clairvoyant_ms })
    };
    let bound = |session: &'a Session| cell(session, Algorithm::Reference(Reference::Clairvoyant), 0.0);
    let bounds: Vec<f64> = on_all_cores(sessions, bound)
        .iter()
        .map(|bound| bound.as_ref().and_then(Cell::stall_mean_ms).unwrap_or(0.0))
        .collect();
    let jobs: Vec<(&Session, f64, Algorithm)> = sessions
        .iter()
        .zip(bounds)
        .flat_map(|(session, bound)| algorithms.iter().map(move |&algorithm| (session, bound, algorithm)))
        .collect();
    let cells = on_all_cores(&jobs, |&(session, bound, algorithm)| cell(session, algorithm, bound));
    cells.into_iter().flatten().collect()
}
