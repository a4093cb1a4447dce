//! The list of shortcuts, in which keys can be changed.

use eframe::egui::{self, Button, Event, Grid, Key, Label, RichText, ScrollArea, Ui};

use crate::app::command::{Commands, WindowCommand};
use crate::app::model::actions::{Action, ENTRIES, Entry, Keymap, Shortcut};
use crate::app::model::settings::Settings;
use crate::app::widgets::theme;

/// The largest width of the list, in points.
const WIDTH: f32 = 560.0;
/// The width of the keys, in points.
const KEYS: f32 = 110.0;
/// The height of everything around the list, in points.
const AROUND: f32 = 170.0;

/// The list of shortcuts, and what is being changed.
#[derive(Default)]
pub struct Help {
    /// The action that waits for a key.
    waiting: Option<Action>,
    /// A key that another action has, and the action that is to get it.
    conflict: Option<(Action, Shortcut, Action)>,
    /// Why the last key was not taken.
    refused: String,
}

impl Help {
    /// Whether the next key is to be assigned.
    pub fn waits_for_key(&self) -> bool {
        self.waiting.is_some()
    }

    /// Draws the list over the window.
    pub fn show(&mut self, ui: &Ui, settings: &Settings, commands: &mut Commands) {
        let was_waiting = self.waiting.is_some();
        self.take_key(ui, settings, commands);
        let room = ui.ctx().content_rect();
        let modal = egui::Modal::new(egui::Id::unique("shortcuts")).show(ui.ctx(), |ui| {
            ui.set_width(WIDTH.min(room.width() - 60.0));
            ui.heading("Shortcuts");
            let height = (room.height() - AROUND).max(80.0);
            let area = ScrollArea::vertical().max_height(height).min_scrolled_height(height);
            area.auto_shrink([false, true]).show(ui, |ui| self.list(ui, settings, commands));
            self.status(ui, settings, commands);
            ui.horizontal(|ui| {
                if ui.button("Close").clicked() {
                    commands.push(WindowCommand::Help(false));
                }
                let reset = ui.add_enabled(settings.keys.is_any_changed(), Button::new("Reset all keys"));
                if reset.clicked() {
                    commands.change(settings, |settings| settings.keys.reset_all());
                }
            });
        });
        // Escape and `?` are handled together with the other keys.
        let escape = ui.input(|input| input.key_pressed(Key::Escape));
        if modal.should_close() && !escape && !was_waiting {
            commands.push(WindowCommand::Help(false));
        }
    }

    /// The action that waits for a key gets the one that was pressed. Escape gives up.
    fn take_key(&mut self, ui: &Ui, settings: &Settings, commands: &mut Commands) {
        let Some(action) = self.waiting else { return };
        let pressed = ui.input(|input| {
            input.events.iter().find_map(|event| match event {
                Event::Text(text) if text == "?" => Some(Shortcut::key(Key::Questionmark)),
                Event::Key { key: Key::Questionmark, .. } => None,
                Event::Key { key, pressed: true, repeat: false, modifiers, .. } => {
                    Some(Shortcut::pressed(*key, *modifiers))
                }
                _ => None,
            })
        });
        let Some(shortcut) = pressed else { return };
        self.waiting = None;
        if shortcut.key == Key::Escape {
            return;
        }
        if !shortcut.may_be_chosen() {
            self.refused = format!("{shortcut} cannot be chosen.");
            return;
        }
        match settings.keys.action(shortcut).filter(|&other| other != action) {
            Some(other) => self.conflict = Some((action, shortcut, other)),
            None => commands.change(settings, |settings| settings.keys.assign(action, shortcut)),
        }
    }

    fn list(&mut self, ui: &mut Ui, settings: &Settings, commands: &mut Commands) {
        let names = (ui.available_width() - KEYS - 70.0).max(100.0);
        Grid::new("shortcuts").num_columns(3).spacing([theme::SPACE[2], theme::SPACE[0]]).show(ui, |ui| {
            let mut group = "";
            for entry in ENTRIES {
                if std::mem::replace(&mut group, entry.group) != entry.group {
                    ui.strong(entry.group);
                    ui.end_row();
                }
                self.row(ui, entry, names, settings, commands);
                ui.end_row();
            }
            for (keys, what) in [
                ("Esc", "one thing at a time: close the menu, close the dialog, clear the selection, show the whole picture"),
                ("↓ ↑", "in a list with the focus: next, previous row; Enter goes there"),
                ("Tab", "the next control gets the focus, with Shift the previous one"),
                ("wheel, drag", "zoom at the pointer, pan; a double click fits"),
            ] {
                ui.label(RichText::new(keys).font(theme::figures()));
                wrapped(ui, names, what);
                ui.end_row();
            }
        });
    }

    fn row(&mut self, ui: &mut Ui, entry: &Entry, names: f32, settings: &Settings, commands: &mut Commands) {
        let action = entry.action;
        let is_waiting = self.waiting == Some(action);
        let text = if is_waiting { "press a key".to_owned() } else { all(&settings.keys, action) };
        let button = Button::new(RichText::new(text).font(theme::figures())).min_size(egui::vec2(KEYS, 0.0));
        let button =
            ui.add(button.frame_when_inactive(false)).on_hover_text("Click, then press the key to use instead");
        if button.accessible_name(format!("Key of {}", entry.name)).clicked() {
            *self = Self { waiting: Some(action), ..Self::default() };
            // Enter and Space would press the button again.
            ui.memory_mut(|memory| _ = memory.focused().map(|id| memory.surrender_focus(id)));
        }
        wrapped(ui, names, entry.name);
        if settings.keys.is_changed(action) {
            let reset = ui.small_button("Reset").accessible_name(format!("Reset the key of {}", entry.name));
            if reset.clicked() {
                commands.change(settings, |settings| settings.keys.reset(action));
            }
        }
    }

    /// The line below the list: a conflict, why a key was refused, or what to do.
    fn status(&mut self, ui: &mut Ui, settings: &Settings, commands: &mut Commands) {
        ui.horizontal_wrapped(|ui| {
            if let Some((action, shortcut, other)) = self.conflict {
                ui.label(format!("{shortcut} is the key of: {}.", other.entry().name));
                let take = ui.button("Use it here instead").clicked();
                if take {
                    commands.change(settings, |settings| settings.keys.assign(action, shortcut));
                }
                if ui.button("Keep it there").clicked() || take {
                    self.conflict = None;
                }
            } else if self.waiting.is_some() {
                ui.label("Press the key to use, or Esc to leave it as it is.");
            } else if !self.refused.is_empty() {
                ui.label(&self.refused);
            } else {
                ui.weak("Click a key to change it.");
            }
        });
    }
}

/// All keys of an action as text.
fn all(keys: &Keymap, action: Action) -> String {
    let texts: Vec<String> = keys.shortcuts(action).iter().map(Shortcut::to_string).collect();
    if texts.is_empty() { "–".to_owned() } else { texts.join("  ") }
}

fn wrapped(ui: &mut Ui, width: f32, text: &str) {
    ui.vertical(|ui| {
        ui.set_width(width);
        ui.add(Label::new(text).wrap());
    });
}
