//! The thread that filters and sorts the events of a list that was opened.

use std::sync::Arc;

use eframe::egui;

use super::let_go;
use crate::app::model::judging::{EventPlaces, EventQuery, Listed};
use crate::app::session::background::Newest;

/// Which events of a list are asked for.
#[derive(Clone)]
struct Question {
    listed: Arc<Listed>,
    query: EventQuery,
    /// The runs whose events are asked for; all if it is empty.
    runs: Vec<u32>,
}

impl PartialEq for Question {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.listed, &other.listed) && self.query == other.query && self.runs == other.runs
    }
}

/// Filters and sorts the events of a list on a thread of its own.
pub struct ListedLister {
    worker: Newest<Question, (Question, EventPlaces)>,
    /// What was asked last.
    asked: Option<Question>,
    known: Option<(Question, Arc<EventPlaces>)>,
}

impl ListedLister {
    /// Starts the thread. It asks for a repaint with each answer.
    pub fn start(ctx: &egui::Context) -> Self {
        let worker = Newest::start("motscope-listed", ctx, |question: Question, is_overtaken: &dyn Fn() -> bool| {
            let places = question.listed.chosen(&question.query, &question.runs, is_overtaken)?;
            Some((question, places))
        });
        Self { worker, asked: None, known: None }
    }

    /// The newest places of events of this list, if there are any. They are of another query until this one is answered.
    pub fn places(&mut self, listed: &Arc<Listed>, query: &EventQuery, runs: &[u32]) -> Option<Arc<EventPlaces>> {
        if let Some((question, places)) = self.worker.answers().last() {
            let_go(self.known.replace((question, Arc::new(places))));
        }
        let question = Question { listed: Arc::clone(listed), query: query.clone(), runs: runs.to_vec() };
        if self.asked.as_ref() != Some(&question) {
            self.worker.ask(question.clone());
            let_go(self.asked.replace(question));
        }
        let known = self.known.as_ref().filter(|(known, _)| Arc::ptr_eq(&known.listed, listed));
        known.map(|(_, places)| Arc::clone(places))
    }
}
