//! The button that evaluates all sequences of a data set, and how far that has come.

use std::path::Path;
use std::time::Duration;

use eframe::egui::{Align, Layout, ProgressBar, RichText, Ui};

use crate::app::command::{Command, Commands, WindowCommand};
use crate::app::model::evaluation::{EvaluationChoice, proposal};
use crate::app::model::format::count;
use crate::app::model::judging::pairs;
use crate::app::session::document::Document;
use crate::app::session::view::View;
use crate::sequence::LayerKind;

/// How often the progress is drawn.
const LOOK_AGAIN: Duration = Duration::from_millis(100);

/// Draws the button.
pub fn button(ui: &mut Ui, view: &View<'_>, commands: &mut Commands) {
    let button = ui.button("Evaluate all sequences…");
    let help = "Compares the results of one or more trackers on all sequences of a data set: a table of scores, and all errors in \
                one list";
    if button.on_hover_text(help).clicked() {
        commands.push(WindowCommand::AskEvaluation(Box::new(proposed(view))));
    }
}

/// Draws the progress of an evaluation, with a button that ends it, if there is one.
pub fn progress(ui: &mut Ui, view: &View<'_>, commands: &mut Commands) {
    let Some(evaluating) = view.evaluating else { return };
    let (done, total) = evaluating.results();
    ui.horizontal(|ui| {
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let cancel = ui.small_button("Cancel").on_hover_text("Ends the evaluation");
            if cancel.accessible_name("Cancel evaluation").clicked() {
                commands.push(Command::CancelEvaluation);
            }
            let told = if total == 0 {
                "Reading the ground truth…".to_owned()
            } else {
                format!("{} of {} results, {} frames", count(done), count(total), count(evaluating.frames() / 2))
            };
            let share = if total == 0 { 0.0 } else { done as f32 / total as f32 };
            let bar = ProgressBar::new(share).text(RichText::new(told).small());
            ui.add(bar.desired_width(ui.available_width()));
        });
    });
    ui.request_repaint_after(LOOK_AGAIN);
}

/// The data set of the open layers.
fn proposed(view: &View<'_>) -> EvaluationChoice {
    let judging = &view.state.judging;
    let layers = view.document.map_or(&[][..], |document| &document.layers);
    let path = |place: usize| layers.get(place).map(|layer| layer.file.path());
    // The demo has no files.
    if !view.document.is_some_and(Document::takes_layers) {
        return proposal(None, &[], &judging.choice);
    }
    let (truth, results): (Option<&Path>, Vec<&Path>) =
        if let Some(pairs) = pairs(layers, judging.choice.truth.as_deref()) {
            (path(pairs.truth), pairs.results.iter().filter_map(|&place| path(place)).collect())
        } else {
            let of = |kind: LayerKind| layers.iter().filter(move |layer| layer.kind == kind && layer.file.bytes() > 0);
            let results = of(LayerKind::Results).map(|layer| layer.file.path()).collect();
            (of(LayerKind::GroundTruth).map(|layer| layer.file.path()).next(), results)
        };
    proposal(truth, &results, &judging.choice)
}
