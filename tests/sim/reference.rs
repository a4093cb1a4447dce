//! The reference algorithms against figures computed elsewhere, `traces/expected.json` of the shared test data.

use std::sync::atomic::AtomicBool;
use std::time::Duration;

use motscope::Capacity;
use motscope::sim::{DEFAULT_JUMPS, Formula, Machine, Reference, User, run_reference};
use serde_json::Value;

use crate::{sessions, shared};

fn machine(row: &Value) -> Machine {
    let number = |name: &str| row[name].as_u64().unwrap();
    Machine {
        load: Duration::from_nanos((row["load_ms"].as_f64().unwrap() * 1e6).round() as u64),
        sigma: row["sigma"].as_f64().unwrap(),
        capacity: Capacity::entries(number("capacity") as usize),
        workers: number("workers") as usize,
        user: if row["user"] == "live" { User::Live } else { User::Block },
        ..sessions::machine()
    }
}

/// Every row of one algorithm.
fn check(reference: Reference) {
    let folder = shared::folder("");
    let expected = std::fs::read(folder.join("traces/expected.json")).unwrap();
    let expected: Value = serde_json::from_slice(&expected).unwrap();
    let sessions = sessions::shared_sessions(&folder);
    let (mut rows, mut wrong) = (0, Vec::new());
    for row in expected["results"].as_array().unwrap() {
        // Load times that were drawn elsewhere cannot be drawn again.
        if row["algorithm"].as_str().unwrap().replace('_', "-") != reference.name() || row["sigma"] != 0.0 {
            continue;
        }
        rows += 1;
        let trace = &sessions.iter().find(|session| row["trace"] == session.trace.name).unwrap().trace;
        let reached = run_reference(reference, &machine(row), trace, &DEFAULT_JUMPS, &AtomicBool::new(false)).unwrap();
        let mut compare = |what: &str, here: f64, share: f64, margin: f64| {
            let there = row[what].as_f64().unwrap();
            if (here - there).abs() > there * share + margin {
                wrong.push(format!("{row}: {what} {here}"));
            }
        };
        // Figures are given to four digits.
        compare("stall_mean_ms", reached.stall_mean_ms().unwrap(), 0.1, 5e-5);
        if let Some(outcome) = reached.outcome() {
            compare("hit_rate", outcome.hit_rate(), 0.0, 0.02);
            compare("loads_per_move", outcome.loads_per_move(), 0.1, 0.01);
            compare("waste_per_move", outcome.waste_per_move(), 0.1, 0.01);
        }
    }
    assert!(rows > 0, "no figures for {reference}");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

macro_rules! reaches_what_it_reaches_elsewhere {
    ($($test:ident: $reference:expr;)*) => {
        $(
            #[test]
            #[ignore = "needs MOTSCOPE_SHARED"]
            fn $test() {
                check($reference);
            }
        )*
    };
}

reaches_what_it_reaches_elsewhere! {
    python_library_with_distance_decay: Reference::PythonLibrary(Formula::DistanceDecay);
    python_library_with_dynamic_distance_decay: Reference::PythonLibrary(Formula::DynamicDistanceDecay);
    python_library_with_dynamic_data: Reference::PythonLibrary(Formula::DynamicData);
    no_prefetch: Reference::NoPrefetchLru;
    read_ahead: Reference::ReadAhead;
    spiral: Reference::Spiral;
    clairvoyant: Reference::Clairvoyant;
    lower_bound: Reference::LowerBound;
}
