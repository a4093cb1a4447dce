//! The search for better settings, on a background thread.

use std::sync::atomic::AtomicBool;
use std::time::{Duration, Instant};

use eframe::egui;

use super::difference::{self, Heavy};
use crate::app::model::replay::replay_setup::ReplaySetup;
use crate::app::model::settings::cache_settings::CacheSettings;
use crate::app::session::background::Task;
use crate::predict::PredictorKind;
use crate::sim::tune::{Evaluation, Search, Space};
use crate::sim::{Setup, Trace};

/// Maximum number of settings that are tried.
const BUDGET: usize = 200;
/// Minimum time between two progress reports.
const SOON: Duration = Duration::from_millis(60);

/// The progress of a search and its results so far.
#[derive(Clone, Debug)]
pub struct SearchProgress {
    /// Number of settings tried.
    pub tried: usize,
    /// Maximum number of settings to try.
    pub budget: usize,
    /// The result of the settings at the start of the search.
    pub now: Option<Evaluation>,
    /// The Pareto front: results that no other result beats in both stall and loads, by ascending loads.
    pub front: Vec<Evaluation>,
}

impl SearchProgress {
    /// The result of these settings, if they were tried.
    pub fn of(&self, engine: &CacheSettings, heavy: Option<Heavy>) -> Option<&Evaluation> {
        let tried = self.now.iter().chain(&self.front);
        tried.into_iter().find(|point| difference::lines(engine, &point.settings, heavy).is_empty())
    }
}

/// Starts to search all predictors for the settings that suit a trace best.
pub fn start(
    ctx: &egui::Context,
    circumstances: &ReplaySetup,
    engine: &CacheSettings,
    trace: Trace,
) -> Task<SearchProgress> {
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

fn run(search: &mut Search, cancel: &AtomicBool, tell: &mut dyn FnMut(SearchProgress)) {
    let mut told: Option<Instant> = None;
    while search.step(cancel).is_some() {
        if told.is_none_or(|told| told.elapsed() > SOON) {
            told = Some(Instant::now());
            tell(found(search));
        }
    }
    tell(found(search));
}

fn found(search: &Search) -> SearchProgress {
    SearchProgress {
        tried: search.evaluated(),
        budget: search.budget(),
        now: search.now().cloned(),
        front: search.front().to_vec(),
    }
}
