//! `motscope replay`: what the cache would have done during recorded navigation.

mod report;
mod result;

use std::process::ExitCode;
use std::sync::atomic::AtomicBool;

use clap::Args;

use super::replay_cases::{ReplayCase, ReplayCaseArgs};
use super::stdout::print;
use crate::parallel::on_all_cores;
use crate::predict::PredictorConfig;
use crate::sim::{Algorithm, Reference};
use crate::stderr;
use result::CaseResult;

const EXAMPLES: &str = "\
Examples:
  motscope replay --trace mine.csv
  motscope replay --person review,drag
  motscope replay --trace mine.csv --predictor dynamic-data,read-ahead,lower-bound --load-ms 80 --workers 8
  motscope replay --trace a.csv --trace b.csv --hints hints.json --user live --json

A trace has lines of time_ms,frame. The window saves one with File > Save trace. Without a trace, --person makes one up.";

/// Replay recorded navigation on a virtual clock and compare predictors.
#[derive(Args, Debug)]
#[command(after_help = EXAMPLES)]
pub(super) struct ReplayArgs {
    #[command(flatten)]
    cases: ReplayCaseArgs,
    /// Predictors and references to compare, with commas between. If left out, all are compared.
    #[arg(long, value_name = "NAME", value_delimiter = ',')]
    predictor: Vec<Algorithm>,
    /// Print one JSON object instead of tables.
    #[arg(long)]
    json: bool,
}

pub(super) fn run(args: &ReplayArgs) -> ExitCode {
    let cases = match args.cases.read(&PredictorConfig::default()) {
        Ok(cases) => cases,
        Err(error) => {
            stderr::message(error);
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
    let results = replay(&cases, &algorithms);
    print(&if args.json { report::json(&args.cases, &results).to_string() + "\n" } else { report::text(&results) })
}

/// Replays every trace with every algorithm, on all cores. The results are in the order of the traces, and for each trace
/// in the order of the algorithms.
fn replay<'a>(cases: &'a [ReplayCase], algorithms: &[Algorithm]) -> Vec<CaseResult<'a>> {
    let never = AtomicBool::new(false);
    let replay_one = |case: &'a ReplayCase, algorithm: Algorithm, clairvoyant_ms: f64| {
        let reached = algorithm.replay(&case.setup, &case.trace, &never)?;
        Some(CaseResult { trace: &case.trace.name, algorithm, reached, clairvoyant_ms })
    };
    let clairvoyant = |case: &'a ReplayCase| replay_one(case, Algorithm::Reference(Reference::Clairvoyant), 0.0);
    let clairvoyant_ms: Vec<f64> = on_all_cores(cases, clairvoyant)
        .iter()
        .map(|result| result.as_ref().and_then(CaseResult::stall_mean_ms).unwrap_or(0.0))
        .collect();
    let jobs: Vec<(&ReplayCase, f64, Algorithm)> = cases
        .iter()
        .zip(clairvoyant_ms)
        .flat_map(|(case, stall)| algorithms.iter().map(move |&algorithm| (case, stall, algorithm)))
        .collect();
    let results = on_all_cores(&jobs, |&(case, stall, algorithm)| replay_one(case, algorithm, stall));
    results.into_iter().flatten().collect()
}
