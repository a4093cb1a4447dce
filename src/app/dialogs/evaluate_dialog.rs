//! A dialog to evaluate all sequences of a data set.

use std::path::PathBuf;

use eframe::egui::{Button, ComboBox, DragValue, Id, Modal, Popup, RichText, ScrollArea, TextEdit, Ui};

use crate::app::command::{Command, Commands, WindowCommand};
use crate::app::model::evaluation::EvaluationChoice;
use crate::app::model::judging::words;
use crate::app::model::opening::path_request::PathRequest;
use crate::app::model::opening::path_text::PathText;
use crate::app::session::path_listing;
use crate::app::widgets::theme;
use crate::metrics::Benchmark;

/// Maximum and minimum width of the dialog, in points.
const WIDTH: [f32; 2] = [620.0, 240.0];
/// Height around the dialog, in points.
const AROUND: f32 = 48.0;
/// How many results are in view.
const ROWS: usize = 4;

/// The state of the dialog.
pub struct EvaluateDialog {
    truth: PathText,
    /// A path a line.
    results: PathText,
    choice: EvaluationChoice,
    /// Whether the system has no file dialog.
    is_by_text_only: bool,
}

impl EvaluateDialog {
    /// The dialog with this proposal.
    pub fn new(proposal: EvaluationChoice) -> Self {
        let mut results = PathText::default();
        proposal.results.iter().for_each(|path| results.add_chosen(path));
        Self { truth: PathText::chosen(&proposal.truth), results, choice: proposal, is_by_text_only: false }
    }

    /// Whether this dialog asks for paths in this way.
    pub fn asks(request: PathRequest) -> bool {
        use PathRequest::{ResultFiles, ResultFolder, TruthFile, TruthFolder};
        matches!(request, TruthFolder | TruthFile | ResultFolder | ResultFiles)
    }

    /// Takes the paths that the user chose.
    pub fn take(&mut self, request: PathRequest, paths: &[PathBuf]) {
        for path in paths {
            if matches!(request, PathRequest::TruthFolder | PathRequest::TruthFile) {
                self.truth = PathText::chosen(path);
            } else {
                self.results.add_chosen(path);
            }
        }
    }

    /// Says that paths have to be typed.
    pub fn has_no_system_dialog(&mut self) {
        self.is_by_text_only = true;
    }

    /// Draws the dialog. Returns false when it is to be closed.
    pub fn show(&mut self, ui: &Ui, commands: &mut Commands) -> bool {
        let screen = ui.ctx().content_rect();
        let is_choosing = Popup::is_any_open(ui.ctx());
        let mut is_open = true;
        let modal = Modal::new(Id::unique("evaluate all")).show(ui.ctx(), |ui| {
            ui.set_width((screen.width() - AROUND).clamp(WIDTH[1], WIDTH[0]));
            ui.label(RichText::new("Evaluate all sequences of a data set").strong());
            ui.add_space(theme::SPACE[0]);
            self.paths(ui, commands);
            ui.add_space(theme::SPACE[0]);
            self.matching(ui);
            ui.add_space(theme::SPACE[1]);
            ui.horizontal(|ui| {
                let asked = self.asked();
                let is_ready = asked.is_some();
                if let Some(asked) = asked
                    && ui.button("Evaluate").clicked()
                {
                    commands.push(Command::Evaluate(Box::new(asked)));
                    is_open = false;
                } else if !is_ready {
                    ui.add_enabled(false, Button::new("Evaluate"));
                }
                is_open &= !ui.button("Cancel").clicked();
            });
        });
        is_open && (is_choosing || !modal.should_close())
    }

    fn paths(&mut self, ui: &mut Ui, commands: &mut Commands) {
        let mut ask = |ui: &mut Ui, request: PathRequest, text: &str| {
            if ui.small_button(text).on_hover_text(request.help()).clicked() {
                commands.push(WindowCommand::Ask(request));
            }
        };
        ui.horizontal(|ui| {
            ui.label("Ground truth");
            ask(ui, PathRequest::TruthFolder, "Folder…");
            ask(ui, PathRequest::TruthFile, "File…");
        });
        let hint =
            "A folder of sequences, such as MOT17/train, a zip archive, or a list such as seqmaps/MOT17-train.txt";
        let mut text = self.truth.text().to_owned();
        let field = TextEdit::singleline(&mut text).hint_text(hint).desired_width(f32::INFINITY);
        _ = ui.add(field).accessible_name("Ground truth of the data set");
        self.truth.edit(text);
        ui.add_space(theme::SPACE[0]);
        ui.horizontal(|ui| {
            ui.label("Results");
            ask(ui, PathRequest::ResultFolder, "Add folder…");
            ask(ui, PathRequest::ResultFiles, "Add files…");
        });
        let hint = "A folder, a zip archive or a file a line. Each is a tracker. A folder of trackers has several.";
        let mut text = self.results.text().to_owned();
        let field = TextEdit::multiline(&mut text).hint_text(hint).desired_width(f32::INFINITY);
        ScrollArea::vertical().id_salt("results").max_height(120.0).show(ui, |ui| {
            _ = ui.add(field.desired_rows(ROWS)).accessible_name("Results of trackers");
        });
        self.results.edit(text);
        if self.is_by_text_only {
            ui.weak("This system has no file dialog. Type or paste the paths.");
        } else {
            ui.weak("One path a line. In a folder, results are named after their sequence, such as MOT17-02.txt.");
        }
    }

    fn matching(&mut self, ui: &mut Ui) {
        let choice = &mut self.choice;
        ui.horizontal_wrapped(|ui| {
            ui.label("Rules");
            let name = |rules: Option<Benchmark>| rules.map_or("automatic", words::benchmark);
            let combo = ComboBox::from_id_salt("rules of all").selected_text(name(choice.benchmark));
            let combo = combo.show_ui(ui, |ui| {
                for rules in [None].into_iter().chain(Benchmark::ALL.map(Some)) {
                    ui.selectable_value(&mut choice.benchmark, rules, name(rules));
                }
            });
            let help = "Whose rules say which rows are judged.\nAutomatic: as the first ground truth tells.";
            _ = combo.response.on_hover_text(help).accessible_name("Rules of the evaluation");
            ui.label("least IoU");
            let threshold = DragValue::new(&mut choice.threshold).range(0.1..=0.95).speed(0.01).fixed_decimals(2);
            _ = ui.add(threshold).accessible_name("Least IoU of the evaluation");
            let help =
                "Otherwise, an archive is refused whose text has more than 2 GB, or more than 50 times its size.";
            ui.checkbox(&mut choice.unpacks_all, "Unpack archives of any size").on_hover_text(help);
        });
    }

    /// What is asked for. `None` while something is missing.
    fn asked(&self) -> Option<EvaluationChoice> {
        let path = |text: &PathText| (!text.is_blank()).then(|| path_listing::meant(text));
        let results: Vec<PathBuf> = self.results.lines().filter_map(|line| path(&line)).collect();
        let truth = path(&self.truth)?;
        (!results.is_empty()).then(|| EvaluationChoice { truth, results, ..self.choice.clone() })
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    #[test]
    fn typed_paths_are_expanded_and_chosen_ones_are_not() {
        let proposal = EvaluationChoice {
            truth: "/$HOME".into(),
            results: vec!["~/a".into()],
            benchmark: None,
            threshold: 0.5,
            unpacks_all: false,
        };
        let mut dialog = EvaluateDialog::new(proposal);
        dialog.take(PathRequest::ResultFiles, &["/b/$HOME.txt".into()]);
        let typed = format!("{}\n~/c\n\n\"~/d e\"", dialog.results.text());
        dialog.results.edit(typed);
        let asked = dialog.asked().unwrap();
        let home = std::env::home_dir().unwrap();
        assert_eq!(asked.truth, Path::new("/$HOME"));
        assert_eq!(asked.results, [Path::new("~/a"), Path::new("/b/$HOME.txt"), &home.join("c"), &home.join("d e")]);
    }
}
