//! The data of the window: plain data and pure functions.
//!
//! Nothing here starts a thread, draws a widget or reads a file. May import: the library, nothing else of the window.

pub mod csv;
pub mod format;
pub mod judging;
pub mod replay;
pub mod settings;

pub(super) mod actions;
pub(super) mod bookmarks;
pub(super) mod camera;
pub(super) mod command_line;
pub(super) mod evaluation;
pub(super) mod filter;
pub(super) mod frame;
pub(super) mod graphics;
pub(super) mod identity_timeline;
pub(super) mod jump_history;
pub(super) mod lanes;
pub(super) mod layers;
pub(super) mod left_off;
pub(super) mod note;
pub(super) mod opening;
pub(super) mod pace;
pub(super) mod panes;
pub(super) mod saved_view;
pub(super) mod shown_rows;
pub(super) mod state;
pub(super) mod stats;
pub(super) mod strip;
pub(super) mod tracks;
pub(super) mod undo;
