//! Everything that a person can ask for by a key, a menu or the command palette, and its keys. There is one table, from which
//! keys, menus, the palette and the list of shortcuts are made.

mod action;
mod keymap;
mod shortcut;
mod table;

pub use action::Action;
pub use keymap::Keymap;
pub use shortcut::Shortcut;
pub use table::{ENTRIES, Entry};
