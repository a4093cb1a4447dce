//! What lies over the window: questions, and tasks with a window of their own.
//!
//! May import: `model`, `command`, `session`, `widgets`.

pub mod choice_dialog;
pub mod export_dialog;
pub mod help;
pub mod learn;
pub mod open_dialog;
pub mod picture_export;
pub mod tune;
