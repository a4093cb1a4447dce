//! `motscope tune`: which settings would have served recorded navigation best.

use std::fmt::Write as _;
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use clap::Args;
use clap::builder::RangedU64ValueParser;
use indicatif::{ProgressBar, ProgressStyle};
use serde_json::{Value, json};

use super::cores::on_all_cores;
use super::sessions::SessionArgs;
use super::{complain, print, tell};
use crate::predict::{Param, PredictorConfig, PredictorKind};
use crate::sim::Algorithm;
use crate::sim::tune::{Evaluation, Search, Space, TunedSettings};

const EXAMPLES: &str = "\
Examples:
  motscope tune --trace mine.csv
  motscope tune --person drag --load-ms 200 --capacity 128
  motscope tune --trace a.csv --trace b.csv --hints hints.json --predictor dynamic-data,distance-decay --json

No two lines of the answer beat each other: who waits less loads more. Ctrl-C ends the search with what it has found.";

/// Search for the settings that would have served recorded navigation best: least stall for how many loads.
#[derive(Args, Debug)]
#[command(after_help = EXAMPLES)]
pub(super) struct TuneArgs {
    #[command(flatten)]
    sessions: SessionArgs,
    /// Which predictors to choose from, several with commas between; the program's default if left out.
    #[arg(long, value_name = "NAME", value_delimiter = ',', value_parser = predictor)]
    predictor: Vec<PredictorKind>,
    /// How many settings to try. The capacity is never more than --capacity.
    #[arg(long, value_name = "N", default_value_t = 100, value_parser = RangedU64ValueParser::<usize>::new().range(1..=1_000_000))]
    budget: usize,
    /// One JSON object instead of a table.
    #[arg(long)]
    json: bool,
}

fn predictor(name: &str) -> Result<PredictorKind, String> {
    match name.parse::<Algorithm>() {
        Ok(Algorithm::Predictor(kind)) => Ok(kind),
        _ => Err(format!("is none of {}", PredictorKind::ALL.map(PredictorKind::id).join(", "))),
    }
}

pub(super) fn run(args: &TuneArgs) -> ExitCode {
    let kind = args.predictor.first().copied().unwrap_or_default();
    let sessions = match args.sessions.read(&PredictorConfig { kind, ..PredictorConfig::default() }) {
        Ok(sessions) => sessions,
        Err(message) => {
            complain(message);
            return ExitCode::FAILURE;
        }
    };
    let sessions: Vec<_> = sessions.into_iter().map(|session| (session.setup, session.trace)).collect();
    let Some((setup, _)) = sessions.first() else { return ExitCode::FAILURE };
    let mut space = Space::around(setup, args.budget);
    if !args.predictor.is_empty() {
        space.kinds.clone_from(&args.predictor);
    }
    let mut search = Search::new(sessions, space, args.sessions.seed);
    let was_cancelled = finish(&mut search);
    if was_cancelled {
        tell(format_args!("stopped after {} of {} settings", search.evaluated(), search.budget()));
    }
    let Some(now) = search.now() else {
        complain("there was no time to try anything");
        return ExitCode::FAILURE;
    };
    print(&if args.json { json(&search, now, was_cancelled).to_string() + "\n" } else { text(&search, now) })
}

/// Searches on all cores, to the end or until Ctrl-C; answers whether it was that.
fn finish(search: &mut Search) -> bool {
    let cancel = Arc::new(AtomicBool::new(false));
    let signalled = Arc::clone(&cancel);
    // Without a handler (there can be only one) Ctrl-C still ends the program, only without an answer.
    let _ = ctrlc::set_handler(move || signalled.store(true, Ordering::Relaxed));
    // Hides itself where stderr is no terminal.
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
        // Up to the first that was cancelled: the settings of now come first, or nothing is known.
        points.into_iter().map_while(|point| point).for_each(|point| search.accept(point));
        if cancel.load(Ordering::Relaxed) {
            break;
        }
    }
    bar.finish_and_clear();
    cancel.load(Ordering::Relaxed)
}

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
