//! `motscope tune`: searches the best settings for recorded navigation.

use std::fmt::Write as _;
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use clap::Args;
use clap::builder::RangedU64ValueParser;
use indicatif::{ProgressBar, ProgressStyle};
use serde_json::{Value, json};
use thiserror::Error;

use super::replay_cases::ReplayCaseArgs;
use super::stdout::print;
use crate::parallel::on_all_cores;
use crate::predict::{Param, PredictorConfig, PredictorKind};
use crate::sim::Algorithm;
use crate::sim::tune::{Evaluation, Search, Space, TunedSettings};
use crate::stderr;

const EXAMPLES: &str = "\
Examples:
  motscope tune --trace mine.csv
  motscope tune --person drag --load-ms 200 --capacity 128
  motscope tune --trace a.csv --trace b.csv --hints hints.json --predictor dynamic-data,distance-decay --json

Each setting of the second table stalls less than the one before it, but loads more. Ctrl-C ends the search and prints what was found.";

/// Search for the settings that give recorded navigation the least stall (waiting time), for each number of loads.
#[derive(Args, Debug)]
#[command(after_help = EXAMPLES)]
pub(super) struct TuneArgs {
    #[command(flatten)]
    cases: ReplayCaseArgs,
    /// Predictors to choose from, with commas between. If left out, only the default predictor is tuned.
    #[arg(long, value_name = "NAME", value_delimiter = ',', value_parser = predictor)]
    predictor: Vec<PredictorKind>,
    /// How many settings to try. None has a capacity above --capacity.
    #[arg(long, value_name = "N", default_value_t = 100, value_parser = RangedU64ValueParser::<usize>::new().range(1..=1_000_000))]
    budget: usize,
    /// Print one JSON object instead of a table.
    #[arg(long)]
    json: bool,
}

/// A name that no predictor has.
#[derive(Clone, Debug, Error)]
#[error("no predictor has this name; the names are {}", PredictorKind::ALL.map(PredictorKind::id).join(", "))]
struct UnknownPredictor;

fn predictor(name: &str) -> Result<PredictorKind, UnknownPredictor> {
    match name.parse::<Algorithm>() {
        Ok(Algorithm::Predictor(kind)) => Ok(kind),
        _ => Err(UnknownPredictor),
    }
}

pub(super) fn run(args: &TuneArgs) -> ExitCode {
    let kind = args.predictor.first().copied().unwrap_or_default();
    let cases = match args.cases.read(&PredictorConfig { kind, ..PredictorConfig::default() }) {
        Ok(cases) => cases,
        Err(error) => {
            stderr::message(error);
            return ExitCode::FAILURE;
        }
    };
    let cases: Vec<_> = cases.into_iter().map(|case| (case.setup, case.trace)).collect();
    let Some((setup, _)) = cases.first() else { return ExitCode::FAILURE };
    let mut space = Space::around(setup, args.budget);
    if !args.predictor.is_empty() {
        space.kinds.clone_from(&args.predictor);
    }
    let mut search = Search::new(cases, space, args.cases.seed);
    let was_cancelled = finish(&mut search);
    if was_cancelled {
        stderr::line(format_args!("stopped after {} of {} settings", search.evaluated(), search.budget()));
    }
    let Some(now) = search.now() else {
        stderr::message("the search was stopped before any settings were tried");
        return ExitCode::FAILURE;
    };
    print(&if args.json { json(&search, now, was_cancelled).to_string() + "\n" } else { text(&search, now) })
}

/// Searches on all cores until the end or until Ctrl-C. Returns whether it was ended by Ctrl-C.
fn finish(search: &mut Search) -> bool {
    let cancel = Arc::new(AtomicBool::new(false));
    let signalled = Arc::clone(&cancel);
    // There can be only one handler. Without it, Ctrl-C still ends the program, but without an answer.
    let _ = ctrlc::set_handler(move || signalled.store(true, Ordering::Relaxed));
    // No bar is shown if standard error is not a terminal.
    let bar = ProgressBar::new(search.budget() as u64);
    if let Ok(style) = ProgressStyle::with_template("{bar:40} {pos} of {len} settings, {eta} left") {
        bar.set_style(style);
    }
    loop {
        let generation = search.generation();
        if generation.is_empty() {
            break;
        }
        let points = on_all_cores(&generation, |settings| {
            let point = search.evaluate(settings, &cancel);
            bar.inc(1);
            point
        });
        // Results after the first cancelled one are discarded. The current settings are always the first result.
        points.into_iter().map_while(|point| point).for_each(|point| search.accept(point));
        if cancel.load(Ordering::Relaxed) {
            break;
        }
    }
    bar.finish_and_clear();
    cancel.load(Ordering::Relaxed)
}

/// The current settings and the best settings as two tables.
fn text(search: &Search, now: &Evaluation) -> String {
    let points = || std::iter::once(now).chain(search.front());
    let width = points().map(|point| point.settings.predictors.kind.id().len()).max().unwrap_or(0);
    let mut text = String::new();
    for (at, point) in points().enumerate() {
        if at < 2 {
            let title = if at == 0 { "now" } else { "best" };
            let _ = writeln!(
                text,
                "{}{title:width$} {:>10} {:>10} {:>10} {:>10} {:>10}  other than default",
                if at == 0 { "" } else { "\n" },
                "stall ms",
                "loads/move",
                "hits %",
                "capacity",
                "degree"
            );
        }
        let TunedSettings { predictors, capacity, degree } = &point.settings;
        let _ = write!(
            text,
            "{:width$} {:>10.2} {:>10.2} {:>10.2} {capacity:>10} {degree:>10}",
            predictors.kind.id(),
            point.stall_mean_ms,
            point.loads_per_move,
            point.hit_rate * 100.0
        );
        let changed: Vec<String> = predictors
            .params()
            .iter()
            .map(|param| (param, param.get(predictors)))
            .filter(|(param, value)| *value != param.default_value())
            .map(|(param, value)| format!("{} {value}", param.name))
            .collect();
        let _ = writeln!(text, "{}{}", if changed.is_empty() { "" } else { "  " }, changed.join(", "));
    }
    text
}

/// The current settings and the best settings as JSON.
fn json(search: &Search, now: &Evaluation, was_cancelled: bool) -> Value {
    let front: Vec<Value> = search.front().iter().map(of_point).collect();
    json!({
        "now": of_point(now),
        "front": front,
        "evaluated": search.evaluated(),
        "cancelled": was_cancelled,
    })
}

fn of_point(point: &Evaluation) -> Value {
    let TunedSettings { predictors, capacity, degree } = &point.settings;
    let number = |param: &Param| match param.get(predictors) {
        value if param.integer => json!(value as i64),
        value => json!(value),
    };
    let params: serde_json::Map<String, Value> =
        predictors.params().iter().map(|param| (param.name.replace(' ', "_"), number(param))).collect();
    json!({
        "predictor": predictors.kind.id().replace('-', "_"),
        "capacity": capacity,
        "degree": degree,
        "parameters": params,
        "hit_rate": point.hit_rate,
        "stall_mean_ms": point.stall_mean_ms,
        "loads_per_move": point.loads_per_move,
    })
}
