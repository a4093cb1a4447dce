//! Opening a sequence: its text files, its layers and its pictures, on a thread of its own.

pub mod error;
pub mod image_track;
pub mod kept;
mod layer_names;
pub mod neighbours;
pub mod open;
pub mod opened_files;
pub mod workspace;

mod how_text;
pub(super) mod row_sample;
