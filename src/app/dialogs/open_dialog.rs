//! The ways to name a file: the system's dialog on a thread of its own, and a field for a path over the window.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use crossbeam_channel::{Receiver, TryRecvError, bounded};
use eframe::egui::{self, Align2, Area, Id, Key, Order, TextEdit, Ui};

use super::choice_dialog::Choice;
use super::export_dialog::Export;
use super::learn::Learn;
use super::picture_export::Exporter;
use super::tune::Tune;
use crate::app::command::{Command, Commands};
use crate::app::model::path_request::Purpose;
use crate::app::model::source::{Source, short_name};
use crate::app::model::state::State;
use crate::app::session::background;
use crate::app::session::document::Document;
use crate::app::session::recent::Recent;
use crate::app::widgets::focus;
use crate::app::widgets::theme;

/// The system's file dialog, if one is open.
#[derive(Debug, Default)]
pub struct OpenDialog {
    answer: Option<(Purpose, Receiver<Vec<PathBuf>>)>,
    shown: Option<Instant>,
}

/// What became of the system's dialog.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Dialog {
    /// These were chosen for this.
    Chosen(Purpose, Vec<PathBuf>),
    /// It was cancelled.
    Cancelled,
    /// It was gone sooner than anybody can cancel: this system has none.
    Unavailable(Purpose),
}

/// Nobody cancels a dialog as soon as this.
const TOO_SOON: Duration = Duration::from_millis(400);

impl OpenDialog {
    /// Shows it, unless it is shown already.
    pub fn show(&mut self, purpose: Purpose, ctx: &egui::Context) {
        if self.answer.is_some() {
            return;
        }
        let (sender, answer) = bounded(1);
        self.answer = Some((purpose, answer));
        self.shown = Some(Instant::now());
        let ctx = ctx.clone();
        background::spawn("motscope-dialog", move || {
            if let Some(paths) = purpose.pick() {
                let _ = sender.send(paths);
            }
            drop(sender);
            ctx.request_repaint();
        });
    }

    /// What became of it, once it is gone. The system does not tell a cancelled dialog from one that cannot be shown.
    pub fn poll(&mut self) -> Option<Dialog> {
        let (purpose, answer) = self.answer.as_ref()?;
        let (purpose, answer) = (*purpose, answer.try_recv());
        if answer == Err(TryRecvError::Empty) {
            return None;
        }
        self.answer = None;
        let soon = self.shown.is_some_and(|shown| shown.elapsed() < TOO_SOON);
        Some(match answer {
            Ok(paths) => Dialog::Chosen(purpose, paths),
            Err(_) if soon => Dialog::Unavailable(purpose),
            Err(_) => Dialog::Cancelled,
        })
    }
}

/// What lies over the window.
#[derive(Default)]
pub struct Overlays {
    /// The list of shortcuts is shown.
    pub help: bool,
    /// The text in the field for a path, while it is shown.
    pub path: Option<String>,
    /// What the path is asked for.
    purpose: Purpose,
    /// The cursor is to be put into the field for a path.
    focus_path: bool,
    /// The cursor is to be put into the field for a frame number.
    pub edit_frame: bool,
    /// A table that is being exported.
    pub export: Option<Export>,
    /// The export of pictures.
    pub pictures: Exporter,
    /// A search for better settings.
    pub tune: Option<Tune>,
    /// The demonstration of two caches.
    pub learn: Option<Learn>,
    /// Which member of an archive, or sequence of a data set, is to be opened?
    pub choice: Option<Choice>,
}

impl Overlays {
    /// Closes what Escape closes. True if anything was open.
    pub fn close(&mut self) -> bool {
        let over = [self.path.take().is_some(), self.export.take().is_some(), std::mem::take(&mut self.help)];
        over.contains(&true) || self.pictures.close() || self.tune.take().is_some() || self.learn.take().is_some()
    }

    /// Shows the field for a path, with the path of what is open in it; hides it without a purpose.
    pub fn show_path(&mut self, purpose: Option<Purpose>, document: Option<&Document>) {
        let path = match document.map(|document| &document.source) {
            Some(Source::File(path, _)) => path.to_string_lossy().into_owned(),
            _ => String::new(),
        };
        self.path = purpose.is_some().then_some(path);
        self.focus_path = purpose.is_some();
        self.purpose = purpose.unwrap_or_default();
    }
}

/// Draws the field for a path, if it is shown.
pub fn show(ui: &Ui, state: &mut State, commands: &mut Commands) {
    let Overlays { path: Some(path), focus_path, purpose, .. } = &mut state.overlays else { return };
    let width = (ui.ctx().content_rect().width() - 80.0).clamp(200.0, 720.0);
    let area = Area::new(Id::unique("open by path")).order(Order::Foreground).anchor(Align2::CENTER_TOP, [0.0, 34.0]);
    let recent = &state.settings.recent;
    let known = &state.recent;
    let purpose = *purpose;
    area.show(ui.ctx(), |ui| {
        egui::Frame::popup(ui.style()).show(ui, |ui| {
            ui.set_width(width);
            let field = TextEdit::singleline(path).hint_text(purpose.path_hint()).desired_width(f32::INFINITY);
            let output = field.show(ui);
            let response = output.response.response.accessible_name("Path");
            if std::mem::take(focus_path) {
                focus::take(ui, &response, path);
            }
            let enter = response.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
            let escape = response.lost_focus() && ui.input(|input| input.key_pressed(Key::Escape));
            ui.horizontal(|ui| {
                let typed = unquoted(path);
                let open = ui.add_enabled(!typed.is_empty(), egui::Button::new(purpose.verb())).clicked();
                if (open || enter) && !typed.is_empty() {
                    commands.extend(purpose.command(vec![PathBuf::from(typed)]));
                    commands.push(Command::PathField(None));
                }
                let can_add = purpose == Purpose::Open && state.document.as_ref().is_some_and(Document::takes_layers);
                let add = can_add && ui.add_enabled(!typed.is_empty(), egui::Button::new("Add as layer")).clicked();
                if add {
                    commands.extend(Purpose::Layer.command(vec![PathBuf::from(typed)]));
                    commands.push(Command::PathField(None));
                }
                if ui.button("Close").clicked() || escape {
                    commands.push(Command::PathField(None));
                }
                ui.weak(format!("Enter: {}, Esc closes", purpose.verb().to_lowercase()));
            });
            let recent: &[PathBuf] = if purpose == Purpose::Open { recent } else { &[] };
            for file in recent.iter().take(8) {
                ui.add_space(-theme::SPACE[0] / 2.0);
                recent_button(ui, file, known, commands);
            }
        });
    });
}

/// A recent file as a button; one that is missing is grey and does nothing.
pub fn recent_button(ui: &mut Ui, file: &Path, known: &Recent, commands: &mut Commands) {
    let name = file.display().to_string();
    let missing = known.is_missing(file);
    // A folder is told from a file of the same name.
    let slash = if known.is_folder(file) { " /" } else { "" };
    let button = egui::Button::new(short_name(file) + slash).truncate().frame_when_inactive(false);
    let response = ui.add_enabled(!missing, button);
    if response.on_hover_text(&name).on_disabled_hover_text(format!("{name}: no longer there")).clicked() {
        commands.open(file.to_owned());
        ui.close();
    }
}

/// A path as it may have been pasted: with blanks around it, or in quotes.
fn unquoted(path: &str) -> &str {
    let path = path.trim();
    let inner = |quote: char| path.strip_prefix(quote).and_then(|rest| rest.strip_suffix(quote));
    inner('"').or_else(|| inner('\'')).unwrap_or(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pasted_path_may_be_quoted() {
        for (pasted, path) in
            [(" /a b/c.txt \n", "/a b/c.txt"), ("'/a.txt'", "/a.txt"), ("\"x\"", "x"), ("'x", "'x"), ("", "")]
        {
            assert_eq!(unquoted(pasted), path);
        }
    }
}
