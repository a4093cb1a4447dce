//! The window. The only tree that names egui.
//!
//! | folder | what belongs there |
//! |---|---|
//! | [`model`] | what the window knows: plain data and pure functions |
//! | [`command`] | what a person can ask for |
//! | [`session`] | an opened sequence and its threads |
//! | [`update`] | the only code that changes the state |
//! | [`widgets`] | controls that know nothing of the program: values in, changes out |
//! | [`panels`], [`canvas`], [`timeline`], [`menu`], [`dialogs`] | what draws: it reads the state and answers with commands |
//!
//! The files beside them wire this together: start, window, keyboard, dropped files, figures for `--stats`.
//!
//! Work that may take long (opening, counting, file dialogs, trails, replays, searches, closing) runs on threads of its own,
//! which answer through channels. The thread of the window never waits for them.

#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used))]

pub mod model;
pub mod panels;
pub mod widgets;

mod canvas;
mod command;
mod dialogs;
mod dropped;
mod keys;
mod menu;
mod session;
mod startup;
mod stats_file;
#[cfg(test)]
mod test_storage;
mod timeline;
mod update;
mod window;

pub use startup::run;
pub use window::{Start, Window};
