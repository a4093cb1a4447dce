//! Which results are looked at, and how they are compared.

use std::path::Path;

use eframe::egui::{ComboBox, Label, RichText, TextStyle, Ui};

use crate::app::command::{Command, Commands};
use crate::app::model::judging::names::{sequence_name, tracker_names};
use crate::app::model::judging::{Judgement, words};
use crate::app::session::document::Document;
use crate::app::session::view::View;
use crate::app::widgets::text::elide;
use crate::metrics::Benchmark;

/// The names of the results that are compared, in the order of the judgements.
pub fn names(view: &View<'_>) -> Vec<String> {
    let judgements = &view.state.judging.judgements;
    let paths: Vec<&Path> = judgements.iter().map(|judgement| judgement.paths.1.as_path()).collect();
    let sequence = judgements.first().map(|judgement| sequence_name(&judgement.paths.0)).unwrap_or_default();
    tracker_names(&paths, &sequence)
}

/// Which results are looked at, against which ground truth, by which rules. With `is_low`, only the results.
pub fn show(
    ui: &mut Ui,
    view: &View<'_>,
    document: &Document,
    judgement: &Judgement,
    names: &[String],
    is_low: bool,
    commands: &mut Commands,
) {
    let looked_at = view.state.judging.looked_at.min(names.len().saturating_sub(1));
    let name = names.get(looked_at).cloned().unwrap_or_default();
    let path = judgement.paths.1.display().to_string();
    if names.len() > 1 {
        let mut chosen = looked_at;
        let short = elide::middle(ui, &name, &TextStyle::Button, ui.available_width() - elide::ARROW);
        let combo = ComboBox::from_id_salt("looked at").selected_text(RichText::new(short).strong());
        let combo = combo.width(ui.available_width()).truncate().show_ui(ui, |ui| {
            for (at, name) in names.iter().enumerate() {
                ui.selectable_value(&mut chosen, at, name);
            }
        });
        _ = combo.response.on_hover_text(path).accessible_name("Results looked at");
        if chosen != looked_at {
            commands.push(Command::LookAt(chosen));
        }
    } else {
        let short = elide::middle(ui, &name, &TextStyle::Body, ui.available_width());
        ui.add(Label::new(RichText::new(short).strong()).truncate()).on_hover_text(path);
    }
    if is_low {
        return;
    }
    let chosen = view.state.judging.choice.benchmark.is_some();
    let rules = words::benchmark(judgement.benchmark);
    let guessed = if chosen { "" } else { " (guessed)" };
    let truth = document.layers.get(judgement.truth).map(|layer| layer.name.as_str()).unwrap_or_default();
    let by = if judgement.benchmark == Benchmark::None {
        "every row counts".to_owned()
    } else {
        format!("rules of {rules}")
    };
    let mut text = vec![format!("against {truth}"), format!("{by}{guessed}"), format!("IoU ≥ {}", judgement.threshold)];
    text.extend(scaled(judgement));
    let text = text.join(", ");
    let help = format!("{text}\n{}", judgement.paths.0.display());
    ui.add(Label::new(RichText::new(text).small().weak()).truncate()).on_hover_text(help);
}

/// By what the boxes that were compared are scaled, as their layers are.
fn scaled(judgement: &Judgement) -> Vec<String> {
    let told = |name: &str, [across, down]: [f64; 2]| match (across, down) {
        (across, down) if across == down => format!("{name} × {across}"),
        (across, down) => format!("{name} × {across} and × {down}"),
    };
    let both = [("ground truth", judgement.scales.truth), ("results", judgement.scales.result)];
    both.into_iter().filter(|(_, scale)| *scale != [1.0; 2]).map(|(name, scale)| told(name, scale)).collect()
}
