//! The simulator and the predictors against their bars: `cargo bench --bench sim`.
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used)]

use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::{Duration, Instant};

use motscope::KeySet;
use motscope::cache::Capacity;
use motscope::predict::{PredictorConfig, PredictorKind};
use motscope::sim::{DEFAULT_JUMPS, Engine, Machine, PersonHints, Trace, Tuning, User, run};

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
            println!(
                "{:24} {name:9} {:6.2} % {:7.3} ms {:6.2} loads, {:4} dup {:4} res, {:9.0} moves/s",
                kind.id(),
                outcome.hit_rate() * 100.0,
                outcome.stall_mean_ms(),
                outcome.loads_per_move(),
                outcome.loads.duplicates,
                outcome.loads.of_resident,
                trace.moves.len() as f64 / took.as_secs_f64()
            );
        }
    }
}
