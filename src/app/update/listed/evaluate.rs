//! Evaluates all sequences of a data set, and opens those of a table of scores.

use eframe::egui;

use crate::app::model::evaluation::EvaluationChoice;
use crate::app::model::judging::{is_of, source};
use crate::app::model::settings::Tab;
use crate::app::model::state::Failure;
use crate::app::session::evaluating::Evaluating;
use crate::app::update::controller::Controller;

impl Controller {
    /// Begins to evaluate a data set. An evaluation in progress is cancelled.
    pub(in crate::app::update) fn evaluate(&mut self, choice: EvaluationChoice, ctx: &egui::Context) {
        (self.state.settings.tab, self.state.settings.show_panels) = (Tab::Errors, true);
        self.state.failure = None;
        self.session.evaluating = Some(Evaluating::begin(choice, ctx));
    }

    /// Takes in what came out of an evaluation, if it has ended.
    pub(in crate::app::update) fn take_evaluated(&mut self, ctx: &egui::Context) {
        let Some(result) = self.session.evaluating.as_ref().and_then(Evaluating::poll) else { return };
        self.session.evaluating = None;
        match result {
            Ok(listed) => self.show_listed(*listed, ctx),
            Err(reason) => self.state.failure = Some(Failure::new("Could not evaluate", reason)),
        }
    }

    /// Opens the sequence and the results of a row of the table. If they are open already, looks at them.
    pub(in crate::app::update) fn open_listed_row(&mut self, place: usize, ctx: &egui::Context) {
        let Some(listed) = self.state.listed.clone() else { return };
        let Some(run) = listed.row(place) else { return };
        let judging = &mut self.state.judging;
        if let Some(at) = judging.judgements.iter().position(|judgement| is_of(judgement, run)) {
            if judging.looked_at != at {
                (judging.looked_at, judging.event, judging.at_difference) = (at, None, None);
            }
            return;
        }
        match source(run) {
            Ok(source) => self.open(source, None, ctx),
            Err(reason) => self.state.failure = Some(Failure::new("Unknown files", reason)),
        }
    }
}
