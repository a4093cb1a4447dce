//! The window. The only tree that names egui.
//!
//! `State` is what it shows; widgets read it and push `Command`s; one handler carries them out. Whatever may take time
//! (opening, the second pass, the file dialog, the trail, replays, searches, closing) runs on threads of its own and
//! answers by channel.

#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used))]

pub mod cache_panel;
pub mod engine;
pub mod events_panel;
pub mod export;
pub mod figures;
pub mod jumps;
pub mod picture_figures;
pub mod problems_panel;
pub mod theme;
pub mod tuning;
pub mod what_if;

mod background;
mod bookmarks;
mod bound;
mod cache_charts;
mod canvas;
mod chart;
mod choice_dialog;
mod closeup;
mod command;
mod counter;
mod document;
mod dropped;
mod export_dialog;
mod filmstrip;
mod focus;
mod format_menu;
mod habits;
mod help;
mod hints;
mod icons;
mod idle;
mod keys;
mod knob;
mod layer_menu;
mod layers;
mod layers_panel;
mod learn;
mod long_list;
mod marks;
mod memory;
mod menu;
mod moves;
mod offset_menu;
mod open;
mod open_dialog;
mod panels;
mod photo;
mod picture_controls;
mod picture_export;
mod picture_style;
mod purpose;
mod reading;
mod recent;
mod remarks;
mod replays;
mod scene;
mod settings;
mod showing;
mod shown;
mod source;
mod stage;
mod startup;
mod state;
mod stats_file;
mod strip;
#[cfg(test)]
mod test_storage;
mod timeline;
mod tracks;
mod tracks_panel;
mod transport;
mod tune;
mod watch;
mod window;

pub use startup::run;
pub use window::{Start, Window};
