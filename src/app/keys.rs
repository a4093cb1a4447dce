//! The keyboard: the action of each key.

use eframe::egui::{self, Event, Key, Memory, Popup};

use super::actions::{is_available, perform};
use super::command::{Commands, WindowCommand};
use super::dialogs::stack::OpenDialogs;
use super::model::actions::{Action, Shortcut};
use super::session::view::View;
use super::widgets::focus;

/// Reads the keys pressed since the last pass, repeats included. `typing` says whether a text field had the cursor at
/// the end of that pass: Escape may have removed the cursor since then. `dialogs` says which dialogs are open.
pub fn read(ctx: &egui::Context, typing: bool, dialogs: OpenDialogs, view: &View<'_>, commands: &mut Commands) {
    // The list of shortcuts waits for a key to assign.
    if dialogs.waits_for_key {
        return;
    }
    // A text field, a menu and a question use the keyboard themselves, Escape included.
    let taken = typing || ctx.text_edit_focused() || Popup::is_any_open(ctx) || view.state.question.is_some();
    // The keys of the window are off while a dialog is over it: what they do would not be seen, or not be meant.
    let is_off = taken || dialogs.any;
    // What has the focus keeps the keys that operate it, but for ← and →: these step frames.
    let focused = ctx.memory(Memory::focused);
    let keymap = &view.state.settings.keys;
    let events = ctx.input(|input| input.events.clone());
    for event in events {
        let (shortcut, repeat) = match event {
            // The typed text is read, not the key: the key of the question mark differs between keyboards.
            Event::Text(text) if text == "?" => (Shortcut::key(Key::Questionmark), false),
            Event::Key { key: Key::Questionmark, .. } => continue,
            Event::Key { key: Key::Escape, pressed: true, .. } => {
                if !taken {
                    commands.push(WindowCommand::Escape);
                }
                continue;
            }
            Event::Key { key, pressed: true, modifiers, repeat, .. } => (Shortcut::pressed(key, modifiers), repeat),
            _ => continue,
        };
        let Some(action) = keymap.action(shortcut) else { continue };
        // The key that shows the list of shortcuts hides it, too.
        if action == Action::Shortcuts && dialogs.help && !taken {
            commands.push(WindowCommand::Help(false));
            continue;
        }
        // A text field and a dialog have no such menu.
        if action == Action::ContextMenu && is_off {
            continue;
        }
        let is_kept = focused.is_some() && is_widget_key(shortcut.key) && !shortcut.alt;
        let acts = shortcut.works_while_typing() || !(is_off || is_kept);
        if acts && (!repeat || action.entry().repeats) && is_available(action, view) {
            perform(action, view, commands);
        }
    }
    if let Some(id) = focused.filter(|_| !is_off) {
        focus::hold_sideways(ctx, id);
        // A slider would move, too.
        ctx.input_mut(|input| input.events.retain(|event| !is_sideways(event)));
    }
}

/// Whether a button or list that has the focus uses this key itself.
fn is_widget_key(key: Key) -> bool {
    matches!(key, Key::Space | Key::Enter | Key::ArrowUp | Key::ArrowDown)
}

fn is_sideways(event: &Event) -> bool {
    matches!(event, Event::Key { key: Key::ArrowLeft | Key::ArrowRight, pressed: true, .. })
}
