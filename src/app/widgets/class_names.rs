//! A choice of the names of class numbers.

use std::path::Path;

use eframe::egui::{Label, Ui};

use super::theme;
use crate::mot::ClassSource;

/// What the user chose.
#[derive(Clone, Debug, PartialEq)]
pub enum ClassNamesAnswer {
    /// This source of names; those that are found if `None`.
    Source(Option<ClassSource>),
    /// To be asked for a file with names.
    AskFile,
}

/// The sources without a file: each with its name, and what it is.
const SOURCES: [(ClassSource, &str, &str); 5] = [
    (ClassSource::Mot17, "MOT17", "pedestrian is 1, as in MOT16, MOT17 and MOT20"),
    (
        ClassSource::Coco,
        "COCO from 0",
        "person is 0, toothbrush is 79, as ultralytics and boxmot number the 80 classes",
    ),
    (ClassSource::CocoJson, "COCO from 1", "person is 1, toothbrush is 90, as COCO's JSON and torchvision number them"),
    (ClassSource::VisDrone, "VisDrone", "pedestrian is 1, others is 11"),
    (ClassSource::Numbers, "Numbers", "No names: class 0, class 1, …"),
];

/// Draws the choice. `source` is the current one. Returns what the user chose in this pass.
pub fn show(ui: &mut Ui, source: Option<&ClassSource>) -> Option<ClassNamesAnswer> {
    let mut answer = None;
    ui.horizontal_wrapped(|ui| {
        let found = ui.radio(source.is_none(), "As found");
        if found.on_hover_text("Names beside the file, or of the data set that it seems to belong to").clicked() {
            answer = Some(ClassNamesAnswer::Source(None));
        }
        for (other, name, help) in SOURCES {
            if ui.radio(source == Some(&other), name).on_hover_text(help).clicked() {
                answer = Some(ClassNamesAnswer::Source(Some(other)));
            }
        }
        let is_file = matches!(source, Some(ClassSource::File(..)));
        let help = "labels.txt, classes.txt, coco.names, data.yaml: one name a line, or YAML with names";
        if ui.radio(is_file, "File…").on_hover_text(help).clicked() {
            answer = Some(ClassNamesAnswer::AskFile);
        }
    });
    if let Some(ClassSource::File(path, first)) = source {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        ui.add(Label::new(name).truncate()).on_hover_text(path.display().to_string());
        first_number(ui, path, *first, &mut answer);
    }
    answer
}

/// Draws the choice of the number of the first name. In YAML, that is usually in the file.
fn first_number(ui: &mut Ui, path: &Path, first: Option<i64>, answer: &mut Option<ClassNamesAnswer>) {
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = theme::SPACE[0];
        ui.label("Its first name is class");
        for (number, name) in [(None, "usual"), (Some(0), "0"), (Some(1), "1")] {
            let response = ui.radio(first == number, name);
            let response = if number.is_none() {
                response.on_hover_text("0 in classes.txt, in *.names and in YAML; 1 in all others")
            } else {
                response
            };
            if response.clicked() {
                *answer = Some(ClassNamesAnswer::Source(Some(ClassSource::File(path.to_owned(), number))));
            }
        }
    });
}
