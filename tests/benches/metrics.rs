//! Evaluations against their bars: `cargo bench --bench metrics`. `MOT_BENCH_FRAMES` sets the size of the files (10,000 frames of
//! 100 boxes unless set). With `MOTSCOPE_SHARED`, also real results.
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used)]

#[path = "../support/bars.rs"]
mod bars;
#[path = "../support/shared.rs"]
mod shared;

use std::fmt::Write as _;
use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::time::Duration;

use bars::{Report, medians, ratio, time};
use motscope::MotFile;
use motscope::metrics::{Benchmark, Options, evaluate};
use motscope::mot::Progress;
use motscope::mot::generate::{self, Amount, Order};

/// How often each figure is measured.
const ROUNDS: usize = 5;

fn main() {
    if std::env::args().any(|argument| argument == "--list" || argument == "--test") {
        return;
    }
    let mut report = Report::default();
    let folder = tempfile::tempdir().expect("a temporary folder");
    for order in [Order::Frame, Order::Track] {
        let (truth, result) = made_up(folder.path(), order);
        beside_info(&mut report, order, &truth, &result);
        of_a_range(&mut report, "600 frames of a large file", &truth, &result, Benchmark::None);
    }
    if std::env::var_os("MOTSCOPE_SHARED").is_some() {
        let folder = shared::folder("data/MOT17");
        let truth = folder.join("train/MOT17-02-FRCNN/gt/gt.txt");
        let result = folder.join("results/MPNTrack/MOT17-02-FRCNN.txt");
        of_a_range(&mut report, "600 frames of MOT17-02 with MPNTrack", &truth, &result, Benchmark::Mot17);
    }
    report.finish();
}

/// A file, and the file with noise in the places, some rows missing, and some ids changed.
fn made_up(folder: &Path, order: Order) -> (PathBuf, PathBuf) {
    let frames = std::env::var("MOT_BENCH_FRAMES").ok().and_then(|text| text.parse().ok()).unwrap_or(10_000);
    let options = generate::Options { frames, amount: Amount::Density(100.0), order, ..generate::Options::default() };
    let truth = String::from_utf8(generate::to_vec(&options).expect("fitting options")).expect("text");
    let mut random = 1_u64;
    let mut next = || {
        random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (random >> 40) as f64 / f64::from(1 << 24)
    };
    let mut result = String::with_capacity(truth.len());
    for line in truth.lines() {
        if next() < 0.05 {
            continue;
        }
        let mut fields = line.splitn(5, ',');
        let mut field = || fields.next().expect("a row");
        let (frame, id, left, top, rest) = (field(), field(), field(), field(), field());
        let more = if next() < 0.001 { 1_000_000 } else { 0 };
        let moved = |side: &str, by: f64| side.parse::<f64>().expect("a number") + 6.0 * by - 3.0;
        let (left, top) = (moved(left, next()), moved(top, next()));
        let id = id.parse::<u64>().expect("an id") + more;
        writeln!(result, "{frame},{id},{left:.2},{top:.2},{rest}").expect("room");
    }
    let write = |name: &str, text: &str| {
        let path = folder.join(name);
        std::fs::write(&path, text).expect("room for the file");
        path
    };
    (write("truth.txt", &truth), write("result.txt", &result))
}

fn open(path: &Path) -> MotFile {
    MotFile::open(path).expect("text")
}

/// Opening and evaluating two files, beside opening and summing them up as `motscope info` does. Both use two threads.
fn beside_info(report: &mut Report, order: Order, truth: &Path, result: &Path) {
    let options = Options { threads: 2, ..Options::default() };
    let sum_up = |path: &Path| open(path).summarize_on(2, &Progress::new()).expect("a summary");
    let [info, evaluation] = medians(
        ROUNDS,
        1,
        [&mut |calls| time(calls, |_| drop(black_box((sum_up(truth), sum_up(result))))), &mut |calls| {
            time(calls, |_| {
                let evaluated = evaluate(&open(truth), Some(&open(result)), &options, &Progress::new());
                drop(black_box(evaluated.expect("an evaluation")));
            })
        }],
    );
    let more = ratio(evaluation, info);
    let what = format!("evaluation beside info on both files, two threads, {order:?}");
    let bar = order == Order::Frame;
    let figure = format!("{} of {} ms = {more:.1} ×", evaluation.as_millis(), info.as_millis());
    if bar { report.bar(&what, &figure, "≤ 12 ×", more <= 12.0) } else { report.figure(&what, &figure) }
}

/// HOTA, CLEAR and Identity of 600 frames of files that are open.
fn of_a_range(report: &mut Report, what: &str, truth: &Path, result: &Path, benchmark: Benchmark) {
    let (truth, result) = (open(truth), open(result));
    let options = Options { benchmark, range: Some(1..=600), ..Options::default() };
    let mut run = |calls| {
        time(calls, |_| {
            drop(black_box(evaluate(&truth, Some(&result), &options, &Progress::new()).expect("an evaluation")));
        })
    };
    let [took] = medians(ROUNDS, 1, [&mut run]);
    let figure = format!("{:.1} ms", took.as_secs_f64() * 1e3);
    // A made-up file has 100 boxes in each frame, several times as many as the film that the bar is for.
    if benchmark == Benchmark::None {
        report.figure(what, &figure);
    } else {
        report.bar(what, &figure, "≤ 50 ms", took <= Duration::from_millis(50));
    }
}
