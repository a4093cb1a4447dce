//! The window. The only tree that names egui.
//!
//! | folder | what belongs there |
//! |---|---|
//! | `model` | the data of the window: plain data and pure functions |
//! | `command` | what the user can ask for |
//! | `session` | an opened sequence and its threads |
//! | `update` | the only code that changes the state |
//! | `widgets` | controls that know neither the state nor the commands: values in, changes out |
//! | `context_menu` | the menus of what is under the pointer |
//! | `dock` | which panels there are, where each lies, and how large it is |
//! | `panels`, `canvas`, `timeline`, `menu`, `dialogs` | what draws: it reads the state and pushes commands |
//!
//! The files beside these folders connect them: start, window, keyboard, dropped files, the file of `--stats`.
//!
//! Work that may take long (opening, counting, file dialogs, trails, replays, searches, closing) runs on threads of its
//! own, which send their results through channels. The thread of the window never waits for them.

#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used))]

pub mod command;
pub mod model;
pub mod panels;
pub mod widgets;

mod actions;
mod canvas;
mod context_menu;
mod dialogs;
mod dock;
mod dropped;
mod gestures;
mod graphics;
mod keys;
mod menu;
mod session;
mod startup;
mod stats_file;
#[cfg(test)]
#[path = "../../tests/support/storage.rs"]
mod test_storage;
mod timeline;
mod update;
mod window;

pub use startup::run;
pub use window::{Start, Window};
