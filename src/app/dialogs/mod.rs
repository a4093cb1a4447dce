//! What lies over the window: questions, and tasks with a window of their own.
//!
//! May import: `model`, `command`, `session`, `widgets`.

pub mod stack;

mod choice_dialog;
mod export_dialog;
mod help;
mod learn;
mod path_field;
mod picture_export;
mod system_dialog;
mod tune;
