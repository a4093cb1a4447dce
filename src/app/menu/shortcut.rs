//! Keys in menus.

use eframe::egui::Button;

/// A button with a key at its right, if there is one.
pub fn shortcut(button: Button<'_>, text: String) -> Button<'_> {
    if text.is_empty() { button } else { button.shortcut_text(text) }
}
