//! Takes in the results that have arrived since the last pass.

use std::time::Duration;

use eframe::egui;

use super::controller::Controller;
use crate::app::model::opening::open_question::OpenQuestion;
use crate::app::model::opening::source::Source;
use crate::app::model::state::{Failure, WantedFrame};
use crate::app::session::opening::error::NotOpened;
use crate::app::session::opening::open::Opening;

impl Controller {
    /// Takes in the results that have arrived since the last pass, and moves the play head if it plays. `now` is the
    /// window's clock.
    pub fn update(&mut self, now: Duration, ctx: &egui::Context) {
        self.state.now = now;
        self.follow_gesture(ctx);
        self.session.recent.check(&self.state.settings.recent, ctx);
        self.take_neighbour(ctx);
        self.take_saved(ctx);
        self.take_opened(ctx);
        self.take_evaluated(ctx);
        self.take_read(now, ctx);
        self.judge(ctx);
        self.follow_clairvoyant(ctx);
        let arrived = self.state.wanted != WantedFrame::Shown;
        if self.take_events() || arrived {
            self.refresh();
        }
        self.play(now, ctx);
    }

    /// Takes in the result of the opening in progress, if it has arrived.
    fn take_opened(&mut self, ctx: &egui::Context) {
        let Some(result) = self.session.opening.as_ref().and_then(Opening::poll) else { return };
        let Some((source, start)) = self.session.opening.take().map(Opening::into_source) else { return };
        self.follows_change = false;
        let could_not = |source: &Source| format!("Could not open {}", source.name());
        match result {
            Ok(document) => self.replace(document),
            Err(NotOpened::Choose(members)) => {
                let open = self.session.document.as_ref().map(|document| &document.source);
                self.state.question = Some(OpenQuestion::of_members(source, start, members, open));
            }
            Err(NotOpened::ChooseSequence(entries)) => {
                self.state.question = Some(OpenQuestion::of_sequences(source, start, entries));
            }
            Err(NotOpened::Listed(listed)) => self.show_listed_file(&source, *listed, ctx),
            Err(NotOpened::Large(needs, layer)) => {
                self.state.question = Some(OpenQuestion::of_size(source, start, needs, layer));
            }
            Err(NotOpened::Cancelled) => {}
            Err(NotOpened::Failed(reason)) => {
                self.state.failure = Some(Failure::new(could_not(&source), reason));
            }
            Err(NotOpened::Columns { reason, path, columns }) => {
                let title = could_not(&source);
                let question = OpenQuestion::of_columns(source, start, &path, columns);
                self.state.failure = Some(Failure { title, reason, way_out: Some(Box::new(question)) });
            }
        }
    }

    /// Takes in the news about the open file.
    fn take_read(&mut self, now: Duration, ctx: &egui::Context) {
        let Some(document) = &mut self.session.document else { return };
        document.follow_memory(now);
        let received = document.receive(self.state.settings.play.follow);
        if received.has_summary {
            self.measure();
            if let Some((id, go)) = self.start_at.take() {
                self.start_at_track(id, go);
            } else if self.state.selected.is_some() && self.view().selected_ends().is_none() {
                self.state.selected = None;
                self.state.several.clear();
            }
        }
        if received.has_grown {
            self.state.content_version += 1;
            self.refresh();
        }
        self.follow_change(ctx);
    }
}
