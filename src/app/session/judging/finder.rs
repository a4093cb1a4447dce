//! The thread that finds the events of a search.

use std::sync::Arc;

use eframe::egui;

use super::let_go;
use crate::app::model::judging::{Found, Judgement};
use crate::app::session::background::Newest;

/// Finds events on a thread of its own.
pub struct Finder {
    worker: Newest<(Arc<Judgement>, String), Found>,
    /// What was asked last.
    asked: Option<(Arc<Judgement>, String)>,
    known: Option<Arc<Found>>,
}

impl Finder {
    /// Starts the thread. It asks for a repaint with each answer.
    pub fn start(ctx: &egui::Context) -> Self {
        let worker =
            Newest::start("motscope-finder", ctx, |(judgement, search), _| Some(Found::new(judgement, search)));
        Self { worker, asked: None, known: None }
    }

    /// The events that the search finds, once they are known.
    pub fn found(&mut self, judgement: &Arc<Judgement>, search: &str) -> Option<Arc<Found>> {
        if let Some(found) = self.worker.answers().last() {
            let_go(self.known.replace(Arc::new(found)));
        }
        let is_same = |of: &Arc<Judgement>, by: &str| Arc::ptr_eq(of, judgement) && by == search;
        if !self.asked.as_ref().is_some_and(|(of, by)| is_same(of, by)) {
            let question = (Arc::clone(judgement), search.to_owned());
            self.worker.ask(question.clone());
            let_go(self.asked.replace(question));
        }
        self.known.clone().filter(|found| is_same(&found.judgement, &found.search))
    }
}
