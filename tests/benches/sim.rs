//! The simulator and the predictors against their bars: `cargo bench --bench sim`. With `MOTSCOPE_SHARED` the recorded
//! navigation of that folder is replayed, without it what the program generates.
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used)]

#[path = "../support/bars.rs"]
mod bars;
#[path = "../support/sessions.rs"]
mod sessions;

use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::thread;
use std::time::{Duration, Instant};

use bars::{Report, median};
use motscope::cache::{EventKind, Workers};
use motscope::predict::{PredictorConfig, PredictorKind};
use motscope::sim::tune::{Search, Space};
use motscope::sim::{Algorithm, Machine, Setup, Trace, Tuning};
use motscope::{DataProvider, Delayed, Latency, PrefetchCache, Synthetic};
use sessions::{Session, sessions};

fn main() {
    let mut report = Report::default();
    speed(&mut report);
    tuning(&mut report);
    agreement(&mut report);
    report.finish();
}

/// Moves a second of one core, over all traces but the random one, of which each move costs dozens of loads.
fn speed(report: &mut Report) {
    let sessions: Vec<Session> = sessions().into_iter().filter(|session| session.trace.name != "random").collect();
    let moves: usize = sessions.iter().map(|session| session.trace.moves.len()).sum();
    for kind in PredictorKind::ALL {
        let algorithm = Algorithm::Predictor(kind);
        let rounds = (0..5).map(|_| {
            let began = Instant::now();
            for Session { trace, setup } in &sessions {
                algorithm.replay(setup, trace, &AtomicBool::new(false)).unwrap();
            }
            began.elapsed()
        });
        let per_second = moves as f64 / median(rounds.collect()).as_secs_f64();
        let bar = if kind == PredictorKind::Adaptive { 10_000.0 } else { 200_000.0 };
        let figure = format!("{per_second:.0} moves/s");
        report.bar(&format!("replaying {kind:?}"), &figure, &format!(">= {bar:.0}"), per_second >= bar);
    }
}

/// Settings tried a second of one core: on two cores the hundred that are tried by default take ten seconds at most.
fn tuning(report: &mut Report) {
    for kind in PredictorKind::ALL {
        let sessions = sessions().into_iter().filter(|session| ["mix", "drag"].contains(&session.trace.name.as_str()));
        let Some(Session { trace, mut setup }) = sessions.last() else { return };
        setup.predictors.kind = kind;
        let space = Space::around(&setup, 40);
        let mut search = Search::new(vec![(setup, trace)], space, 1);
        let began = Instant::now();
        while search.step(&AtomicBool::new(false)).is_some() {}
        let per_second = search.evaluated() as f64 / began.elapsed().as_secs_f64();
        report.bar(&format!("tuning {kind:?}"), &format!("{per_second:.1} settings/s"), ">= 5", per_second >= 5.0);
    }
}

/// How many rows of each trace the real cache is driven with, and how much faster than recorded.
const ROWS: usize = 300;
const HURRY: u32 = 4;

/// Replays a navigation in the simulator and, in real time, with the real cache, and compares what both reach.
fn agreement(report: &mut Report) {
    let rows = std::env::var("SIM_BENCH_ROWS").map_or(ROWS, |rows| rows.parse().unwrap());
    for kind in [PredictorKind::DynamicData, PredictorKind::Adaptive] {
        let names = ["hold", "jumps", "errors", "drag"];
        let sessions = sessions().into_iter().filter(|session| names.contains(&session.trace.name.as_str()));
        let running: Vec<_> = sessions.map(|session| thread::spawn(move || compare(session, kind, rows))).collect();
        let mut plans = Vec::new();
        for run in running {
            let (name, simulated, real, took) = run.join().unwrap();
            plans.extend(took);
            let figure = format!(
                "{:.1} % {:.2} ms, real {:.1} % {:.2} ms",
                simulated.hit_rate * 100.0,
                simulated.stall_ms,
                real.hit_rate * 100.0,
                real.stall_ms
            );
            let points = (simulated.hit_rate - real.hit_rate).abs() * 100.0;
            let stall = (simulated.stall_ms - real.stall_ms).abs() / simulated.stall_ms.max(1e-9);
            let keeps = points <= 3.0 && stall <= 0.15;
            report.bar(&format!("{name}, {kind:?}: simulated"), &figure, "<= 3 points, <= 15 %", keeps);
        }
        let took = median(plans);
        let figure = format!("{:.1} us", took.as_secs_f64() * 1e6);
        report.bar(&format!("plan and predict, {kind:?}"), &figure, "<= 100 us", took <= Duration::from_micros(100));
    }
}

struct Figures {
    hit_rate: f64,
    stall_ms: f64,
}

fn compare(session: Session, kind: PredictorKind, rows: usize) -> (String, Figures, Figures, Vec<Duration>) {
    let Session { trace, setup } = session;
    let moves = trace.moves.iter().take(rows);
    let moves = moves.map(|step| motscope::sim::Move { at: step.at / HURRY, ..*step }).collect();
    let trace = Trace { moves, ..trace };
    let machine = Machine { load: setup.machine.load / HURRY, ..setup.machine.clone() };
    let setup = Setup { machine, ..setup };
    let reached = Algorithm::Predictor(kind).replay(&setup, &trace, &AtomicBool::new(false)).unwrap();
    let outcome = reached.outcome().unwrap();
    let simulated = Figures { hit_rate: outcome.hit_rate(), stall_ms: outcome.stall_mean_ms() };
    let (real, plans) = drive(&setup, kind, &trace);
    (trace.name, simulated, real, plans)
}

/// The real cache, its provider as slow as the simulated one, driven by somebody who waits for each frame.
fn drive(setup: &Setup, kind: PredictorKind, trace: &Trace) -> (Figures, Vec<Duration>) {
    let predictors = PredictorConfig { kind, ..setup.predictors.clone() };
    let frames = setup.machine.keys.last().unwrap() + 1;
    let provider = Delayed::new(Synthetic::new(frames), Arc::new(Latency::new(setup.machine.load)));
    assert_eq!(provider.keys(), setup.machine.keys);
    let (sink, events) = crossbeam_channel::unbounded();
    let Tuning { degree, history, eviction } = setup.tuning;
    let cache = PrefetchCache::builder(provider)
        .predictor(predictors.build())
        .capacity(setup.machine.capacity)
        .workers(Workers::Fixed(setup.machine.workers))
        .degree(degree)
        .history(history)
        .eviction(eviction)
        .events(sink)
        .build();
    setup.hints.each().into_iter().for_each(|hint| cache.hint(hint));
    let (mut hits, mut stall, mut shown, mut before) = (0, Duration::ZERO, Instant::now(), trace.moves[0].at);
    for step in &trace.moves {
        thread::sleep((shown + step.at.saturating_sub(before)).saturating_duration_since(Instant::now()));
        before = step.at;
        let asked = Instant::now();
        let is_hit = cache.peek(step.key).is_some();
        cache.get(step.key).unwrap();
        shown = Instant::now();
        // What a call takes for a frame that is there is no stall; the engine's benchmark holds it to a bar.
        hits += u32::from(is_hit);
        stall += if is_hit { Duration::ZERO } else { shown.duration_since(asked) };
    }
    let rows = trace.moves.len() as f64;
    let figures = Figures { hit_rate: f64::from(hits) / rows, stall_ms: stall.as_secs_f64() * 1000.0 / rows };
    let plans = events.try_iter().filter(|event| event.kind == EventKind::Planned).map(|event| event.took).collect();
    (figures, plans)
}
