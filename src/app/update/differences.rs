//! Has two trackers compared, and goes to where they differ.

use std::sync::Arc;

use eframe::egui;

use super::controller::Controller;
use crate::app::model::judging::next_after;
use crate::app::session::judging::{Differ, let_go};

impl Controller {
    /// Takes in where the two trackers that are compared differ.
    pub(super) fn find_differences(&mut self, ctx: &egui::Context) {
        let judging = &self.state.judging;
        let (first, second) = judging.compared();
        let pair = judging.judgements.get(first).zip(judging.judgements.get(second)).filter(|_| first != second);
        let Some((first, second)) = pair else {
            return self.forget_differences();
        };
        let differ = self.session.differ.get_or_insert_with(|| Differ::start(ctx));
        self.state.judging.differences = differ.differences(&[Arc::clone(first), Arc::clone(second)]);
    }

    /// Forgets where trackers differ.
    pub(super) fn forget_differences(&mut self) {
        let old = (self.state.judging.differences.take(), self.session.differ.take());
        if old.0.is_some() || old.1.is_some() {
            let_go(old);
        }
    }

    /// Goes to the next frame in which one of the two trackers begins to be right about a track, and the other one is wrong.
    pub(super) fn step_difference(&mut self, is_first_right: bool) {
        let Some(position) = self.view().position() else { return };
        let differences = self.state.judging.differences.as_ref();
        let next = differences.and_then(|differences| next_after(differences.of(is_first_right), position));
        if let Some(next) = next {
            let frame = next.first.into();
            self.seek(frame);
        }
    }
}
