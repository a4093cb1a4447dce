//! The search on a thread of its own.

use std::sync::atomic::AtomicBool;
use std::time::{Duration, Instant};

use eframe::egui;

use crate::app::model::replay::replay_setup::ReplaySetup;
use crate::app::model::settings::cache_settings::EngineSettings;
use crate::app::session::background::Task;
use crate::predict::PredictorKind;
use crate::sim::tune::{Evaluation, Search, Space};
use crate::sim::{Setup, Trace};

/// How many settings are tried.
const BUDGET: usize = 200;
/// Progress is told no more often than this.
const SOON: Duration = Duration::from_millis(60);

/// How far a search is.
#[derive(Clone, Debug)]
pub struct Found {
    /// Settings tried, and how many are to be.
    pub tried: usize,
    /// The most that will be.
    pub budget: usize,
    /// What the settings come to that there were when it began.
    pub now: Option<Evaluation>,
    /// What nothing beats, by rising loads.
    pub front: Vec<Evaluation>,
}

/// Begins to search all predictors for what would have served a trace best.
pub fn start(ctx: &egui::Context, circumstances: &ReplaySetup, engine: &EngineSettings, trace: Trace) -> Task<Found> {
    let setup = Setup {
        machine: circumstances.machine(engine, &trace),
        tuning: engine.tuning(),
        predictors: engine.predictor.clone(),
        hints: circumstances.hints(engine),
        jumps: Vec::new(),
    };
    let space = Space { kinds: PredictorKind::ALL.to_vec(), ..Space::around(&setup, BUDGET) };
    let mut search = Search::new(vec![(setup, trace)], space, 1);
    Task::start("motscope-tune", ctx, move |cancel, tell| run(&mut search, cancel, tell))
}

fn run(search: &mut Search, cancel: &AtomicBool, tell: &mut dyn FnMut(Found)) {
    let mut told: Option<Instant> = None;
    while search.step(cancel).is_some() {
        if told.is_none_or(|told| told.elapsed() > SOON) {
            told = Some(Instant::now());
            tell(found(search));
        }
    }
    tell(found(search));
}

fn found(search: &Search) -> Found {
    Found {
        tried: search.evaluated(),
        budget: search.budget(),
        now: search.now().cloned(),
        front: search.front().to_vec(),
    }
}
