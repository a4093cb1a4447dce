//! Which predictor suits a person, found out by a replay without real loads?
//!
//! `cargo run --example replay`

use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::Duration;

use motscope::predict::{PredictorConfig, PredictorKind};
use motscope::sim::{Algorithm, DEFAULT_JUMPS, Machine, Person, Reference, Setup, Tuning, User};
use motscope::{Capacity, KeySet};

fn main() {
    // Made-up navigation. `Trace::parse` reads a trace that the window has saved.
    let (trace, known) = Person::Jumps.navigation(1, 500, 10_000);
    let setup = Setup {
        machine: Machine {
            load: Duration::from_millis(60),
            sigma: 0.0,
            seed: 1,
            capacity: Capacity::entries(64),
            frame_bytes: 1,
            workers: 4,
            user: User::Block,
            keys: Arc::new(KeySet::first_n(10_000)),
            video: None,
        },
        tuning: Tuning::default(),
        predictors: PredictorConfig::default(),
        hints: known.hints(&DEFAULT_JUMPS),
        jumps: DEFAULT_JUMPS.to_vec(),
    };
    // Another thread may set it to true, which ends a replay.
    let cancel = AtomicBool::new(false);

    println!("{} moves of \"{}\", 60 ms a load", trace.moves.len(), trace.name);
    println!("{:16} {:>7} {:>9} {:>11}", "", "hits %", "stall ms", "loads/move");
    for algorithm in [
        Algorithm::Predictor(PredictorKind::DistanceDecay),
        Algorithm::Predictor(PredictorKind::DynamicData),
        Algorithm::Reference(Reference::Clairvoyant),
    ] {
        let Some(reached) = algorithm.replay(&setup, &trace, &cancel) else { return };
        let Some(outcome) = reached.outcome() else { continue };
        println!(
            "{algorithm:16} {:7.1} {:9.2} {:11.2}",
            outcome.hit_rate() * 100.0,
            outcome.stall_mean_ms(),
            outcome.loads_per_move()
        );
    }
}
