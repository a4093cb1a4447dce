//! An opened sequence, its caches and its threads.
//!
//! May import: `model`; of egui only what asks for a repaint and what holds a texture.

pub mod background;
pub mod document;
pub mod habits;
pub mod idle;
pub mod open;
pub mod opened_files;
pub mod reading;
pub mod recent;
pub mod texture_image;
pub mod watch;
