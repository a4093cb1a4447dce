//! The results of a replay as tables and as JSON.

use std::fmt::Write as _;

use serde_json::{Value, json};

use super::result::CaseResult;
use crate::cli::replay_cases::ReplayCaseArgs;
use crate::sim::{Algorithm, Outcome, Reference, User};

/// The headings of the columns.
const HEADINGS: [&str; 13] = [
    "hits %",
    "stall ms",
    "x clairv.",
    "p50",
    "p99",
    "max",
    ">16.7 %",
    "loads/move",
    "waste/move",
    "accuracy %",
    "coverage %",
    "in time %",
    "late %",
];

/// A table for each trace. If there are several traces, a table of the means follows.
pub(super) fn text(results: &[CaseResult]) -> String {
    let mut text = String::new();
    let width = results.iter().map(|result| result.algorithm.to_string().len()).max().unwrap_or(0);
    for group in results.chunk_by(|one, other| std::ptr::eq(one.trace, other.trace)) {
        head(&mut text, group[0].trace, width);
        for result in group {
            row(&mut text, result.algorithm, width, &figures(result));
        }
        text.push('\n');
    }
    let mut algorithms: Vec<Algorithm> = Vec::new();
    results.iter().map(|result| result.algorithm).for_each(|it| {
        if !algorithms.contains(&it) {
            algorithms.push(it);
        }
    });
    if results.len() > algorithms.len() {
        head(&mut text, "mean", width);
        for algorithm in algorithms {
            let rows: Vec<_> = results
                .iter()
                .filter(|result| result.algorithm == algorithm)
                .map(|result| (result, figures(result)))
                .collect();
            let mut means: [Option<f64>; HEADINGS.len()] =
                std::array::from_fn(|at| mean(rows.iter().map(|(_, figures)| figures[at])));
            // The ratio of the means. The mean of the ratios would depend most on the trace with the least stall.
            let clairvoyant =
                mean(rows.iter().map(|(result, _)| Some(result.clairvoyant_ms))).filter(|&stall| stall > 0.0);
            means[2] = means[1].zip(clairvoyant).map(|(stall, clairvoyant)| stall / clairvoyant);
            row(&mut text, algorithm, width, &means);
        }
    }
    text
}

/// Adds the line of headings.
fn head(text: &mut String, name: &str, width: usize) {
    let _ = write!(text, "{name:width$}");
    HEADINGS.iter().for_each(|heading| {
        let _ = write!(text, " {heading:>10}");
    });
    text.push('\n');
}

/// Adds a line of numbers.
fn row(text: &mut String, algorithm: Algorithm, width: usize, figures: &[Option<f64>]) {
    let _ = write!(text, "{algorithm:width$}");
    for figure in figures {
        let _ = match figure {
            Some(figure) => write!(text, " {figure:>10.2}"),
            None => write!(text, " {:>10}", "-"),
        };
    }
    text.push('\n');
}

/// The mean; `None` if there are no numbers or if one is unknown.
fn mean(figures: impl Iterator<Item = Option<f64>>) -> Option<f64> {
    let (mut sum, mut count) = (0.0, 0_u32);
    for figure in figures {
        sum += figure?;
        count += 1;
    }
    (count > 0).then(|| sum / f64::from(count))
}

/// One number for each heading; `None` if it is unknown.
fn figures(result: &CaseResult) -> [Option<f64>; HEADINGS.len()] {
    let outcome = result.reached.outcome();
    let percent = |share: f64| share * 100.0;
    [
        outcome.map(|it| percent(it.hit_rate())),
        result.stall_mean_ms(),
        result.stall_to_clairvoyant(),
        outcome.map(|it| milliseconds(it.percentile(50))),
        outcome.map(|it| milliseconds(it.percentile(99))),
        outcome.map(|it| milliseconds(it.max())),
        outcome.map(|it| percent(it.share_over_16_7())),
        outcome.map(Outcome::loads_per_move),
        outcome.map(Outcome::waste_per_move),
        outcome.map(|it| percent(it.accuracy())),
        outcome.map(|it| percent(it.coverage())),
        outcome.map(|it| percent(it.timeliness())),
        outcome.map(|it| percent(it.late as f64 / it.rows.len().max(1) as f64)),
    ]
}

/// A time in milliseconds.
fn milliseconds(time: std::time::Duration) -> f64 {
    time.as_nanos() as f64 / 1e6
}

/// All results, in the order of the traces, and for each trace in the order of the algorithms.
pub(super) fn json(args: &ReplayCaseArgs, results: &[CaseResult]) -> Value {
    let values: Vec<Value> = results.iter().map(|result| result_as_json(args, result)).collect();
    json!({ "results": values })
}

fn result_as_json(args: &ReplayCaseArgs, result: &CaseResult) -> Value {
    let user = if args.user.user() == User::Live { "live" } else { "block" };
    // The Python library always has one background loader.
    let is_library = matches!(result.algorithm, Algorithm::Reference(Reference::PythonLibrary(_)));
    let workers = if is_library { 1 } else { args.workers };
    let mut json = json!({
        "trace": result.trace,
        "algorithm": result.algorithm.to_string().replace('-', "_"),
        "load_ms": args.mean_load_ms(),
        "sigma": args.sigma,
        "capacity": args.capacity,
        "workers": workers,
        "user": user,
        "stall_mean_ms": result.stall_mean_ms(),
        "stall_to_clairvoyant": result.stall_to_clairvoyant(),
    });
    if let (Some(video), Value::Object(json)) = (args.video(), &mut json) {
        json.insert("gop".to_owned(), json!(video.gop));
        json.insert("decode_ms".to_owned(), json!(milliseconds(video.decode)));
        json.insert("seek_ms".to_owned(), json!(milliseconds(video.seek)));
    }
    if let Some(outcome) = result.reached.outcome() {
        let more = json!({
            "rows": outcome.rows.len(),
            "hit_rate": outcome.hit_rate(),
            "stall_p50_ms": milliseconds(outcome.percentile(50)),
            "stall_p99_ms": milliseconds(outcome.percentile(99)),
            "stall_max_ms": milliseconds(outcome.max()),
            "share_over_16_7_ms": outcome.share_over_16_7(),
            "loads_per_move": outcome.loads_per_move(),
            "waste_per_move": outcome.waste_per_move(),
            "accuracy": outcome.accuracy(),
            "coverage": outcome.coverage(),
            "timeliness": outcome.timeliness(),
            "late_hits": outcome.late,
            "loads": outcome.loads.begun,
            "neighbours": outcome.loads.neighbours,
            "duplicate_loads": outcome.loads.duplicates,
            "loads_of_resident": outcome.loads.of_resident,
        });
        if let (Value::Object(json), Value::Object(more)) = (&mut json, more) {
            json.extend(more);
        }
    }
    json
}
