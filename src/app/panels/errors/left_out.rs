//! Rows that the scores leave out, told beside the scores.

use eframe::egui::{Button, RichText, Ui};

use crate::app::model::judging::Judgement;
use crate::app::widgets::theme;
use crate::metrics::{Remark, RemarkKind};

/// Tells the gravest reason why rows do not count, and how many further ones there are. Returns whether the user wants to read all.
pub fn show(ui: &mut Ui, judgement: &Judgement) -> bool {
    let Some(gravest) = judgement.remarks.iter().max_by_key(|remark| remark.rows) else { return false };
    let told = match judgement.remarks.len() - 1 {
        0 => told(judgement, gravest),
        further => format!("{} (and {further} more)", told(judgement, gravest)),
    };
    let color = theme::readable(theme::state::FAILED, ui.visuals().dark_mode);
    let button = Button::new(RichText::new(&told).small().color(color)).frame_when_inactive(false).small();
    let all: Vec<String> = judgement.remarks.iter().map(Remark::to_string).collect();
    let help =
        format!("These rows do not count in the scores.\n{}\nA click shows this under Matching.", all.join("\n"));
    // Two short lines are read, a cut one is not.
    let shown = ui.scope(|ui| {
        ui.spacing_mut().button_padding.x = 0.0;
        ui.add(button.wrap()).on_hover_text(help).clicked()
    });
    shown.inner
}

/// What is wrong with rows of which file.
fn told(judgement: &Judgement, remark: &Remark) -> String {
    let is_truth = remark.path == judgement.paths.0;
    if remark.kind == RemarkKind::NoId && !is_truth && judgement.scores.count.result_boxes == 0 {
        return "The results have no ids (−1), so no row counts: everything is missed".to_owned();
    }
    format!("{}: {}", if is_truth { "ground truth" } else { "results" }, remark.brief())
}
