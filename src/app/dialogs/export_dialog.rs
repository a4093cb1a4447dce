//! Export of a table to a CSV file: a dialog with a path field, and a thread that writes.

pub mod save_workspace;

use std::fs::OpenOptions;
use std::io::{self, ErrorKind, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crossbeam_channel::{Receiver, bounded};
use eframe::egui::{self, Align2, Area, Id, Key, Order, Ui};
use thiserror::Error;

use super::path_input::PathInput;
use crate::app::model::csv;
use crate::app::model::format::counted;
use crate::app::model::judging::names::{sequence_name, tracker_name};
use crate::app::model::judging::{Listed, Listing};
use crate::app::model::opening::path_text::PathText;
use crate::app::session::background;
use crate::app::session::path_listing;
use crate::app::widgets::focus;
use crate::sim::Trace;
use crate::telemetry::Telemetry;

/// The accessible name of the path field.
const NAME: &str = "Export path";

/// An export that is being prepared, is running, or has finished.
pub struct Export {
    /// The label of the path field. It says what is written.
    what: String,
    table: Arc<dyn Fn() -> String + Send + Sync>,
    path: PathText,
    input: PathInput,
    focus: bool,
    answer: Option<Receiver<Result<PathBuf, WriteError>>>,
    told: Option<String>,
}

impl Export {
    /// Dialog to save counters and chart series. Suggests a file named after `document` in the working directory.
    pub fn counters(telemetry: Box<Telemetry>, document: &str) -> Self {
        let what = "Write counters and series as CSV to".to_owned();
        Self::new(what, Arc::new(move || csv::csv(&telemetry)), document, "cache")
    }

    /// Dialog to save recorded navigation. Suggests a file named after the trace in the working directory.
    pub fn trace(trace: Trace) -> Self {
        let what = format!("Write a trace of {} as CSV to", counted(trace.moves.len() as u64, "move", "moves"));
        let name = trace.name.clone();
        Self::new(what, Arc::new(move || trace.to_csv()), &name, "trace")
    }

    /// Dialog to save where the tracker went wrong. Suggests a file named after sequence and tracker.
    pub fn events(listing: Arc<Listing>) -> Self {
        let rows = listing.list.places.len();
        let what = format!("Write {} as CSV to", counted(rows as u64, "event", "events"));
        let (truth, result) = &listing.judgement.paths;
        let sequence = sequence_name(truth);
        let name = format!("{sequence}-{}", tracker_name(result, &sequence));
        Self::new(what, Arc::new(move || listing.csv(0..rows)), &name, "events")
    }

    /// Dialog to save the scores of several sequences, or else their events. Suggests a file named after the data set.
    pub fn listed(listed: Arc<Listed>, is_table: bool) -> Self {
        let (rows, events) = (listed.table.as_ref().map_or(0, |table| table.rows.len()), listed.list.events.len());
        let what = if is_table {
            counted(rows as u64, "row of scores", "rows of scores")
        } else {
            counted(events as u64, "event", "events")
        };
        let what = format!("Write {what} as CSV to");
        let name = listed.path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let kind = if is_table { "scores" } else { "events" };
        let text = move || if is_table { listed.scores_csv() } else { listed.events_csv() };
        Self::new(what, Arc::new(text), &name, kind)
    }

    fn new(what: String, table: Arc<dyn Fn() -> String + Send + Sync>, document: &str, kind: &str) -> Self {
        let path = PathText::chosen(Path::new(&format!("{}-{kind}.csv", plain(document))));
        Self { what, table, path, input: PathInput::default(), focus: true, answer: None, told: None }
    }

    /// Draws the dialog. Returns false when the dialog is to be closed.
    pub fn show(&mut self, ui: &Ui) -> bool {
        if let Some(answer) = self.answer.as_ref().and_then(|answer| answer.try_recv().ok()) {
            self.answer = None;
            self.told = Some(match answer {
                Ok(path) => format!("Written to {}", path.display()),
                Err(error) => error.to_string(),
            });
        }
        let mut open = true;
        let area = Area::new(Id::unique("export")).order(Order::Foreground).anchor(Align2::CENTER_TOP, [0.0, 34.0]);
        area.show(ui.ctx(), |ui| {
            egui::Frame::popup(ui.style()).show(ui, |ui| {
                ui.set_width(480.0_f32.min(ui.ctx().content_rect().width() - 60.0));
                ui.label(&self.what);
                let field = self.input.field(ui, &mut self.path, NAME, "", f32::INFINITY);
                if std::mem::take(&mut self.focus) {
                    focus::take(ui, &field, self.path.text());
                }
                let enter = field.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
                open &= !(field.lost_focus() && ui.input(|input| input.key_pressed(Key::Escape)));
                ui.horizontal(|ui| {
                    let ready = !self.path.is_blank() && self.answer.is_none();
                    if ui.add_enabled(ready, egui::Button::new("Write")).clicked() || enter && ready {
                        self.begin(ui.ctx());
                    }
                    open &= !ui.button("Close").clicked();
                });
                self.input.list(ui, &mut self.path, NAME);
                if let Some(told) = &self.told {
                    ui.label(told);
                }
            });
        });
        open
    }

    fn begin(&mut self, ctx: &egui::Context) {
        let (sender, answer) = bounded(1);
        self.answer = Some(answer);
        self.told = None;
        let (table, path, ctx) = (Arc::clone(&self.table), path_listing::meant(&self.path), ctx.clone());
        background::spawn("motscope-export", move || {
            let _ = sender.send(write(&path, &table()));
            ctx.request_repaint();
        });
    }
}

/// A name in which all characters with a special meaning in paths are replaced.
pub fn plain(name: &str) -> String {
    let is_plain = |character: char| character.is_alphanumeric() || matches!(character, '-' | '_');
    name.chars().map(|character| if is_plain(character) { character } else { '_' }).collect()
}

/// Why a table could not be written.
#[derive(Debug, Error)]
enum WriteError {
    /// The file exists, and is kept.
    #[error("{} exists already: choose another name", .0.display())]
    Exists(PathBuf),
    /// The system refused.
    #[error("{}: {source}", path.display())]
    Io { path: PathBuf, source: io::Error },
}

/// Writes a new file. It never replaces an existing file, so that no earlier export is lost.
fn write(path: &Path, text: &str) -> Result<PathBuf, WriteError> {
    let failed = |error: io::Error| match error.kind() {
        ErrorKind::AlreadyExists => WriteError::Exists(path.to_owned()),
        _ => WriteError::Io { path: path.to_owned(), source: error },
    };
    let mut file = OpenOptions::new().write(true).create_new(true).open(path).map_err(failed)?;
    if let Err(error) = file.write_all(text.as_bytes()) {
        // Remove the file, because an incomplete table is worse than none.
        let _ = std::fs::remove_file(path);
        return Err(failed(error));
    }
    Ok(std::path::absolute(path).unwrap_or_else(|_| path.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_export_never_overwrites_a_file() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.csv");
        assert_eq!(write(&path, "one\n").unwrap(), path);
        assert!(write(&path, "two\n").unwrap_err().to_string().contains("exists already"));
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "one\n");
        assert!(write(&folder.path().join("no/such/folder.csv"), "").is_err());
    }

    #[test]
    fn the_name_that_is_offered_is_plain() {
        let name = "MOT17-02 / gt / gt.txt";
        assert_eq!(Export::counters(Box::default(), name).path.text(), "MOT17-02___gt___gt_txt-cache.csv");
        let trace = Export::trace(Trace { name: name.to_owned(), ..Trace::default() });
        assert_eq!(trace.path.text(), "MOT17-02___gt___gt_txt-trace.csv");
    }
}
