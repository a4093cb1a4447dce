//! Sequences: the pictures that boxes were made from, together with the boxes.

mod pictures;

pub use pictures::{Backdrop, Picture, Pool, Rgba};
