//! Dialogs over the main window: questions, and tasks with their own window.
//!
//! May import: `model`, `command`, `session`, `widgets`.

pub mod stack;

mod about;
mod bookmark_dialog;
mod choice_dialog;
mod columns_dialog;
mod command_palette;
mod evaluate_dialog;
mod export_dialog;
mod guide;
mod help;
mod learn;
mod note;
mod path_field;
mod path_input;
mod picture_export;
mod system_dialog;
mod tune;
mod unpack_dialog;
