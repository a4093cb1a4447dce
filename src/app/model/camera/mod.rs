//! Which part of the scene the canvas shows.

pub mod lock;
pub mod view;
