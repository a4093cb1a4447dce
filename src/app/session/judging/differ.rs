//! The thread that finds where two trackers differ.

use std::sync::Arc;

use eframe::egui;

use super::let_go;
use crate::app::model::judging::{Differences, Judgement};
use crate::app::session::background::Newest;

/// Two judgements of the same ground truth.
pub type Pair = [Arc<Judgement>; 2];

/// Finds differences on a thread of its own.
pub struct Differ {
    worker: Newest<Pair, (Pair, Arc<Differences>)>,
    asked: Option<Pair>,
    known: Option<(Pair, Arc<Differences>)>,
}

impl Differ {
    /// Starts the thread. It asks for a repaint with each answer.
    pub fn start(ctx: &egui::Context) -> Self {
        let worker = Newest::start("motscope-differences", ctx, |pair: Pair, _| {
            let differences = Arc::new(Differences::between(&pair[0], &pair[1]));
            Some((pair, differences))
        });
        Self { worker, asked: None, known: None }
    }

    /// The differences between two judgements, once they are known.
    pub fn differences(&mut self, pair: &Pair) -> Option<Arc<Differences>> {
        if let Some(answer) = self.worker.answers().last() {
            let_go(self.known.replace(answer));
        }
        let is_same = |other: &Pair| pair.iter().zip(other).all(|(one, other)| Arc::ptr_eq(one, other));
        if !self.asked.as_ref().is_some_and(is_same) {
            let_go(self.asked.replace(pair.clone()));
            self.worker.ask(pair.clone());
        }
        let (_, differences) = self.known.as_ref().filter(|(of, _)| is_same(of))?;
        Some(Arc::clone(differences))
    }
}
