//! An opened sequence, its caches and its threads.
//!
//! May import: `model`; of egui only what asks for a repaint.

pub mod background;
pub mod caches;
pub mod current;
pub mod describe;
pub mod document;
pub mod error;
pub mod frame_providers;
pub mod habits;
pub mod open;
pub mod opened_files;
pub mod recent;
pub mod view;

mod confidence_sample;
mod idle;
mod reading;
mod watch;
