//! Undo of settings.

use eframe::egui;

use super::controller::Controller;
use crate::app::command::{Command, WindowCommand};
use crate::app::model::note::Note;
use crate::app::model::undo::{SettingChange, Snapshot, Subject, Value, told, with_values};

impl Controller {
    /// Says which gesture of the user the next commands are of. What one gesture changes is undone in one step.
    pub fn begin_gesture(&mut self, gesture: u64) {
        self.gesture = gesture;
    }

    /// Keeps changes that were made outside, so that they can be undone.
    pub fn record(&mut self, changes: Vec<SettingChange>) {
        self.state.history.record(self.gesture, changes);
    }

    /// All that can be undone, before a command that changes some of it.
    pub(super) fn before(&self, command: &Command) -> Option<Snapshot> {
        let is_setting = matches!(
            command,
            Command::Set(_) | Command::SetLook(..) | Command::SetFilter(..) | Command::Judge(_) | Command::SetFps(_)
        );
        is_setting.then(|| self.snapshot())
    }

    /// Keeps what a command has changed since then.
    pub(super) fn record_since(&mut self, before: Snapshot) {
        let changes = before.changes(self.snapshot());
        self.record(changes);
    }

    fn snapshot(&self) -> Snapshot {
        let view = self.view();
        let layers = view.document.map(|document| &document.layers[..]).unwrap_or_default().iter().enumerate();
        // Looks are those of the single picture: what a pane shows is of that pane, and another one may be active when it is undone.
        let look = |place| view.look_in_single_picture(place);
        let layers = layers.map(|(place, layer)| (layer.file.path().to_owned(), look(place), view.filter(place)));
        Snapshot {
            layers: layers.collect(),
            settings: self.state.settings.clone(),
            judging: self.state.judging.choice.clone(),
            fps: view.document.and_then(|document| document.chosen_fps),
        }
    }

    /// Takes the last change of settings back.
    pub(super) fn undo(&mut self, ctx: &egui::Context) {
        if let Some(changes) = self.state.history.undo() {
            self.bring("Undone", &changes, ctx);
        }
    }

    /// Makes the change again that was undone last.
    pub(super) fn redo(&mut self, ctx: &egui::Context) {
        if let Some(changes) = self.state.history.redo() {
            self.bring("Redone", &changes, ctx);
        }
    }

    fn bring(&mut self, done: &str, changes: &[SettingChange], ctx: &egui::Context) {
        self.tell_note(format!("{done}: {}", told(changes)));
        for change in changes {
            let layers = self.session.document.as_ref().map(|document| &document.layers[..]).unwrap_or_default();
            let place = |path| layers.iter().position(|layer| layer.file.path() == path);
            match (&change.what, &change.after) {
                (Subject::Look(path), Value::Look(look)) => {
                    if let Some(place) = place(path) {
                        self.bring_look(place, *look);
                    }
                }
                (Subject::Filter(path), Value::Filter(filter)) => {
                    if let Some(place) = place(path) {
                        self.set_filter(place, filter.clone());
                    }
                }
                (Subject::Judging, Value::Judging(choice)) => self.choose_judging((**choice).clone()),
                (Subject::Fps, Value::Fps(fps)) => {
                    if let Some(document) = &mut self.session.document {
                        document.chosen_fps = *fps;
                    }
                }
                (Subject::Scale, Value::Scale(scale)) => self.requests.push(WindowCommand::BringScale(*scale)),
                (Subject::Panels, Value::Panels(text)) => {
                    self.requests.push(WindowCommand::BringPanels(text.clone()));
                }
                _ => {}
            }
        }
        let values = changes.iter().filter_map(|change| match (&change.what, &change.after) {
            (Subject::Setting(path), Value::Setting(value)) => Some((path.as_slice(), value.as_ref())),
            _ => None,
        });
        // A look has changed the style that is remembered for its role, and this is one of the values.
        if let Some(settings) = with_values(&self.state.settings, values) {
            self.set(settings, ctx);
        }
        self.apply_play();
    }

    /// Tells something for a while.
    pub(super) fn tell_note(&mut self, text: String) {
        self.state.note = Some(Note { text, since: self.state.now });
    }
}
