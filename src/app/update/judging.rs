//! Has layers of results compared with ground truth, as soon as both are open, and again when they have changed.

use std::time::Duration;

use eframe::egui;

use super::controller::Controller;
use super::judging_run::JudgingRun;
use crate::app::model::judging::{Judging, JudgingChoice, pairs};
use crate::app::session::document::Document;
use crate::app::session::judging::{Judge, Subject, Verdict, let_go};

/// A file that grows is compared again after so many times the time that the last comparison took.
const REST: u32 = 4;
/// A file that grows is compared again after this time at the earliest.
const LEAST_REST: Duration = Duration::from_millis(200);

impl Controller {
    /// Takes in what came out of a comparison, and asks for another one if anything has changed.
    pub(super) fn judge(&mut self, ctx: &egui::Context) {
        let subject = self.subject_of_judging();
        self.state.judging.pairs = subject.as_ref().map(|subject| subject.pairs.clone());
        if let Some(verdict) = self.session.judge.as_mut().and_then(Judge::answer) {
            self.take_verdict(verdict);
        }
        let Some(subject) = subject else {
            self.stop_judging();
            return self.find_events(ctx);
        };
        let judge = self.session.judge.get_or_insert_with(|| Judge::start(ctx));
        let known = judge.asked().or(self.judging.judged.as_ref());
        if known != Some(&subject) && self.session.document.as_ref().is_some_and(is_indexed) {
            self.state.stats.indexed();
            let has_only_grown =
                known.is_some_and(|known| Subject { content: subject.content, ..known.clone() } == subject);
            let is_busy = judge.asked().is_some();
            if !has_only_grown || (!is_busy && self.state.now >= self.judging.not_before) {
                if let Some(document) = &self.session.document {
                    judge.ask(subject, document);
                }
            } else if !is_busy {
                ctx.request_repaint_after(self.judging.not_before.saturating_sub(self.state.now));
            }
        }
        self.state.judging.is_working = judge.asked().is_some();
        self.find_differences(ctx);
        self.find_events(ctx);
    }

    /// Changes how layers are compared.
    pub(super) fn choose_judging(&mut self, choice: JudgingChoice) {
        if self.state.judging.trouble.take().is_some() {
            self.judging.judged = None;
        }
        self.state.judging.choice = choice;
    }

    /// Gives up the comparison in progress. It is not begun again before something changes or the user asks for it.
    pub(super) fn cancel_judging(&mut self) {
        let Some(judge) = &mut self.session.judge else { return };
        let Some(subject) = judge.asked().cloned() else { return };
        judge.cancel();
        self.judging.judged = Some(subject);
        let judging = &mut self.state.judging;
        (judging.is_working, judging.trouble) = (false, Some("The comparison was cancelled.".to_owned()));
    }

    /// Forgets what was found, and how the user wanted layers to be compared, for example because another sequence is open now.
    pub(super) fn forget_judging(&mut self) {
        let awaited = self.judging.awaited.take();
        self.judging = JudgingRun { awaited, ..JudgingRun::default() };
        self.state.hints.goes_by_events = false;
        let version = self.state.judging.version + 1;
        let old = std::mem::replace(&mut self.state.judging, Judging { version, ..Judging::default() });
        let_go(old);
    }

    /// Forgets what was found if the layers that are open now are others, or in another order.
    pub(super) fn forget_other_layers(&mut self) {
        let layers = self.session.document.as_ref().map_or(&[][..], |document| &document.layers);
        if !self.state.judging.judgements.iter().all(|judgement| judgement.is_of(layers)) {
            self.stop_judging();
        }
    }

    /// What has to be compared now. `None` if there is nothing to compare.
    fn subject_of_judging(&self) -> Option<Subject> {
        let document = self.session.document.as_ref()?;
        let choice = &self.state.judging.choice;
        let pairs = pairs(&document.layers, choice.truth.as_deref())?;
        let (opened, content) = (self.state.opened, self.state.content_version);
        let view = self.view();
        let scale = |place: usize| view.look(place).map_or([1.0; 2], |look| look.scale);
        let scales = (0..document.layers.len()).map(scale).collect();
        Some(Subject { opened, content, pairs, choice: choice.clone(), scales })
    }

    fn take_verdict(&mut self, verdict: Verdict) {
        let Verdict { subject, judgements, took } = verdict;
        self.judging.judged = Some(subject);
        self.judging.not_before = self.state.now + (took * REST).max(LEAST_REST);
        let judging = &mut self.state.judging;
        let (judgements, trouble) = match judgements {
            Ok(judgements) => (judgements, None),
            Err(reason) => (Vec::new(), Some(reason)),
        };
        let_go(std::mem::replace(&mut judging.judgements, judgements.into()));
        judging.trouble = trouble;
        (judging.event, judging.at_difference) = (None, None);
        judging.version += 1;
        self.go_to_awaited();
    }

    /// Nothing is compared any more.
    fn stop_judging(&mut self) {
        self.forget_differences();
        if let Some(judge) = &mut self.session.judge {
            judge.cancel();
        }
        self.judging.judged = None;
        let judging = &mut self.state.judging;
        (judging.is_working, judging.trouble, judging.event, judging.pair) = (false, None, None, None);
        if !judging.judgements.is_empty() {
            let_go(std::mem::take(&mut judging.judgements));
            judging.version += 1;
        }
    }
}

/// Whether all layers are indexed to their ends.
fn is_indexed(document: &Document) -> bool {
    document.layers.iter().all(|layer| layer.file.is_complete())
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;
    use std::sync::Arc;
    use std::thread;
    use std::time::Instant;

    use super::*;
    use crate::app::command::Command;
    use crate::app::model::bookmarks::Bookmarks;
    use crate::app::model::judging::Judgement;
    use crate::app::model::opening::source::Source;
    use crate::app::model::settings::Settings;
    use crate::metrics::Benchmark;

    /// Updates until the judgement that is looked at is such a one.
    fn until(
        controller: &mut Controller,
        ctx: &egui::Context,
        is_so: impl Fn(&Controller, &[Arc<Judgement>]) -> bool,
    ) -> Vec<Arc<Judgement>> {
        let (begin, deadline) = (Instant::now(), Instant::now() + Duration::from_mins(1));
        loop {
            controller.update(begin.elapsed(), ctx);
            let judgements = controller.state.judging.judgements.to_vec();
            if is_so(controller, &judgements) {
                return judgements;
            }
            assert!(Instant::now() < deadline, "{:?}", controller.state.judging);
            thread::yield_now();
        }
    }

    /// Rows of one box of 10 × 10 a frame, each with its id.
    fn rows(ids: &[u64]) -> String {
        let row = |(id, frame): (&u64, u32)| format!("{frame},{id},0,0,10,10,1,1,1");
        ids.iter().zip(1..).map(row).collect::<Vec<_>>().join("\n")
    }

    fn opened(folder: &Path, ctx: &egui::Context) -> Controller {
        fs::create_dir_all(folder.join("gt")).unwrap();
        fs::write(folder.join("gt/gt.txt"), rows(&[1, 1, 1, 1])).unwrap();
        fs::write(folder.join("run.txt"), rows(&[5, 5, 6, 6])).unwrap();
        let source = Source::path(folder.join("gt/gt.txt"));
        let mut controller = Controller::new(Settings::default(), Bookmarks::default(), source, (None, None), ctx);
        until(&mut controller, ctx, |controller, _| controller.session.document.is_some());
        controller
    }

    #[test]
    fn results_are_compared_as_soon_as_they_are_open_beside_ground_truth_and_no_more_when_they_are_gone() {
        let (folder, ctx) = (tempfile::tempdir().unwrap(), egui::Context::default());
        let mut controller = opened(folder.path(), &ctx);
        assert!(controller.state.judging.pairs.is_none() && !controller.state.judging.is_working);
        let run = folder.path().join("run.txt");
        controller.apply(Command::AddLayers(vec![run.clone()]), &ctx);
        let judgements = until(&mut controller, &ctx, |_, judgements| !judgements.is_empty());
        assert_eq!((judgements.len(), judgements[0].truth, judgements[0].result), (1, 0, 1));
        assert_eq!((judgements[0].scores.clear.switches, judgements[0].scores.count.frames), (1, 4));
        controller.apply(Command::ShowLayer(run, false), &ctx);
        until(&mut controller, &ctx, |controller, judgements| {
            judgements.is_empty() && controller.state.judging.pairs.is_none()
        });
    }

    #[test]
    fn a_comparison_that_was_cancelled_is_made_only_when_it_is_asked_for_again() {
        let (folder, ctx) = (tempfile::tempdir().unwrap(), egui::Context::default());
        let mut controller = opened(folder.path(), &ctx);
        controller.apply(Command::AddLayers(vec![folder.path().join("run.txt")]), &ctx);
        until(&mut controller, &ctx, |controller, _| controller.state.judging.is_working);
        controller.apply(Command::CancelJudging, &ctx);
        for _ in 0..50 {
            controller.update(Duration::from_secs(100), &ctx);
            assert!(!controller.state.judging.is_working && controller.state.judging.judgements.is_empty());
        }
        assert!(controller.state.judging.trouble.as_ref().is_some_and(|trouble| trouble.contains("cancelled")));
        controller.apply(Command::Judge(Box::default()), &ctx);
        let judgements = until(&mut controller, &ctx, |_, judgements| !judgements.is_empty());
        assert_eq!((judgements.len(), controller.state.judging.trouble.is_none()), (1, true));
    }

    #[test]
    fn another_choice_and_other_contents_are_compared_anew() {
        let (folder, ctx) = (tempfile::tempdir().unwrap(), egui::Context::default());
        let mut controller = opened(folder.path(), &ctx);
        let run = folder.path().join("run.txt");
        controller.apply(Command::AddLayers(vec![run.clone()]), &ctx);
        until(&mut controller, &ctx, |_, judgements| !judgements.is_empty());
        let choice = JudgingChoice { benchmark: Some(Benchmark::Mot15), ..JudgingChoice::default() };
        controller.apply(Command::Judge(Box::new(choice)), &ctx);
        until(&mut controller, &ctx, |_, judgements| {
            judgements.first().is_some_and(|judgement| judgement.benchmark == Benchmark::Mot15)
        });
        fs::write(&run, rows(&[5, 6, 5, 6, 5])).unwrap();
        until(&mut controller, &ctx, |_, judgements| {
            judgements.first().is_some_and(|judgement| judgement.scores.clear.switches == 3)
        });
        assert!(!controller.state.judging.is_working && controller.state.judging.trouble.is_none());
    }
}
