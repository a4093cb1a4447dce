//! How results are compared with the ground truth. Every change acts at once.

use eframe::egui::{ComboBox, Label, RichText, Ui};

use crate::app::command::{Command, Commands};
use crate::app::model::judging::words;
use crate::app::model::judging::{Judgement, JudgingChoice};
use crate::app::session::document::Document;
use crate::app::session::view::View;
use crate::app::widgets::knob::{self, Knob};
use crate::metrics::Benchmark;

/// The least similarity of a match: the smallest and the greatest that can be chosen.
const THRESHOLDS: std::ops::RangeInclusive<f64> = 0.1..=0.95;

/// Draws the choices. `judgement` is the one that is looked at, if there is one.
pub fn show(ui: &mut Ui, view: &View<'_>, document: &Document, judgement: Option<&Judgement>, commands: &mut Commands) {
    let mut choice = view.state.judging.choice.clone();
    rules(ui, judgement, &mut choice);
    let knob = Knob {
        name: "least IoU",
        unit: "",
        help: "How much two boxes have to overlap to be a match: the area that they share in proportion to the area of both \
               together.\nHOTA has 19 thresholds of its own.",
        range: THRESHOLDS,
        default: 0.5,
        integer: false,
    };
    let mut threshold = choice.threshold;
    if knob.show(ui, &mut threshold) {
        choice.threshold = (threshold * 100.0).round() / 100.0;
    }
    classes(ui, judgement, &mut choice);
    truth(ui, document, view, &mut choice);
    if choice != view.state.judging.choice {
        commands.push(Command::Judge(Box::new(choice)));
    }
    let remarks = judgement.map_or(&[][..], |judgement| &judgement.remarks);
    if !remarks.is_empty() {
        ui.weak("What was odd, and what was done");
        for remark in remarks {
            ui.add(Label::new(RichText::new(remark.to_string()).small()).wrap());
        }
    }
}

/// A row: its name, and a list to choose from, which screen readers call `label`.
fn row(ui: &mut Ui, (name, label): (&str, &str), help: &str, selected: &str, choose: impl FnOnce(&mut Ui)) {
    ui.horizontal(|ui| {
        knob::name(ui, name).on_hover_text(help);
        let combo = ComboBox::from_id_salt(("matching", name)).selected_text(selected).width(ui.available_width());
        _ = combo.truncate().show_ui(ui, choose).response.accessible_name(label);
    });
}

fn rules(ui: &mut Ui, judgement: Option<&Judgement>, choice: &mut JudgingChoice) {
    let guessed =
        judgement.filter(|_| choice.benchmark.is_none()).map(|judgement| words::benchmark(judgement.benchmark));
    let automatic = guessed.map_or_else(|| "automatic".to_owned(), |guessed| format!("automatic: {guessed}"));
    let selected = choice.benchmark.map_or_else(|| automatic.clone(), |chosen| words::benchmark(chosen).to_owned());
    let help = "Whose rules say which rows are judged: classes, distractors, flags, regions without labels.\nAutomatic: as the \
                path and the rows of the ground truth tell.";
    row(ui, ("rules", "Rules"), help, &selected, |ui| {
        ui.selectable_value(&mut choice.benchmark, None, &automatic);
        for benchmark in Benchmark::ALL {
            ui.selectable_value(&mut choice.benchmark, Some(benchmark), words::benchmark(benchmark));
        }
    });
}

fn classes(ui: &mut Ui, judgement: Option<&Judgement>, choice: &mut JudgingChoice) {
    let names = judgement.map_or(&[][..], |judgement| &judgement.class_names);
    if names.len() < 2 && choice.class.is_none() {
        return;
    }
    let selected = choice.class.clone().unwrap_or_else(|| "all".to_owned());
    row(ui, ("class", "Class that is judged"), "The class that is judged", &selected, |ui| {
        ui.selectable_value(&mut choice.class, None, "all");
        for name in names {
            ui.selectable_value(&mut choice.class, Some(name.clone()), name);
        }
    });
}

fn truth(ui: &mut Ui, document: &Document, view: &View<'_>, choice: &mut JudgingChoice) {
    let place = view.state.judging.pairs.as_ref().map(|pairs| pairs.truth);
    let selected = place.and_then(|place| document.layers.get(place)).map_or("none", |layer| layer.name.as_str());
    let help = "The layer that is taken as ground truth. All layers of results are compared with it.";
    row(ui, ("ground truth", "Ground truth"), help, selected, |ui| {
        for (at, layer) in document.layers.iter().enumerate() {
            let response = ui.selectable_label(place == Some(at), &layer.name);
            if response.on_hover_text(layer.file.path().display().to_string()).clicked() {
                choice.truth = Some(layer.file.path().to_owned());
            }
        }
    });
}
