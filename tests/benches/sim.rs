//! The simulator and the predictors against their bars: `cargo bench --bench sim`.
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used)]

use std::sync::atomic::AtomicBool;
use std::sync::{Arc, mpsc};
use std::time::{Duration, Instant};

use motscope::KeySet;
use motscope::cache::Capacity;
use motscope::predict::{AccessHistory, AccessPredictor, Predictions, PredictorConfig, PredictorKind};
use motscope::sim::{DEFAULT_JUMPS, Engine, Machine, PersonHints, Trace, Tuning, User, run};

/// A predictor, and how long each of its answers took.
struct Timed {
    predictor: Box<dyn AccessPredictor>,
    times: mpsc::Sender<Duration>,
}

impl AccessPredictor for Timed {
    fn predict(&mut self, history: &AccessHistory, out: &mut Predictions) {
        let began = Instant::now();
        self.predictor.predict(history, out);
        self.times.send(began.elapsed()).unwrap();
    }

    fn terms(&self) -> &'static [&'static str] {
        self.predictor.terms()
    }
}

fn main() {
    let folder = std::env::var("MOTSCOPE_SHARED").unwrap();
    let hints = PersonHints::read_all(&std::fs::read(format!("{folder}/traces/hints.json")).unwrap()).unwrap();
    let machine = Machine {
        load: Duration::from_millis(60),
        sigma: 0.0,
        seed: 0,
        capacity: Capacity::entries(64),
        frame_bytes: 1,
        workers: 4,
        user: User::Block,
        keys: Arc::new(KeySet::first_n(10_000)),
    };
    for kind in PredictorKind::ALL {
        for name in ["hold", "play", "review", "jumps", "drag", "pingpong", "errors", "random"] {
            let bytes = std::fs::read(format!("{folder}/traces/{name}.csv")).unwrap();
            let trace = Trace::parse(name, &bytes, Some(0..=9999)).unwrap();
            let mut config = PredictorConfig { kind, ..PredictorConfig::default() };
            let known = hints[name].hints(&DEFAULT_JUMPS);
            config.dynamic_data.possible_jumps = known.jumps.to_vec();
            let began = Instant::now();
            let mut engine = Engine::new(&machine, Tuning::default(), config.build(), &known);
            let outcome = run(&machine, &trace, &mut engine, &AtomicBool::new(false)).unwrap();
            let took = began.elapsed();
            let (times, answers) = mpsc::channel();
            let watched = Timed { predictor: config.build(), times };
            let mut engine = Engine::new(&machine, Tuning::default(), watched, &known);
            run(&machine, &trace, &mut engine, &AtomicBool::new(false)).unwrap();
            drop(engine);
            let mut answers: Vec<Duration> = answers.iter().collect();
            answers.sort_unstable();
            println!(
                "{:24} {name:9} {:6.2} % {:7.3} ms {:6.2} loads, {:4} dup {:4} res, {:9.0} moves/s, predict median {:?}",
                kind.id(),
                outcome.hit_rate() * 100.0,
                outcome.stall_mean_ms(),
                outcome.loads_per_move(),
                outcome.loads.duplicates,
                outcome.loads.of_resident,
                trace.moves.len() as f64 / took.as_secs_f64(),
                answers[answers.len() / 2]
            );
        }
    }
}
