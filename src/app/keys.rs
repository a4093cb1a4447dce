//! The keyboard: the command of each key, and the list of shortcuts that the help shows.

use eframe::egui::{self, Event, Key, Modifiers, Popup};

use super::command::{Command, Commands, WindowCommand};
use super::dialogs::stack::OpenDialogs;
use super::model::opening::path_request::PathRequest;
use super::session::view::View;
use crate::playback::Direction;

/// The list of shortcuts: keys, and what they do. An entry with empty keys is the title of a group.
pub const SHORTCUTS: &[(&str, &str)] = &[
    ("", "Move"),
    ("← →", "one frame back, forward"),
    ("Shift ← →", "jump by the second jump size (5)"),
    ("Ctrl ← →", "jump by the third jump size (15)"),
    ("Alt ← →", "back to before the last jump, forward again"),
    ("Home End", "first, last frame"),
    ("G", "go to a frame"),
    ("[ ]", "first, last frame of the selected track"),
    ("B", "set or remove a bookmark here"),
    ("N Shift N", "next, previous bookmark"),
    ("E Shift E", "next, previous error in time: of the kinds switched on, and found by the search"),
    ("↓ ↑", "next, previous row of the list of errors, in the order of the list"),
    ("A Shift A", "next frame where the first of two results is right and the second wrong, and the reverse"),
    ("", "Play"),
    ("Space", "play, pause"),
    ("J K L", "back, stop, forward; J or L again: faster"),
    ("I O", "set the start, the end of playback to this frame"),
    ("", "View"),
    ("F", "fit the picture"),
    ("+ −", "zoom; the wheel zooms at the pointer, dragging pans, a double click fits"),
    ("1", "actual size: one pixel of the picture is one pixel of the screen"),
    ("C", "follow the selected track, or stop following"),
    ("H", "hide or show the picture"),
    ("D", "dim the picture on or off"),
    ("V", "mark boxes by verdict on or off: missed, false, switched"),
    ("T", "list of tracks"),
    ("Y", "timeline of identities"),
    ("P", "cache, tuning, events and errors"),
    ("", "Window"),
    ("Ctrl O", "open a file"),
    ("Ctrl L", "open by path"),
    ("Ctrl E", "export pictures, GIF or video"),
    ("Esc", "one thing at a time: close the menu, close the dialog, clear the selection, show the whole picture"),
    ("?", "this list"),
    ("Ctrl Q", "quit"),
];

/// The factor by which + zooms in and − zooms out.
const ZOOM_STEP: f64 = 1.25;

/// Reads the keys pressed since the last pass, repeats included. `typing` says whether a text field had the cursor at
/// the end of that pass: Escape may have removed the cursor since then. `dialogs` says which dialogs are open.
pub fn read(ctx: &egui::Context, typing: bool, dialogs: OpenDialogs, view: &View<'_>, commands: &mut Commands) {
    // A text field, a menu and a question use the keyboard themselves, Escape included.
    let taken = typing || ctx.text_edit_focused() || Popup::is_any_open(ctx) || view.state.question.is_some();
    // The keys of the window are off while a dialog is over it: what they do would not be seen, or not be meant.
    let is_off = taken || dialogs.any;
    // A button or slider that has the focus keeps the keys that operate it.
    let focused = ctx.memory(|memory| memory.focused().is_some());
    let events = ctx.input(|input| input.events.clone());
    for event in events {
        // The typed text is read, not the key: the key of the question mark differs between keyboards.
        if (!is_off || !taken && dialogs.help) && matches!(&event, Event::Text(text) if text == "?") {
            commands.push(WindowCommand::Help(!dialogs.help));
        }
        let Event::Key { key, pressed: true, modifiers, repeat, .. } = event else { continue };
        let is_widget_key = matches!(
            key,
            Key::ArrowLeft
                | Key::ArrowRight
                | Key::ArrowUp
                | Key::ArrowDown
                | Key::Space
                | Key::Enter
                | Key::Home
                | Key::End
        );
        if key == Key::Escape && !taken {
            commands.push(WindowCommand::Escape);
        }
        if let Some(command) = with_command(key, modifiers) {
            commands.push(command);
        } else if !(is_off || focused && is_widget_key && !modifiers.alt) {
            plain(key, modifiers, repeat, view, commands);
        }
    }
}

/// The shortcuts with Ctrl (Command on macOS). They work while typing, too.
fn with_command(key: Key, modifiers: Modifiers) -> Option<WindowCommand> {
    if !modifiers.command || modifiers.alt || modifiers.shift {
        return None;
    }
    match key {
        Key::O => Some(WindowCommand::Ask(PathRequest::Open)),
        Key::L => Some(WindowCommand::PathField(Some(PathRequest::Open))),
        Key::E => Some(WindowCommand::ExportPictures),
        Key::Q => Some(WindowCommand::Quit),
        _ => None,
    }
}

/// Handles the keys without Ctrl, and the arrow keys with it.
fn plain(key: Key, modifiers: Modifiers, repeat: bool, view: &View<'_>, commands: &mut Commands) {
    match key {
        Key::ArrowLeft if modifiers.alt => commands.push(Command::JumpBack),
        Key::ArrowRight if modifiers.alt => commands.push(Command::JumpAhead),
        Key::ArrowLeft => commands.push(Command::Step(-step(modifiers, &view.state.settings.jumps().0))),
        Key::ArrowRight => commands.push(Command::Step(step(modifiers, &view.state.settings.jumps().1))),
        _ if modifiers.command || modifiers.alt => {}
        Key::Home => commands.push(Command::First),
        Key::End => commands.push(Command::Last),
        Key::Plus | Key::Equals => commands.push(WindowCommand::Zoom(ZOOM_STEP)),
        Key::Minus => commands.push(WindowCommand::Zoom(1.0 / ZOOM_STEP)),
        Key::A => commands.push(Command::NextDifference(!modifiers.shift)),
        Key::N if modifiers.shift => commands.push(Command::PreviousBookmark),
        Key::N => commands.push(Command::NextBookmark),
        Key::E if modifiers.shift => commands.push(Command::PreviousEvent),
        Key::E => commands.push(Command::NextEvent),
        // The keys below act once, however long they are held.
        _ if repeat => {}
        Key::Space => commands.push(Command::TogglePlay),
        Key::J => commands.push(Command::Shuttle(Direction::Backward)),
        Key::K => commands.push(Command::Pause),
        Key::L => commands.push(Command::Shuttle(Direction::Forward)),
        Key::I => commands.push(Command::SetIn(view.position())),
        Key::O => commands.push(Command::SetOut(view.position())),
        Key::G => commands.push(WindowCommand::EditFrame),
        Key::F => commands.push(Command::Fit),
        Key::Num1 => commands.push(WindowCommand::ActualSize),
        Key::C if view.state.selected.is_some() => commands.push(Command::Lock(view.state.camera.lock.is_none())),
        Key::H if view.has_pictures() => {
            commands.change(&view.state.settings, |settings| settings.picture.shown ^= true);
        }
        Key::D if view.has_pictures() => {
            commands.change(&view.state.settings, |settings| settings.picture.dimmed ^= true);
        }
        Key::V => commands.change(&view.state.settings, |settings| settings.judging.show_verdicts ^= true),
        Key::OpenBracket => commands.push(Command::TrackStart),
        Key::CloseBracket => commands.push(Command::TrackEnd),
        Key::B => commands.push(Command::ToggleBookmark),
        Key::T => commands.change(&view.state.settings, |settings| settings.show_tracks ^= true),
        Key::Y => commands.change(&view.state.settings, |settings| settings.judging.show_timeline ^= true),
        Key::P => commands.change(&view.state.settings, |settings| settings.show_panels ^= true),
        _ => {}
    }
}

/// How many frames an arrow key moves: one, with Shift the smallest jump above 1, with Ctrl the next larger jump.
fn step(modifiers: Modifiers, jumps: &[u64]) -> i64 {
    let mut larger = jumps.iter().copied().filter(|&jump| jump > 1);
    let size = if modifiers.command {
        larger.nth(1).unwrap_or(15)
    } else if modifiers.shift {
        larger.next().unwrap_or(5)
    } else {
        1
    };
    i64::try_from(size).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arrows_follow_the_jump_sizes_that_are_set() {
        for (jumps, shift, ctrl) in
            [(vec![1, 5, 15], 5, 15), (vec![10, 100], 10, 100), (vec![2], 2, 15), (vec![], 5, 15)]
        {
            assert_eq!(step(Modifiers::NONE, &jumps), 1);
            assert_eq!(step(Modifiers::SHIFT, &jumps), shift);
            assert_eq!(step(Modifiers::COMMAND, &jumps), ctrl);
        }
    }
}
