//! The simulator and the predictors against their bars, and the search for settings: `cargo bench --bench sim`. With the
//! shared test data on recorded navigation, otherwise on such that is made up.
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used)]

use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::{Duration, Instant};

use motscope::KeySet;
use motscope::cache::Capacity;
use motscope::predict::{PredictorConfig, PredictorKind};
use motscope::sim::tune::{Search, Space};
use motscope::sim::{Algorithm, DEFAULT_JUMPS, Machine, Person, PersonHints, Setup, Trace, Tuning, User};

const FRAMES: u64 = 10_000;

fn navigation() -> Vec<(Trace, PersonHints)> {
    let Ok(folder) = std::env::var("MOTSCOPE_SHARED") else {
        return Person::ALL.iter().map(|person| person.navigation(1, 2000, FRAMES)).collect();
    };
    let hints = PersonHints::read_all(&std::fs::read(format!("{folder}/traces/hints.json")).unwrap()).unwrap();
    let read = |name: &str| {
        let bytes = std::fs::read(format!("{folder}/traces/{name}.csv")).unwrap();
        (Trace::parse(name, &bytes, Some(0..=FRAMES - 1)).unwrap(), hints[name].clone())
    };
    ["hold", "play", "review", "jumps", "drag", "pingpong", "errors", "random"].map(read).into()
}

fn setup(kind: PredictorKind, hints: &PersonHints) -> Setup {
    let machine = Machine {
        load: Duration::from_millis(60),
        sigma: 0.0,
        seed: 0,
        capacity: Capacity::entries(64),
        frame_bytes: 1,
        workers: 4,
        user: User::Block,
        keys: Arc::new(KeySet::first_n(FRAMES)),
    };
    Setup {
        machine,
        tuning: Tuning::default(),
        predictors: PredictorConfig { kind, ..PredictorConfig::default() },
        hints: hints.hints(&DEFAULT_JUMPS),
        jumps: DEFAULT_JUMPS.to_vec(),
    }
}

fn main() {
    let never = AtomicBool::new(false);
    let navigation = navigation();
    for kind in PredictorKind::ALL {
        for (trace, hints) in &navigation {
            let setup = setup(kind, hints);
            let began = Instant::now();
            let reached = Algorithm::Predictor(kind).replay(&setup, trace, &never).unwrap();
            let took = began.elapsed();
            let outcome = reached.outcome().unwrap();
            println!(
                "{:24} {:9} {:6.2} % {:7.3} ms {:6.2} loads, {:4} dup {:4} res, {:9.0} moves/s",
                kind.id(),
                trace.name,
                outcome.hit_rate() * 100.0,
                outcome.stall_mean_ms(),
                outcome.loads_per_move(),
                outcome.loads.duplicates,
                outcome.loads.of_resident,
                trace.moves.len() as f64 / took.as_secs_f64()
            );
        }
    }
    for kind in PredictorKind::ALL {
        let (trace, hints) = Person::Mix.navigation(1, 2000, FRAMES);
        let setup = setup(kind, &hints);
        let space = Space::around(&setup, 40);
        let mut search = Search::new(vec![(setup, trace)], space, 1);
        let began = Instant::now();
        while search.step(&never).is_some() {}
        let per_second = search.evaluated() as f64 / began.elapsed().as_secs_f64();
        println!("{:24} tune      {per_second:6.1} settings/s on one thread, 2,000 moves each", kind.id());
    }
}
