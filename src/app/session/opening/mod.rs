//! Opening a sequence: its text files, its layers and its pictures, on a thread of its own.

pub mod error;
pub mod neighbours;
pub mod open;
pub mod opened_files;

pub(super) mod row_sample;
