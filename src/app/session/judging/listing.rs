//! The thread that lists events: it filters and sorts them.

use std::sync::Arc;

use eframe::egui;

use super::let_go;
use crate::app::model::judging::{EventQuery, Judgement, Listing};
use crate::app::session::background::Newest;

/// Lists events on a thread of its own.
pub struct EventLister {
    worker: Newest<(Arc<Judgement>, EventQuery), Listing>,
    /// What was asked last.
    asked: Option<(Arc<Judgement>, EventQuery)>,
    known: Option<Arc<Listing>>,
}

impl EventLister {
    /// Starts the thread. It asks for a repaint with each answer.
    pub fn start(ctx: &egui::Context) -> Self {
        let worker = Newest::start("motscope-events", ctx, |(judgement, query), is_overtaken| {
            let (judgement, query): (Arc<Judgement>, EventQuery) = (judgement, query);
            let list = query.list(&judgement.events, is_overtaken)?;
            Some(Listing { judgement, query, list })
        });
        Self { worker, asked: None, known: None }
    }

    /// The newest list of this judgement, if there is one. It is of another query until this one is answered.
    pub fn list(&mut self, judgement: &Arc<Judgement>, query: &EventQuery) -> Option<Arc<Listing>> {
        if let Some(listing) = self.worker.answers().last() {
            let_go(self.known.replace(Arc::new(listing)));
        }
        let is_asked = self.asked.as_ref().is_some_and(|(asked, by)| Arc::ptr_eq(asked, judgement) && by == query);
        if !is_asked {
            let question = (Arc::clone(judgement), query.clone());
            self.worker.ask(question.clone());
            let_go(self.asked.replace(question));
        }
        self.known.clone().filter(|known| Arc::ptr_eq(&known.judgement, judgement))
    }

    /// Lets go of all that was listed.
    pub fn clear(&mut self) {
        if self.asked.is_some() || self.known.is_some() {
            let_go((self.asked.take(), self.known.take()));
        }
    }
}
