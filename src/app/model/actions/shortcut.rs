//! A key with the keys that are held with it.

use std::fmt;
use std::str::FromStr;

use eframe::egui::{Key, Modifiers};

/// The name of the key that is Ctrl, or Command on macOS.
const COMMAND: &str = if cfg!(target_os = "macos") { "Cmd" } else { "Ctrl" };

/// A key with the keys that are held with it. As text: `Ctrl+Shift+P`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Shortcut {
    /// Whether Ctrl is held, or Command on macOS.
    pub command: bool,
    /// Whether Alt is held.
    pub alt: bool,
    /// Whether Shift is held. It does not count for signs, which need it on some keyboards and not on others.
    pub shift: bool,
    /// The key.
    pub key: Key,
}

impl Shortcut {
    /// A key alone.
    pub const fn key(key: Key) -> Self {
        Self { command: false, alt: false, shift: false, key }
    }

    /// A key with Shift.
    pub const fn shift(key: Key) -> Self {
        Self { shift: true, ..Self::key(key) }
    }

    /// A key with Ctrl.
    pub const fn command(key: Key) -> Self {
        Self { command: true, ..Self::key(key) }
    }

    /// A key with Alt.
    pub const fn alt(key: Key) -> Self {
        Self { alt: true, ..Self::key(key) }
    }

    /// What was pressed.
    pub fn pressed(key: Key, modifiers: Modifiers) -> Self {
        let shift = modifiers.shift && !is_sign(key);
        Self { command: modifiers.command, alt: modifiers.alt, shift, key }
    }

    /// Whether it acts while a text is being typed, too: typing it writes nothing.
    pub fn works_while_typing(self) -> bool {
        // Ctrl with an arrow key moves the cursor in a text, and a text field undoes its own changes.
        let is_of_text = is_cursor_key(self.key) || matches!(self.key, Key::Z | Key::Y);
        (self.command && !is_of_text) || is_function_key(self.key)
    }

    /// Whether a person may choose it. Escape, Tab and the like have a meaning of their own.
    pub fn may_be_chosen(self) -> bool {
        !matches!(self.key, Key::Escape | Key::Tab | Key::Enter | Key::Backspace | Key::Copy | Key::Cut | Key::Paste)
    }

    /// The text to keep it as.
    pub fn stored(self) -> String {
        self.text(self.key.name())
    }

    fn text(self, key: &str) -> String {
        let mut text = String::new();
        for (is_held, name) in [(self.command, COMMAND), (self.alt, "Alt"), (self.shift, "Shift")] {
            if is_held {
                text += name;
                text += "+";
            }
        }
        text + key
    }
}

/// A sign of its own, not a letter, a digit or a named key.
fn is_sign(key: Key) -> bool {
    let text = key.symbol_or_name();
    let is_cursor = is_cursor_key(key);
    !is_cursor && text.chars().count() == 1 && !text.chars().all(char::is_alphanumeric)
}

/// Whether a key moves the cursor in a text.
fn is_cursor_key(key: Key) -> bool {
    matches!(
        key,
        Key::ArrowLeft
            | Key::ArrowRight
            | Key::ArrowUp
            | Key::ArrowDown
            | Key::Home
            | Key::End
            | Key::PageUp
            | Key::PageDown
    )
}

fn is_function_key(key: Key) -> bool {
    let name = key.name();
    name.len() > 1 && name.starts_with('F') && name[1..].chars().all(|digit| digit.is_ascii_digit())
}

impl fmt::Display for Shortcut {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let key = match self.key {
            Key::ArrowLeft => "←",
            Key::ArrowRight => "→",
            Key::ArrowUp => "↑",
            Key::ArrowDown => "↓",
            Key::Minus => "−",
            key => key.symbol_or_name(),
        };
        formatter.write_str(&self.text(key))
    }
}

impl FromStr for Shortcut {
    type Err = ();

    /// Reads what [`Shortcut::stored`] has written, on any system.
    fn from_str(text: &str) -> Result<Self, ()> {
        let mut shortcut = Self::key(Key::Space);
        let mut rest = text;
        loop {
            if let Some(after) = ["Ctrl+", "Cmd+"].iter().find_map(|name| rest.strip_prefix(name)) {
                (shortcut.command, rest) = (true, after);
            } else if let Some(after) = rest.strip_prefix("Alt+") {
                (shortcut.alt, rest) = (true, after);
            } else if let Some(after) = rest.strip_prefix("Shift+") {
                (shortcut.shift, rest) = (true, after);
            } else {
                break;
            }
        }
        shortcut.key = Key::from_name(rest).ok_or(())?;
        if shortcut.may_be_chosen() { Ok(shortcut) } else { Err(()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shortcut_is_read_as_it_was_kept() {
        let both = Shortcut { shift: true, ..Shortcut::command(Key::P) };
        let mut shortcuts = vec![both, Shortcut { alt: true, ..both }];
        for &key in Key::ALL {
            shortcuts.extend([Shortcut::key(key), Shortcut::shift(key), Shortcut::alt(key)]);
        }
        for shortcut in shortcuts {
            let read = shortcut.stored().parse();
            assert_eq!(read, if shortcut.may_be_chosen() { Ok(shortcut) } else { Err(()) }, "{shortcut}");
        }
        assert_eq!(both.to_string(), format!("{COMMAND}+Shift+P"));
        for broken in ["", "Ctrl+", "Hyper+A", "Ctrl+Ctrl", "+", "P+Ctrl"] {
            assert!(broken == "+" || broken.parse::<Shortcut>().is_err(), "{broken}");
        }
    }

    #[test]
    fn shift_does_not_count_for_signs() {
        for key in [Key::Plus, Key::Minus, Key::OpenBracket, Key::Questionmark] {
            assert_eq!(Shortcut::pressed(key, Modifiers::SHIFT), Shortcut::key(key));
        }
        assert_eq!(Shortcut::pressed(Key::N, Modifiers::SHIFT), Shortcut::shift(Key::N));
        assert_eq!(Shortcut::pressed(Key::ArrowLeft, Modifiers::SHIFT), Shortcut::shift(Key::ArrowLeft));
    }

    #[test]
    fn only_what_writes_nothing_acts_while_typing() {
        assert!(Shortcut::command(Key::O).works_while_typing() && Shortcut::key(Key::F11).works_while_typing());
        assert!(!Shortcut::command(Key::Z).works_while_typing());
        assert!(!Shortcut::key(Key::F).works_while_typing() && !Shortcut::command(Key::ArrowLeft).works_while_typing());
    }
}
